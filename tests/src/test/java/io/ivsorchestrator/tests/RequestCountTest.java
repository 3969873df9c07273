package io.ivsorchestrator.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.Payload;
import io.ivsorchestrator.events.Samples;
import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.index.CursorSeal;
import io.ivsorchestrator.index.DynamoDbIndexTable;
import io.ivsorchestrator.index.KeySchema.SecondaryIndex;
import io.ivsorchestrator.index.Outboxes;
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
import io.ivsorchestrator.publishing.EventBridgeOutboundBus;
import io.ivsorchestrator.publishing.PublishChanges;
import io.ivsorchestrator.publishing.StreamedTable;
import io.ivsorchestrator.recording.RecordingKind;
import io.ivsorchestrator.runtime.CannedHttp;
import io.ivsorchestrator.runtime.QueueMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * What indexing a recording and telling of it cost in AWS requests, as the SDK sends them, and that docs/requests.md says so. What each
 * event changes is published before the next one comes.
 */
class RequestCountTest {
    private static final String CHANNEL = "ivs/v1/123456789012/Kp3dQ9xTzL7m/2026/3/7/9/4/y6TgBn2HjMk8";
    private static final String PARTICIPANT = "Wq8rT2yUi5Oa/st-aB1cD2eF3gH4i/Nb7vC6xZ5lKj/2026-03-07T09-04-31Z";
    private static final String COMPOSITE = "Mv2bN5cX8zLk/Hj4gF7dSa2Qw/Er3tY6uI9oPa/composite";

    /** The columns of the page. */
    private static final List<String> INDEXING = List.of("PutItem", "PutItem refused", "TransactWriteItems", "GetItem",
            "Query", "GetObject", "write units", "read units");
    private static final List<String> PUBLISHING = List.of("invocations", "PutEvents", "outbound events", "PutItem",
            "PutItem refused", "GetItem", "write units", "read units");

    private static final AwsRequests REQUESTS = new AwsRequests();
    private static Embedded embedded;
    private static DynamoDbClient dynamoDb;
    private static DynamoDbClient uncounted;
    private static S3Client s3;
    private static CannedHttp bus;
    private static EventBridgeClient eventBridge;

    @BeforeAll
    static void start() throws IOException {
        embedded = Embedded.start();
        dynamoDb = LocalClients.dynamoDb(embedded.dynamoDb().endpoint(), REQUESTS);
        uncounted = LocalClients.dynamoDb(embedded.dynamoDb().endpoint());
        bus = new CannedHttp().answer("POST /", 200, """
                {"FailedEntryCount":0,"Entries":[{"EventId":"11710aed-b79e-4468-a20b-bb3c0c3b4860"}]}""");
        eventBridge = EventBridgeClient.builder().region(LocalClients.REGION).endpointOverride(bus.endpoint())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                .httpClient(UrlConnectionHttpClient.create())
                .overrideConfiguration(options -> options.addExecutionInterceptor(REQUESTS)).build();
        s3 = LocalClients.s3(embedded.s3().endpoint(), REQUESTS);
        s3.createBucket(request -> request.bucket(Samples.BUCKET));
        put(CHANNEL, RecordingKind.CHANNEL);
        put(PARTICIPANT, RecordingKind.PARTICIPANT);
        put(COMPOSITE, RecordingKind.COMPOSITE);
    }

    @AfterAll
    static void stop() {
        eventBridge.close();
        bus.close();
        dynamoDb.close();
        uncounted.close();
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

    private StreamedTable changes;
    private IndexEvents events;
    private PublishChanges publishing;

    @BeforeEach
    void createTable() {
        String table = "recordings-" + System.nanoTime();
        IndexTables.create(dynamoDb, table);
        changes = new StreamedTable(new DynamoDbIndexTable(dynamoDb, table), new DynamoDbIndexTable(uncounted, table));
        events = new IndexEvents(
                new RecordingIndex(changes, CursorSeal.ofThisProcess()),
                new S3RecordingFiles(s3), new InMemoryQuarantine(), new TrustedAccounts.Only(Samples.ACCOUNT));
        publishing = new PublishChanges(new Outboxes(changes), new EventBridgeOutboundBus(eventBridge, "recordings"));
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

    /** Each record of the change stream in a batch of its own, as far as the mapping's filter lets it through. */
    private void publish(int from) {
        for (int record = from; record < changes.texts(0).size(); record++) {
            JsonObject change = changes.records(record).getFirst();
            if (change.requireObject("dynamodb").requireObject("NewImage").names()
                    .contains(SecondaryIndex.UNPUBLISHED.partitionAttribute())) {
                assertThat(publishing.publish(List.of(change), () -> true).beginAgain()).isEmpty();
                REQUESTS.count("invocations");
            }
        }
    }

    private record Sent(Map<String, Integer> indexing, Map<String, Integer> publishing) {}

    private Sent live(Life life) {
        Sent sent = new Sent(new TreeMap<>(), new TreeMap<>());
        for (String body : life.bodies()) {
            int before = changes.texts(0).size();
            receive(body);
            REQUESTS.take().forEach((name, count) -> sent.indexing.merge(name, count, Integer::sum));
            publish(before);
            REQUESTS.take().forEach((name, count) -> sent.publishing.merge(name, count, Integer::sum));
        }
        return sent;
    }

    @ParameterizedTest
    @EnumSource(Life.class)
    void oneRecording_costsWhatTheDocsSay(Life life) throws IOException {
        Sent sent = live(life);

        String name = "| " + life.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " | ";
        assertThat(Files.readString(Docs.root().resolve("docs/requests.md"))).contains(
                name + life.bodies().size() + " | " + cells(sent.indexing, INDEXING) + " |\n",
                name + cells(sent.publishing, PUBLISHING) + " |\n");
        assertThat(sent.indexing.keySet()).as("the columns are all there is").isSubsetOf(INDEXING);
        assertThat(sent.publishing.keySet()).as("the columns are all there is").isSubsetOf(PUBLISHING);
    }

    private static String cells(Map<String, Integer> requests, List<String> names) {
        return names.stream().map(name -> String.valueOf(requests.getOrDefault(name, 0)))
                .collect(Collectors.joining(" | "));
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

    /** Each of them is told once, and noted by one write each. */
    @ParameterizedTest
    @EnumSource(Life.class)
    void publishing_oneRecording_isOneRequestAndOneWriteForEachOutboundEvent(Life life) {
        Map<String, Integer> sent = live(life).publishing;

        assertThat(sent.get("PutEvents")).isPositive().isEqualTo(sent.get("outbound events"))
                .isEqualTo(sent.get("PutItem")).isEqualTo(sent.get("invocations"));
    }

    /** The filter keeps the notes of publishing from starting it again, and a duplicate changes nothing. */
    @ParameterizedTest
    @EnumSource(Life.class)
    void publishing_oneRecordingAgain_isNotInvoked(Life life) {
        live(life);

        assertThat(live(life).publishing).isEmpty();
    }

    @Test
    void indexing_newFactOfAKnownRecording_isOneWrite() {
        receive(Life.CHANNEL_RECORDING.bodies().get(2));
        REQUESTS.take();

        receive(Life.CHANNEL_RECORDING.bodies().get(3));

        assertThat(REQUESTS.take()).containsEntry("PutItem", 1).containsEntry("GetObject", 1);
    }
}
