package io.ivsorchestrator.coldstart;

import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.ivsorchestrator.events.Payload;
import io.ivsorchestrator.events.Samples;
import io.ivsorchestrator.indexing.IndexingHandler;
import io.ivsorchestrator.local.embedded.Embedded;
import io.ivsorchestrator.local.embedded.LocalClients;
import io.ivsorchestrator.local.lambda.Answer;
import io.ivsorchestrator.local.lambda.FunctionProcess;
import io.ivsorchestrator.local.laptop.IndexTables;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.utilslite.SdkInternalThreadLocal;

/**
 * Measures each contestant in each variant, in turns, on one CPU, and prints the medians as a Markdown table.
 *
 * <p>Arguments: the deployable jar, the number of rounds.
 */
public final class ColdStart {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int WARM_EVENTS = 100;
    private static final String TABLE = "recordings";
    private static final String QUARANTINE = "quarantine";
    private static final String PREFIX = "ivs/v1/123456789012/Kp3dQ9xTzL7m/2026/3/7/9/4/";
    private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final List<Path> INTERFACE_CLIENT = Stream
            .of(AWSLambda.class, LambdaRuntime.class, PojoSerializer.class, SdkInternalThreadLocal.class)
            .map(ColdStart::jarOf).toList();

    private final Embedded embedded;
    private final Path folder;
    private final PrintStream out;
    private int recordings;

    private ColdStart(Embedded embedded, Path folder, PrintStream out) {
        this.embedded = embedded;
        this.folder = folder;
        this.out = out;
    }

