package io.ivsorchestrator.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import io.ivsorchestrator.local.laptop.IndexTables;
import io.ivsorchestrator.media.RecordingListing;
import io.ivsorchestrator.media.S3RecordingListing;
import io.ivsorchestrator.recording.RecordingPrefix;
import io.ivsorchestrator.recording.RecordingState;
import io.ivsorchestrator.recording.RecordingSummary;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
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

/**
 * The operator's command against S3 and DynamoDB in this process. More recordings: {@code -Dbackfill.embedded=10000}.
 */
class BackfillCommandTest {
    private static final int MANY = Integer.getInteger("backfill.embedded", 60);
    private static final int FEW = 12;
    private static final int PER_BUCKET = 250;
    /** Channels, stages and first elements of composites' prefixes. */
    private static final int ROOTS = 8;

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
        RecordingIndex index = new RecordingIndex(new DynamoDbIndexTable(dynamoDb, table), CursorSeal.ofThisProcess());
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
        RecordingIndex index = new RecordingIndex(new DynamoDbIndexTable(dynamoDb, table), CursorSeal.ofThisProcess());
        assertThat(index.find(RecordingPrefix.parse(prefixes.getFirst()).orElseThrow().id())).isEmpty();
    }

    @Test
    void bucketThatIsNotThere_saysSoAndFails() {
        assertThat(command("--bucket", "no-such-bucket", "--table", table)).isEqualTo(1);

        assertThat(said()).contains("not done: s3://no-such-bucket/");
    }

    @Test
    void commandLineThatMakesNoSense_isTwo() {
        assertThat(run("--dry-run", "--verify")).isEqualTo(2);
        assertThat(run("--threads", "0")).isEqualTo(2);
        assertThat(run("--run", "a b")).isEqualTo(2);
        assertThat(command("--table", table)).isEqualTo(2);
    }

    private Counts counts(String run, Mode mode) {
        return new Checkpoints(new DynamoDbIndexTable(dynamoDb, table)).progress(Errand.all(run, bucket, mode))
                .counts();
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
