package io.ivsorchestrator.local.routing;

import static io.ivsorchestrator.local.routing.QueuesForTests.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ivsorchestrator.local.embedded.LocalClients;
import io.ivsorchestrator.local.embedded.LocalSqs;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventSourceMappingTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration NO_WAIT = Duration.ZERO;

    private final QueuesForTests queues = new QueuesForTests();

    @AfterAll
    void stopQueues() {
        queues.close();
    }

    /** Notes every body it gets, and reports those that it is told to fail. */
    private static final class RecordingHandler implements RequestStreamHandler {
        private final Queue<String> bodies = new ConcurrentLinkedQueue<>();
        private final Queue<JsonNode> requests = new ConcurrentLinkedQueue<>();
        private final Predicate<JsonNode> fails;

        RecordingHandler(Predicate<JsonNode> fails) {
            this.fails = fails;
        }

        @Override
        public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
            JsonNode request = JSON.readTree(input);
            requests.add(request);
            ObjectNode response = JSON.createObjectNode();
            ArrayNode failures = response.putArray("batchItemFailures");
            for (JsonNode message : request.get("Records")) {
                bodies.add(message.get("body").asText());
                if (fails.test(message)) {
                    failures.addObject().put("itemIdentifier", message.get("messageId").asText());
                }
            }
            JSON.writeValue(output, response);
        }
    }

    @Test
    void pump_messages_handlerGetsTheEventOfLambdasSqsMapping() {
        String queue = queues.queue("request");
        queues.sqs()
                .sendMessage(request -> request.queueUrl(queue)
                        .messageBody("{\"a\":1}")
                        .messageAttributes(Map.of(
                                "kind",
                                MessageAttributeValue.builder().dataType("String").stringValue("test").build())));
        var handler = new RecordingHandler(message -> false);

        assertThat(pump(queue, handler).pump(NO_WAIT)).isEqualTo(1);

        JsonNode message = handler.requests.element().get("Records").get(0);
        assertThat(message.fieldNames()).toIterable()
                .containsExactlyInAnyOrder(
                        "messageId",
                        "receiptHandle",
                        "body",
                        "attributes",
                        "messageAttributes",
                        "md5OfBody",
                        "eventSource",
                        "eventSourceARN",
                        "awsRegion");
        assertThat(message.get("body").asText()).isEqualTo("{\"a\":1}");
        assertThat(message.get("eventSource").asText()).isEqualTo("aws:sqs");
        assertThat(message.get("eventSourceARN").asText()).isEqualTo("arn:aws:sqs:us-west-2:123456789012:request");
        assertThat(message.get("awsRegion").asText()).isEqualTo("us-west-2");
        assertThat(message.at("/attributes/ApproximateReceiveCount").asText()).isEqualTo("1");
        assertThat(message.at("/attributes/SentTimestamp").asText()).containsOnlyDigits().hasSize(13);
        assertThat(message.at("/messageAttributes/kind/stringValue").asText()).isEqualTo("test");
        assertThat(message.at("/messageAttributes/kind/dataType").asText()).isEqualTo("String");
    }

    @Test
    void pump_moreMessagesThanABatch_tenAtATime() {
        String queue = queues.queue("batches");
        queues.send(queue, IntStream.range(0, 13).mapToObj(Integer::toString).toArray(String[]::new));
        QueuePump pump = pump(queue, new RecordingHandler(message -> false));

        assertThat(pump.pump(NO_WAIT)).isEqualTo(10);
        assertThat(pump.pump(NO_WAIT)).isEqualTo(3);
        assertThat(pump.pump(NO_WAIT)).isZero();
        assertThat(pump.totals()).isEqualTo(new QueuePump.Totals(2, 13, 13));
    }

    @Test
    void mapping_partOfABatchFailsOnce_onlyThatPartComesAgain() throws InterruptedException {
        String queue = queues.queue("partial");
        queues.send(queue, "good", "bad at first", "fine");
        var handler = new RecordingHandler(message -> message.get("body").asText().startsWith("bad")
                && message.at("/attributes/ApproximateReceiveCount").asInt() == 1);

        QueuePump pump = pump(queue, handler);
        try (var mapping = EventSourceMapping.start(pump, 2)) {
            assertThat(mapping.drain(PATIENCE)).isTrue();
        }

        assertThat(handler.bodies).containsExactlyInAnyOrder("good", "bad at first", "fine", "bad at first");
        assertThat(pump.totals().returned()).isEqualTo(1);
        assertThat(queues.deadLetters(queue)).isEmpty();
    }

    @Test
    void mapping_messageFailsAlways_endsInTheDeadLetterQueueAfterMaxReceiveCount() throws InterruptedException {
        String queue = queues.queue("poison");
        queues.send(queue, "poison", "good");
        var handler = new RecordingHandler(message -> message.get("body").asText().equals("poison"));

        try (var mapping = EventSourceMapping.start(pump(queue, handler), 1)) {
            assertThat(mapping.drain(PATIENCE)).isTrue();
        }

        assertThat(handler.bodies).containsOnlyOnce("good")
                .filteredOn("poison"::equals)
                .hasSize(QueuesForTests.MAX_RECEIVE_COUNT);
        assertThat(queues.deadLetters(queue)).containsExactly("poison");
    }

    @Test
    void mapping_handlerThrowsOnce_wholeBatchComesAgain() throws InterruptedException {
        String queue = queues.queue("throws");
        queues.send(queue, "one", "two");
        var handler = new RecordingHandler(message -> false);
        var thrown = new AtomicBoolean();

        QueuePump pump = pump(queue, (input, output, context) -> {
            if (thrown.compareAndSet(false, true)) {
                throw new IllegalStateException("out of luck");
            }
            handler.handleRequest(input, output, context);
        });
        assertThat(pump.pump(NO_WAIT)).isEqualTo(2);
        assertThat(pump.totals()).isEqualTo(new QueuePump.Totals(1, 2, 0));
        assertThat(pump.backlog()).isEqualTo(2);
        try (var mapping = EventSourceMapping.start(pump, 1)) {
            assertThat(mapping.drain(PATIENCE)).isTrue();
        }

        assertThat(handler.bodies).containsExactlyInAnyOrder("one", "two");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "null", "{\"batchItemFailures\":null}", "{\"batchItemFailures\":[]}"})
    void pump_answerThatNamesNoFailure_wholeBatchSucceeds(String answer, TestInfo info) {
        assertThat(succeededOfTwo(answer, info)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "no JSON",
        "{\"batchItemFailures\":\"all\"}",
        "{\"batchItemFailures\":[{\"itemIdentifier\":\"\"}]}",
        "{\"batchItemFailures\":[{\"itemIdentifier\":null}]}",
        "{\"batchItemFailures\":[{\"itemIdentifier\":\"unknown\"}]}",
        "{\"batchItemFailures\":[{\"messageId\":\"misnamed\"}]}"})
    void pump_answerThatLambdaCannotUnderstand_wholeBatchFails(String answer, TestInfo info) {
        assertThat(succeededOfTwo(answer, info)).isZero();
    }

    @Test
    void drain_handlerStillBusy_waitsForIt() throws InterruptedException {
        String queue = queues.queue("busy");
        queues.send(queue, "slow");
        var entered = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        QueuePump pump = pump(queue, (input, output, context) -> {
            entered.countDown();
            await(release);
        });
        try (var mapping = EventSourceMapping.start(pump, 1)) {
            await(entered);
            assertThat(mapping.drain(Duration.ofMillis(50))).isFalse();
            release.countDown();
            assertThat(mapping.drain(PATIENCE)).isTrue();
        }
    }

    @Test
    void close_handlerStillBusy_batchIsFinishedAndNothingMoreIsReceived() throws InterruptedException {
        String queue = queues.queue("closing");
        queues.send(queue, "first");
        var entered = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        QueuePump pump = pump(queue, (input, output, context) -> {
            entered.countDown();
            await(release);
        });
        var mapping = EventSourceMapping.start(pump, 1);
        await(entered);
        Thread closer = Thread.ofVirtual().start(mapping::close);
        release.countDown();
        closer.join();

        queues.send(queue, "second");
        assertThat(pump.totals()).isEqualTo(new QueuePump.Totals(1, 1, 1));
        assertThat(mapping.drain(Duration.ofSeconds(5))).as("nobody empties the queue any more").isFalse();
        assertThat(queues.takeAll(queue)).isEqualTo(List.of("second"));
    }

    private long succeededOfTwo(String answer, TestInfo info) {
        String name = "answer-" + Integer.toHexString((info.getDisplayName() + answer).hashCode());
        String queue = queues.queue(name);
        queues.send(queue, "one", "two");
        QueuePump pump = pump(queue, (input, output, context) -> output.write(answer.getBytes(StandardCharsets.UTF_8)));
        assertThat(pump.pump(NO_WAIT)).isEqualTo(2);
        return pump.totals().succeeded();
    }

    private QueuePump pump(String queue, RequestStreamHandler handler) {
        return QueuePump.between(queues.sqs(), queue, new LocalFunction("test", handler, Duration.ofSeconds(10)));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Test
    void queueThatCannotBeReached_isTriedAgain_andTheMappingStillCloses() throws InterruptedException {
        LocalSqs server = LocalSqs.start();
        try (SqsClient sqs = LocalClients.sqs(server.endpoint())) {
            String queue = sqs.createQueue(request -> request.queueName("gone")).queueUrl();
            RecordingHandler handler = new RecordingHandler(_ -> false);
            QueuePump pump = QueuePump.between(sqs, queue, new LocalFunction("gone", handler, Duration.ofSeconds(3)));
            server.close();

            try (var mapping = EventSourceMapping.start(pump, 2)) {
                TimeUnit.MILLISECONDS.sleep(500);
                assertThatThrownBy(() -> mapping.drain(PATIENCE)).isInstanceOf(SdkException.class);
            }
            assertThat(handler.bodies).isEmpty();
        }
    }

    @Test
    void concurrency_isAtLeastOne() {
        QueuePump pump = pump(queues.queue("none"), new RecordingHandler(_ -> false));

        assertThatThrownBy(() -> EventSourceMapping.start(pump, 0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("concurrency must be at least 1: 0");
    }
}
