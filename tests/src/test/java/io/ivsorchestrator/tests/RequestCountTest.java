package io.ivsorchestrator.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.Payload;
import io.ivsorchestrator.events.Samples;
import io.ivsorchestrator.index.CursorSeal;
import io.ivsorchestrator.index.DynamoDbIndexTable;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.indexing.BatchReport;
import io.ivsorchestrator.indexing.InMemoryQuarantine;
import io.ivsorchestrator.indexing.IndexEvents;
import io.ivsorchestrator.indexing.TrustedAccounts;
import io.ivsorchestrator.local.embedded.Embedded;
import io.ivsorchestrator.local.embedded.LocalClients;
import io.ivsorchestrator.local.laptop.IndexTables;
import io.ivsorchestrator.media.MetadataSamples;
import io.ivsorchestrator.media.S3RecordingFiles;
import io.ivsorchestrator.recording.RecordingKind;
import io.ivsorchestrator.runtime.QueueMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.s3.S3Client;

/** What indexing a recording costs in AWS requests, as the SDK sends them, and that docs/requests.md says so. */
class RequestCountTest {
    private static final String CHANNEL = "ivs/v1/123456789012/Kp3dQ9xTzL7m/2026/3/7/9/4/y6TgBn2HjMk8";
    private static final String PARTICIPANT = "Wq8rT2yUi5Oa/st-aB1cD2eF3gH4i/Nb7vC6xZ5lKj/2026-03-07T09-04-31Z";
    private static final String COMPOSITE = "Mv2bN5cX8zLk/Hj4gF7dSa2Qw/Er3tY6uI9oPa/composite";

    private static final Requests REQUESTS = new Requests();
    private static Embedded embedded;
    private static DynamoDbClient dynamoDb;
    private static S3Client s3;

    @BeforeAll
    static void start() {
        embedded = Embedded.start();
        dynamoDb = LocalClients.dynamoDb(embedded.dynamoDb().endpoint(), REQUESTS);
        s3 = LocalClients.s3(embedded.s3().endpoint(), REQUESTS);
        s3.createBucket(request -> request.bucket(Samples.BUCKET));
        put(CHANNEL, RecordingKind.CHANNEL);
        put(PARTICIPANT, RecordingKind.PARTICIPANT);
        put(COMPOSITE, RecordingKind.COMPOSITE);
    }

    @AfterAll
    static void stop() {
        dynamoDb.close();
        s3.close();
        embedded.close();
    }

    private static void put(String prefix, RecordingKind kind) {
        for (String outcome : List.of("started", "ended")) {
            s3.putObject(request -> request.bucket(Samples.BUCKET)
                    .key(prefix + "/events/recording-" + outcome + ".json"),
                    RequestBody.fromBytes(MetadataSamples.json(kind, outcome)));
        }
    }

    private IndexEvents events;

    @BeforeEach
    void createTable() {
        String table = "recordings-" + System.nanoTime();
        IndexTables.create(dynamoDb, table);
        events = new IndexEvents(
                new RecordingIndex(new DynamoDbIndexTable(dynamoDb, table), CursorSeal.ofThisProcess()),
                new S3RecordingFiles(s3), new InMemoryQuarantine(), new TrustedAccounts.Only(Samples.ACCOUNT));
        REQUESTS.take();
    }

    /** The life of one recording of each kind, each event in a batch of its own: the dearest way. */
    enum Life {
        CHANNEL_RECORDING("stream/session-created", "stream/stream-start", "channel-recording/recording-start",
                created(CHANNEL, "started"), "stream/stream-end", created(CHANNEL, "ended"),
                singleStreamEnd()), PARTICIPANT_RECORDING("stage-update/participant-published",
                        "participant-recording/recording-start",
                        created(PARTICIPANT, "started"), "stage-update/participant-unpublished",
                        created(PARTICIPANT, "ended"),
                        "participant-recording/recording-end"), COMPOSITE_RECORDING("composition/session-start",
                                "composition/destination-start", created(COMPOSITE, "started"),
                                "composition/destination-end", created(COMPOSITE, "ended"), "composition/session-end");

        private final String bodies;

        Life(String... events) {
            bodies = Stream.of(events)
                    .map(event -> event.startsWith("{") ? event : Samples.json(event))
                    .map(event -> event.replace('\n', ' '))
                    .collect(Collectors.joining("\n"));
        }

        List<String> bodies() {
            return bodies.lines().toList();
        }

        private static String created(String prefix, String outcome) {
            return Payload.of("s3-object/created")
                    .with("detail.object.key", prefix + "/events/recording-" + outcome + ".json").json();
        }

