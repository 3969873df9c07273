package io.ivsorchestrator.local.client;

import io.ivsorchestrator.events.client.ApiException;
import io.ivsorchestrator.events.client.RecordingView;
import io.ivsorchestrator.events.client.RecordingsClient;
import io.ivsorchestrator.events.client.RecordingsQuery;
import io.ivsorchestrator.events.client.RequestSigner;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.regions.Region;

/** Asks a deployed API from a terminal. */
@Command(name = "local/recordings", mixinStandardHelpOptions = true, version = "0.1.0", sortOptions = false, description = {
    "Asks a deployed query API for recordings, with the AWS credentials of this shell.",
    "Exactly one of the ways to find recordings is needed; --help lists them."})
public final class RecordingsCommand implements Callable<Integer> {
    private static final int MAX_PAGE = 200;
    private static final Pattern AGO = Pattern.compile("(\\d{1,5})([mhd])");
    private static final Map<String, Duration> UNITS = Map.of("m", Duration.ofMinutes(1), "h", Duration.ofHours(1), "d",
            Duration.ofDays(1));

    @Option(names = "--api", paramLabel = "<url>", description = "The API. By default the variable RECORDINGS_API.")
    private @Nullable String api;

    @Option(names = "--region", paramLabel = "<region>", description = "Of the API. By default that of its URL, or the"
            + " variable AWS_REGION.")
    private @Nullable String region;

    @Option(names = "--token", paramLabel = "<jwt>", description = "Send this token instead of a signature.")
    private @Nullable String token;

    @Option(names = "--channel", paramLabel = "<id or ARN>", description = "Recordings of a channel.")
    private @Nullable String channel;

    @Option(names = "--stream", paramLabel = "<id>", description = "With --channel: of one stream.")
    private @Nullable String stream;

    @Option(names = "--stage", paramLabel = "<id or ARN>", description = "Recordings of a stage.")
    private @Nullable String stage;

    @Option(names = "--session", paramLabel = "<id>", description = "With --stage: of one session.")
    private @Nullable String session;

    @Option(names = "--participant", paramLabel = "<id>", description = "With --stage: of one participant.")
    private @Nullable String participant;

    @Option(names = "--user", paramLabel = "<id>", description = "Recordings of a user.")
    private @Nullable String user;

    @Option(names = "--active", description = "What is being recorded now.")
    private boolean active;

    @Option(names = "--attention", description = "With --day: what failed or needs attention.")
    private boolean attention;

    @Option(names = "--day", paramLabel = "<day>", description = "Everything that started on a UTC day; today, 2026-03-07.")
    private @Nullable String day;

