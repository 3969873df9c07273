package io.ivsorchestrator.local.ivs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ivsorchestrator.local.ivs.api.ApiCall;
import io.ivsorchestrator.local.ivs.model.ErrorType;
import io.ivsorchestrator.local.ivs.model.Operation;
import io.ivsorchestrator.local.ivs.model.ServiceModel;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ivs.model.ChannelSummary;

/** What comes of requests that no SDK would send. */
@Timeout(60)
class HttpFrontTest {
    private final EmulatorForTests emulator = EmulatorForTests.start();
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    @AfterEach
    void stop() {
        http.close();
        emulator.close();
    }

    private HttpResponse<String> send(String method, String path, BodyPublisher body)
            throws IOException, InterruptedException {
        URI uri = URI.create(emulator.emulator().endpoint() + path);
        return http.send(HttpRequest.newBuilder(uri).method(method, body).timeout(Duration.ofSeconds(30)).build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send("POST", path, BodyPublishers.ofString(body));
    }

    private static void assertError(HttpResponse<String> response, int status, String type, String explanation) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("x-amzn-ErrorType")).contains(type);
        assertThat(response.headers().firstValue("x-amzn-RequestId")).hasValueSatisfying(
                id -> assertThat(id).matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(response.body()).startsWith("{\"exceptionMessage\":\"").contains(explanation)
                .doesNotContain("Exception:", "\\tat ", ".java");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "nonsense", "[]", "7", "null", "\"CreateChannel\"", "{} {}", "{\"name\":}", "\u0000"})
    void aBodyThatIsNoJsonObjectIsInvalid(String body) throws IOException, InterruptedException {
        assertError(post("/CreateChannel", body), 400, "ValidationException", "not");
    }

    @Test
    void aBodyOfDeepNestingIsInvalid() throws IOException, InterruptedException {
        assertError(post("/CreateChannel", "[".repeat(100_000)), 400, "ValidationException", "not JSON");
        assertError(post("/CreateChannel", "{\"tags\":".repeat(100_000)), 400, "ValidationException", "not JSON");
    }

    @Test
    void aMissingBodyLacksWhatIsRequired() throws IOException, InterruptedException {
        assertError(post("/GetChannel", ""), 400, "ValidationException", "'arn'");
        assertThat(send("POST", "/ListChannels", BodyPublishers.noBody()).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', value = {
        "/CreateChannel ! {'name':{}} ! 'name' must be a string",
        "/CreateChannel ! {'authorized':'yes'} ! 'authorized' must be true or false",
        "/GetChannel ! {'arn':'channel'} ! regular expression",
        "/GetStage ! {'arn':'arn:aws:ivs:eu-west-1:1:channel/a'} ! regular expression",
        "/ListChannels ! {'maxResults':0} ! value between 1 and 100",
        "/ListChannels ! {'maxResults':'7'} ! whole number"
    })
    void aMemberOfAnotherKindIsInvalid(String path, String body, String explanation)
            throws IOException, InterruptedException {
        assertError(post(path, body.replace('\'', '"')), 400, "ValidationException", explanation);
    }

    @ParameterizedTest
    @CsvSource({
        "POST,/DropTables", "POST,/", "POST,/createChannel", "POST,/CreateChannel/", "POST,/TagResource",
        "POST,/UpdateRecordingConfiguration", "POST,/UpdateStorageConfiguration", "GET,/CreateChannel",
        "PUT,/CreateChannel", "DELETE,/CreateChannel", "PATCH,/tags/x", "POST,/../CreateChannel", "GET,/tags"
    })
    void whatIsNoOperationIsUnknown(String method, String path) throws IOException, InterruptedException {
        assertError(send(method, path, BodyPublishers.ofString("{}")), 404, "UnknownOperationException", "operation");
    }

    @Test
    void aHeadIsAnsweredWithoutABody() throws IOException, InterruptedException {
        HttpResponse<String> response = send("HEAD", "/CreateChannel", BodyPublishers.noBody());

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void aHugeBodyIsRefused() throws IOException, InterruptedException {
        byte[] huge = new byte[20 << 20];

        assertError(send("POST", "/CreateChannel", BodyPublishers.ofByteArray(huge)), 413,
                "RequestEntityTooLargeException", "1 MiB");
        assertError(send("POST", "/NoOperation", BodyPublishers.ofByteArray(huge)), 404, "UnknownOperationException",
                "operation");
        assertError(send("POST", "/CreateChannel", BodyPublishers.ofInputStream(
                () -> new java.io.ByteArrayInputStream(huge))), 413, "RequestEntityTooLargeException", "1 MiB");
    }

    @Test
    void tagsOfWhatIsNoResourceAreNotFound() throws IOException, InterruptedException {
        assertError(send("GET", "/tags/x", BodyPublishers.noBody()), 404, "ResourceNotFoundException", "not found");
        assertError(send("GET", "/tags/", BodyPublishers.noBody()), 400, "ValidationException", "resourceArn");
        assertError(post("/tags/x", "{}"), 400, "ValidationException", "'tags'");
        assertError(send("GET", "/tags/" + "x".repeat(200), BodyPublishers.noBody()), 400, "ValidationException",
                "length between 1 and 128");
    }

    @Test
    void tagKeysComeOneByOneInTheQuery() throws IOException, InterruptedException {
        String channel = emulator.channel("a");
        String path = "/tags/" + URLEncoder.encode(channel, StandardCharsets.UTF_8);
        assertThat(post(path, "{\"tags\":{\"a b\":\"1\",\"c\":\"2\",\"d\":\"3\"}}").statusCode()).isEqualTo(200);

        assertThat(send("DELETE", path + "?tagKeys=a%20b&tagKeys=c&other=d", BodyPublishers.noBody()).statusCode())
                .isEqualTo(200);

        assertThat(send("GET", path, BodyPublishers.noBody()).body()).isEqualTo("{\"tags\":{\"d\":\"3\"}}");
    }

    @Test
    void timesAreTextInWholeSeconds() throws IOException, InterruptedException {
        String channel = emulator.channel("a");
        emulator.pass(Duration.ofMillis(1500));
        emulator.media().startStream(channel);

        assertThat(post("/GetStream", "{\"channelArn\":\"" + channel + "\"}").body())
                .contains("\"startTime\":\"2026-03-07T09:00:01Z\"");
    }

    @Test
    void anErrorIsTheServices() throws IOException, InterruptedException {
        assertError(post("/GetChannel", "{\"arn\":\"arn:aws:ivs:eu-west-1:123456789012:channel/a\"}"), 404,
                "ResourceNotFoundException", "not found");
        String channel = emulator.channel("a");
        assertError(post("/GetStream", "{\"channelArn\":\"" + channel + "\"}"), 404, "ChannelNotBroadcasting",
                "not broadcasting");
    }

    @Test
    void successIsTwoHundredOrTwoHundredAndFour() throws IOException, InterruptedException {
        String channel = emulator.channel("a");
        String stage = emulator.stage();

        HttpResponse<String> deleted = post("/DeleteChannel", "{\"arn\":\"" + channel + "\"}");
        assertThat(deleted.statusCode()).isEqualTo(204);
        assertThat(deleted.body()).isEmpty();
        HttpResponse<String> removed = post("/DeleteStage", "{\"arn\":\"" + stage + "\"}");
        assertThat(removed.statusCode()).isEqualTo(200);
        assertThat(removed.body()).isEqualTo("{}");
    }

    @Test
    void whatIsNoHttpDoesNotDisturbOthers() throws IOException {
        URI endpoint = emulator.emulator().endpoint();
        for (String nonsense : List.of("hello\r\n\r\n", "POST /CreateChannel HTTP/1.1\r\nContent-Length: x\r\n\r\n")) {
            try (var socket = new Socket(endpoint.getHost(), endpoint.getPort())) {
                socket.setSoTimeout(10_000);
                socket.getOutputStream().write(nonsense.getBytes(StandardCharsets.US_ASCII));
                try (InputStream in = socket.getInputStream()) {
                    assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII)).doesNotContain(".java");
                }
            }
        }
        assertThat(emulator.channel("a")).isNotEmpty();
    }

    @Test
    void stopsWhileACallerIsStillSending() throws IOException {
        URI endpoint = emulator.emulator().endpoint();
        try (var socket = new Socket(endpoint.getHost(), endpoint.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write("POST /CreateChannel HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{".getBytes(
                            StandardCharsets.US_ASCII));

            emulator.emulator().close();

            assertThatThrownBy(() -> http.send(
                    HttpRequest.newBuilder(URI.create(endpoint + "/ListChannels")).build(), BodyHandlers.ofString()))
                    .isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void everyOperationIsAnswered() throws IOException, InterruptedException {
        for (ServiceModel model : ServiceModel.readAll().values()) {
            for (Operation operation : model.operations().values()) {
                String path = operation.path().replace("{resourceArn}", "arn:aws:ivs:eu-west-1:123456789012:stage/a");

                HttpResponse<String> response = send(operation.method(), path, BodyPublishers.ofString("{}"));

                assertThat(response.statusCode()).as(operation.name()).isIn(200, 400, 404);
                assertThat(response.headers().firstValue("x-amzn-ErrorType").orElse("none"))
                        .as(operation.name())
                        .isIn("none", "ValidationException", "ResourceNotFoundException");
            }
        }
    }

    @Test
    void manyCallersAtOnceGetWhatEachAskedFor() throws InterruptedException, ExecutionException {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<HttpResponse<String>>> answers = IntStream.range(0, 200)
                    .mapToObj(caller -> callers.submit(() -> post("/CreateChannel", "{\"name\":\"c-" + caller + "\"}")))
                    .toList();
            for (int caller = 0; caller < answers.size(); caller++) {
                assertThat(answers.get(caller).get().body()).contains("\"name\":\"c-" + caller + "\"");
            }
        }
        assertThat(emulator.ivs.listChannelsPaginator(_ -> {}).stream()
                .flatMap(page -> page.channels().stream().map(ChannelSummary::arn))).hasSize(200)
                .doesNotHaveDuplicates();
    }

    @Test
    void theListenerIsToldEveryCallInOrder() throws IOException, InterruptedException {
        String channel = emulator.channel("a");
        post("/DeleteChannel", "{\"arn\":\"" + channel + "\"}");
        HttpResponse<String> missing = post("/DeleteChannel", "{\"arn\":\"" + channel + "\"}");

        assertThat(emulator.calls).extracting(call -> call.operation().name())
                .containsExactly("CreateChannel", "DeleteChannel", "DeleteChannel");
        ApiCall last = emulator.calls.getLast();
        assertThat(last.time()).isEqualTo(EmulatorForTests.START);
        assertThat(missing.headers().firstValue("x-amzn-RequestId")).contains(last.requestId());
        assertThat(last.request().required("arn").asText()).isEqualTo(channel);
        assertThat(last.operation().readOnly()).isFalse();
        assertThat(last.outcome()).isInstanceOfSatisfying(ApiCall.Failure.class,
                failure -> assertThat(failure.type()).isEqualTo(ErrorType.RESOURCE_NOT_FOUND));
    }

    @Test
    void theSameSeedGivesTheSameIds() {
        try (EmulatorForTests another = EmulatorForTests.start()) {
            assertThat(another.channel("a")).isEqualTo(emulator.channel("a"));
            assertThat(another.stage()).isEqualTo(emulator.stage());
        }
    }

    @Test
    void startsInLessThanTwoSeconds() {
        long before = System.nanoTime();
        try (EmulatorForTests another = EmulatorForTests.start()) {
            another.channel("a");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
    }
}
