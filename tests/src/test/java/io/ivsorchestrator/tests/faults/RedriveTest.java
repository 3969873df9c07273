package io.ivsorchestrator.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.index.CursorSeal;
import io.ivsorchestrator.index.InMemoryIndexTable;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.indexing.InMemoryQuarantine;
import io.ivsorchestrator.indexing.IndexEvents;
import io.ivsorchestrator.indexing.IndexingHandler;
import io.ivsorchestrator.indexing.TrustedAccounts;
import io.ivsorchestrator.local.embedded.LocalClients;
import io.ivsorchestrator.local.embedded.LocalSqs;
import io.ivsorchestrator.local.routing.LocalFunction;
import io.ivsorchestrator.local.routing.QueuePump;
import io.ivsorchestrator.local.story.IvsEventJson;
import io.ivsorchestrator.local.story.IvsEventJson.ChannelRecordingSession;
import io.ivsorchestrator.local.story.IvsEventJson.ChannelStream;
import io.ivsorchestrator.media.InMemoryRecordingFiles;
import io.ivsorchestrator.recording.RecordingId;
import io.ivsorchestrator.recording.RecordingState;
import io.ivsorchestrator.recording.RecordingSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * An outage of the table: every message of a real queue becomes a dead letter, the table recovers, all are redriven, and each has
 * exactly one outcome. {@code -Dredrive.messages=100000} for the real size.
 */
class RedriveTest {
    private static final int MESSAGES = Integer.getInteger("redrive.messages", 1_000);
    /** Each is told again and again, as an outage of hours would have it. */
    private static final int RECORDINGS = 100;
    private static final Instant START = Instant.parse("2026-03-07T09:04:36Z");

    private static LocalSqs server;
    private static SqsClient sqs;

    private final AtomicInteger ids = new AtomicInteger();
    private final AtomicBoolean outage = new AtomicBoolean(true);
    private final InMemoryIndexTable table = new InMemoryIndexTable();
    private final Map<String, Long> counted = new HashMap<>();
    private String queue = "";
    private String deadLetters = "";

    @BeforeAll
    static void start() {
        server = LocalSqs.start();
        sqs = LocalClients.sqs(server.endpoint());
    }

    @AfterAll
    static void stop() {
        sqs.close();
        server.close();
    }

    @Test
    void everyDeadLetter_isRedrivenAndHandled() {
        queues();
        long began = System.nanoTime();
        List<String> bodies = IntStream.range(0, MESSAGES).mapToObj(this::event).toList();
        for (int from = 0; from < MESSAGES; from += 10) {
            sendTogether(queue, bodies.subList(from, Math.min(MESSAGES, from + 10)));
        }
        QueuePump pump = QueuePump.between(sqs, queue, new LocalFunction("indexing", handler(),
                Duration.ofMinutes(1)));
        drain(pump, MESSAGES);
        assertThat(size(deadLetters)).isEqualTo(MESSAGES);
        assertThat(table.contents()).isEmpty();
        assertThat(counted).containsEntry("EventsReturned", (long) MESSAGES).containsEntry("EventsApplied", 0L);

        outage.set(false);
        counted.clear();
        long redriving = System.nanoTime();
        int redriven = redrive();
        long redrove = System.nanoTime();
        drain(pump, MESSAGES);
        long ended = System.nanoTime();

        System.out.printf(Locale.ROOT, "%d dead letters: made in %.1f s, redriven in %.1f s, handled in %.1f s%n",
                redriven, (redriving - began) / 1e9, (redrove - redriving) / 1e9, (ended - redrove) / 1e9);
        assertThat(redriven).isEqualTo(MESSAGES);
        assertThat(size(queue) + size(deadLetters)).isZero();
        assertThat(counted.get("EventsReceived")).isEqualTo(MESSAGES);
        assertThat(counted.getOrDefault("EventsApplied", 0L) + counted.getOrDefault("EventsAlreadyKnown", 0L))
                .isEqualTo(MESSAGES);
        RecordingIndex index = new RecordingIndex(table, CursorSeal.ofThisProcess());
        for (int i = 0; i < Math.min(RECORDINGS, MESSAGES / 2); i++) {
            assertThat(index.find(new RecordingId.Channel("Kp3dQ9xTzL7m", id(i)))).as("recording %d", i)
                    .map(RecordingSummary::state).contains(RecordingState.STOPPED);
        }
    }

