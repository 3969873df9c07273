package io.ivsorchestrator.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InMemoryRecordingFilesTest extends RecordingFilesContract {
    private final InMemoryRecordingFiles files = new InMemoryRecordingFiles();

    @Override
    RecordingFiles files() {
        return files;
    }

    @Override
    void put(String bucket, String key, byte[] body, Instant lastModified, Optional<String> versionId) {
        versionId.ifPresentOrElse(version -> files.put(bucket, key, body, lastModified, version),
                () -> files.put(bucket, key, body, lastModified));
    }

    @Override
    void delete(String bucket, String key) {
        files.delete(bucket, key);
    }

    @Override
    void deny(String bucket, String key) {
        files.deny(bucket, key, "AccessDenied: Access Denied");
    }

    @Override
    void breakDown(String bucket, String key) {
        files.breakDown(bucket, key);
    }

    @Override
    void recover() {
        files.recover();
    }

    @Test
    void fetches_countsEveryCallWhateverItAnswers() {
        files.put(BUCKET, KEY, bytes("{}"), STORED_AT).breakDown(BUCKET, "broken").deny(BUCKET, "denied", "no");

        var unused = files.fetch(BUCKET, KEY);
        unused = files.fetch(BUCKET, KEY);
        unused = files.fetch(BUCKET, "missing");
        unused = files.fetch(BUCKET, "denied");
        assertThatExceptionOfType(RecordingFilesException.class).isThrownBy(() -> files.fetch(BUCKET, "broken"));

        assertThat(files.fetches()).isEqualTo(5);
    }

    @Test
    void put_bodyThatIsChangedAfterwards_staysAsItWas() {
        byte[] body = bytes("{}");
        files.put(BUCKET, KEY, body, STORED_AT);
        body[0] = 'x';

        assertThat(files.fetch(BUCKET, KEY)).isInstanceOfSatisfying(Fetched.Found.class,
                found -> assertThat(found.body()).isEqualTo(bytes("{}")));
    }
}
