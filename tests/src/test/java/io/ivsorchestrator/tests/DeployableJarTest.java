package io.ivsorchestrator.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.backfill.BackfillHandler;
import io.ivsorchestrator.backfill.Errand;
import io.ivsorchestrator.backfill.Mode;
import io.ivsorchestrator.events.Payload;
import io.ivsorchestrator.events.Samples;
import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.index.CursorSeal;
import io.ivsorchestrator.index.DynamoDbIndexTable;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.indexing.IndexingHandler;
import io.ivsorchestrator.local.embedded.Embedded;
import io.ivsorchestrator.local.embedded.LocalClients;
import io.ivsorchestrator.local.lambda.Answer;
import io.ivsorchestrator.local.lambda.FunctionProcess;
import io.ivsorchestrator.local.laptop.IndexTables;
import io.ivsorchestrator.provisioning.ProvisioningHandler;
import io.ivsorchestrator.provisioning.ProvisioningMessage;
import io.ivsorchestrator.publishing.PublishingHandler;
import io.ivsorchestrator.query.DeletionHandler;
import io.ivsorchestrator.query.QueryHandler;
import io.ivsorchestrator.reconciling.ReconcilingHandler;
import io.ivsorchestrator.recording.MediaPresence;
import io.ivsorchestrator.recording.RecordingId;
import io.ivsorchestrator.recording.RecordingState;
import io.ivsorchestrator.recording.RecordingSummary;
import io.ivsorchestrator.recovery.RecoveryHandler;
import io.ivsorchestrator.runtime.CannedHttp;
import io.ivsorchestrator.salvaging.SalvageHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Each handler, started from the deployable jar under AWS's runtime interface client, does its work against services on
 * the loopback interface: what the build left out of the jar is not missed.
 */
class DeployableJarTest {
    private static final long MEGABYTE = 1_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String TABLE = "recordings";
    private static final String QUARANTINE = "quarantine";

