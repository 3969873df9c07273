package io.ivsorchestrator.local.backfill;

import io.ivsorchestrator.backfill.Backfill;
import io.ivsorchestrator.backfill.Checkpoints;
import io.ivsorchestrator.backfill.Errand;
import io.ivsorchestrator.backfill.Mode;
import io.ivsorchestrator.backfill.Progress;
import io.ivsorchestrator.index.CursorSeal;
import io.ivsorchestrator.index.DynamoDbIndexTable;
import io.ivsorchestrator.index.IndexTable;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.media.S3RecordingFiles;
import io.ivsorchestrator.media.S3RecordingListing;
import io.ivsorchestrator.runtime.SqsDelayedMessages;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The operator's command. Standard output holds the result and what a verification found, standard error the progress. */
@Command(name = "local/backfill", mixinStandardHelpOptions = true, version = "0.1.0", sortOptions = false, description = {
    "Indexes the recordings that a bucket holds already, whatever else lies there. Stopped or killed, the same command"
            + " goes on where it was.",
    "Region and credentials are those of the AWS SDK: AWS_REGION, AWS_PROFILE and so on."}, exitCodeListHeading = "Exit codes:%n", exitCodeList = {
        "0:all went well", "1:something could not be done, or a verification found differences",
        "2:the command line makes no sense"})
public final class BackfillCommand implements Callable<Integer> {
    private static final Duration GLANCE = Duration.ofSeconds(2);

    @Option(names = "--bucket", required = true, paramLabel = "<name>", description = "Where the recordings lie.")
    private String bucket = "";

    @Option(names = "--table", required = true, paramLabel = "<name>", description = "The index.")
    private String table = "";

    @Option(names = "--run", paramLabel = "<name>", description = "Names this backfill; the same name goes on with it,"
            + " another one begins anew. Default: the bucket and what is done.")
    private @Nullable String run;

    @Option(names = "--dry-run", description = "Only count: LIST requests, nothing is read or indexed.")
    private boolean dryRun;

    @Option(names = "--verify", description = "Compare the bucket with the index and list the differences.")
    private boolean verify;

    @Option(names = "--threads", paramLabel = "<number>", defaultValue = "8", description = "How many prefixes at once,"
            + " 1 to 64. Default: ${DEFAULT-VALUE}.")
    private int threads;

    @Option(names = "--queue-url", paramLabel = "<url>", description = "Let the deployed function do it, by its queue, and"
            + " watch.")
    private @Nullable String queueUrl;

    @Option(names = "--s3-endpoint", paramLabel = "<url>", description = "Another S3 than Amazon's.")
    private @Nullable URI s3Endpoint;

    @Option(names = "--dynamodb-endpoint", paramLabel = "<url>", description = "Another DynamoDB than Amazon's.")
    private @Nullable URI dynamoDbEndpoint;

    private final PrintStream out;
    private final PrintStream err;

    BackfillCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Entry point. */
    public static void main(String[] arguments) {
        System.exit(run(new PrintStream(System.out, true, StandardCharsets.UTF_8), System.err, arguments));
    }

    /**
     * Runs the command.
     *
     * @param out for the result
     * @param err for everything else
     * @return see {@code --help}
     */
    public static int run(PrintStream out, PrintStream err, String... arguments) {
        return new CommandLine(new BackfillCommand(out, err))
                .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
                .setExecutionExceptionHandler((failure, _, _) -> {
                    err.println("local/backfill: " + failure.getMessage()
                            + (failure instanceof SdkException || failure.getCause() instanceof SdkException
                                    ? " (are AWS_REGION and credentials set, and do they allow it?)"
                                    : ""));
                    return failure instanceof IllegalArgumentException ? 2 : 1;
                }).execute(arguments);
    }

