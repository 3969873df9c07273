package io.ivsorchestrator.local.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

@Timeout(120)
class EmbeddedTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static Stream<Arguments> parts() {
        return Stream.of(
                part("DynamoDB", LocalDynamoDb::start, EmbeddedTest::useDynamoDb),
                part("S3", LocalS3::start, EmbeddedTest::useS3),
                part("SQS", LocalSqs::start, EmbeddedTest::useSqs));
    }

    private static Arguments part(String name, Supplier<EmbeddedPart> start, Consumer<URI> use) {
        return Arguments.of(name, start, use);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("parts")
    void start_twiceAtATime_twoServicesThatShareNothing(String name, Supplier<EmbeddedPart> start, Consumer<URI> use) {
        try (EmbeddedPart first = start.get(); EmbeddedPart second = start.get()) {
            assertThat(first.endpoint()).isNotEqualTo(second.endpoint());
            use.accept(first.endpoint());
            // Creates the same table, bucket or queue: it would fail if the first were seen here.
            use.accept(second.endpoint());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("parts")
    void close_afterUse_portAndThreadsAreGone(String name, Supplier<EmbeddedPart> start, Consumer<URI> use)
            throws InterruptedException {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        EmbeddedPart part = start.get();
        use.accept(part.endpoint());

        part.close();
        part.close();

        assertThatThrownBy(() -> connect(part.endpoint())).isInstanceOf(ConnectException.class);
        assertThat(leftAlive(before)).as("threads that keep the JVM up").isEmpty();
    }

    @Test
    void endpoint_ofEachPart_isOnTheLoopbackInterfaceOnly() throws IOException {
        InetAddress outside = InetAddress.getLocalHost();
        try (Embedded embedded = Embedded.start()) {
            for (EmbeddedPart part : new EmbeddedPart[]{embedded.dynamoDb(), embedded.s3(), embedded.sqs()}) {
                assertThat(part.endpoint().getHost()).isEqualTo("127.0.0.1");
                if (!outside.isLoopbackAddress()) {
                    assertThatThrownBy(() -> new Socket(outside, part.endpoint().getPort()).close())
                            .isInstanceOf(ConnectException.class);
                }
            }
        }
    }

    @Test
    void start_onePartFails_othersAreStoppedAndTheCauseIsTold() {
        var startedS3 = new AtomicReference<LocalS3>();
        var failure = new IllegalStateException("no SQS today");

        assertThatThrownBy(() -> Embedded.start(LocalDynamoDb::start, () -> {
            startedS3.set(LocalS3.start());
            return startedS3.get();
        }, () -> {
            throw failure;
        })).isInstanceOf(EmbeddedException.class).hasCause(failure);

        assertThatThrownBy(() -> connect(startedS3.get().endpoint())).isInstanceOf(ConnectException.class);
    }

    @Test
    void partThatDoesNotStart_isStopped_andWhatGoesWrongThenIsToldBesideTheCause() {
        var cause = new IllegalStateException("no port");
        var second = new IOException("will not stop");

        assertThat(EmbeddedException.unstarted("S3", cause, () -> {
            throw second;
        })).hasMessage("S3 did not start").hasCause(cause).hasSuppressedException(second);
        assertThat(EmbeddedException.unstarted("S3", cause, () -> {})).hasCause(cause).hasNoSuppressedExceptions();
    }

    @Test
    void s3_onAPortThatIsTaken_saysSo() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> LocalS3.start(taken.getLocalPort())).isInstanceOf(EmbeddedException.class)
                    .hasMessage("S3Proxy did not start");
        }
    }

    @Test
    void s3_presignedUrl_isHonouredAsSignedOnly() throws Exception {
        try (LocalS3 s3 = LocalS3.start();
                var client = LocalClients.s3(s3.endpoint());
                var presigner = LocalClients.s3Presigner(s3.endpoint());
                HttpClient http = HttpClient.newHttpClient()) {
            client.createBucket(request -> request.bucket("media"));
            client.putObject(request -> request.bucket("media").key("a/b.txt"), RequestBody.fromString("hello"));
            String url = presigner.presignGetObject(request -> request.signatureDuration(Duration.ofMinutes(1))
                    .getObjectRequest(get -> get.bucket("media").key("a/b.txt"))).url().toString();

            assertThat(http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString()).body())
                    .isEqualTo("hello");
            URI other = URI.create(url.replace("a/b.txt", "a/c.txt"));
            assertThat(http.send(HttpRequest.newBuilder(other).build(), BodyHandlers.discarding()).statusCode())
                    .isEqualTo(403);
        }
    }

    private static void useDynamoDb(URI endpoint) {
        try (var client = LocalClients.dynamoDb(endpoint); var streams = LocalClients.dynamoDbStreams(endpoint)) {
            client.createTable(request -> request.tableName("recordings")
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(
                            AttributeDefinition.builder().attributeName("id").attributeType(ScalarAttributeType.S)
                                    .build())
                    .keySchema(KeySchemaElement.builder().attributeName("id").keyType(KeyType.HASH).build())
                    .streamSpecification(stream -> stream.streamEnabled(true)
                            .streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)));
            Map<String, AttributeValue> item = Map.of("id", AttributeValue.fromS("1"));
            client.putItem(request -> request.tableName("recordings").item(item));
            assertThat(client.getItem(request -> request.tableName("recordings").key(item)).item()).isEqualTo(item);
            assertThat(streams.listStreams(request -> request.tableName("recordings")).streams()).hasSize(1);
        }
    }

    private static void useS3(URI endpoint) {
        try (var client = LocalClients.s3(endpoint)) {
            client.createBucket(request -> request.bucket("media"));
            // Twice over one connection pool, which java.net's client does not survive.
            for (String text : new String[]{"first", "second"}) {
                client.putObject(request -> request.bucket("media").key("a/b.txt"), RequestBody.fromString(text));
                assertThat(client.getObjectAsBytes(request -> request.bucket("media").key("a/b.txt")).asUtf8String())
                        .isEqualTo(text);
            }
        }
    }

    private static void useSqs(URI endpoint) {
        try (var client = LocalClients.sqs(endpoint)) {
            String queue = client.createQueue(request -> request.queueName("events")).queueUrl();
            client.sendMessage(request -> request.queueUrl(queue).messageBody("hello"));
            assertThat(client.receiveMessage(request -> request.queueUrl(queue)).messages()).singleElement()
                    .satisfies(message -> assertThat(message.body()).isEqualTo("hello"));
            assertThat(client.getQueueAttributes(
                    request -> request.queueUrl(queue).attributeNames(QueueAttributeName.QUEUE_ARN))
                    .attributesAsStrings())
                    .containsEntry("QueueArn", "arn:aws:sqs:us-west-2:123456789012:events");
        }
    }

    private static void connect(URI endpoint) throws IOException {
        new Socket(endpoint.getHost(), endpoint.getPort()).close();
    }

    /** Threads end a moment after they are told to; those of the SDK and of the JDK itself are daemons. */
    private static Set<String> leftAlive(Set<Thread> before) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Set<Thread> left = Thread.getAllStackTraces()
                .keySet()
                .stream()
                .filter(thread -> !before.contains(thread) && !thread.isDaemon())
                .collect(Collectors.toSet());
        for (Thread thread : left) {
            thread.join(Math.max(1, Duration.ofNanos(deadline - System.nanoTime()).toMillis()));
        }
        return left.stream().filter(Thread::isAlive).map(Thread::getName).collect(Collectors.toSet());
    }
}