        private static String singleStreamEnd() {
            return Payload.of("channel-recording/recording-end")
                    .with("detail.stream_id", "st-1A2b3C4d5E6f7G8h9I0jKlM")
                    .withJson("detail.recording_session_stream_ids", "[\"st-1A2b3C4d5E6f7G8h9I0jKlM\"]").json();
        }
    }

    private BatchReport receive(String body) {
        return events.index(List.of(new QueueMessage("m", body)), () -> true);
    }

    @ParameterizedTest
    @EnumSource(Life.class)
    void indexing_oneRecording_costsWhatTheDocsSay(Life life) throws IOException {
        life.bodies().forEach(this::receive);

        String row = "| " + life.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " | "
                + life.bodies().size() + " | " + cells(REQUESTS.take()) + " |";
        assertThat(Files.readString(Docs.root().resolve("docs/requests.md"))).contains(row);
    }

    private static String cells(Map<String, Integer> requests) {
        return List.of("PutItem", "PutItem refused", "TransactWriteItems", "GetItem", "Query", "GetObject",
                "write units", "read units").stream()
                .map(name -> String.valueOf(requests.getOrDefault(name, 0))).collect(Collectors.joining(" | "));
    }

    @ParameterizedTest
    @EnumSource(Life.class)
    void indexing_oneRecordingAgain_writesNothing(Life life) {
        life.bodies().forEach(this::receive);
        REQUESTS.take();

        life.bodies().forEach(this::receive);

        assertThat(REQUESTS.take()).doesNotContainKeys("PutItem", "TransactWriteItems");
    }

    @ParameterizedTest
    @EnumSource(Life.class)
    void indexing_neverCallsAnythingElse(Life life) {
        life.bodies().forEach(this::receive);

        assertThat(REQUESTS.take().keySet()).isSubsetOf("PutItem", "PutItem refused", "GetItem", "Query", "GetObject",
                "write units", "read units");
    }

    @Test
    void indexing_newFactOfAKnownRecording_isOneWrite() {
        receive(Life.CHANNEL_RECORDING.bodies().get(2));
        REQUESTS.take();

        receive(Life.CHANNEL_RECORDING.bodies().get(3));

        assertThat(REQUESTS.take()).containsEntry("PutItem", 1).containsEntry("GetObject", 1);
    }

    /**
     * Counts requests by operation, and the capacity that DynamoDB Local says they consumed. A conditional write that was refused
     * wrote nothing and is counted apart; DynamoDB charges it as a write of the item that is there, and does not tell, so it
     * is taken for the one that was sent (Amazon DynamoDB Developer Guide, "Capacity unit consumption for conditional writes").
     */
    private static final class Requests implements ExecutionInterceptor {
        private static final int WRITE_UNIT = 1024;

        private final Map<String, Integer> counts = new ConcurrentHashMap<>();

        @Override
        public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
            return switch (context.request()) {
                case PutItemRequest it -> it.toBuilder().returnConsumedCapacity(ReturnConsumedCapacity.TOTAL).build();
                case GetItemRequest it -> it.toBuilder().returnConsumedCapacity(ReturnConsumedCapacity.TOTAL).build();
                case QueryRequest it -> it.toBuilder().returnConsumedCapacity(ReturnConsumedCapacity.TOTAL).build();
                default -> context.request();
            };
        }

        @Override
        public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
            switch (context.response()) {
                case PutItemResponse it -> consumed("write units", it.consumedCapacity());
                case GetItemResponse it -> consumed("read units", it.consumedCapacity());
                case QueryResponse it -> consumed("read units", it.consumedCapacity());
                default -> {
                    // S3 has no such units.
                }
            }
        }

        @Override
        public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
            if (context.request() instanceof PutItemRequest it
                    && context.exception() instanceof ConditionalCheckFailedException) {
                int bytes = it.item().toString().length();
                counts.merge("write units", (bytes + WRITE_UNIT - 1) / WRITE_UNIT, Integer::sum);
            }
        }

        private void consumed(String units, ConsumedCapacity capacity) {
            counts.merge(units, (int) Math.ceil(capacity.capacityUnits()), Integer::sum);
        }

        @Override
        public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
            String name = String.valueOf(attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
            boolean refused = name.equals("PutItem") && !context.httpResponse().isSuccessful();
            counts.merge(refused ? name + " refused" : name, 1, Integer::sum);
        }

        Map<String, Integer> take() {
            Map<String, Integer> taken = new TreeMap<>(counts);
            counts.clear();
            return taken;
        }
    }
}
