package io.ivsorchestrator.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ivsorchestrator.query.RecordingObjects.Deleted;
import io.ivsorchestrator.recording.S3Location;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The adapter with the real SDK against a bucket with versioning: as much of {@code ListObjectVersions} and
 * {@code DeleteObjects} as it needs, over HTTP (Amazon S3 API Reference).
 */
class S3RecordingObjectsTest {
    private static final S3Location LOCATION = new S3Location("station-recordings", "a/b/c/composite");
    private static final int MAX_KEYS = 1000;
    private static final Pattern OBJECT = Pattern.compile(
            "<Object><Key>([^<]+)</Key><VersionId>([^<]+)</VersionId></Object>");

    private record Version(String key, String id, boolean marker) {}

    private final List<Version> versions = new ArrayList<>();
    /** Keys of uploads that nobody completed; an upload's id is its key. */
    private final List<String> uploads = new ArrayList<>();
    private boolean completedMeanwhile;
    private final List<String> requests = new ArrayList<>();
    private String locked = "";
    private String lockedWith = "AccessDenied";
    private int status = 200;
    private HttpServer server;
    private S3Client s3;
    private S3RecordingObjects objects;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
        s3 = S3Client.builder().endpointOverride(URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .forcePathStyle(true).region(Region.US_WEST_2)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(it -> it.retryStrategy(software.amazon.awssdk.retries.DefaultRetryStrategy
                        .doNotRetry()))
                .build();
        objects = new S3RecordingObjects(s3);
    }

