package io.ivsorchestrator.local.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The terminal's command against an API that has as many recordings as a test wants, a page at a time. */
class RecordingsCommandTest {
    private static final Pattern LIMIT = Pattern.compile("limit=(\\d+)");
    private static final Pattern CURSOR = Pattern.compile("cursor=(\\d+)");

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private HttpServer server;
    private volatile int recordings = 3;
    private volatile String refusal = "";
    private volatile int status = 200;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                asked.add(exchange.getRequestURI() + " " + exchange.getRequestHeaders().getFirst("Authorization"));
                byte[] body = (status == 200 ? page(String.valueOf(exchange.getRequestURI())) : refusal)
                        .getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String page(String uri) {
        if (uri.endsWith("/why")) {
            return "channel.a.b is FAILED\n";
        }
        Matcher limit = LIMIT.matcher(uri);
        Matcher cursor = CURSOR.matcher(uri);
        int from = cursor.find() ? Integer.parseInt(cursor.group(1)) : 0;
        int until = Math.min(recordings, from + (limit.find() ? Integer.parseInt(limit.group(1)) : 50));
        return "{\"recordings\":[" + IntStream.range(from, until).mapToObj(RecordingsCommandTest::recording)
                .collect(Collectors.joining(",")) + "]" + (until < recordings ? ",\"next\":\"" + until + "\"" : "")
                + "}";
    }

    private static String recording(int number) {
        return "{\"id\":\"participant.stage." + number + "\",\"kind\":\"PARTICIPANT\",\"state\":\"STOPPED\","
                + "\"startedAt\":\"2026-03-07T09:04:36Z\",\"presence\":\"PRESENT\",\"sources\":[],\"news\":{\"a\":[1]}"
                + (number % 2 == 0 ? ",\"durationMs\":5521000,\"userIds\":[\"alice\",\"bob\"]}" : "}");
    }

