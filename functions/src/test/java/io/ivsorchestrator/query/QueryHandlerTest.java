package io.ivsorchestrator.query;

import static io.ivsorchestrator.query.ApiUnderTest.problem;
import static io.ivsorchestrator.recording.EvidenceBuilders.CHANNEL_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelEnd;
import static io.ivsorchestrator.recording.EvidenceBuilders.idOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.json.JsonException;
import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.index.IndexUnavailableException;
import io.ivsorchestrator.index.JsonText;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Payload format 2.0, in and out; who is let in; and that nothing anybody sends is our failure. */
class QueryHandlerTest {
    private static final String IAM = "{\"iam\":{\"userArn\":\"arn:aws:iam::123456789012:role/reader\"}}";
    private static final String ID = idOf(CHANNEL_LOCATION).text();

    private final ApiUnderTest api = new ApiUnderTest().given(aChannelEnd().build());

    private HttpAnswer answer(Authorization authorization, String payload) {
        try {
            return new QueryHandler(api.api, authorization).answer(
                    new ByteArrayInputStream(payload.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** As the API Gateway Developer Guide shows the format, without what we do not read. */
    private static String payload(String method, String path, String query, String body, String authorizer) {
        return JsonText.object(json -> {
            json.text("version", "2.0").text("routeKey", "$default").text("rawPath", path).text("rawQueryString", query)
                    .object("headers", headers -> headers.text("Accept", "*/*"))
                    .object("requestContext", context -> {
                        context.text("accountId", "123456789012").text("stage", "$default").object("http",
                                http -> http.text("method", method).text("path", path).text("protocol", "HTTP/1.1"));
                        if (!authorizer.isEmpty()) {
                            context.raw("authorizer", authorizer);
                        }
                    });
            if (!body.isEmpty()) {
                json.text("body", body);
            }
            json.flag("isBase64Encoded", false);
        });
    }

    /** All but the one that the token in its path opens. */
    static Stream<Route> routes() {
        return Arrays.stream(Route.values()).filter(route -> route != Route.SERVE_PLAYBACK);
    }

    private static String path(Route route) {
        return route.text().substring(route.text().indexOf(' ') + 1).replace("{id}", ID).replace("{name}", "legal")
                .replaceAll("\\{[a-zA-Z]+}", "x");
    }

    private static String method(Route route) {
        return route.text().substring(0, route.text().indexOf(' '));
    }

    @ParameterizedTest
    @MethodSource("routes")
    void answer_nobodyVouchedFor_isRefusedOnEveryRoute(Route route) {
        for (String authorizer : List.of("", "{}", "{\"iam\":{}}", "{\"jwt\":{\"claims\":{}}}", "{\"lambda\":{}}")) {
            for (Authorization authorization : Authorization.values()) {
                HttpAnswer answer = answer(authorization, payload(method(route), path(route), "", "", authorizer));
                assertThat(problem(answer)).as(authorizer).isEqualTo("401 unauthenticated");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void answer_tokenWithoutTheScope_isForbiddenOnEveryRoute(Route route) {
        String others = Arrays.stream(Permission.values()).filter(it -> it != route.permission())
                .map(Permission::scope).reduce("openid", (a, b) -> a + " " + b);
        String authorizer = "{\"jwt\":{\"claims\":{\"sub\":\"somebody\",\"scope\":\"" + others
                + "\"},\"scopes\":null}}";

        assertThat(problem(answer(Authorization.JWT, payload(method(route), path(route), "", "", authorizer))))
                .isEqualTo("403 forbidden");
    }

    @Test
    void answer_tokenWithTheScope_isAnswered() {
        for (String authorizer : List.of(
                "{\"jwt\":{\"claims\":{\"sub\":\"somebody\",\"scope\":\"openid recordings/read\"},\"scopes\":null}}",
                "{\"jwt\":{\"claims\":{\"client_id\":\"a-service\"},\"scopes\":[\"recordings/read\"]}}")) {
            assertThat(answer(Authorization.JWT, payload("GET", "/recordings/" + ID, "", "", authorizer)).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void answer_iamWhereTokensAreAskedFor_isRefused() {
        assertThat(problem(answer(Authorization.JWT, payload("GET", "/recordings/" + ID, "", "", IAM))))
                .isEqualTo("401 unauthenticated");
    }

    @Test
    void answer_playbackWithoutAToken_isForbiddenWhoeverAsks() {
        for (String authorizer : List.of("", IAM)) {
            assertThat(problem(answer(Authorization.IAM,
                    payload("GET", "/playback/AAAA/media/hls/master.m3u8", "", "", authorizer))))
                    .isEqualTo("403 forbidden");
        }
    }

    @Test
    void answer_namedStage_isNoPartOfThePath() {
        String payload = payload("GET", "/prod/recordings/" + ID, "", "", IAM).replace("\"$default\",\"http\"",
                "\"prod\",\"http\"");

        assertThat(answer(Authorization.IAM, payload).status()).isEqualTo(200);
    }

    @Test
    void answer_encodedBody_isDecoded() {
        String body = Base64.getEncoder().encodeToString("{\"note\":\"für später\"}".getBytes(StandardCharsets.UTF_8));
        String payload = payload("PUT", "/recordings/" + ID + "/holds/legal", "", body, IAM)
                .replace("\"isBase64Encoded\":false", "\"isBase64Encoded\":true");

        assertThat(answer(Authorization.IAM, payload).status()).isEqualTo(200);
        assertThat(answer(Authorization.IAM, payload("GET", "/recordings/" + ID + "/why", "", "", IAM)).body())
                .contains("für später");
        assertThat(problem(answer(Authorization.IAM, payload.replace(body, "***")))).isEqualTo("400 invalid-request");
    }

    @Test
    void answer_knownPathWithAnotherMethod_namesThoseThatThereAre() {
        HttpAnswer answer = answer(Authorization.IAM, payload("POST", "/recordings/" + ID, "", "", IAM));

        assertThat(problem(answer)).isEqualTo("405 method-not-allowed");
        assertThat(answer.headers()).containsEntry("allow", "DELETE, GET");
        assertThat(problem(answer(Authorization.IAM, payload("GET", "/nothing", "", "", IAM))))
                .isEqualTo("404 not-found");
    }

    @Test
    void answer_tableAway_isUnavailableAndMayBeTriedAgain() {
        QueryApi broken = new QueryApi(
                new io.ivsorchestrator.index.RecordingIndex(new BrokenTable(), api.seal), api.files, api.playback,
                api.incidents,
                api.seal, api.messages, Retention.FOR_EVER, () -> ApiUnderTest.NOW);

        HttpAnswer answer = broken.answer(new HttpRequest("GET", List.of("recordings", ID), "",
                java.util.Map.of(), "", Optional.of(ApiUnderTest.OPERATOR), "https://api.example.com"));

        assertThat(problem(answer)).isEqualTo("503 unavailable");
        assertThat(answer.headers()).containsEntry("retry-after", "1");
        assertThat(answer.body()).doesNotContain("secret");
    }

    private static final class BrokenTable extends io.ivsorchestrator.index.UnavailableIndexTable {
        BrokenTable() {
            super(() -> new IndexUnavailableException("a secret host does not answer"));
        }
    }

    @Test
    void write_anAnswer_isPayloadFormat2() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        HttpApiPayload.write(out, HttpAnswer.json(202, "{\"a\":1}"));

        JsonObject written = JsonObject.parse(out.toByteArray());
        assertThat(written.integer("statusCode")).hasValue(202);
        assertThat(written.requireString("body")).isEqualTo("{\"a\":1}");
        assertThat(written.stringMap("headers")).containsEntry("content-type", "application/json")
                .containsEntry("cache-control", "private, no-cache").containsEntry("x-content-type-options", "nosniff");
    }

    @ParameterizedTest
    @EnumSource(Problem.Kind.class)
    void problem_ofEveryKind_isExplainedInTheRunbook(Problem.Kind kind) throws IOException {
        assertThat(java.nio.file.Files.readString(java.nio.file.Path.of("..", "docs", "runbook", "api-problems.md")))
                .contains("## " + kind.code() + "\n");
    }

    /** Which is asked for, if that can be told. */
    private static Optional<Route> route(String payload) {
        try {
            return Optional.of(Route.of(HttpApiPayload.read(
                    new ByteArrayInputStream(payload.getBytes(StandardCharsets.UTF_8)), Authorization.IAM)));
        } catch (JsonException | ProblemException | Route.MethodNotAllowedException none) {
            return Optional.empty();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Whatever is sent: an answer below 500 as the contract has it, and a problem document that says what was wrong. */
    @Property(tries = 10_000, shrinking = ShrinkingMode.OFF)
    void answer_anything_isNeverOurFailure(@ForAll long seed) {
        String payload = Fuzz.payload(new Random(seed), ID, IAM);
        HttpAnswer answer = answer(Authorization.IAM, payload);

        assertThat(answer.status()).isBetween(200, 499);
        Optional<Route> route = route(payload);
        route.ifPresent(it -> Contract.check(it, answer));
        Statistics.label("route and hundred").collect(route.map(Route::name).orElse("none"), answer.status() / 100)
                .coverage(coverage -> {
                    for (Route each : Route.values()) {
                        coverage.check(each.name(), 4).count(count -> count > 20);
                    }
                    for (Route each : List.of(Route.LIST_RECORDINGS, Route.GET_RECORDING, Route.EXPLAIN_RECORDING,
                            Route.SET_HOLD, Route.LIST_INCIDENTS)) {
                        coverage.check(each.name(), 2).count(count -> count > 0);
                    }
                });
        if (answer.status() >= 400) {
            assertThat(answer.headers()).containsEntry("content-type", "application/problem+json");
            JsonObject problem = JsonObject.parse(answer.body());
            assertThat(problem.requireString("type")).startsWith("urn:ivs-recordings:problem:");
            assertThat(problem.integer("status")).hasValue(answer.status());
            assertThat(problem.requireString("title")).isNotEmpty();
            assertThat(problem.requireString("detail")).isNotEmpty();
        }
    }
}
