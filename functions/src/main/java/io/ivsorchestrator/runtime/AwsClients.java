package io.ivsorchestrator.runtime;

import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
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

    private final Region region;
    private final SdkHttpClient http = UrlConnectionHttpClient.builder()
            .connectionTimeout(SOCKET).socketTimeout(SOCKET).build();
    /** The second is where SnapStart puts them; the chain is shorter than the default one, which searches files first. */
    private final AwsCredentialsProvider credentials = AwsCredentialsProviderChain.of(
            EnvironmentVariableCredentialsProvider.create(), ContainerCredentialsProvider.create());

    public AwsClients(Environment environment) {
        this.region = Region.of(environment.get("AWS_REGION"));
    }

    public DynamoDbClient dynamoDb() {
        return DynamoDbClient.builder().region(region).credentialsProvider(credentials).httpClient(http)
                .overrideConfiguration(AwsClients::limit).build();
    }

    public S3Client s3() {
        return S3Client.builder().region(region).credentialsProvider(credentials).httpClient(http)
                .overrideConfiguration(AwsClients::limit).build();
    }

    public SqsClient sqs() {
        return SqsClient.builder().region(region).credentialsProvider(credentials).httpClient(http)
                .overrideConfiguration(AwsClients::limit).build();
    }

    public SsmClient ssm() {
        return SsmClient.builder().region(region).credentialsProvider(credentials).httpClient(http)
                .overrideConfiguration(AwsClients::limit).build();
    }

    private static void limit(ClientOverrideConfiguration.Builder options) {
        options.apiCallAttemptTimeout(ATTEMPT).apiCallTimeout(CALL);
    }
}
