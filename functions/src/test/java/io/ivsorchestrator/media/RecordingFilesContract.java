package io.ivsorchestrator.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.ivsorchestrator.media.Fetched.Denied;
import io.ivsorchestrator.media.Fetched.Found;
import io.ivsorchestrator.media.Fetched.NotFound;
import io.ivsorchestrator.media.Fetched.TooLarge;
import io.ivsorchestrator.recording.RecordingKind;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link RecordingFiles} does, whatever it keeps its objects in. */
abstract class RecordingFilesContract {
    static final String BUCKET = "recordings-eu.example";
    static final String KEY = "ivs/v1/123456789012/Kp3dQ9xTzL7m/2026/3/7/9/4/y6TgBn2HjMk8/events/recording-ended.json";
    static final Instant STORED_AT = Instant.parse("2026-03-07T10:36:12Z");

    abstract RecordingFiles files();

    abstract void put(String bucket, String key, byte[] body, Instant lastModified, Optional<String> versionId);

    abstract void delete(String bucket, String key);

    abstract void deny(String bucket, String key);

    abstract void breakDown(String bucket, String key);

    abstract void recover();

    @Test
    void fetch_storedObject_isFoundWholeWithItsAttributes() {
        byte[] json = MetadataSamples.json(RecordingKind.CHANNEL, "ended");
        put(BUCKET, KEY, json, STORED_AT, Optional.empty());

        assertThat(files().fetch(BUCKET, KEY)).asInstanceOf(type(Found.class)).satisfies(found -> {
            assertThat(found.body()).isEqualTo(json);
            assertThat(found.lastModified()).isEqualTo(STORED_AT);
            assertThat(found.etag()).contains(InMemoryRecordingFiles.md5(json));
            assertThat(found.versionId()).isEmpty();
            assertThat(found.toString()).contains(json.length + " bytes").doesNotContain("master.m3u8");
        });
    }

    @Test
    void fetch_storedObjectInVersionedBucket_hasItsVersion() {
        put(BUCKET, KEY, bytes("{}"), STORED_AT, Optional.of("3HL4kqtJlcpXroDTDmJ"));

        assertThat(files().fetch(BUCKET, KEY)).asInstanceOf(type(Found.class))
                .extracting(Found::versionId)
                .isEqualTo(Optional.of("3HL4kqtJlcpXroDTDmJ"));
    }

    @Test
    void fetch_overwrittenObject_isTheNewOne() {
        put(BUCKET, KEY, bytes("{\"a\": 1}"), STORED_AT, Optional.empty());
        put(BUCKET, KEY, bytes("{\"a\": 2}"), STORED_AT.plusSeconds(60), Optional.empty());

        assertThat(files().fetch(BUCKET, KEY)).asInstanceOf(type(Found.class)).satisfies(found -> {
            assertThat(found.body()).isEqualTo(bytes("{\"a\": 2}"));
            assertThat(found.lastModified()).isEqualTo(STORED_AT.plusSeconds(60));
        });
    }

    @Test
    void fetch_emptyObject_isFoundWithNoBytes() {
        put(BUCKET, KEY, new byte[0], STORED_AT, Optional.empty());

        assertThat(files().fetch(BUCKET, KEY)).asInstanceOf(type(Found.class))
                .extracting(Found::body)
                .isEqualTo(new byte[0]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a key with spaces", "plus+sign", "percent%2e", "ümläut/☃", "a//b", "question?mark",
        "a=b&c"})
    void fetch_keyWithSpecialCharacters_isTakenLiterally(String key) {
        put(BUCKET, key, bytes(key), STORED_AT, Optional.empty());

        assertThat(files().fetch(BUCKET, key)).asInstanceOf(type(Found.class))
                .extracting(Found::body)
                .isEqualTo(bytes(key));
    }

    @Test
    void fetch_missingKey_isNotFound() {
        put(BUCKET, KEY, bytes("{}"), STORED_AT, Optional.empty());

        assertThat(files().fetch(BUCKET, KEY + ".bak")).isEqualTo(new NotFound());
        assertThat(files().fetch(BUCKET, KEY.substring(1))).isEqualTo(new NotFound());
    }

    @Test
    void fetch_deletedObject_isNotFound() {
        put(BUCKET, KEY, bytes("{}"), STORED_AT, Optional.empty());
        delete(BUCKET, KEY);

        assertThat(files().fetch(BUCKET, KEY)).isEqualTo(new NotFound());
    }

    @Test
    void fetch_missingBucket_isNotFound() {
        put(BUCKET, KEY, bytes("{}"), STORED_AT, Optional.empty());

        assertThat(files().fetch("no-such-bucket", KEY)).isEqualTo(new NotFound());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "Not_A_Bucket", "a/b", "arn:aws:s3:us-east-1:123456789012:accesspoint/other",
        "bucket@example.com"})
    void fetch_bucketThatCannotExist_isNotFound(String bucket) {
        assertThat(files().fetch(bucket, KEY)).isEqualTo(new NotFound());
    }

    @Test
    void fetch_keyThatCannotExist_isNotFound() {
        assertThat(files().fetch(BUCKET, "")).isEqualTo(new NotFound());
        assertThat(files().fetch(BUCKET, "k".repeat(1025))).isEqualTo(new NotFound());
    }

    @Test
    void fetch_objectOfExactlyTheLimit_isFound() {
        put(BUCKET, KEY, new byte[1_048_576], STORED_AT, Optional.empty());

        assertThat(files().fetch(BUCKET, KEY)).asInstanceOf(type(Found.class))
                .satisfies(found -> assertThat(found.body()).hasSize(1_048_576));
    }

    @Test
    void fetch_objectOverTheLimit_isTooLargeWithItsSize() {
        put(BUCKET, KEY, new byte[1_048_577], STORED_AT, Optional.empty());

        assertThat(files().fetch(BUCKET, KEY)).isEqualTo(new TooLarge(1_048_577));
    }

    @Test
    void fetch_deniedObject_isDeniedWithAReason() {
        put(BUCKET, KEY, bytes("{}"), STORED_AT, Optional.empty());
        deny(BUCKET, KEY);

        assertThat(files().fetch(BUCKET, KEY)).asInstanceOf(type(Denied.class))
                .extracting(Denied::reason)
                .asString()
                .isNotBlank();
    }

    @Test
    void fetch_deniedKeyThatDoesNotExist_isDeniedToo() {
        deny(BUCKET, KEY);

        assertThat(files().fetch(BUCKET, KEY)).isInstanceOf(Denied.class);
    }

    @Test
    void fetch_storeThatIsUnavailable_throwsWithLocationAndCause() {
        put(BUCKET, KEY, bytes("{}"), STORED_AT, Optional.empty());
        breakDown(BUCKET, KEY);

        assertThatExceptionOfType(RecordingFilesException.class).isThrownBy(() -> files().fetch(BUCKET, KEY))
                .withMessageContaining("s3://" + BUCKET + "/" + KEY)
                .havingCause();

        recover();
        assertThat(files().fetch(BUCKET, KEY)).isInstanceOf(Found.class);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
