package io.ivsorchestrator.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ivsorchestrator.backfill.Backfill;
import io.ivsorchestrator.backfill.BackfillHandler;
import io.ivsorchestrator.backfill.Checkpoint;
import io.ivsorchestrator.backfill.Checkpoints;
import io.ivsorchestrator.backfill.Counts;
import io.ivsorchestrator.backfill.Errand;
import io.ivsorchestrator.backfill.Mode;
import io.ivsorchestrator.index.CursorSeal;
import io.ivsorchestrator.index.DynamoDbIndexTable;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.local.backfill.BackfillCommand;
import io.ivsorchestrator.local.embedded.LocalClients;
import io.ivsorchestrator.local.embedded.LocalDynamoDb;
import io.ivsorchestrator.local.embedded.LocalS3;
import io.ivsorchestrator.local.embedded.LocalSqs;
import io.ivsorchestrator.local.laptop.IndexTables;
import io.ivsorchestrator.local.routing.EventSourceMapping;
import io.ivsorchestrator.local.routing.LocalFunction;
import io.ivsorchestrator.local.routing.QueuePump;
import io.ivsorchestrator.media.RecordingListing;
import io.ivsorchestrator.media.S3RecordingFiles;
import io.ivsorchestrator.media.S3RecordingListing;
import io.ivsorchestrator.recording.RecordingPrefix;
import io.ivsorchestrator.recording.RecordingState;
import io.ivsorchestrator.recording.RecordingSummary;
import io.ivsorchestrator.runtime.DelayedMessages;
import io.ivsorchestrator.runtime.SqsDelayedMessages;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The operator's command against S3 and DynamoDB in this process. More recordings: {@code -Dbackfill.embedded=10000}.
 */
class BackfillCommandTest {
    private static final int MANY = Integer.getInteger("backfill.embedded", 60);
    private static final int FEW = 12;
    private static final int PER_BUCKET = 250;
    /** Channels, stages and first elements of composites' prefixes. */
    private static final int ROOTS = 8;
    private static final String SQS_ENDPOINT = "aws.endpointUrlSqs";

    private static LocalS3 s3Server;
    private static LocalDynamoDb dynamoDbServer;
    private static S3Client s3;
    private static DynamoDbClient dynamoDb;
    private String bucket = "recordings-" + System.nanoTime();
    private final String table = "index-" + System.nanoTime();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<String> prefixes = new ArrayList<>();

    @BeforeAll
    static void start() {
        s3Server = LocalS3.start();
        dynamoDbServer = LocalDynamoDb.start();
        s3 = LocalClients.s3(s3Server.endpoint());
        dynamoDb = LocalClients.dynamoDb(dynamoDbServer.endpoint());
        System.setProperty("aws.region", LocalClients.REGION.id());
        System.setProperty("aws.accessKeyId", LocalClients.ACCESS_KEY_ID);
        System.setProperty("aws.secretAccessKey", LocalClients.SECRET_ACCESS_KEY);
    }

    @AfterAll
    static void stop() {
        Stream.of("aws.region", "aws.accessKeyId", "aws.secretAccessKey").forEach(System::clearProperty);
        s3.close();
        dynamoDb.close();
        s3Server.close();
        dynamoDbServer.close();
    }

    @BeforeEach
    void create() {
        s3.createBucket(request -> request.bucket(bucket));
        IndexTables.create(dynamoDb, table);
    }

    private void fill(int recordings) {
        int first = prefixes.size();
        for (int i = first; i < first + recordings; i++) {
            String prefix = switch (i % 3) {
                case 0 -> "ivs/v1/123456789012/Channel" + i % 4 + "/2026/3/" + (1 + i % 9) + "/9/4/Rec" + i;
                case 1 -> "Stage" + i % 2 + "/st-aB1cD2eF3gH4i/Nb7vC6xZ" + i + "/2026-03-07T09-04-31Z";
                default -> "First" + i % 2 + "/Composition" + i + "/Er3tY6uI9oPa/composite";
            };
            prefixes.add(prefix);
            put(prefix + "/events/recording-ended.json",
                    "{\"version\":\"v1\",\"recording_status\":\"RECORDING_ENDED\"}");
            put(prefix + "/media/hls/multivariant.m3u8", "#EXTM3U");
            put(prefix + "/media/hls/high/0.mp4", "");
        }
        put("index.html", "<html>");
    }

    private void put(String key, String text) {
        s3Server.put(bucket, key, text.getBytes(StandardCharsets.UTF_8), "application/octet-stream");
    }

