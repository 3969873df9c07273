package io.ivsorchestrator.tests.services;

import io.ivsorchestrator.local.embedded.LocalClients;
import java.net.URI;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.apache.ApacheHttpClient;

/**
 * One LocalStack for all suites of a test run, started when the first asks for it; Testcontainers removes it afterwards. Any
 * engine with Docker's API will do, Podman's socket included. The image is the last that starts without an account;
 * {@value #IMAGE_VARIABLE} names another one and {@value #TOKEN_VARIABLE} is handed to it.
 */
public final class LocalStack {
    static final String IMAGE_VARIABLE = "LOCALSTACK_IMAGE";
    static final String TOKEN_VARIABLE = "LOCALSTACK_AUTH_TOKEN";
    static final String IMAGE = "localstack/localstack:4.14.0";

    private LocalStack() {
    }

    /** Named by {@code @EnabledIf} of the suites, which are skipped by name where it says no. */
    public static boolean isPossible() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    /** @throws org.testcontainers.containers.ContainerLaunchException if it does not start, with its log */
    public static URI endpoint() {
        Started.CONTAINER.start();
        return Started.CONTAINER.getEndpoint();
    }

    /** Made when it is asked for: without an engine not even the object can be made. */
    private static final class Started {
        private static final LocalStackContainer CONTAINER = container();
    }

    /** A client of any of its services. */
    static <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder) {
        return builder.endpointOverride(endpoint())
                .region(LocalClients.REGION)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        LocalClients.ACCESS_KEY_ID, LocalClients.SECRET_ACCESS_KEY)))
                .httpClientBuilder(ApacheHttpClient.builder())
                .build();
    }

    private static LocalStackContainer container() {
        String image = System.getenv().getOrDefault(IMAGE_VARIABLE, IMAGE);
        LocalStackContainer container = new LocalStackContainer(
                DockerImageName.parse(image).asCompatibleSubstituteFor("localstack/localstack"));
        String token = System.getenv(TOKEN_VARIABLE);
        return token == null ? container : container.withEnv(TOKEN_VARIABLE, token);
    }
}
