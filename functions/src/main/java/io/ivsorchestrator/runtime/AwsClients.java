package io.ivsorchestrator.runtime;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.ivs.IvsClient;
import software.amazon.awssdk.services.ivsrealtime.IvsRealTimeClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * AWS clients as a function wants them: built once, nothing looked up that the environment already says, and no call that
 * outlasts the invocation.
 */
public final class AwsClients {
    /** Far above DynamoDB's and S3's usual milliseconds, so that a lost packet costs one attempt and not the invocation. */
    private static final Duration SOCKET = Duration.ofSeconds(2);
    /** Above the socket's, which gives an error that the SDK knows how to retry. */
    private static final Duration ATTEMPT = Duration.ofSeconds(3);
    /** With the SDK's retries: the longest that one request can take of an invocation. */
    public static final Duration CALL = Duration.ofSeconds(6);

    /** A control plane that works while it answers: creating a storage configuration, it edits a bucket's policy. */
    public static final Duration IVS_CALL = Duration.ofSeconds(10);

    /**
     * Of all clients, where the SDK would give each one five threads. A call that is answered takes its timeouts away: in the SDK's
     * own they stay until they are due, which is when a function goes on after a pause, or from a snapshot.
     */
    static final ScheduledThreadPoolExecutor TIMEOUTS = timeouts();

    private final Region region;
    private final AwsCredentialsProvider credentials;
    private final SdkHttpClient http;
    private final SdkHttpClient patientHttp;

    /** Of AWS, with the function's own credentials. */
    public AwsClients(Environment environment) {
        // The second is where SnapStart puts them; the chain is shorter than the default one, which searches files first.
        this(environment, AwsCredentialsProviderChain.of(EnvironmentVariableCredentialsProvider.create(),
                ContainerCredentialsProvider.create()), new UnstreamedPosts(patientFor(SOCKET)), patientFor(IVS_CALL));
    }

    AwsClients(Environment environment, AwsCredentialsProvider credentials, SdkHttpClient http,
            SdkHttpClient patientHttp) {
        this.region = Region.of(environment.get("AWS_REGION"));
        this.credentials = credentials;
        this.http = http;
        this.patientHttp = patientHttp;
    }

    /** Of nothing but the scenery. */
    static AwsClients rehearsing(Environment environment, Scenery scenery) {
        return new AwsClients(environment, StaticCredentialsProvider.create(AwsBasicCredentials.create("no", "no")),
                scenery,
                scenery);
    }

    private static SdkHttpClient patientFor(Duration answer) {
        return UrlConnectionHttpClient.builder().connectionTimeout(SOCKET).socketTimeout(answer).build();
    }

    public DynamoDbClient dynamoDb() {
        return DynamoDbClient.builder().region(region).credentialsProvider(credentials).httpClient(http)
                .overrideConfiguration(AwsClients::limit).build();
    }

    public S3Client s3() {
        return S3Client.builder().region(region).credentialsProvider(credentials).httpClient(http)
                .overrideConfiguration(AwsClients::limit).build();
    }

    /** Makes links without a call; they are checked with the credentials of the moment. */
    public S3Presigner s3Presigner() {
        return S3Presigner.builder().region(region).credentialsProvider(credentials).build();
    }

    public SqsClient sqs() {
        return SqsClient.builder().region(region).credentialsProvider(credentials).httpClient(http)
                .overrideConfiguration(AwsClients::limit).build();
    }

    public SsmClient ssm() {
        return SsmClient.builder().region(region).credentialsProvider(credentials).httpClient(http)
                .overrideConfiguration(AwsClients::limit).build();
    }

    /** Tries once: the SDK's own retries would be calls to IVS that nobody counted. */
    public IvsClient ivs() {
        return IvsClient.builder().region(region).credentialsProvider(credentials).httpClient(patientHttp)
                .overrideConfiguration(AwsClients::tryOnce).build();
    }

    /** See {@link #ivs()}. */
    public IvsRealTimeClient ivsRealTime() {
        return IvsRealTimeClient.builder().region(region).credentialsProvider(credentials).httpClient(patientHttp)
                .overrideConfiguration(AwsClients::tryOnce).build();
    }

    private static void tryOnce(ClientOverrideConfiguration.Builder options) {
        options.apiCallAttemptTimeout(IVS_CALL).apiCallTimeout(IVS_CALL).scheduledExecutorService(TIMEOUTS)
                .retryStrategy(AwsRetryStrategy.doNotRetry());
    }

    public EventBridgeClient eventBridge() {
        return EventBridgeClient.builder().region(region).credentialsProvider(credentials).httpClient(http)
                .overrideConfiguration(AwsClients::limit).build();
    }

    public SnsClient sns() {
        return SnsClient.builder().region(region).credentialsProvider(credentials).httpClient(http)
                .overrideConfiguration(AwsClients::limit).build();
    }

    private static void limit(ClientOverrideConfiguration.Builder options) {
        options.apiCallAttemptTimeout(ATTEMPT).apiCallTimeout(CALL).scheduledExecutorService(TIMEOUTS);
    }

    private static ScheduledThreadPoolExecutor timeouts() {
        ScheduledThreadPoolExecutor timeouts = new ScheduledThreadPoolExecutor(1,
                Thread.ofPlatform().daemon().name("aws-call-timeouts").factory());
        timeouts.setRemoveOnCancelPolicy(true);
        return timeouts;
    }
}
