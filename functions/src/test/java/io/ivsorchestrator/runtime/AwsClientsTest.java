package io.ivsorchestrator.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;

class AwsClientsTest {
    private static final Environment ENVIRONMENT = Environment.of(Map.of("AWS_REGION", "us-west-2"),
            List.of("AWS_REGION"));
    private static final String ENDPOINT = "aws.endpointUrlDynamoDb";
    private static final Map<String, AttributeValue> KEY = Map.of("pk", AttributeValue.fromS("any"));

    private final AwsClients clients = AwsClients.rehearsing(ENVIRONMENT, new Scenery("object"));

    @Test
    void answeredCalls_leaveNoTimeoutsBehind_andShareOneThread() {
        Set<String> before = threads();
        try (DynamoDbClient dynamoDb = clients.dynamoDb(); S3Client s3 = clients.s3()) {
            for (int call = 0; call < 20; call++) {
                dynamoDb.getItem(it -> it.tableName("any").key(KEY));
                s3.getObjectAsBytes(it -> it.bucket("any").key("any"));
            }

            assertThat(AwsClients.TIMEOUTS.getQueue()).isEmpty();
            assertThat(threads()).contains("aws-call-timeouts");
            assertThat(threads()).filteredOn(name -> !before.contains(name))
                    .noneMatch(name -> name.startsWith("sdk-ScheduledExecutor"));
        }
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).collect(Collectors.toSet());
    }

    /** A byte now and then keeps a connection alive for ever, so it is the call that must have an end. */
    @Test
    void callThatIsAnsweredByDrops_endsInTime() throws IOException {
        CountDownLatch over = new CountDownLatch(1);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 1_000_000);
            try (exchange) {
                while (!await(over)) {
                    exchange.getResponseBody().write(' ');
                    exchange.getResponseBody().flush();
                }
            }
        });
        server.start();
        Instant began = Instant.now();
        System.setProperty(ENDPOINT, "http://localhost:" + server.getAddress().getPort());
        SdkHttpClient http = UrlConnectionHttpClient.create();
        var credentials = StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any"));
        try (http; DynamoDbClient dynamoDb = new AwsClients(ENVIRONMENT, credentials, http, http).dynamoDb()) {
            assertThatThrownBy(() -> dynamoDb.getItem(it -> it.tableName("any").key(KEY)))
                    .isInstanceOf(ApiCallTimeoutException.class);
        } finally {
            System.clearProperty(ENDPOINT);
            over.countDown();
            server.stop(0);
        }
        assertThat(Duration.between(began, Instant.now())).isLessThan(AwsClients.CALL.plusSeconds(5));
    }

    private static boolean await(CountDownLatch over) {
        try {
            return over.await(100, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