    @AfterEach
    void stop() {
        s3.close();
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String query = URLDecoder.decode(exchange.getRequestURI().getRawQuery(), StandardCharsets.UTF_8);
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (exchange.getRequestMethod().equals("DELETE")) {
                requests.add("abort");
                abort(exchange, exchange.getRequestURI().getPath().substring(LOCATION.bucket().length() + 2));
                return;
            }
            String answer = status == 200
                    ? answer(query, body)
                    : "<Error><Code>" + (status == 403 ? "AccessDenied" : "SlowDown")
                            + "</Code><Message>no</Message></Error>";
            requests.add(query.startsWith("delete") ? "delete" : query.startsWith("uploads") ? "uploads" : "list");
            send(exchange, status, answer);
        }
    }

    private static void send(HttpExchange exchange, int status, String answer) throws IOException {
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private void abort(HttpExchange exchange, String key) throws IOException {
        uploads.remove(key);
        if (completedMeanwhile) {
            versions.add(new Version(key, "v1", false));
            send(exchange, 404, "<Error><Code>NoSuchUpload</Code><Message>gone</Message></Error>");
        } else {
            exchange.sendResponseHeaders(204, -1);
        }
    }

    private String answer(String query, String body) {
        if (query.startsWith("delete")) {
            StringBuilder errors = new StringBuilder("<DeleteResult>");
            for (Matcher object = OBJECT.matcher(body); object.find();) {
                String key = object.group(1);
                String id = object.group(2);
                if (key.equals(locked)) {
                    errors.append("<Error><Key>").append(key).append("</Key><Code>").append(lockedWith)
                            .append("</Code><Message>object lock</Message></Error>");
                } else {
                    versions.removeIf(it -> it.key().equals(key) && it.id().equals(id));
                }
            }
            return errors.append("</DeleteResult>").toString();
        }
        String prefix = query.replaceFirst(".*prefix=([^&]*).*", "$1");
        if (query.startsWith("uploads")) {
            return "<ListMultipartUploadsResult>" + uploads.stream().filter(key -> key.startsWith(prefix))
                    .map(key -> "<Upload><Key>" + key + "</Key><UploadId>" + key + "</UploadId></Upload>")
                    .collect(Collectors.joining()) + "</ListMultipartUploadsResult>";
        }
        StringBuilder list = new StringBuilder("<ListVersionsResult>");
        versions.stream().filter(it -> it.key().startsWith(prefix)).limit(MAX_KEYS).forEach(it -> {
            String element = it.marker() ? "DeleteMarker" : "Version";
            list.append('<').append(element).append("><Key>").append(it.key()).append("</Key><VersionId>")
                    .append(it.id()).append("</VersionId></").append(element).append('>');
        });
        return list.append("</ListVersionsResult>").toString();
    }

    @Test
    void deleteAll_versionsAndMarkers_leavesNoneAndNoNeighbourIsTouched() {
        IntStream.range(0, 1500)
                .forEach(i -> versions.add(new Version(LOCATION.key("media/" + i + ".ts"), "v1", false)));
        versions.add(new Version(LOCATION.key("media/0.ts"), "v0", false));
        versions.add(new Version(LOCATION.key("media/0.ts"), "v2", true));
        Version neighbour = new Version(LOCATION.prefix() + "2/media/0.ts", "v1", false);
        versions.add(neighbour);

        assertThat(objects.deleteAll(LOCATION, () -> true)).isEqualTo(new Deleted.All(1502));

        assertThat(versions).containsExactly(neighbour);
        assertThat(requests).as("the last listings are the proof")
                .containsExactly("list", "delete", "list", "delete", "list", "uploads");
    }

    @Test
    void deleteAll_uploadsThatNobodyCompleted_areEndedToo() {
        versions.add(new Version(LOCATION.key("media/0.ts"), "v1", false));
        String neighbour = LOCATION.prefix() + "2/media/1.ts";
        uploads.addAll(List.of(LOCATION.key("media/1.ts"), LOCATION.key("media/2.ts"), neighbour));

        assertThat(objects.deleteAll(LOCATION, () -> true)).isEqualTo(new Deleted.All(3));

        assertThat(uploads).containsExactly(neighbour);
        assertThat(requests).containsExactly("list", "delete", "list", "uploads", "abort", "abort", "list", "uploads");
    }

    @Test
    void deleteAll_uploadCompletedMeanwhile_isDeletedAsAnObject() {
        uploads.add(LOCATION.key("media/1.ts"));
        completedMeanwhile = true;

        assertThat(objects.deleteAll(LOCATION, () -> true)).isEqualTo(new Deleted.All(2));

        assertThat(versions).isEmpty();
        assertThat(uploads).isEmpty();
    }

    @Test
    void deleteAll_outOfTime_saysHowFar() {
        versions.add(new Version(LOCATION.key("media/0.ts"), "v1", false));
        int[] rounds = {0};

        assertThat(objects.deleteAll(LOCATION, () -> rounds[0]++ < 1)).isEqualTo(new Deleted.Interrupted(1));
    }

    @Test
    void deleteAll_lockedObject_isRefusedWithS3sWords() {
        versions.add(new Version(LOCATION.key("media/0.ts"), "v1", false));
        versions.add(new Version(LOCATION.key("media/1.ts"), "v1", false));
        locked = LOCATION.key("media/1.ts");

        assertThat(objects.deleteAll(LOCATION, () -> true)).isEqualTo(
                new Deleted.Refused(1, "AccessDenied: object lock (" + locked + ")"));
    }

    @Test
    void deleteAll_oneObjectNotJustNow_isTriedAgainLater() {
        versions.add(new Version(LOCATION.key("media/1.ts"), "v1", false));
        locked = LOCATION.key("media/1.ts");
        lockedWith = "InternalError";

        assertThatThrownBy(() -> objects.deleteAll(LOCATION, () -> true))
                .isInstanceOf(RecordingObjects.RecordingObjectsException.class).hasMessageContaining("InternalError");
    }

    @Test
    void deleteAll_bucketThatIsNotOurs_isRefused() {
        status = 403;

        assertThat(objects.deleteAll(LOCATION, () -> true)).isEqualTo(new Deleted.Refused(0, "AccessDenied: no"));
    }

    @Test
    void deleteAll_busyBucket_isTriedAgainLater() {
        status = 503;

        assertThatThrownBy(() -> objects.deleteAll(LOCATION, () -> true))
                .isInstanceOf(RecordingObjects.RecordingObjectsException.class);
    }
}
