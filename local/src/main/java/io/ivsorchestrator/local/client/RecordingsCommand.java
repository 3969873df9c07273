package io.ivsorchestrator.local.client;

import io.ivsorchestrator.events.client.ApiException;
import io.ivsorchestrator.events.client.RecordingsClient;
import io.ivsorchestrator.events.client.RecordingsQuery;
import io.ivsorchestrator.events.client.RequestSigner;
import io.ivsorchestrator.events.json.JsonObject;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;

/** Asks a deployed API from a terminal. */
@Command(name = "local/recordings", mixinStandardHelpOptions = true, version = "0.1.0", sortOptions = false, description = {
    "Asks a deployed query API for recordings, with the AWS credentials of this shell: newest first, as they come.",
    "Exactly one of the ways to find recordings is needed; without any, they are listed."}, exitCodeListHeading = "Exit codes:%n", exitCodeList = {
        "0:answered", "1:the API refused or did not answer, and standard error says why",
        "2:the command line makes no sense"})
public final class RecordingsCommand implements Callable<Integer> {
    private static final int MAX_PAGE = 200;
    private static final int UNAUTHENTICATED = 401;
    private static final int FORBIDDEN = 403;
    private static final Pattern EXECUTE_API = Pattern.compile("\\.execute-api\\.([a-z0-9-]+)\\.amazonaws\\.com$");

    @Option(names = "--api", paramLabel = "<url>", description = "The API. By default the variable RECORDINGS_API.")
    private @Nullable String api;

    @Option(names = "--region", paramLabel = "<region>", description = "Of the API. By default that of its URL, or the"
            + " variable AWS_REGION.")
    private @Nullable String region;

    @Option(names = "--token", paramLabel = "<jwt>", description = "Send this token instead of a signature.")
    private @Nullable String token;

    @Mixin
    private Selection selection = new Selection();

    @Option(names = "--why", paramLabel = "<recording>", description = "Why one recording is what it is.")
    private @Nullable String why;

    @Option(names = "--limit", paramLabel = "<number>", defaultValue = "50", description = "At most so many. Default:"
            + " ${DEFAULT-VALUE}.")
    private int limit;

    @Option(names = "--all", description = "However many there are.")
    private boolean all;

    @Option(names = "--json", description = "The API's JSON instead of a table: one recording a line.")
    private boolean asJson;

    private final PrintStream out;
    private final PrintStream err;
    private final Map<String, String> environment;
    private final InstantSource clock;

    RecordingsCommand(PrintStream out, PrintStream err, Map<String, String> environment, InstantSource clock) {
        this.out = out;
        this.err = err;
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
        return new CommandLine(new RecordingsCommand(out, err, environment, clock))
                .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
                .setExecutionExceptionHandler((failure, _, _) -> {
                    err.println("local/recordings: " + message(failure));
                    return failure instanceof IllegalArgumentException ? 2 : 1;
                }).execute(arguments);
    }

    private static String message(Exception failure) {
        return switch (failure) {
            case ApiException refused when refused.passing() -> refused.getMessage() + " (it may work again later)";
            case ApiException refused when refused.status() == FORBIDDEN -> refused.getMessage()
                    + "; the policy of these credentials must allow execute-api:Invoke on the route, or the token must"
                    + " have the scope";
            case ApiException refused when refused.status() == UNAUTHENTICATED -> refused.getMessage()
                    + "; is the API one that asks for tokens (--token), and is this one not expired?";
            case SdkException unsigned -> "the request cannot be signed: " + unsigned.getMessage();
            default -> String.valueOf(failure.getMessage());
        };
    }

    @Override
    public Integer call() {
        if (limit < 1) {
            throw new IllegalArgumentException("--limit must be at least 1");
        }
        if (why != null && (asJson || !selection.isEmpty())) {
            throw new IllegalArgumentException("--why is about one recording and stands alone");
        }
        Optional<RecordingsQuery> query = why == null ? Optional.of(selection.query(clock)) : Optional.empty();
        URI endpoint = endpoint();
        try (HttpClient http = HttpClient.newHttpClient()) {
            RecordingsClient client = new RecordingsClient(endpoint, signer(endpoint), http);
            if (query.isPresent()) {
                list(client, query.get());
            } else {
                out.print(client.why(Objects.requireNonNull(why)));
            }
            return 0;
        }
    }

    private void list(RecordingsClient client, RecordingsQuery query) {
        RecordingsOutput output = asJson ? new RecordingsOutput.Lines(out) : new RecordingsOutput.Table(out);
        long left = all ? Long.MAX_VALUE : limit;
        Optional<String> next = Optional.empty();
        do {
            String page = client.listAsJson(query, next, (int) Math.min(MAX_PAGE, left));
            left -= output.print(page);
            next = JsonObject.parse(page).string("next");
        } while (next.isPresent() && left > 0);
        if (next.isPresent()) {
            err.println("There are more: --limit and --all show them.");
        }
    }

    private URI endpoint() {
        String url = Optional.ofNullable(api).orElseGet(() -> environment.getOrDefault("RECORDINGS_API", ""));
        try {
            URI uri = URI.create(url);
            boolean safe = "https".equals(uri.getScheme())
                    || ("http".equals(uri.getScheme()) && "127.0.0.1".equals(uri.getHost()));
            if (safe && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException noUrl) {
            // Is said below, as for all others.
        }
        throw new IllegalArgumentException((url.isEmpty() ? "" : url + " is no URL of an API; ")
                + "say which API: --api https://..., or the variable RECORDINGS_API; the deployment printed it as ApiUrl");
    }

    private RequestSigner signer(URI endpoint) {
        if (token != null) {
            return RequestSigner.bearer(token);
        }
        Matcher named = EXECUTE_API.matcher(String.valueOf(endpoint.getHost()));
        String signed = Optional.ofNullable(region).or(() -> named.find()
                ? Optional.of(named.group(1))
                : Optional.ofNullable(environment.get("AWS_REGION"))).orElseThrow(
                        () -> new IllegalArgumentException("say which region: --region"));
        return new SdkSigner(DefaultCredentialsProvider.builder().build(), Region.of(signed));
    }
}