    /** Entry point. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path deployable = Path.of(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        Path folder = Files.createTempDirectory("cold-start");
        try (Embedded embedded = Embedded.start();
                DynamoDbClient dynamoDb = LocalClients.dynamoDb(embedded.dynamoDb().endpoint());
                S3Client s3 = LocalClients.s3(embedded.s3().endpoint())) {
            IndexTables.create(dynamoDb, TABLE);
            s3.createBucket(request -> request.bucket(QUARANTINE));
            s3.createBucket(request -> request.bucket(Samples.BUCKET));
            var run = new ColdStart(embedded, folder, new PrintStream(System.out, true, StandardCharsets.UTF_8));
            run.measure(contestants(deployable), rounds, s3);
        }
    }

    private static List<Contestant> contestants(Path deployable) {
        Path self = jarOf(ColdStart.class);
        return List.of(
                new Contestant("nothing", NothingHandler.class.getName(), List.of(self)),
                new Contestant("hello world", HelloHandler.class.getName(),
                        Stream.concat(Stream.of(self), libraries().filter(ColdStart::ofEvents)).toList()),
                new Contestant("this project's indexing", IndexingHandler.class.getName(), List.of(deployable)),
                new Contestant("the same work, conventional", ConventionalHandler.class.getName(),
                        Stream.concat(Stream.of(self), libraries()).toList()));
    }

    private static boolean ofEvents(Path jar) {
        return jar.toString().matches(".*/(aws-lambda-java-events|joda-time)-.*");
    }

    /** What a conventional function brings along. */
    private static Stream<Path> libraries() {
        return Arrays.stream(System.getProperty("java.class.path").split(System.getProperty("path.separator")))
                .filter(entry -> entry.endsWith(".jar"))
                .filter(entry -> Stream.of("/software/amazon/awssdk/", "/com/amazonaws/", "/com/fasterxml/jackson/",
                        "/org/apache/httpcomponents/", "/commons-", "/io/netty/", "/org/slf4j/",
                        "/org/reactivestreams/", "/joda-time/", "/software/amazon/lambda/",
                        "/software/amazon/cloudwatchlogs/",
                        "/org/apache/logging/", "/io/burt/", "/org/crac/").anyMatch(entry::contains))
                .map(Path::of);
    }

    /** One measured start. Times in milliseconds. */
    private record Start(double first, double warm, double primed, long residentKilobytes) {}

    private void measure(List<Contestant> contestants, int rounds, S3Client s3)
            throws IOException, InterruptedException {
        Map<String, List<Start>> starts = new LinkedHashMap<>();
        for (Contestant contestant : contestants) {
            train(contestant, s3);
        }
        for (int round = 0; round < rounds; round++) {
            for (Variant variant : Variant.values()) {
                for (Contestant contestant : contestants) {
                    starts.computeIfAbsent(contestant.name() + " | " + variant.label(), _ -> new ArrayList<>())
                            .add(start(contestant, variant, s3));
                }
            }
        }
        out.println("| function | variant | first answer, ms | first event once initialized, ms | warm event, ms |"
                + " resident, MB |");
        out.println("|---|---|---|---|---|---|");
        starts.forEach((name, all) -> out.printf("| %s | %.0f | %.1f | %.1f | %.0f |%n", name,
                median(all.stream().map(Start::first).toList()), median(all.stream().map(Start::primed).toList()),
                median(all.stream().map(Start::warm).toList()),
                median(all.stream().map(start -> start.residentKilobytes() / 1024.0).toList())));
    }

    /** Makes the contestant's AOT cache, by a run that handles events and ends in order. */
    private void train(Contestant contestant, S3Client s3) throws InterruptedException {
        List<String> options = new ArrayList<>(FunctionProcess.AS_DEPLOYED);
        options.add("-XX:AOTCacheOutput=" + cache(contestant));
        try (FunctionProcess function = process(contestant, options, Variant.PLAIN)) {
            for (int event = 0; event < 3; event++) {
                answered(function, s3);
            }
        }
        if (!Files.exists(cache(contestant))) {
            throw new IllegalStateException("no AOT cache was made for " + contestant.name());
        }
    }

    private Start start(Contestant contestant, Variant variant, S3Client s3) throws IOException, InterruptedException {
        List<String> options = variant.options(cache(contestant));
        double first;
        double warm;
        long resident;
        try (FunctionProcess function = process(contestant, options, variant)) {
            first = (answered(function, s3) - function.startedNanoTime()) / 1e6;
            resident = resident(function);
            List<Double> times = new ArrayList<>();
            for (int event = 0; event < WARM_EVENTS; event++) {
                times.add(timed(function, s3));
            }
            warm = median(times.subList(WARM_EVENTS / 2, WARM_EVENTS));
        }
        try (FunctionProcess function = process(contestant, options, variant)) {
            function.awaitInitialization(PATIENCE);
            return new Start(first, warm, timed(function, s3), resident);
        }
    }

    private double timed(FunctionProcess function, S3Client s3) throws InterruptedException {
        String event = event(s3);
        long before = System.nanoTime();
        return (answered(function, event) - before) / 1e6;
    }

    private long answered(FunctionProcess function, S3Client s3) throws InterruptedException {
        return answered(function, event(s3));
    }

    private static long answered(FunctionProcess function, String event) throws InterruptedException {
        return switch (function.invoke(event, PATIENCE)) {
            case Answer.Response response -> response.nanoTime();
            case Answer.Failure failure -> throw new IllegalStateException(failure.body());
        };
    }

    private FunctionProcess process(Contestant contestant, List<String> options, Variant variant) {
        String classPath = Stream.concat(INTERFACE_CLIENT.stream(), contestant.classPath().stream())
                .map(Path::toString).collect(Collectors.joining(System.getProperty("path.separator")));
        return FunctionProcess.start(List.of("taskset", "-c", "0", JAVA), options, classPath, contestant.handler(),
                environment(variant), folder.resolve("log"));
    }

    private Map<String, String> environment(Variant variant) {
        return Map.ofEntries(
                Map.entry("AWS_REGION", LocalClients.REGION.id()),
                Map.entry("AWS_ACCESS_KEY_ID", LocalClients.ACCESS_KEY_ID),
                Map.entry("AWS_SECRET_ACCESS_KEY", LocalClients.SECRET_ACCESS_KEY),
                Map.entry("AWS_ENDPOINT_URL_DYNAMODB", embedded.dynamoDb().endpoint().toString()),
                Map.entry("AWS_ENDPOINT_URL_S3", embedded.s3().endpoint().toString()),
                Map.entry("TABLE_NAME", TABLE),
                Map.entry("QUARANTINE_BUCKET", QUARANTINE),
                Map.entry("ACCOUNT_ID", Samples.ACCOUNT),
                Map.entry("POWERTOOLS_SERVICE_NAME", "cold-start"),
                Map.entry("POWERTOOLS_METRICS_NAMESPACE", "cold-start"),
                Map.entry("AWS_LAMBDA_INITIALIZATION_TYPE", variant.initialization()),
                Map.entry("PATH", System.getenv("PATH")));
    }

    private Path cache(Contestant contestant) {
        return folder.resolve(contestant.name().replaceAll("[^a-z]", "-") + ".aot");
    }

    /** A batch with the S3 event of a new recording's metadata, which is there. */
    private String event(S3Client s3) {
        String key = PREFIX + "recording%04d".formatted(++recordings) + "/events/recording-ended.json";
        s3.putObject(request -> request.bucket(Samples.BUCKET).key(key), RequestBody.fromString(METADATA));
        String event = Payload.of("s3-object/created").with("detail.object.key", key).json();
        return """
                {"Records": [{"messageId": "m", "receiptHandle": "r", "body": "%s", "attributes": {},
                  "messageAttributes": {}, "eventSource": "aws:sqs", "awsRegion": "us-west-2",
                  "eventSourceARN": "arn:aws:sqs:us-west-2:123456789012:queue"}]}
                """.formatted(new String(JsonStringEncoder.getInstance().quoteAsString(event)));
    }

    private static final String METADATA = """
            {"version": "v1", "channel_arn": "arn:aws:ivs:us-west-2:123456789012:channel/Kp3dQ9xTzL7m",
             "recording_started_at": "2026-03-07T09:04:36Z", "recording_ended_at": "2026-03-07T10:36:10Z",
             "recording_status": "RECORDING_ENDED",
             "media": {"hls": {"duration_ms": 5412000, "path": "media/hls", "playlist": "master.m3u8",
                               "renditions": [{"path": "720p60", "playlist": "playlist.m3u8",
                                               "resolution_height": 720, "resolution_width": 1280}]}}}
            """;

    /** Of the process's memory what is in RAM, as Linux tells it. */
    private static long resident(FunctionProcess function) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(function.processId()), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst().orElseThrow();
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private static Path jarOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