    private static Embedded embedded;
    private static DynamoDbClient dynamoDb;
    private static S3Client s3;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        embedded = Embedded.start();
        dynamoDb = LocalClients.dynamoDb(embedded.dynamoDb().endpoint());
        s3 = LocalClients.s3(embedded.s3().endpoint());
        IndexTables.create(dynamoDb, TABLE);
        s3.createBucket(request -> request.bucket(QUARANTINE));
        s3.createBucket(request -> request.bucket(Samples.BUCKET));
    }

    @AfterAll
    static void stop() {
        dynamoDb.close();
        s3.close();
        embedded.close();
    }

    @Test
    void size_isAtMostTwentyMegabytes() throws IOException {
        assertThat(Files.size(DeployableJar.file())).isLessThanOrEqualTo(20 * MEGABYTE);
    }

    @Test
    void indexing_batchOfEvents_indexesThemAndPutsTheBrokenOneAside() throws Exception {
        String prefix = "ivs/v1/123456789012/Kp3dQ9xTzL7m/2026/3/7/9/4/y6TgBn2HjMk8";
        String key = prefix + "/events/recording-ended.json";
        s3.putObject(request -> request.bucket(Samples.BUCKET).key(key), RequestBody.fromString(ENDED));
        Map<String, String> environment = environment();
        environment.putAll(Map.of("TABLE_NAME", TABLE, "QUARANTINE_BUCKET", QUARANTINE, "ACCOUNT_ID", Samples.ACCOUNT));

        Answer answer;
        String said;
        try (FunctionProcess function = DeployableJar.start(IndexingHandler.class, environment,
                folder.resolve("log"))) {
            answer = function.invoke(Batches.of(Samples.json("channel-recording/recording-start"), "no JSON",
                    Payload.of("s3-object/created").with("detail.object.key", key).json()), PATIENCE);
            assertThat(answer).as(function.said()).isInstanceOf(Answer.Response.class);
            said = function.said();
        }

        assertThat(JsonObject.parse(((Answer.Response) answer).body()).objects("batchItemFailures")).isEmpty();
        RecordingSummary recording = new RecordingIndex(new DynamoDbIndexTable(dynamoDb, TABLE),
                CursorSeal.ofThisProcess()).find(new RecordingId.Channel("Kp3dQ9xTzL7m", "y6TgBn2HjMk8")).orElseThrow();
        assertThat(recording.state()).isEqualTo(RecordingState.STOPPED);
        assertThat(recording.presence()).isEqualTo(MediaPresence.PRESENT);
        assertThat(recording.duration()).contains(Duration.ofSeconds(5412));
        assertThat(s3.listObjectsV2(request -> request.bucket(QUARANTINE)).keyCount()).isOne();
        List<JsonObject> lines = said.lines().map(line -> JsonObject.parse(line)).toList();
        assertThat(lines).filteredOn(line -> line.names().contains("level")).singleElement().satisfies(line -> {
            assertThat(line.string("level")).contains("WARN");
            assertThat(line.string("message").orElseThrow()).startsWith("quarantined messageId=");
            assertThat(line.string("function_request_id")).isPresent();
        });
        assertThat(lines).filteredOn(line -> line.names().contains("_aws")).singleElement()
                .satisfies(line -> assertThat(line.integer("EventsQuarantined")).hasValue(1));
    }

    @Test
    void functions_initializedForASnapshot_rehearseWithoutTroubleAndWriteNothing() throws Exception {
        for (Class<?> handler : List.of(IndexingHandler.class, QueryHandler.class)) {
            Map<String, String> environment = environment();
            environment.putAll(Map.of("TABLE_NAME", TABLE, "QUARANTINE_BUCKET", QUARANTINE, "ACCOUNT_ID",
                    Samples.ACCOUNT, "DELETION_QUEUE_URL", embedded.sqs().endpoint() + "/deletion", "AUTHORIZATION",
                    "IAM", "RETENTION", "keep", "AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start"));

            try (FunctionProcess function = DeployableJar.start(handler, environment, folder.resolve("log"))) {
                function.awaitInitialization(PATIENCE);
                assertThat(function.said()).as(handler.getSimpleName()).isEmpty();
            }
        }

        assertThat(dynamoDb.scan(request -> request.tableName(TABLE)).items()).noneMatch(
                item -> item.values().stream().anyMatch(value -> String.valueOf(value.s()).contains("rehearsal")));
    }

    static Stream<Arguments> work() {
        return Stream.of(Arguments.of(PublishingHandler.class, "{}"),
                Arguments.of(DeletionHandler.class, Batches.of("{\"sweep\":\"retention\"}")),
                Arguments.of(SalvageHandler.class, Batches.of("{\"recordingId\":\"channel.Kp3dQ9xTzL7m.none\"}")),
                Arguments.of(BackfillHandler.class,
                        Batches.of(Errand.all("trial", Samples.BUCKET, Mode.DRY_RUN).text())),
                Arguments.of(ReconcilingHandler.class, Batches.of("sweep")),
                Arguments.of(ProvisioningHandler.class, Batches.of(ProvisioningMessage.SWEEP)),
                Arguments.of(RecoveryHandler.class, Batches.of("no JSON")));
    }

    /** IVS, SNS, EventBridge and Parameter Store answer nothing of use: that they can be asked is what is seen here. */
    @ParameterizedTest
    @MethodSource("work")
    void function_atWork_missesNoClass(Class<?> handler, String event) throws Exception {
        Map<String, String> environment = environment();
        environment.putAll(SETTINGS);
        String said;
        Answer answer;
        try (CannedHttp others = new CannedHttp()) {
            others.answer("", 200, "{}");
            environment.put("AWS_ENDPOINT_URL", others.endpoint().toString());
            environment.put("AWS_ENDPOINT_URL_SQS", embedded.sqs().endpoint().toString());
            try (FunctionProcess function = DeployableJar.start(handler, environment, folder.resolve("log"))) {
                answer = function.invoke(event, PATIENCE);
                said = function.said();
            }
        }

        assertThat(answer).as(said).isInstanceOf(Answer.Response.class);
        assertThat(said).doesNotContain("NoClassDefFoundError", "ClassNotFoundException", "NoSuchMethodError",
                "NoSuchFieldError", "AbstractMethodError");
    }

    private static final Map<String, String> SETTINGS = Map.ofEntries(Map.entry("TABLE_NAME", TABLE),
            Map.entry("ACCOUNT_ID", Samples.ACCOUNT), Map.entry("EVENT_BUS_NAME", "recordings"),
            Map.entry("QUEUE_URL", "http://127.0.0.1/queue"), Map.entry("DELETION_QUEUE_URL", "http://127.0.0.1/queue"),
            Map.entry("BACKFILL_QUEUE_URL", "http://127.0.0.1/queue"),
            Map.entry("RECONCILING_QUEUE_URL", "http://127.0.0.1/queue"),
            Map.entry("SALVAGE_QUEUE_URL", "http://127.0.0.1/queue"), Map.entry("SALVAGE_BUCKETS", Samples.BUCKET),
            Map.entry("RECORDING_BUCKETS", Samples.BUCKET), Map.entry("RETENTION", "channel=365"),
            Map.entry("TOMBSTONE_DAYS", "30"), Map.entry("DEPLOYMENT", "main"),
            Map.entry("POLICY_PARAMETER", "/recordings/policy"), Map.entry("PROVISIONING_MODE", "enforce"),
            Map.entry("OWN_ROLES", "none"), Map.entry("IVS_CALL_SHARE", "0.5"), Map.entry("RECOVERY_MODE", "repair"),
            Map.entry("RUNBOOK_URL", "https://example.com/"), Map.entry("RECONCILING_LOOKBACK_HOURS", "48"),
            Map.entry("RECONCILING_CALL_BUDGET", "100"),
            Map.entry("TOPIC_ARN", "arn:aws:sns:us-west-2:123456789012:incidents"));

    private static final String ENDED = """
            {"version": "v1", "channel_arn": "arn:aws:ivs:us-west-2:123456789012:channel/Kp3dQ9xTzL7m",
             "recording_started_at": "2026-03-07T09:04:36Z", "recording_ended_at": "2026-03-07T10:36:10Z",
             "recording_status": "RECORDING_ENDED",
             "media": {"hls": {"duration_ms": 5412000, "path": "media/hls", "playlist": "master.m3u8",
                               "renditions": [{"path": "720p60", "playlist": "playlist.m3u8",
                                               "resolution_height": 720, "resolution_width": 1280}]}}}
            """;

    /** As Lambda sets it, with the services' endpoints in place of AWS's. */
    private static Map<String, String> environment() {
        return new HashMap<>(Map.of(
                "AWS_REGION", LocalClients.REGION.id(),
                "AWS_ACCESS_KEY_ID", LocalClients.ACCESS_KEY_ID,
                "AWS_SECRET_ACCESS_KEY", LocalClients.SECRET_ACCESS_KEY,
                "AWS_ENDPOINT_URL_DYNAMODB", embedded.dynamoDb().endpoint().toString(),
                "AWS_ENDPOINT_URL_S3", embedded.s3().endpoint().toString(),
                "POWERTOOLS_SERVICE_NAME", "test",
                "POWERTOOLS_METRICS_NAMESPACE", "test"));
    }
}
