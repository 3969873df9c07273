package io.ivsorchestrator.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.sun.net.httpserver.HttpHandler;
import io.ivsorchestrator.media.Fetched.Denied;
import io.ivsorchestrator.media.Fetched.Found;
import io.ivsorchestrator.media.Fetched.NotFound;
import io.ivsorchestrator.media.Fetched.TooLarge;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.s3.S3Client;

/** The adapter with the real SDK and HTTP client, against S3's answers over a socket. Two attempts, no waiting. */
@Timeout(30)
class S3RecordingFilesTest extends RecordingFilesContract {
    private final Map<String, HttpHandler> stored = new ConcurrentHashMap<>();
    private S3Stub s3;
    private S3Client client;
    private S3RecordingFiles files;

    @BeforeEach
    void start() throws IOException {
        s3 = new S3Stub();
        client = client(Duration.ofSeconds(20));
        files = new S3RecordingFiles(client);
    }

    private S3Client client(Duration patience) {
        return S3Client.builder()
                .endpointOverride(s3.endpoint())
                .forcePathStyle(true)
                .region(Region.US_WEST_2)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                .httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(patience))
                .overrideConfiguration(configuration -> configuration.retryStrategy(StandardRetryStrategy.builder()
                        .maxAttempts(2)
                        .backoffStrategy(BackoffStrategy.retryImmediately())
                        .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
                        .build()))
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        s3.close();
    }

    @Override
    RecordingFiles files() {
        return files;
    }

    @Override
    void put(String bucket, String key, byte[] body, Instant lastModified, Optional<String> versionId) {
        HttpHandler object = S3Stub.object(body, lastModified, versionId);
        stored.put(key, object);
        s3.answer(bucket, key, object);
    }

    @Override
    void delete(String bucket, String key) {
        s3.remove(bucket, key);
    }

    @Override
    void deny(String bucket, String key) {
        s3.answer(bucket, key, S3Stub.error(403, "AccessDenied", "Access Denied"));
    }

    @Override
    void breakDown(String bucket, String key) {
        s3.answer(bucket, key, S3Stub.error(503, "SlowDown", "Please reduce your request rate."));
    }

    @Override
    void recover() {
        stored.forEach((key, object) -> s3.answer(BUCKET, key, object));
    }

    @Test
    void fetch_impossibleNames_costNoRequest() {
        assertThat(files.fetch("Not_A_Bucket", KEY)).isEqualTo(new NotFound());
        assertThat(files.fetch(BUCKET, "")).isEqualTo(new NotFound());

        assertThat(s3.requests()).isZero();
    }

    @Test
    void fetch_objectUnderALifecycleRule_saysUntilWhen() {
        HttpHandler object = S3Stub.object(new byte[]{1}, Instant.EPOCH, Optional.empty());
        s3.answer(BUCKET, KEY, exchange -> {
            exchange.getResponseHeaders().set("x-amz-expiration",
                    "expiry-date=\"Fri, 05 Jun 2026 00:00:00 GMT\", rule-id=\"forget recordings\"");
            object.handle(exchange);
        });

        assertThat(files.fetch(BUCKET, KEY)).isInstanceOfSatisfying(Fetched.Found.class,
                found -> assertThat(found.expiresAt()).contains(Instant.parse("2026-06-05T00:00:00Z")));
    }

    @Test
    void fetch_deniedObject_givesCodeAndMessageAfterOneRequest() {
        s3.answer(BUCKET, KEY, S3Stub.error(403, "AccessDenied",
                "User: arn:aws:sts::123456789012:assumed-role/indexing is not authorized to perform: kms:Decrypt"));

        assertThat(files.fetch(BUCKET, KEY)).isEqualTo(new Denied("AccessDenied: User: "
                + "arn:aws:sts::123456789012:assumed-role/indexing is not authorized to perform: kms:Decrypt"));
        assertThat(s3.requests()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"400,KMS.DisabledException", "400,KMS.NotFoundException", "400,KMS.KMSInvalidStateException",
        "403,AllAccessDisabled", "403,InvalidObjectState", "301,PermanentRedirect", "400,AuthorizationHeaderMalformed"})
    void fetch_otherRefusalForGood_isDenied(int status, String code) {
        s3.answer(BUCKET, KEY, S3Stub.error(status, code, "for good"));

        assertThat(files.fetch(BUCKET, KEY)).isEqualTo(new Denied(code + ": for good"));
    }

    @Test
    void fetch_refusalWithoutDocument_isDeniedWithItsStatus() {
        s3.answer(BUCKET, KEY, exchange -> exchange.sendResponseHeaders(403, -1));

        assertThat(files.fetch(BUCKET, KEY)).asInstanceOf(type(Denied.class))
                .extracting(Denied::reason)
                .asString()
                .contains("403");
    }

    @Test
    void fetch_veryLongReason_isCut() {
        s3.answer(BUCKET, KEY, S3Stub.error(403, "AccessDenied", "x".repeat(5000)));

        assertThat(files.fetch(BUCKET, KEY)).asInstanceOf(type(Denied.class))
                .satisfies(denied -> assertThat(denied.reason()).hasSize(1024).startsWith("AccessDenied: xxx"));
    }

    @ParameterizedTest
    @CsvSource({"500,InternalError", "503,SlowDown", "503,ServiceUnavailable", "400,RequestTimeout", "400,ExpiredToken",
        "400,KMS.ThrottlingException", "403,InvalidAccessKeyId", "403,SignatureDoesNotMatch",
        "403,RequestTimeTooSkewed",
        "409,OperationAborted", "418,SomethingNew"})
    void fetch_whatMayPass_throws(int status, String code) {
        s3.answer(BUCKET, KEY, S3Stub.error(status, code, "not now"));

        assertThatExceptionOfType(RecordingFilesException.class).isThrownBy(() -> files.fetch(BUCKET, KEY))
                .withMessageContaining("s3://" + BUCKET + "/" + KEY)
                .withMessageContaining("not now");
    }

    @Test
    void fetch_throttledOnce_isFoundAtTheSecondAttempt() {
        onFirstRequest(S3Stub.error(503, "SlowDown", "Please reduce your request rate."));

        assertThat(files.fetch(BUCKET, KEY)).isInstanceOf(Found.class);
        assertThat(s3.requests()).isEqualTo(2);
    }

    @Test
    void fetch_bodyThatBreaksOffOnce_isFoundWholeAtTheSecondAttempt() {
        onFirstRequest(exchange -> {
            S3Stub.objectHeaders(exchange, STORED_AT);
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write('{');
        });

        assertThat(files.fetch(BUCKET, KEY)).asInstanceOf(type(Found.class))
                .extracting(Found::body)
                .isEqualTo(bytes("{}"));
        assertThat(s3.requests()).isEqualTo(2);
    }

    @Test
    void fetch_bodyThatAlwaysBreaksOff_throwsRatherThanBeFoundInPart() {
        s3.answer(BUCKET, KEY, exchange -> {
            S3Stub.objectHeaders(exchange, STORED_AT);
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write(bytes("{}"));
        });

        assertThatExceptionOfType(RecordingFilesException.class).isThrownBy(() -> files.fetch(BUCKET, KEY))
                .withMessageContaining(KEY);
    }

    @Test
    void fetch_storeThatDoesNotAnswerInTime_throws() {
        s3.answer(BUCKET, KEY, _ -> s3.hang());

        try (S3Client impatient = client(Duration.ofMillis(200))) {
            assertThatExceptionOfType(RecordingFilesException.class)
                    .isThrownBy(() -> new S3RecordingFiles(impatient).fetch(BUCKET, KEY))
                    .withMessageContaining(KEY);
        }
        assertThat(s3.requests()).isEqualTo(2);
    }

    @Test
    void fetch_bodyThatStopsHalfWay_throws() {
        s3.answer(BUCKET, KEY, exchange -> {
            S3Stub.objectHeaders(exchange, STORED_AT);
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            s3.hang();
        });

        try (S3Client impatient = client(Duration.ofMillis(200))) {
            assertThatExceptionOfType(RecordingFilesException.class)
                    .isThrownBy(() -> new S3RecordingFiles(impatient).fetch(BUCKET, KEY))
                    .withMessageContaining(KEY);
        }
    }

    @Test
    void fetch_storeThatIsGone_throws() {
        s3.close();

        assertThatExceptionOfType(RecordingFilesException.class).isThrownBy(() -> files.fetch(BUCKET, KEY))
                .withMessageContaining(KEY)
                .havingCause();
    }

    @Test
    void fetch_hugeObject_isTooLargeBeforeAnyOfItArrives() {
        s3.answer(BUCKET, KEY, exchange -> {
            S3Stub.objectHeaders(exchange, STORED_AT);
            exchange.sendResponseHeaders(200, 5L << 40);
            exchange.getResponseBody().flush();
            s3.hang();
        });

        assertThat(files.fetch(BUCKET, KEY)).isEqualTo(new TooLarge(5L << 40));
        assertThat(s3.requests()).isEqualTo(1);
    }

    @Test
    void fetch_objectOfUnsaidSize_isReadNoFurtherThanTheLimit() {
        s3.answer(BUCKET, KEY, exchange -> {
            S3Stub.objectHeaders(exchange, STORED_AT);
            exchange.sendResponseHeaders(200, 0); // chunked
            exchange.getResponseBody().write(new byte[RecordingFiles.MAX_BYTES + 8192]);
            exchange.getResponseBody().flush();
            s3.hang();
        });

        assertThat(files.fetch(BUCKET, KEY)).isEqualTo(new TooLarge(RecordingFiles.MAX_BYTES + 1));
        assertThat(s3.requests()).isEqualTo(1);
    }

    @Test
    void fetch_answerWithoutLastModified_throws() {
        s3.answer(BUCKET, KEY, exchange -> {
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write(bytes("{}"));
        });

        assertThatExceptionOfType(RecordingFilesException.class).isThrownBy(() -> files.fetch(BUCKET, KEY))
                .withMessageContaining("Last-Modified");
    }

    /** The first request gets this answer, the second finds the object. */
    private void onFirstRequest(HttpHandler first) {
        AtomicInteger attempts = new AtomicInteger();
        HttpHandler object = S3Stub.object(bytes("{}"), STORED_AT, Optional.empty());
        s3.answer(BUCKET, KEY, exchange -> (attempts.incrementAndGet() == 1 ? first : object).handle(exchange));
    }
}
