package io.ivsorchestrator.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.indexing.Quarantine;
import io.ivsorchestrator.indexing.S3Quarantine;
import io.ivsorchestrator.runtime.QueueMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** What is put aside in an S3, whoever's it is. */
public abstract class S3QuarantineContract {
    /** A bucket that exists. */
    protected static final String BUCKET = "quarantine-of-the-contract";

    protected abstract S3Client s3();

    private S3Quarantine quarantine(String bucket) {
        return new S3Quarantine(s3(), bucket, InstantSource.fixed(Instant.parse("2026-03-07T23:59:59Z")));
    }

    @Test
    void keep_message_isKeptWithReasonAndWithoutSecretsUnderItsDay() {
        quarantine(BUCKET).keep(new QueueMessage("m-1", "{\"token\":\"secret\", \"odd\": \"\\u00e9"),
                "$: is no JSON");

        JsonObject kept = JsonObject.parse(s3().getObjectAsBytes(request -> request.bucket(BUCKET)
                .key("quarantine/2026-03-07/m-1.json")).asString(StandardCharsets.UTF_8));
        assertThat(kept.requireString("messageId")).isEqualTo("m-1");
        assertThat(kept.requireString("reason")).isEqualTo("$: is no JSON");
        assertThat(kept.requireString("keptAt")).isEqualTo("2026-03-07T23:59:59Z");
        assertThat(kept.requireString("event")).isEqualTo("{\"token\":\"[redacted]\", \"odd\": \"\\u00e9");
    }

    @Test
    void keep_bucketGone_isAnErrorToTryAgain() {
        assertThatThrownBy(() -> quarantine("absent").keep(new QueueMessage("m-1", "x"), "y"))
                .isInstanceOf(Quarantine.QuarantineException.class).hasMessageContaining("s3://absent/");
    }
}
