package io.ivsorchestrator.tests.emulator;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What no AWS client would send gets the service's kind of error, never a stack trace, and nobody else waits for it. */
class BadRequestsTest {
    /** Longer than a client is given to send its request. */
    private static final int PATIENCE_MILLIS = 40_000;

    private static EmulatorUnderTest emulator;
    private static HttpClient client;

    @BeforeAll
    static void start() {
        emulator = new EmulatorUnderTest();
        client = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() {
        client.close();
        emulator.close();
    }

    private static HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(emulator.service.endpoint().resolve(path))
                .timeout(Duration.ofSeconds(30)).method(method, BodyPublishers.ofString(body)).build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        assertThat(response.body()).doesNotContain("Exception:", "at io.", "at java.");
        return response;
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            POST   | /CreateRecordingConfiguration | ``                            | 400 | ValidationException
            POST   | /CreateRecordingConfiguration | `{}`                          | 400 | ValidationException
            POST   | /CreateChannel                | `{"name": 3}`                 | 400 | ValidationException
            POST   | /CreateChannel                | `{"tags": ["a"]}`             | 400 | ValidationException
            POST   | /CreateChannel                | `{"name": "a`                 | 400 | ValidationException
            POST   | /CreateChannel                | `[]`                          | 400 | ValidationException
            POST   | /CreateChannel                | `nonsense`                    | 400 | ValidationException
            POST   | /CreateChannel                | `{} {}`                       | 400 | ValidationException
            POST   | /GetChannel                   | `{"arn": "no ARN"}`           | 400 | ValidationException
            POST   | /GetChannel                   | `{"arn": null}`               | 400 | ValidationException
            POST   | /GetStage                     | `{"arn": "arn:aws:ivs:us-west-2:1:channel/a"}` | 400 | ValidationException
            POST   | /ListChannels                 | `{"nextToken": "AAAA"}`       | 400 | ValidationException
            POST   | /PutChannel                   | `{}`                          | 404 | UnknownOperationException
            POST   | /                             | `{}`                          | 404 | UnknownOperationException
            POST   | /..%2f..%2fetc%2fpasswd       | `{}`                          | 404 | UnknownOperationException
            GET    | /CreateChannel                | ``                            | 404 | UnknownOperationException
            PUT    | /CreateChannel                | `{}`                          | 404 | UnknownOperationException
            DELETE | /CreateChannel                | ``                            | 404 | UnknownOperationException
            GET    | /tags/nothing                 | ``                            | 404 | ResourceNotFoundException
            POST   | /UpdateRecordingConfiguration | `{}`                          | 404 | UnknownOperationException
            """)
    void badRequest_getsTheServicesError(String method, String path, String body, int status, String error)
            throws IOException, InterruptedException {
        HttpResponse<String> response = send(method, path, body);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("x-amzn-ErrorType")).hasValue(error);
        assertThat(response.headers().firstValue("x-amzn-RequestId")).isPresent();
        assertThat(new ObjectMapper().readTree(response.body()).get("exceptionMessage").asText()).isNotBlank();
    }

    @Test
    void hugeBody_isRefusedAndTheNextRequestIsAnswered() throws IOException, InterruptedException {
        HttpResponse<String> response = send("POST", "/CreateChannel",
                "{\"name\": \"" + "a".repeat(20 << 20) + "\"}");

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.headers().firstValue("x-amzn-ErrorType")).hasValue("RequestEntityTooLargeException");
        assertThat(send("POST", "/ListChannels", "{}").statusCode()).isEqualTo(200);
    }

    @Test
    void deeplyNestedBody_isRefused() throws IOException, InterruptedException {
        HttpResponse<String> response = send("POST", "/CreateChannel", "{\"tags\":".repeat(20_000));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("x-amzn-ErrorType")).hasValue("ValidationException");
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            POST   | /_emulator/dance        | `{}`                          | 404 | there is no command dance
            POST   | /_emulator/start-stream | `{}`                          | 400 | channel is missing
            POST   | /_emulator/start-stream | `{"channel": "nobody"}`       | 404 | there is no channel named nobody
            POST   | /_emulator/start-stream | `{"chanel": "main"}`          | 400 | channel is missing
            POST   | /_emulator/bucket       | `{"name": "b", "size": 3}`    | 400 | there is no size here
            POST   | /_emulator/bucket       | `{"name": ["b"]}`             | 400 | name must be text
            POST   | /_emulator/bucket       | `{"name": "NO_BUCKET"}`       | 400 | bucket NO_BUCKET cannot be made
            POST   | /_emulator/bucket       | `nonsense`                    | 400 | the request is no JSON
            POST   | /_emulator/fault        | `{"kind": "rain"}`            | 400 | there is no fault of kind rain
            POST   | /_emulator/fault        | `{"kind": "lose-events", "rate": "110%"}` | 400 | between 0% and 100%
            POST   | /_emulator/fault        | `{"kind": "delay-events", "by": "soon"}`  | 400 | by must be a time such as
            POST   | /_emulator/mend         | `{"fault": "f99"}`            | 404 | no fault f99 is on
            POST   | /_emulator/clock        | `{"to": "2020-01-01T00:00:00Z"}` | 409 | does not go back
            POST   | /_emulator/play         | `{"scenario": "0:00:01 dance", "file": "my.scenario"}` | 400 | my.scenario:1:
            GET    | /_emulator/stop         | ``                            | 405 | use POST
            DELETE | /_emulator/status       | ``                            | 405 | use POST
            """)
    void badCommand_getsAProblemThatSaysWhatToDo(String method, String path, String body, int status, String detail)
            throws IOException, InterruptedException {
        HttpResponse<String> response = send(method, path, body);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(new ObjectMapper().readTree(response.body()).get("detail").asText()).contains(detail);
    }

    @Test
    void clientsThatNeverFinish_hinderNobodyAndAreCutOff() throws IOException, InterruptedException {
        URI endpoint = emulator.service.endpoint();
        List<Socket> slow = new ArrayList<>();
        try {
            for (int number = 0; number < 50; number++) {
                Socket socket = new Socket(endpoint.getHost(), endpoint.getPort());
                slow.add(socket);
                socket.getOutputStream().write((number % 2 == 0
                        ? "POST /CreateChannel HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{\"name\":"
                        : "POST /CreateChannel HTTP/1.1\r\nHo").getBytes(US_ASCII));
            }

            assertThat(send("POST", "/ListChannels", "{}").statusCode()).isEqualTo(200);
            Socket last = slow.getFirst();
            last.setSoTimeout(PATIENCE_MILLIS);
            assertThat(closed(last.getInputStream())).isTrue();
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    /** Whether the other side closes, with or without a last word, which must be no success. */
    private static boolean closed(InputStream in) throws IOException {
        try {
            assertThat(new String(in.readAllBytes(), UTF_8)).doesNotStartWith("HTTP/1.1 2");
            return true;
        } catch (SocketTimeoutException stillOpen) {
            return false;
        }
    }
}
