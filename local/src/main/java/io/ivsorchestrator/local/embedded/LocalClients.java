package io.ivsorchestrator.local.embedded;

import java.net.URI;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.ivs.IvsClient;
import software.amazon.awssdk.services.ivsrealtime.IvsRealTimeClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * AWS SDK clients for the embedded services: one account, one region, one pair of credentials, none of them secret. The
 * caller closes what it gets. Nothing is read from the environment, so that no client can reach a real account by mistake.
 */
public final class LocalClients {
    /** The account that everything local belongs to. */
    public static final String ACCOUNT = "123456789012";
    /** The region that everything local is in. */
    public static final Region REGION = Region.US_WEST_2;
    /** Letters and digits only: DynamoDB Local takes no other. */
    public static final String ACCESS_KEY_ID = "localaccesskeyid";
    /** The secret that {@link LocalS3} checks signatures with. */
    public static final String SECRET_ACCESS_KEY = "localsecretaccesskey";

    private static final StaticCredentialsProvider CREDENTIALS = StaticCredentialsProvider
            .create(AwsBasicCredentials.create(ACCESS_KEY_ID, SECRET_ACCESS_KEY));

    private LocalClients() {
    }

    /** @param interceptors see every request, for example to count them */
    public static DynamoDbClient dynamoDb(URI endpoint, ExecutionInterceptor... interceptors) {
        return local(DynamoDbClient.builder(), endpoint, interceptors).build();
    }

    /** The change streams of the same DynamoDB. */
    public static DynamoDbStreamsClient dynamoDbStreams(URI endpoint) {
        return local(DynamoDbStreamsClient.builder(), endpoint).build();
    }

    /**
     * Path-style, because no name server knows {@code bucket.127.0.0.1}.
     *
     * @param interceptors see every request, for example to count them
     */
    public static S3Client s3(URI endpoint, ExecutionInterceptor... interceptors) {
        return local(S3Client.builder().forcePathStyle(true), endpoint, interceptors).build();
    }

    /** Makes presigned URLs that {@link LocalS3} checks. */
    public static S3Presigner s3Presigner(URI endpoint) {
        return S3Presigner.builder()
                .endpointOverride(endpoint)
                .region(REGION)
                .credentialsProvider(CREDENTIALS)
                .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .build();
    }

    public static SqsClient sqs(URI endpoint) {
        return local(SqsClient.builder(), endpoint).build();
    }

    /**
     * The channel side of an IVS emulator.
     *
     * @param interceptors see every request, for example to count them
     */
    public static IvsClient ivs(URI endpoint, ExecutionInterceptor... interceptors) {
        return local(IvsClient.builder(), endpoint, interceptors).build();
    }

    /**
     * The stage side of an IVS emulator.
     *
     * @param interceptors see every request, for example to count them
     */
    public static IvsRealTimeClient ivsRealTime(URI endpoint, ExecutionInterceptor... interceptors) {
        return local(IvsRealTimeClient.builder(), endpoint, interceptors).build();
    }

    private static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> B local(B builder, URI endpoint,
            ExecutionInterceptor... interceptors) {
        return builder.endpointOverride(endpoint)
                .region(REGION)
                .credentialsProvider(CREDENTIALS)
                .overrideConfiguration(options -> List.of(interceptors).forEach(options::addExecutionInterceptor))
                .httpClientBuilder(ApacheHttpClient.builder());
    }
}
