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
    /** Channels, stages and first elements of composites' prefixes. */
    private static final int ROOTS = 8;

    private static LocalS3 s3Server;
    private static LocalDynamoDb dynamoDbServer;
    private static S3Client s3;
    private static DynamoDbClient dynamoDb;
    private final String bucket = "recordings-" + System.nanoTime();
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
        for (int i = 0; i < recordings; i++) {
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
        fill(MANY);
        long begin = System.nanoTime();
        assertThat(run("--run", "first")).as(this::said).isZero();
        Counts counts = counts("first", Mode.INDEX);
        System.out.printf(Locale.ROOT,
                "%d recordings of the embedded S3, which does not fold: %d LIST, indexed in %.1f s%n",
                MANY, counts.pages(), (System.nanoTime() - begin) / 1e9);
        assertThat(counts.found()).isEqualTo(MANY);
        assertThat(counts.pages()).as("LIST by the fallback: one a recording, and some for each channel or stage")
                .isBetween(MANY * 9L / 10, MANY + 4L * ROOTS);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains(String.format("%,d indexed", MANY))
                .contains("1 foreign");
        RecordingIndex index = new RecordingIndex(new DynamoDbIndexTable(dynamoDb, table), CursorSeal.ofThisProcess());
        assertThat(prefixes).allSatisfy(prefix -> assertThat(
                index.find(RecordingPrefix.parse(prefix).orElseThrow().id())).map(RecordingSummary::state)
                .contains(RecordingState.STOPPED));

        assertThat(run("--run", "again")).as(this::said).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains(String.format("0 indexed, %,d known", MANY));

        assertThat(run("--verify")).as(this::said).isZero();
        put("Stage9/st-aB1cD2eF3gH4i/Later000/2026-03-07T09-04-31Z/events/recording-ended.json", "{}");
        assertThat(run("--verify", "--run", "later")).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("Later000/2026-03-07T09-04-31Z: not in the index")
                .contains("1 missing");
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
