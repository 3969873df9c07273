package io.ivsorchestrator.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.incident.IncidentStore;
import io.ivsorchestrator.index.CursorSeal;
import io.ivsorchestrator.index.DynamoDbIndexTable;
import io.ivsorchestrator.index.KeySchema;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.local.embedded.Embedded;
import io.ivsorchestrator.local.embedded.LocalClients;
import io.ivsorchestrator.local.laptop.IndexTables;
import io.ivsorchestrator.local.routing.LocalFunction;
import io.ivsorchestrator.local.routing.QueuePump;
import io.ivsorchestrator.media.MetadataParser;
import io.ivsorchestrator.media.S3RecordingFiles;
import io.ivsorchestrator.query.Authorization;
import io.ivsorchestrator.query.DeleteMedia;
import io.ivsorchestrator.query.DeletionHandler;
import io.ivsorchestrator.query.QueryApi;
import io.ivsorchestrator.query.QueryHandler;
import io.ivsorchestrator.query.Retention;
import io.ivsorchestrator.query.S3RecordingObjects;
import io.ivsorchestrator.recording.Evidence;
import io.ivsorchestrator.recording.MetadataFile;
import io.ivsorchestrator.recording.RecordingId;
import io.ivsorchestrator.recording.RecordingKind;
import io.ivsorchestrator.recording.RecordingPrefix;
import io.ivsorchestrator.recording.S3Location;
import io.ivsorchestrator.runtime.SqsDelayedMessages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * From a retention policy to nothing: the scheduler's message, the deletion queue, the bucket, the tombstone and its end, with both
 * functions as they are deployed. Only what DynamoDB's time to live does is played: DynamoDB takes up to days for it.
 */
class DeletionOnEmbeddedTest {
    private static final String BUCKET = "acme-live-recordings";
    private static final String TABLE = "recordings";
    private static final Duration TOMBSTONE = Duration.ofDays(90);
    private static final Instant NOW = Instant.parse("2026-06-07T12:00:00Z");
    private static final Retention RETENTION = Retention.parse("channel=30");

    private static Embedded embedded;
    private static DynamoDbClient dynamoDb;
    private static S3Client s3;
    private static S3Presigner presigner;
    private static SqsClient sqs;
    private static String queue;
    private static RecordingIndex index;
    private static LocalFunction query;
    private static QueuePump pump;
    private static final Map<String, Long> COUNTS = new TreeMap<>();

    @BeforeAll
    static void start() {
        embedded = Embedded.start();
        dynamoDb = LocalClients.dynamoDb(embedded.dynamoDb().endpoint());
        s3 = LocalClients.s3(embedded.s3().endpoint());
        presigner = LocalClients.s3Presigner(embedded.s3().endpoint());
        sqs = LocalClients.sqs(embedded.sqs().endpoint());
        s3.createBucket(request -> request.bucket(BUCKET));
        queue = sqs.createQueue(request -> request.queueName("deletion")).queueUrl();
        IndexTables.create(dynamoDb, TABLE);
        DynamoDbIndexTable table = new DynamoDbIndexTable(dynamoDb, TABLE);
        CursorSeal seal = CursorSeal.sharedThrough(table);
        index = new RecordingIndex(table, seal);
        SqsDelayedMessages messages = new SqsDelayedMessages(sqs, queue);
        InstantSource clock = () -> NOW;
        query = new LocalFunction("query", new QueryHandler(new QueryApi(index, new S3RecordingFiles(s3),
                QueryHandler.playback(s3, presigner, seal, clock), new IncidentStore(table), seal, messages, RETENTION,
                clock), Authorization.IAM), Duration.ofSeconds(29));
        pump = QueuePump.between(sqs, queue, new LocalFunction("deletion",
                new DeletionHandler(
                        new DeleteMedia(index, new S3RecordingObjects(s3), messages, RETENTION, TOMBSTONE,
                                Duration.ofMinutes(15),
                                clock),
                        counts -> counts.forEach((name, count) -> COUNTS.merge(name, count, Long::sum))),
                Duration.ofMinutes(2)));
    }

    @AfterAll
    static void stop() {
        sqs.close();
        presigner.close();
        s3.close();
        dynamoDb.close();
        embedded.close();
    }

    /** A channel's recording that ended so many days before, and whatever is to be found of one in a bucket. */
    private static RecordingId recorded(String name, int daysAgo) {
        Instant ended = NOW.minus(Duration.ofDays(daysAgo));
        S3Location location = new S3Location(BUCKET, "ivs/v1/123456789012/Kp3dQ9xTzL7m/2026/3/7/9/4/" + name);
        String metadata = """
                {"version": "v1", "channel_arn": "arn:aws:ivs:us-west-2:123456789012:channel/Kp3dQ9xTzL7m",
                 "recording_started_at": "%s", "recording_ended_at": "%s", "recording_status": "RECORDING_ENDED",
                 "media": {"hls": {"duration_ms": 60000, "path": "media/hls", "playlist": "master.m3u8",
                  "renditions": []}}}""".formatted(ended.minusSeconds(60), ended);
        put(location.key("events/recording-ended.json"), metadata);
        put(location.key("media/hls/master.m3u8"), "#EXTM3U\n");
        put(location.key("media/hls/720p30/0.ts"), "segment");
        put(location.key("media/hls/720p30/0.ts"), "segment again");
        RecordingId id = RecordingPrefix.parse(location.prefix()).orElseThrow().id();
        index.record(id, List.of(new Evidence.MetadataFound(id, ended, MetadataFile.ENDED, location, MetadataParser
                .parse(RecordingKind.CHANNEL, metadata.getBytes(StandardCharsets.UTF_8)))));
        return id;
    }

