package io.ivsorchestrator.load;

import io.ivsorchestrator.events.Payload;
import io.ivsorchestrator.events.Samples;
import io.ivsorchestrator.index.CursorSeal;
import io.ivsorchestrator.index.DynamoDbIndexTable;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.indexing.IndexEvents;
import io.ivsorchestrator.indexing.IndexingHandler;
import io.ivsorchestrator.indexing.Quarantine;
import io.ivsorchestrator.indexing.TrustedAccounts;
import io.ivsorchestrator.local.embedded.Embedded;
import io.ivsorchestrator.local.embedded.LocalClients;
import io.ivsorchestrator.local.laptop.IndexTables;
import io.ivsorchestrator.local.routing.EventSourceMapping;
import io.ivsorchestrator.local.routing.LocalFunction;
import io.ivsorchestrator.local.routing.QueuePump;
import io.ivsorchestrator.media.S3RecordingFiles;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * Drains a queue of events of channels' recordings through the deployed handler and prints events a second as a Markdown table: with
 * DynamoDB Local behind it, whose own work is most of it, and with a stub that takes everything. Queue, handler and services
 * share this process, so start it on one CPU for a rate per core. Argument: recordings, of four events each.
 */
public final class EventsPerSecond {
    private static final int BATCH = 10;
    private static final Duration PATIENCE = Duration.ofMinutes(30);
    private static final List<String> LIFE = List.of("stream/stream-start", "channel-recording/recording-start",
            "stream/stream-end", "channel-recording/recording-end");

    private final Embedded embedded;
    private final SqsClient sqs;
    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private EventsPerSecond(Embedded embedded, SqsClient sqs) {
        this.embedded = embedded;
        this.sqs = sqs;
    }

    /** Entry point. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int recordings = Integer.parseInt(arguments[0]);
        try (Embedded embedded = Embedded.start();
                SqsClient sqs = LocalClients.sqs(embedded.sqs().endpoint());
                DynamoDbClient dynamoDb = LocalClients.dynamoDb(embedded.dynamoDb().endpoint());
                Stub stub = Stub.start();
                DynamoDbClient nothing = LocalClients.dynamoDb(stub.endpoint())) {
            IndexTables.create(dynamoDb, "recordings");
            var run = new EventsPerSecond(embedded, sqs);
            run.drain("warm-up", dynamoDb, recordings / 4);
            run.out.println("| behind the handler | events | events a second |");
            run.out.println("|---|---|---|");
            run.drain("DynamoDB Local", dynamoDb, recordings);
            run.drain("warm-up", nothing, recordings / 4);
            run.drain("a stub", nothing, recordings);
        }
    }

    private void drain(String name, DynamoDbClient dynamoDb, int recordings) throws InterruptedException {
        String queue = sqs.createQueue(request -> request.queueName("events-" + System.nanoTime())).queueUrl();
        List<String> events = events(recordings);
        fill(queue, events);
        Map<String, Long> counted = new ConcurrentHashMap<>();
        try (S3Client s3 = LocalClients.s3(embedded.s3().endpoint())) {
            var handler = new IndexingHandler(new IndexEvents(
                    new RecordingIndex(new DynamoDbIndexTable(dynamoDb, "recordings"), CursorSeal.ofThisProcess()),
                    new S3RecordingFiles(s3), refusing(), new TrustedAccounts.Only(Samples.ACCOUNT)),
                    counts -> counts.forEach((count, value) -> counted.merge(count, value, Long::sum)));
            var function = new LocalFunction("indexing", handler, Duration.ofMinutes(1));
            long before = System.nanoTime();
            try (EventSourceMapping mapping = EventSourceMapping.start(QueuePump.between(sqs, queue, function), 2)) {
                if (!mapping.drain(PATIENCE)) {
                    throw new IllegalStateException("the queue is not empty after " + PATIENCE);
                }
            }
            double seconds = (System.nanoTime() - before) / 1e9;
            if (counted.getOrDefault("EventsApplied", 0L) != events.size()) {
                throw new IllegalStateException("of " + events.size() + " events: " + counted);
            }
            if (!name.equals("warm-up")) {
                out.printf("| %s | %,d | %,.0f |%n", name, events.size(), events.size() / seconds);
            }
        }
    }

    private static Quarantine refusing() {
        return (message, reason) -> {
            throw new IllegalStateException("quarantined: " + reason);
        };
    }

    /** Of recordings that nobody has seen before, all starts before all ends, as an evening goes. */
    private static List<String> events(int recordings) {
        String evening = Long.toString(System.nanoTime(), Character.MAX_RADIX);
        return LIFE.stream().flatMap(sample -> Stream.iterate(0, number -> number + 1).limit(recordings)
                .map(number -> event(sample, evening, number))).toList();
    }

    private static String event(String sample, String evening, int number) {
        return Payload.of(sample).json().replace("st-1A2b3C4d5E6f7G8h9I0jKlM", "st-" + evening + number)
                .replace("y6TgBn2HjMk8", evening + "r" + number);
    }

    private void fill(String queue, List<String> events) {
        for (int from = 0; from < events.size(); from += BATCH) {
            List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
            for (String event : events.subList(from, Math.min(from + BATCH, events.size()))) {
                entries.add(SendMessageBatchRequestEntry.builder().id("e" + entries.size()).messageBody(event).build());
            }
            sqs.sendMessageBatch(request -> request.queueUrl(queue).entries(entries));
        }
    }
}