    private IndexingHandler handler() {
        RecordingIndex index = new RecordingIndex(new OutOfOrder(table, outage::get), CursorSeal.ofThisProcess());
        return new IndexingHandler(new IndexEvents(index, new InMemoryRecordingFiles(), new InMemoryQuarantine(),
                new TrustedAccounts.Only(LocalClients.ACCOUNT)),
                counts -> counts.forEach((name, count) -> counted.merge(name, count, Long::sum)));
    }

    /** A start, then an end, of one of the recordings. */
    private String event(int number) {
        IvsEventJson events = new IvsEventJson(LocalClients.ACCOUNT, "us-west-2", () -> "e-" + ids.incrementAndGet());
        String id = id(number / 2 % RECORDINGS);
        ChannelStream stream = new ChannelStream("arn:aws:ivs:us-west-2:" + LocalClients.ACCOUNT
                + ":channel/Kp3dQ9xTzL7m", "acme-main", "st-" + id + "00000000000");
        ChannelRecordingSession session = new ChannelRecordingSession("s" + id, "b", "ivs/v1/" + LocalClients.ACCOUNT
                + "/Kp3dQ9xTzL7m/2026/3/7/9/4/" + id);
        return number % 2 == 0
                ? events.recordingStart(START, stream, session)
                : events.recordingEnd(START.plusSeconds(60), stream, session, Duration.ofMinutes(1),
                        List.of(stream.streamId()));
    }

    private static String id(int recording) {
        return "Recording%03d".formatted(recording);
    }

    private void queues() {
        deadLetters = sqs.createQueue(request -> request.queueName("dead")).queueUrl();
        String arn = sqs.getQueueAttributes(request -> request.queueUrl(deadLetters)
                .attributeNames(QueueAttributeName.QUEUE_ARN)).attributes().get(QueueAttributeName.QUEUE_ARN);
        queue = sqs.createQueue(request -> request.queueName("indexing").attributes(Map.of(
                QueueAttributeName.VISIBILITY_TIMEOUT, "1", QueueAttributeName.REDRIVE_POLICY,
                "{\"deadLetterTargetArn\":\"" + arn + "\",\"maxReceiveCount\":\"1\"}"))).queueUrl();
    }

    private static void sendTogether(String url, List<String> bodies) {
        sqs.sendMessageBatch(request -> request.queueUrl(url).entries(IntStream.range(0, bodies.size())
                .mapToObj(i -> SendMessageBatchRequestEntry.builder().id("m" + i).messageBody(bodies.get(i)).build())
                .toList()));
    }

    /** Until nothing is left in the queue, visible or not. */
    private void drain(QueuePump pump, int expected) {
        int handled = 0;
        while (handled < expected || size(queue) > 0) {
            handled += pump.pump(Duration.ofSeconds(1));
        }
    }

    private int redrive() {
        int moved = 0;
        while (moved < MESSAGES) {
            List<Message> messages = sqs.receiveMessage(request -> request.queueUrl(deadLetters)
                    .maxNumberOfMessages(10).waitTimeSeconds(1)).messages();
            if (messages.isEmpty()) {
                return moved;
            }
            sendTogether(queue, messages.stream().map(Message::body).toList());
            sqs.deleteMessageBatch(request -> request.queueUrl(deadLetters).entries(IntStream.range(0, messages.size())
                    .mapToObj(i -> DeleteMessageBatchRequestEntry.builder().id("m" + i)
                            .receiptHandle(messages.get(i).receiptHandle()).build())
                    .toList()));
            moved += messages.size();
        }
        return moved;
    }

    private static int size(String url) {
        return sqs.getQueueAttributes(request -> request.queueUrl(url)
                .attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                .attributes().values().stream().mapToInt(Integer::parseInt).sum();
    }
}