    private static void put(String key, String text) {
        s3.putObject(request -> request.bucket(BUCKET).key(key), RequestBody.fromString(text));
    }

    private static String upload(RecordingId id) {
        String key = location(id).key("media/hls/720p30/1.ts");
        s3.createMultipartUpload(request -> request.bucket(BUCKET).key(key));
        return key;
    }

    private static S3Location location(RecordingId id) {
        return index.find(id).orElseThrow().location().orElseThrow();
    }

    private static List<String> keys(RecordingId id) {
        return s3.listObjectsV2Paginator(request -> request.bucket(BUCKET).prefix(location(id).prefix() + "/"))
                .contents().stream().map(S3Object::key).toList();
    }

    private static JsonObject ask(String method, String path) {
        String payload = """
                {"version": "2.0", "rawPath": "%s", "rawQueryString": "", "headers": {}, "isBase64Encoded": false,
                 "requestContext": {"stage": "$default", "http": {"method": "%s"},
                  "authorizer": {"iam": {"userArn": "arn:aws:iam::123456789012:role/operator"}}}}"""
                .formatted(path, method);
        try {
            return JsonObject.parse(query.invoke(payload.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static long status(String method, String path) {
        return ask(method, path).integer("statusCode").orElseThrow();
    }

    @Test
    void retention_fromThePolicyToTheEndOfTheTombstone() {
        RecordingId due = recorded("dueDueDueDue", 31);
        RecordingId neighbour = recorded("dueDueDueDue0", 29);
        RecordingId held = recorded("heldHeldHeld", 31);
        String due0 = "/recordings/" + due.text();
        String upload = upload(due);
        upload(neighbour);
        S3Location place = location(due);
        assertThat(status("PUT", "/recordings/" + held.text() + "/holds/legal")).isEqualTo(200);
        assertThat(status("GET", due0 + "/playback")).isEqualTo(200);

        sqs.sendMessage(request -> request.queueUrl(queue).messageBody("{\"sweep\":\"retention\"}"));
        while (pump.pump(Duration.ZERO) > 0) {
            // Until nothing is left: the sweep sends a message a day, and each a message per recording that is due.
        }

        assertThat(keys(due)).isEmpty();
        assertThat(uploads()).doesNotContain(upload).hasSize(1);
        assertThat(keys(neighbour)).hasSize(3);
        assertThat(keys(held)).hasSize(3);
        assertThat(COUNTS).containsEntry("DeletionDeleted", 1L).containsEntry("DeletionReturned", 0L);
        JsonObject deletion = JsonObject.parse(ask("GET", due0).requireString("body")).requireObject("deletion");
        assertThat(deletion.requireString("change")).isEqualTo("DONE");
        assertThat(deletion.requireString("by")).isEqualTo("retention policy");
        assertThat(deletion.integer("objects")).as("three objects and an upload").hasValue(4);
        Instant until = deletion.requireInstant("tombstoneUntil");
        assertThat(until).isEqualTo(deletion.requireInstant("at").plus(TOMBSTONE));
        assertThat(status("GET", due0 + "/playback")).isEqualTo(410);
        assertThat(status("PUT", due0 + "/holds/legal")).isEqualTo(410);
        assertThat(status("DELETE", due0)).as("again").isEqualTo(200);
        assertThat(index.findAt(place)).isPresent();

        List<Map<String, AttributeValue>> ending = dynamoDb.scan(request -> request.tableName(TABLE)
                .filterExpression("attribute_exists(" + KeySchema.EXPIRES + ")")).items();
        assertThat(ending).as("what the table's time to live goes by").singleElement()
                .satisfies(item -> assertThat(item.get(KeySchema.EXPIRES))
                        .isEqualTo(AttributeValue.fromN(String.valueOf(until.getEpochSecond()))));
        dynamoDb.deleteItem(request -> request.tableName(TABLE).key(key(ending.getFirst())));

        assertThat(status("GET", due0)).as("when DynamoDB has removed it").isEqualTo(404);
        assertThat(status("GET", "/recordings/" + neighbour.text())).isEqualTo(200);
        assertThat(status("GET", "/recordings/" + held.text())).isEqualTo(200);
    }

    private static Map<String, AttributeValue> key(Map<String, AttributeValue> item) {
        return Map.of(KeySchema.PARTITION, Objects.requireNonNull(item.get(KeySchema.PARTITION)), KeySchema.SORT,
                Objects.requireNonNull(item.get(KeySchema.SORT)));
    }

    private static List<String> uploads() {
        return s3.listMultipartUploads(request -> request.bucket(BUCKET)).uploads().stream().map(MultipartUpload::key)
                .toList();
    }
}
