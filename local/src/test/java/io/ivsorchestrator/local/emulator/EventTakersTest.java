package io.ivsorchestrator.local.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ivsorchestrator.local.embedded.LocalClients;
import io.ivsorchestrator.local.embedded.LocalS3;
import io.ivsorchestrator.local.embedded.LocalSqs;
import io.ivsorchestrator.local.emulator.control.Arguments;
import io.ivsorchestrator.local.emulator.control.ControlException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Events that leave the emulator by real loopback HTTP, to a real queue and into a file. */
@Timeout(60)
class EventTakersTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMillis(300);
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final Duration FAREWELL = Duration.ofMillis(500);
    private static final String ODD = "{\"detail\":{\"name\":\"M\u00fcller \\\"\u6771\\n\ud83d\udca5\\u0000\"}}";

    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final EventTakers takers = new EventTakers(PATIENCE);

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable part : open.reversed()) {
            part.close();
        }
        takers.close();
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.add(part);
        return part;
    }

    private EventOutbox outbox() {
        return opened(EventOutbox.to(takers.takers(), PAUSE, FAREWELL, complaints::add));
    }

    private static void settle(EventOutbox outbox) throws InterruptedException {
        while (!outbox.idle()) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    /** A web server on the loopback interface that remembers what it is told and answers as a test says. */
    private final class Listener {
        final List<String> bodies = new CopyOnWriteArrayList<>();
        final List<String> shapes = new CopyOnWriteArrayList<>();
        final URI address;

        Listener(Answer answer) throws IOException {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", exchange -> {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                bodies.add(body);
                shapes.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                        + exchange.getRequestHeaders().getFirst("Content-Type"));
                try {
                    answer.to(exchange, body);
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                }
            });
            server.start();
            opened(() -> server.stop(0));
            address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/events?from=ivs");
        }
    }

    private interface Answer {
        void to(HttpExchange exchange, String body) throws IOException, InterruptedException;

        /** With an empty body. */
        static Answer of(int status) {
            return (exchange, _) -> {
                exchange.sendResponseHeaders(status, -1);
                exchange.close();
            };
        }
    }

    private record Queue(SqsClient sqs, URI url) {
        List<String> received() {
            List<String> bodies = new ArrayList<>();
            for (var batch = receive(); !batch.isEmpty(); batch = receive()) {
                bodies.addAll(batch);
            }
            return bodies;
        }

        private List<String> receive() {
            return sqs.receiveMessage(request -> request.queueUrl(url.toString()).maxNumberOfMessages(10)).messages()
                    .stream().map(message -> message.body()).toList();
        }
    }

    /** One that takes what is sent and never says so. */
    private Listener silent() throws IOException {
        CountDownLatch released = new CountDownLatch(1);
        Listener silent = new Listener((exchange, _) -> {
            released.await();
            exchange.close();
        });
        opened(released::countDown);
        return silent;
    }

    private Queue queue() {
        LocalSqs server = opened(LocalSqs.start());
        SqsClient sqs = opened(LocalClients.sqs(server.endpoint()));
        return new Queue(sqs, URI.create(sqs.createQueue(request -> request.queueName("events")).queueUrl()));
    }

    @Test
    void events_ofARecording_arriveWholeByHttpInTheQueueAndInTheFile(@TempDir Path folder) throws Exception {
        Listener listener = new Listener(Answer.of(204));
        Queue queue = queue();
        Path file = folder.resolve("new/folder/events.jsonl");
        List<String> told = new ArrayList<>();
        takers.http(listener.address);
        takers.queue(queue.url());
        takers.file(file);
        EventOutbox outbox = outbox();
        LocalS3 s3 = opened(LocalS3.start());
        try (EmulatorService emulator = EmulatorService.start(
                EmulatorSettings.manual(42, Instant.parse("2026-03-07T09:00:00Z")), s3, event -> {
                    told.add(event);
                    outbox.accept(event);
                })) {
            for (String line : List.of("bucket name=acme", "channel name=main bucket=acme", "clock by=10s",
                    "start-stream channel=main for=20s", "clock by=10m")) {
                List<String> words = List.of(line.split(" ", -1));
                emulator.command(words.getFirst(), Arguments.of(words.subList(1, words.size())));
            }
        }
        settle(outbox);

        assertThat(told).hasSizeGreaterThan(10).anyMatch(event -> event.contains("\"Recording End\""))
                .anyMatch(event -> event.contains("\"Object Created\""))
                .anyMatch(event -> event.contains("\"CreateChannel\"")).allSatisfy(EventTakersTest::isAnEnvelope);
        assertThat(listener.bodies).isEqualTo(told);
        assertThat(listener.shapes).containsOnly("POST /events?from=ivs application/json");
        assertThat(queue.received()).as("a queue that is none of FIFO may give them in another order")
                .containsExactlyInAnyOrderElementsOf(told);
        assertThat(Files.readAllLines(file)).isEqualTo(told);
        assertThat(complaints).isEmpty();
        assertThat(outbox.givenUp()).isZero();
    }

    /** As EventBridge delivers it ("Events in Amazon EventBridge"). */
    private static void isAnEnvelope(String text) {
        try {
            JsonNode event = JSON.readTree(text);
            assertThat(List.of("version", "id", "detail-type", "source", "account", "time", "region", "resources",
                    "detail")).allSatisfy(member -> assertThat(event.has(member)).as(member).isTrue());
            assertThat(event.get("source").asText()).isIn("aws.ivs", "aws.s3");
            assertThat(event.get("account").asText()).isEqualTo(LocalClients.ACCOUNT);
            assertThat(event.get("resources").isArray()).isTrue();
            assertThat(event.get("detail").isObject()).isTrue();
        } catch (JsonProcessingException broken) {
            throw new AssertionError(text, broken);
        }
    }

    @Test
    void oddCharacters_arriveAsTheyAre(@TempDir Path folder) throws Exception {
        Listener listener = new Listener(Answer.of(200));
        Queue queue = queue();
        Path file = folder.resolve("events.jsonl");
        takers.http(listener.address);
        takers.queue(queue.url());
        takers.file(file);
        EventOutbox outbox = outbox();

        outbox.accept(ODD);
        settle(outbox);

        assertThat(listener.bodies).containsExactly(ODD);
        assertThat(queue.received()).containsExactly(ODD);
        assertThat(file).hasContent(ODD);
    }

    @Test
    void whoAnswers500_isOfferedItFourTimesAndNamed_andTheOthersHaveEverything() throws Exception {
        Listener broken = new Listener(Answer.of(500));
        Listener good = new Listener(Answer.of(200));
        takers.http(broken.address);
        takers.http(good.address);
        EventOutbox outbox = outbox();

        List.of("{\"n\":1}", "{\"n\":2}").forEach(outbox);
        settle(outbox);

        assertThat(good.bodies).containsExactly("{\"n\":1}", "{\"n\":2}");
        assertThat(broken.bodies).containsExactly("{\"n\":1}", "{\"n\":1}", "{\"n\":1}", "{\"n\":1}", "{\"n\":2}",
                "{\"n\":2}", "{\"n\":2}", "{\"n\":2}");
        assertThat(outbox.givenUp()).isEqualTo(2);
        assertThat(complaints).containsExactly(
                broken.address
                        + " did not take an event in 4 attempts, the last: it answered 500; the event: {\"n\":1}",
                broken.address
                        + " did not take an event in 4 attempts, the last: it answered 500; the event: {\"n\":2}");
    }

    @Test
    void whoRefusesAtFirst_hasEachEventOnceInTheEnd() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        Listener hesitant = new Listener((exchange, body) -> Answer
                .of(requests.incrementAndGet() <= 3 ? 503 : 202).to(exchange, body));
        takers.http(hesitant.address);
        EventOutbox outbox = outbox();

        List.of("{\"n\":1}", "{\"n\":2}").forEach(outbox);
        settle(outbox);

        assertThat(hesitant.bodies).containsExactly("{\"n\":1}", "{\"n\":1}", "{\"n\":1}", "{\"n\":1}", "{\"n\":2}");
        assertThat(complaints).isEmpty();
    }

    @Test
    void whoNeverAnswers_holdsUpNobodyElseAndIsNamed() throws Exception {
        Listener silent = silent();
        Listener good = new Listener(Answer.of(200));
        Queue queue = queue();
        takers.http(silent.address);
        takers.http(good.address);
        takers.queue(queue.url());
        EventOutbox outbox = outbox();

        List<String> events = List.of("{\"n\":1}", "{\"n\":2}", "{\"n\":3}");
        events.forEach(outbox);
        while (good.bodies.size() < events.size()) {
            TimeUnit.MILLISECONDS.sleep(5);
        }

        assertThat(outbox.givenUp()).as("the silent one is still at the first event").isZero();
        assertThat(good.bodies).isEqualTo(events);
        settle(outbox);
        assertThat(queue.received()).containsExactlyInAnyOrderElementsOf(events);
        assertThat(complaints).hasSize(3).allSatisfy(complaint -> assertThat(complaint)
                .contains(silent.address.toString(), "did not answer within 300 ms", "{\"n\":"));
    }

    @Test
    void whoAnswersWithABodyThatNeverEnds_hasTakenTheEvent() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        Listener endless = new Listener((exchange, _) -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            released.await();
            exchange.close();
        });
        opened(released::countDown);
        takers.http(endless.address);
        EventOutbox outbox = outbox();

        List.of("{\"n\":1}", "{\"n\":2}").forEach(outbox);
        settle(outbox);

        assertThat(endless.bodies).containsExactly("{\"n\":1}", "{\"n\":2}");
        assertThat(complaints).isEmpty();
    }

    @Test
    void whereNobodyListens_andAQueueThatDoesNotExist_areNamedAndTheFileHasEverything(@TempDir Path folder)
            throws Exception {
        URI nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/");
        }
        Queue queue = queue();
        URI absent = URI.create(queue.url() + "-absent");
        URI noServer = nobody.resolve("/123456789012/events");
        Path file = folder.resolve("events.jsonl");
        takers.http(nobody);
        takers.queue(absent);
        takers.queue(noServer);
        takers.file(file);
        EventOutbox outbox = outbox();

        outbox.accept("{\"n\":1}");
        settle(outbox);

        assertThat(file).hasContent("{\"n\":1}");
        assertThat(complaints).hasSize(3)
                .anySatisfy(complaint -> assertThat(complaint).startsWith(nobody + " did not take an event")
                        .contains("it cannot be reached"))
                .anySatisfy(complaint -> assertThat(complaint).startsWith(absent + " did not take an event")
                        .contains("SQS did not take it: ", "queue does not exist"))
                .anySatisfy(complaint -> assertThat(complaint).startsWith(noServer + " did not take an event")
                        .contains("SQS did not take it: "));
    }

    @Test
    void aQueueThatNeverAnswers_isGivenUpOnInTime() throws Exception {
        Listener silent = silent();
        takers.queue(silent.address.resolve("/123456789012/events"));
        EventOutbox outbox = outbox();
        long before = System.nanoTime();

        outbox.accept("{\"n\":1}");
        settle(outbox);

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(PATIENCE.multipliedBy(20));
        assertThat(complaints).singleElement().satisfies(complaint -> assertThat(complaint)
                .contains("/123456789012/events did not take an event", "timeout", "{\"n\":1}"));
    }

    @Test
    void closing_waitsForWhatIsUnderWay_andSaysHowMuchWasNotHandedOn() throws Exception {
        Listener silent = silent();
        Listener slow = new Listener((exchange, body) -> {
            TimeUnit.MILLISECONDS.sleep(100);
            Answer.of(200).to(exchange, body);
        });
        takers.http(silent.address);
        takers.http(slow.address);
        EventOutbox outbox = EventOutbox.to(takers.takers(), Duration.ofMinutes(1), FAREWELL, complaints::add);

        List.of("{\"n\":1}", "{\"n\":2}").forEach(outbox);
        outbox.close();

        assertThat(slow.bodies).containsExactly("{\"n\":1}", "{\"n\":2}");
        assertThat(complaints).containsExactly("2 events were not handed on to " + silent.address);
    }

    @Test
    void aFileThatIsGoneBad_isNamed(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("events.jsonl");
        takers.file(file);
        Files.delete(file);
        Files.createDirectory(file);
        EventOutbox outbox = outbox();

        outbox.accept("{\"n\":1}");
        settle(outbox);

        assertThat(complaints).singleElement().satisfies(complaint -> assertThat(complaint)
                .startsWith(file + " did not take an event in 4 attempts, the last: it cannot be written: "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"events", "/events", "ftp://127.0.0.1/events", "http:/events", "localhost:8080",
        "mailto:ivs@example.com"})
    void whatIsNoAddress_isSaidAtTheStart(String address) {
        assertThatThrownBy(() -> takers.http(URI.create(address))).isInstanceOf(ControlException.class)
                .hasMessage("an address for events is like http://127.0.0.1:8080/events, not \"" + address + "\"");
        assertThatThrownBy(() -> takers.queue(URI.create(address))).isInstanceOf(ControlException.class)
                .hasMessage("a queue's URL is like http://127.0.0.1:9324/123456789012/events, not \"" + address + "\"");
        assertThat(takers.takers()).isEmpty();
    }
}