    /** Amazon S3 takes it; what runs here shows that the walk gets on without. */
    @Test
    void embeddedS3_refusesADelimiterOfSeveralCharacters() {
        fill(FEW);
        assertThatThrownBy(() -> new S3RecordingListing(s3).list(RecordingListing.Query.of(bucket, "Stage1/",
                "/media/"))).isInstanceOf(RecordingListing.NotFoldingException.class);
    }

    @Test
    void backfill_indexesAll_thenKnowsThemAll_thenVerifies() {
        fill(FEW);
        assertThat(run()).as(this::said).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains(String.format("%,d indexed", FEW))
                .contains("1 foreign");
        assertIndexed();

        assertThat(run("--run", "again")).as(this::said).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains(String.format("0 indexed, %,d known", FEW));

        assertThat(run("--verify")).as(this::said).isZero();
        put("Stage9/st-aB1cD2eF3gH4i/Later000/2026-03-07T09-04-31Z/events/recording-ended.json", "{}");
        assertThat(run("--verify", "--run", "later")).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("Later000/2026-03-07T09-04-31Z: not in the index")
                .contains("1 missing");
    }

    private void assertIndexed() {
        RecordingIndex index = index();
        assertThat(prefixes).allSatisfy(prefix -> assertThat(
                index.find(RecordingPrefix.parse(prefix).orElseThrow().id())).map(RecordingSummary::state)
                .contains(RecordingState.STOPPED));
    }

    /** In several buckets, because the embedded S3 reads all of a bucket for each listing. */
    @Test
    void backfill_withoutADelimiter_listsOnceARecording() {
        long begin = System.nanoTime();
        Counts all = Counts.NONE;
        int buckets = 0;
        for (int left = MANY; left > 0; left -= PER_BUCKET) {
            bucket = "recordings-" + System.nanoTime();
            s3.createBucket(request -> request.bucket(bucket));
            fill(Math.min(left, PER_BUCKET));
            assertThat(run("--run", bucket)).as(this::said).isZero();
            all = all.plus(counts(bucket, Mode.INDEX));
            buckets++;
        }
        System.out.printf(Locale.ROOT, "%,d recordings in %d buckets of the embedded S3, which does not fold: %,d LIST,"
                + " %,d indexed, in %.0f s%n", MANY, buckets, all.pages(), all.indexed(),
                (System.nanoTime() - begin) / 1e9);

        assertThat(all.found()).isEqualTo(MANY);
        assertThat(all.indexed()).isEqualTo(MANY);
        assertThat(all.pages()).as("one LIST a recording, and some for each channel or stage")
                .isBetween(MANY * 9L / 10, MANY + 4L * ROOTS * buckets);
        assertIndexed();
    }