    private int run(String... arguments) {
        return RecordingsCommand.run(new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), Map.of("RECORDINGS_API",
                        "http://127.0.0.1:" + server.getAddress().getPort(), "AWS_REGION", "us-west-2"),
                InstantSource.fixed(Instant.parse("2026-03-10T12:00:00Z")), arguments);
    }

    private int withToken(String... arguments) {
        return run(Stream.concat(Stream.of("--token", "jwt"), Stream.of(arguments)).toArray(String[]::new));
    }

    private List<String> lines() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void table_hasALinePerRecording() {
        assertThat(withToken("--active")).isZero();

        assertThat(lines()).containsExactly(
                "STATE     STARTED                     LENGTH  USER             RECORDING",
                "STOPPED   2026-03-07T09:04:36Z       1:32:01  alice,bob        participant.stage.0",
                "STOPPED   2026-03-07T09:04:36Z             -  -                participant.stage.1",
                "STOPPED   2026-03-07T09:04:36Z       1:32:01  alice,bob        participant.stage.2");
        assertThat(said()).isEmpty();
        assertThat(asked).containsExactly("/recordings?limit=50&status=active Bearer jwt");
    }

    @Test
    void table_ofNothing_saysSo() {
        recordings = 0;

        assertThat(withToken("--active")).isZero();

        assertThat(lines()).containsExactly("No recordings.");
    }

    @Test
    void json_isALinePerRecordingWithAllThatTheApiSays() {
        assertThat(withToken("--json", "--active")).isZero();

        assertThat(lines()).containsExactly(recording(0), recording(1), recording(2));
    }

    @ParameterizedTest
    @CsvSource({"--limit=450, 450, 3, true", "--limit=500, 500, 3, false", "--limit=600, 500, 3, false",
        "--all, 500, 3, false", "--limit=50, 50, 1, true"})
    void severalPages_areAskedForOneByOne(String howMany, int printed, int requests, boolean more) {
        recordings = 500;

        assertThat(withToken("--json", "--active", howMany)).isZero();

        assertThat(lines()).hasSize(printed).doesNotHaveDuplicates();
        assertThat(asked).hasSize(requests);
        assertThat(said())
                .isEqualTo(more ? "There are more: --limit and --all show them." + System.lineSeparator() : "");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --channel=Kp3dQ9xTzL7m                   | channel=Kp3dQ9xTzL7m&limit=50
            --channel=a --stream=st-1                | channel=a&limit=50&stream=st-1
            --stage=Wq8rT2yUi5Oa --since=7d          | from=2026-03-03T12%3A00%3A00Z&limit=50&stage=Wq8rT2yUi5Oa
            --stage=a --since=2026-03-07 --until=90m | from=2026-03-07T00%3A00%3A00Z&limit=50&stage=a&to=2026-03-10T10%3A30%3A00Z
            --stage=a --session=st-1                 | limit=50&session=st-1&stage=a
            --stage=a --participant=b                | limit=50&participant=b&stage=a
            --user=alice+1                           | limit=50&user=alice%2B1
            --active                                 | limit=50&status=active
            --day=today                              | day=2026-03-10&limit=50
            --attention --day=2026-03-07             | day=2026-03-07&limit=50&status=attention""")
    void everyWay_asksByItsParameters(String options, String query) {
        assertThat(withToken(options.split(" ", -1))).as(said()).isZero();

        assertThat(asked).containsExactly("/recordings?" + query + " Bearer jwt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--attention", "--channel=a --user=b", "--active --since=7d", "--stream=st-1",
        "--stage=a --session=b --participant=c", "--stage=a --session=b --since=7d", "--day=today --active"})
    void noWay_namesThoseThatThereAre(String options) {
        assertThat(withToken(options.isEmpty() ? new String[0] : options.split(" ", -1))).isEqualTo(2);

        assertThat(said()).contains("--channel --stream", "--stage [--since] [--until]", "--attention --day");
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --day=tomorrow                   | --day must be a UTC day such as 2026-03-07, or today
            --user=a --since=yesterday       | --since must be 2026-03-07
            --user=a --until=7w              | --until must be 2026-03-07
            --active --limit=0               | --limit must be at least 1
            --why=channel.a.b --json         | --why is about one recording
            --why=channel.a.b --active       | --why is about one recording
            --active --api=ftp://example.com | ftp://example.com is no URL of an API
            --active --api=http://evil.com   | http://evil.com is no URL of an API
            --active --api=%%                | %% is no URL of an API
            --colour                         | Unknown option""")
    void senselessLine_isExplainedAndAsksNothing(String options, String expected) {
        assertThat(withToken(options.split(" ", -1))).isEqualTo(2);

        assertThat(said()).contains(expected);
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            400 | {"type":"urn:ivs-recordings:problem:invalid-parameter","detail":"\\"day\\" must be"} | "day" must be
            401 | {"message":"Unauthorized"}                                                           | --token
            403 | {"message":"Forbidden"}                                                              | execute-api:Invoke
            503 | {"type":"urn:ivs-recordings:problem:unavailable","detail":"try again"}               | it may work again later
            502 | <html>                                                                               | it may work again later""")
    void refused_saysWhyAndWhatToDo(int answered, String body, String expected) {
        status = answered;
        refusal = body;

        assertThat(withToken("--active")).isEqualTo(1);

        assertThat(said()).startsWith("local/recordings: " + answered).contains(expected);
        assertThat(lines()).isEmpty();
    }

    @Test
    void nobodyAnswers_isOne() {
        assertThat(withToken("--active", "--api", "http://127.0.0.1:1")).isEqualTo(1);

        assertThat(said()).contains("was not answered", "it may work again later");
    }

    @Test
    void withoutAnApi_saysHowToNameIt() {
        int code = RecordingsCommand.run(new PrintStream(out), new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of(), InstantSource.system(), "--active");

        assertThat(code).isEqualTo(2);
        assertThat(said()).contains("--api https://", "RECORDINGS_API", "ApiUrl");
    }

    @Test
    void why_isTheApisText() {
        assertThat(withToken("--why", "channel.a.b")).isZero();

        assertThat(lines()).containsExactly("channel.a.b is FAILED");
        assertThat(new ArrayList<>(asked)).containsExactly("/recordings/channel.a.b/why Bearer jwt");
    }
}