    @Override
    public Integer call() throws InterruptedException {
        if (dryRun && verify) {
            throw new IllegalArgumentException("--dry-run and --verify exclude each other");
        }
        if (threads < 1 || threads > 64) {
            throw new IllegalArgumentException("--threads must be 1 to 64, not " + threads);
        }
        Mode mode = mode();
        Errand all = Errand.all(run == null ? name(mode) : run, bucket, mode);
        try (S3Client s3 = s3(); DynamoDbClient dynamoDb = dynamoDb()) {
            IndexTable index = new DynamoDbIndexTable(dynamoDb, table);
            Checkpoints checkpoints = new Checkpoints(index);
            Progress before = checkpoints.progress(all);
            if (before.done() > 0) {
                err.println("Going on with " + all.run() + ": " + before.done() + " of " + before.errands()
                        + " prefixes are done. Another --run begins anew.");
            }
            long start = System.nanoTime();
            List<String> failures = queueUrl == null
                    ? here(all, s3, index, checkpoints, before, start)
                    : deployed(all, queueUrl, checkpoints, before, start);
            return report(all, checkpoints.progress(all), before, Duration.ofNanos(System.nanoTime() - start),
                    failures);
        }
    }

    /** With what a run is called by default; a bucket's name may be too long for both. */
    private String name(Mode mode) {
        String name = bucket + "-" + mode.name().toLowerCase(Locale.ROOT);
        return name.substring(Math.max(0, name.length() - 64));
    }

    private Mode mode() {
        if (dryRun) {
            return Mode.DRY_RUN;
        }
        return verify ? Mode.VERIFY : Mode.INDEX;
    }

    private List<String> here(Errand all, S3Client s3, IndexTable index, Checkpoints checkpoints, Progress before,
            long start) throws InterruptedException {
        Workers workers = new Workers();
        Backfill backfill = new Backfill(new S3RecordingListing(s3), new S3RecordingFiles(s3),
                new RecordingIndex(index, CursorSeal.ofThisProcess()), checkpoints, workers);
        checkpoints.unfinished(all).forEach(errand -> workers.send(errand.text(), Duration.ZERO));
        Thread watching = Thread.ofPlatform().daemon().start(() -> watch(all, checkpoints, before, start));
        workers.run(backfill, threads);
        watching.interrupt();
        watching.join();
        return workers.failures();
    }

    private List<String> deployed(Errand all, String queue, Checkpoints checkpoints, Progress before, long start) {
        try (SqsClient sqs = SqsClient.create()) {
            SqsDelayedMessages messages = new SqsDelayedMessages(sqs, queue);
            checkpoints.unfinished(all).forEach(errand -> messages.send(errand.text(), Duration.ZERO));
        }
        err.println("The function is at it; stopping this command does not stop it.");
        watch(all, checkpoints, before, start);
        return List.of();
    }

    /** Until the run has ended, or the thread is interrupted. */
    private void watch(Errand all, Checkpoints checkpoints, Progress before, long start) {
        try {
            while (true) {
                Thread.sleep(GLANCE);
                Progress now = checkpoints.progress(all);
                err.println(ProgressLine.of(all.mode(), now, before, Duration.ofNanos(System.nanoTime() - start)));
                if (now.ended()) {
                    return;
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private int report(Errand all, Progress progress, Progress before, Duration elapsed, List<String> failures) {
        progress.differences().forEach(out::println);
        long unlisted = progress.counts().missing() + progress.counts().differing() - progress.differences().size();
        if (unlisted > 0) {
            out.println("and " + unlisted + " more; only the first of each prefix are kept");
        }
        out.println(ProgressLine.of(all.mode(), progress, before, elapsed));
        failures.forEach(failure -> err.println("not done: " + failure));
        boolean differs = progress.counts().missing() + progress.counts().differing() > 0;
        return failures.isEmpty() && !differs ? 0 : 1;
    }

    private S3Client s3() {
        var s3 = S3Client.builder();
        return (s3Endpoint == null ? s3 : s3.endpointOverride(s3Endpoint).forcePathStyle(true)).build();
    }

    private DynamoDbClient dynamoDb() {
        var dynamoDb = DynamoDbClient.builder();
        return (dynamoDbEndpoint == null ? dynamoDb : dynamoDb.endpointOverride(dynamoDbEndpoint)).build();
    }
}