    @Test
    void dryRun_indexesNothing() {
        fill(FEW);
        assertThat(run("--dry-run")).as(this::said).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8)).contains(String.format("%,d recordings found", FEW));
        assertThat(index().find(RecordingPrefix.parse(prefixes.getFirst()).orElseThrow().id())).isEmpty();
    }

    @Test
    void bucketThatIsNotThere_saysSoAndFails() {
        assertThat(command("--bucket", "no-such-bucket", "--table", table)).isEqualTo(1);

        assertThat(said()).contains("not done: s3://no-such-bucket/");
    }

    private RecordingIndex index() {
        return new RecordingIndex(new DynamoDbIndexTable(dynamoDb, table), CursorSeal.ofThisProcess());
    }

    private Checkpoints checkpoints() {
        return new Checkpoints(new DynamoDbIndexTable(dynamoDb, table));
    }

    private Backfill backfill(DelayedMessages queue) {
        return new Backfill(new S3RecordingListing(s3), new S3RecordingFiles(s3), index(), checkpoints(), queue);
    }

    @Test
    void stopped_theSameCommandGoesOnWhereItWas_andSaysSo() {
        fill(FEW);
        Errand all = Errand.all(bucket + "-index", bucket, Mode.INDEX);
        // As if it had been stopped when it had spread, and done one channel or stage.
        List<Errand> sent = new ArrayList<>();
        backfill((body, _) -> sent.add(Errand.parse(body))).run(all, () -> true);
        Errand stage = new Errand(all.run(), bucket, "Stage1/", Mode.INDEX, Errand.Work.WALK);
        assertThat(sent).contains(stage);
        backfill((_, _) -> {}).run(stage, () -> true);
        long before = checkpoints().progress(all).counts().found();
        assertThat(before).isBetween(1L, FEW - 1L);

        assertThat(run()).as(this::said).isZero();

        assertThat(err.toString(StandardCharsets.UTF_8)).contains("Going on with " + all.run() + ": 2 of "
                + (1 + sent.size()) + " prefixes are done. Another --run begins anew.");
        assertThat(out.toString(StandardCharsets.UTF_8)).contains(FEW + " recordings found", FEW + " indexed");
        assertIndexed();

        assertThat(run()).as(this::said).isZero();
        assertThat(checkpoints().progress(all).counts().found()).as("nothing again").isEqualTo(FEW);
    }

    @Test
    void runOfAnotherBucket_isTwo_thoughItHasEnded() {
        fill(1);
        assertThat(run("--run", "mine")).as(this::said).isZero();
        s3.createBucket(request -> request.bucket("another-" + bucket));

        assertThat(command("--bucket", "another-" + bucket, "--table", table, "--run", "mine")).isEqualTo(2);
        assertThat(said()).contains("local/backfill: the run mine is of another bucket: " + bucket + "/");
    }

    @Test
    void byItsQueue_theFunctionDoesIt_andTheCommandWatchesUntilItsEnd() {
        fill(FEW);
        try (LocalSqs server = LocalSqs.start(); SqsClient sqs = LocalClients.sqs(server.endpoint())) {
            System.setProperty(SQS_ENDPOINT, server.endpoint().toString());
            String queue = sqs.createQueue(request -> request.queueName("backfill")).queueUrl();
            var function = new LocalFunction("backfill", new BackfillHandler(backfill(new SqsDelayedMessages(sqs,
                    queue)), _ -> {}), Duration.ofMinutes(5));
            try (EventSourceMapping _ = EventSourceMapping.start(QueuePump.between(sqs, queue, function), 2)) {
                assertThat(run("--queue-url", queue)).as(this::said).isZero();
            }
        } finally {
            System.clearProperty(SQS_ENDPOINT);
        }

        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("The function is at it; stopping this command does not stop it.", FEW + " recordings found");
        assertThat(out.toString(StandardCharsets.UTF_8)).contains(FEW + " indexed");
        assertIndexed();
    }

    @Test
    void queueThatIsNotThere_saysSoAndFails() {
        fill(1);
        try (LocalSqs server = LocalSqs.start()) {
            System.setProperty(SQS_ENDPOINT, server.endpoint().toString());
            assertThat(run("--queue-url", server.endpoint() + "/000000000000/none")).isEqualTo(1);
        } finally {
            System.clearProperty(SQS_ENDPOINT);
        }

        assertThat(said()).contains("local/backfill: cannot send to ", "do they allow it?");
    }

    @Test
    void tableThatIsNotThere_saysSoAndFails() {
        assertThat(command("--bucket", bucket, "--table", "no-such-table")).isEqualTo(1);

        assertThat(said()).contains("local/backfill: ", "no-such-table", "do they allow it?");
    }

    @Test
    void verify_ofMoreDifferencesThanAreKept_countsTheOthers() {
        int missing = Checkpoint.MOST_DIFFERENCES + 3;
        for (int i = 0; i < missing; i++) {
            put("Stage1/st-aB1cD2eF3gH4i/Nb7vC6xZ%d/2026-03-07T09-04-31Z/events/recording-ended.json".formatted(i),
                    "{}");
        }

        assertThat(run("--verify")).isEqualTo(1);

        assertThat(out.toString(StandardCharsets.UTF_8).lines()).hasSize(Checkpoint.MOST_DIFFERENCES + 2)
                .filteredOn(line -> line.endsWith(": not in the index")).hasSize(Checkpoint.MOST_DIFFERENCES);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("and 3 more; only the first of each prefix are kept",
                missing + " missing");
    }

    @Test
    void commandLineThatMakesNoSense_isTwo() {
        assertThat(run("--dry-run", "--verify")).isEqualTo(2);
        assertThat(run("--threads", "0")).isEqualTo(2);
        assertThat(run("--threads", "65")).isEqualTo(2);
        assertThat(run("--run", "a b")).isEqualTo(2);
        assertThat(command("--table", table)).isEqualTo(2);
    }

    private Counts counts(String run, Mode mode) {
        return checkpoints().progress(Errand.all(run, bucket, mode)).counts();
    }

    private int run(String... more) {
        return command(Stream.concat(Stream.of("--bucket", bucket, "--table", table), Arrays.stream(more))
                .toArray(String[]::new));
    }

    private int command(String... arguments) {
        out.reset();
        err.reset();
        return BackfillCommand.run(new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Stream.concat(Stream.of("--s3-endpoint", s3Server.endpoint().toString(), "--dynamodb-endpoint",
                        dynamoDbServer.endpoint().toString()), Arrays.stream(arguments)).toArray(String[]::new));
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
    }
}
