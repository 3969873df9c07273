package io.ivsorchestrator.events.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ivsorchestrator.events.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a server that says what it is told to; what the API answers is in docs/openapi.json. */
class RecordingsClientTest {
    private static final String ID = "channel:Kp3dQ9xTzL7m/aB1";

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final Deque<Answer> answers = new ArrayDeque<>();
    private HttpServer server;
    private HttpClient http;
    private RecordingsClient client;

    private record Answer(int status, String body) {}

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        http = HttpClient.newHttpClient();
        client = new RecordingsClient(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/api//"),
                RequestSigner.bearer("token"), http);
    }

    @AfterEach
    void stop() {
        http.close();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + exchange.getRequestHeaders().getFirst("Accept") + " "
                + exchange.getRequestHeaders().getFirst("Authorization") + (body.isEmpty() ? "" : " " + body));
        Answer answer = answers.pop();
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void answering(int status, String body) {
        answers.add(new Answer(status, body));
    }

    private static String recording(String id, String more) {
        return "{\"id\":\"" + id + "\",\"kind\":\"CHANNEL\",\"state\":\"STOPPED\",\"presence\":\"PRESENT\","
                + "\"startedAt\":\"2026-03-07T09:04:36Z\"" + more + "}";
    }

    @Test
    void list_isOnePage_andKnowsTheNext() {
        answering(200, "{\"recordings\":[" + recording("a", "") + "," + recording("b", "") + "],\"next\":\"c1\"}");

        RecordingsClient.Page page = client.list(RecordingsQuery.ofChannel("a b"), Optional.of("c0"), 7);

        assertThat(page.recordings()).extracting(RecordingView::id).containsExactly("a", "b");
        assertThat(page.next()).contains("c1");
        assertThat(asked).containsExactly(
                "GET /api/recordings?channel=a%20b&cursor=c0&limit=7 application/json Bearer token");
    }

    @Test
    void all_asksPageAfterPage_untilThereIsNone() {
        answering(200, "{\"recordings\":[" + recording("a", "") + "],\"next\":\"c1\"}");
        answering(200, "{\"recordings\":[" + recording("b", "") + "]}");

        assertThat(client.all(RecordingsQuery.active())).extracting(RecordingView::id).containsExactly("a", "b");
        assertThat(asked).containsExactly(
                "GET /api/recordings?limit=200&status=active application/json Bearer token",
                "GET /api/recordings?cursor=c1&limit=200&status=active application/json Bearer token");
    }

    @Test
    void find_readsAllThatARecordingHas() {
        answering(200, recording("a", ",\"bucket\":\"b\",\"prefix\":\"p\",\"source\":\"arn:aws:ivs\","
                + "\"streamIds\":[\"st-1\"],\"sessionIds\":[\"se-1\"],\"participantId\":\"p1\",\"userIds\":[\"u1\"],"
                + "\"endedAt\":\"2026-03-07T10:36:12Z\",\"durationMs\":5412000,\"failure\":{\"code\":\"Denied\"},"
                + "\"holds\":[\"legal\"],\"kept\":{\"until\":\"2026-06-01T00:00:00Z\"},\"later\":1"));

        RecordingView found = client.find(ID).orElseThrow();

        assertThat(found).isEqualTo(new RecordingView("a", "CHANNEL", "STOPPED", Optional.of("b"), Optional.of("p"),
                Optional.of("arn:aws:ivs"), List.of("st-1"), List.of("se-1"), Optional.of("p1"), List.of("u1"),
                Instant.parse("2026-03-07T09:04:36Z"), Optional.of(Instant.parse("2026-03-07T10:36:12Z")),
                Optional.of(Duration.ofSeconds(5412)), "PRESENT", Optional.of("Denied"), List.of("legal"),
                Optional.of(Instant.parse("2026-06-01T00:00:00Z")), found.json()));
        assertThat(found.json().integer("later")).hasValue(1);
        assertThat(asked).containsExactly(
                "GET /api/recordings/channel%3AKp3dQ9xTzL7m%2FaB1 application/json Bearer token");
    }

    @Test
    void find_unknown_isEmpty() {
        answering(404, "{\"type\":\"urn:ivs-recording:problem:unknown-recording\",\"detail\":\"no\"}");

        assertThat(client.find(ID)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"STOPPED,true", "FAILED,true", "ACTIVE,false", "STARTING,false", "STOPPING,false"})
    void over_isWhatEndedOrFailed(String state, boolean over) {
        answering(200, recording("a", "").replace("STOPPED", state));

        assertThat(client.find("a").orElseThrow().over()).isEqualTo(over);
    }

    @Test
    void why_isTextForPeople() {
        answering(200, "because");

        assertThat(client.why("a")).isEqualTo("because");
        assertThat(asked).containsExactly("GET /api/recordings/a/why text/plain Bearer token");
    }

    @Test
    void session_isTheApisJson() {
        answering(200, "{\"stage\":\"s\"}");

        JsonObject session = client.session("s", "st/1");

        assertThat(session.string("stage")).contains("s");
        assertThat(asked).containsExactly("GET /api/sessions/s/st%2F1 application/json Bearer token");
    }

    @Test
    void holdReleaseAndDelete_answerTheRecording() {
        answering(200, recording("held", ""));
        answering(200, recording("released", ""));
        answering(202, recording("deleting", ""));

        assertThat(client.hold("a", "legal", "case \"1\"").id()).isEqualTo("held");
        assertThat(client.release("a", "legal").id()).isEqualTo("released");
        assertThat(client.delete("a").id()).isEqualTo("deleting");
        assertThat(asked).containsExactly(
                "PUT /api/recordings/a/holds/legal application/json Bearer token {\"note\":\"case \\\"1\\\"\"}",
                "DELETE /api/recordings/a/holds/legal application/json Bearer token",
                "DELETE /api/recordings/a application/json Bearer token");
    }

    @ParameterizedTest
    @CsvSource({"400,false", "403,false", "404,false", "429,true", "499,false", "500,true", "503,true", "300,false"})
    void refusal_saysWhatAndWhetherItMayPass(int status, boolean passing) {
        answering(status, "{\"type\":\"urn:ivs-recording:problem:some-code\",\"detail\":\"words\"}");

        assertThatExceptionOfType(ApiException.class).isThrownBy(() -> client.why("a")).satisfies(refused -> {
            assertThat(refused.status()).isEqualTo(status);
            assertThat(refused.code()).isEqualTo("some-code");
            assertThat(refused.passing()).isEqualTo(passing);
            assertThat(refused).hasMessage(status + " some-code: words");
        });
    }

    @Test
    void refusal_namesTheCombinationsThatAreAllowed() {
        answering(400, "{\"type\":\"x:bad-query\",\"detail\":\"words\",\"combinations\":[\"channel\",\"stage\"]}");

        assertThatExceptionOfType(ApiException.class).isThrownBy(() -> client.why("a"))
                .withMessage("400 bad-query: words: channel; stage");
    }

    @Test
    void refusalOfTheGateway_saysSo() {
        answering(403, "{\"message\":\"Forbidden\"}");
        answering(502, "<html>");

        assertThatExceptionOfType(ApiException.class).isThrownBy(() -> client.why("a"))
                .withMessage("403 gateway: Forbidden").satisfies(it -> assertThat(it.code()).isEqualTo("gateway"));
        assertThatExceptionOfType(ApiException.class).isThrownBy(() -> client.why("a"))
                .withMessage("502 gateway: the answer is no JSON");
    }

    @Test
    void nobodyThere_isNoAnswer_whichMayPass() {
        server.stop(0);

        assertThatExceptionOfType(ApiException.class).isThrownBy(() -> client.why("a")).satisfies(it -> {
            assertThat(it.status()).isZero();
            assertThat(it.code()).isEqualTo("no-answer");
            assertThat(it.passing()).isTrue();
            assertThat(it).hasMessageContaining("GET http://127.0.0.1").hasMessageContaining("was not answered");
        });
    }

    @Test
    void interrupted_saysSo_andStaysInterrupted() {
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(ApiException.class).isThrownBy(() -> client.why("a"))
                .withMessageContaining("was interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void headersThatJavasClientSetsItself_areNotSentTwice() {
        answering(200, "fine");
        var signing = new RecordingsClient(URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                (_, _, _) -> Map.of("host", "elsewhere", "content-length", "7", "Authorization", "signed"), http);

        assertThat(signing.why("a")).isEqualTo("fine");
        assertThat(asked).containsExactly("GET /recordings/a/why text/plain signed");
    }

    @Test
    void queries_areWhatTheApiTakes() {
        LocalDate day = LocalDate.parse("2026-03-07");

        assertThat(RecordingsQuery.ofStream("c", "st-1")).hasToString("channel=c&stream=st-1");
        assertThat(RecordingsQuery.ofStage("s").from(Instant.parse("2026-03-07T00:00:00Z"))
                .before(Instant.parse("2026-03-08T00:00:00Z")))
                .hasToString("from=2026-03-07T00%3A00%3A00Z&stage=s&to=2026-03-08T00%3A00%3A00Z");
        assertThat(RecordingsQuery.ofSession("s", "se")).hasToString("session=se&stage=s");
        assertThat(RecordingsQuery.ofParticipant("s", "p")).hasToString("participant=p&stage=s");
        assertThat(RecordingsQuery.ofUser("~a*b+c")).hasToString("user=~a%2Ab%2Bc");
        assertThat(RecordingsQuery.needingAttention(day)).hasToString("day=2026-03-07&status=attention");
        assertThat(RecordingsQuery.ofDay(day)).hasToString("day=2026-03-07");
    }
}