    @Option(names = "--since", paramLabel = "<time>", description = "With --channel, --stage or --user: 2026-03-07,"
            + " 2026-03-07T09:04:36Z, or ago: 90m, 36h, 7d.")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "<time>", description = "Likewise, not included.")
    private @Nullable String until;

    @Option(names = "--why", paramLabel = "<recording>", description = "Why one recording is what it is.")
    private @Nullable String why;

    @Option(names = "--limit", paramLabel = "<number>", defaultValue = "50", description = "At most so many. Default:"
            + " ${DEFAULT-VALUE}.")
    private int limit;

    @Option(names = "--json", description = "The API's JSON instead of a table: one page, of at most 200.")
    private boolean asJson;

    private final PrintStream out;
    private final Map<String, String> environment;
    private final InstantSource clock;

    RecordingsCommand(PrintStream out, Map<String, String> environment, InstantSource clock) {
        this.out = out;
        this.environment = Map.copyOf(environment);
        this.clock = clock;
    }

    /** Entry point. */
    public static void main(String[] arguments) {
        System.exit(run(new PrintStream(System.out, true, StandardCharsets.UTF_8), System.err, System.getenv(),
                InstantSource.system(), arguments));
    }

    /**
     * Runs the command.
     *
     * @return 0: answered; 1: the API refused or did not answer; 2: the command line makes no sense
     */
    public static int run(PrintStream out, PrintStream err, Map<String, String> environment, InstantSource clock,
            String... arguments) {
        return new CommandLine(new RecordingsCommand(out, environment, clock))
                .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
                .setExecutionExceptionHandler((failure, _, _) -> {
                    err.println("local/recordings: " + failure.getMessage());
                    return failure instanceof IllegalArgumentException ? 2 : 1;
                }).execute(arguments);
    }

    @Override
    public Integer call() {
        if (limit < 1) {
            throw new IllegalArgumentException("--limit must be at least 1");
        }
        URI endpoint = endpoint();
        try (HttpClient http = HttpClient.newHttpClient()) {
            RecordingsClient client = new RecordingsClient(endpoint, signer(endpoint), http);
            if (why != null) {
                out.print(client.why(why));
                return 0;
            }
            if (asJson) {
                out.println(client.listAsJson(query(), Optional.empty(), Math.min(limit, MAX_PAGE)));
            } else {
                out.print(table(client.all(query()).limit(limit).toList()));
            }
            return 0;
        } catch (ApiException refused) {
            throw refused.status() == 403
                    ? new IllegalStateException(refused.getMessage() + "; the policy of these"
                            + " credentials must allow execute-api:Invoke on the route", refused)
                    : refused;
        }
    }

    private URI endpoint() {
        String url = Optional.ofNullable(api).orElseGet(() -> environment.getOrDefault("RECORDINGS_API", ""));
        if (!url.startsWith("https://") && !url.startsWith("http://127.0.0.1:")) {
            throw new IllegalArgumentException("say which API: --api https://..., or the variable RECORDINGS_API;"
                    + " the deployment printed it as ApiUrl");
        }
        return URI.create(url);
    }

    private RequestSigner signer(URI endpoint) {
        if (token != null) {
            return RequestSigner.bearer(token);
        }
        Matcher named = Pattern.compile("\\.execute-api\\.([a-z0-9-]+)\\.amazonaws\\.com$")
                .matcher(String.valueOf(endpoint.getHost()));
        String signed = Optional.ofNullable(region).or(() -> named.find()
                ? Optional.of(named.group(1))
                : Optional.ofNullable(environment.get("AWS_REGION"))).orElseThrow(
                        () -> new IllegalArgumentException("say which region: --region"));
        return new SdkSigner(DefaultCredentialsProvider.builder().build(), Region.of(signed));
    }

    private RecordingsQuery query() {
        RecordingsQuery query;
        if (channel != null) {
            query = stream == null ? RecordingsQuery.ofChannel(channel) : RecordingsQuery.ofStream(channel, stream);
        } else if (stage != null && session != null) {
            query = RecordingsQuery.ofSession(stage, session);
        } else if (stage != null) {
            query = participant == null
                    ? RecordingsQuery.ofStage(stage)
                    : RecordingsQuery.ofParticipant(stage, participant);
        } else if (user != null) {
            query = RecordingsQuery.ofUser(user);
        } else if (active) {
            query = RecordingsQuery.active();
        } else if (day != null) {
            query = attention ? RecordingsQuery.needingAttention(day(day)) : RecordingsQuery.ofDay(day(day));
        } else {
            throw new IllegalArgumentException("say which recordings: --channel, --stage, --user, --active or --day");
        }
        query = since == null ? query : query.from(time("--since", since));
        return until == null ? query : query.before(time("--until", until));
    }

    private LocalDate day(String text) {
        try {
            return text.equals("today") ? LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC) : LocalDate.parse(text);
        } catch (DateTimeException noDay) {
            throw new IllegalArgumentException("--day must be a UTC day such as 2026-03-07, or today", noDay);
        }
    }

    private Instant time(String option, String text) {
        Matcher ago = AGO.matcher(text);
        if (ago.matches()) {
            return clock.instant().minus(UNITS.getOrDefault(ago.group(2), Duration.ZERO)
                    .multipliedBy(Integer.parseInt(ago.group(1))));
        }
        try {
            return text.length() == "2026-03-07".length()
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException noTime) {
            throw new IllegalArgumentException(option + " must be 2026-03-07, 2026-03-07T09:04:36Z, or ago such as 7d",
                    noTime);
        }
    }

    private static String table(List<RecordingView> recordings) {
        StringBuilder table = new StringBuilder(line("STATE", "STARTED", "LENGTH", "USER", "RECORDING"));
        recordings.forEach(it -> table.append(line(it.state(), it.startedAt().toString(), it.duration()
                .map(RecordingsCommand::length).orElse("-"),
                it.userIds().isEmpty() ? "-" : String.join(",", it.userIds()),
                it.id())));
        return table.toString();
    }

    private static String line(String state, String started, String length, String user, String id) {
        return String.format(Locale.ROOT, "%-9s %-24s %9s  %-16s %s%n", state, started, length, user, id);
    }

    private static String length(Duration duration) {
        return String.format(Locale.ROOT, "%d:%02d:%02d", duration.toHours(), duration.toMinutesPart(),
                duration.toSecondsPart());
    }
}
