package io.ivsorchestrator.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.indexing.Quarantine;
import io.ivsorchestrator.indexing.S3Quarantine;
import io.ivsorchestrator.local.embedded.LocalClients;
import io.ivsorchestrator.local.embedded.LocalS3;
import io.ivsorchestrator.runtime.QueueMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

class S3QuarantineTest {
    private static LocalS3 server;
    private static S3Client s3;

    @BeforeAll
    static void start() {
        server = LocalS3.start();
        s3 = LocalClients.s3(server.endpoint());
        s3.createBucket(request -> request.bucket("quarantine"));
    }

    @AfterAll
    static void stop() {
        s3.close();
        server.close();
    }

    private static S3Quarantine quarantine(String bucket) {
        return new S3Quarantine(s3, bucket, InstantSource.fixed(Instant.parse("2026-03-07T23:59:59Z")));
    }

    @Test
    void keep_message_isKeptWithReasonAndWithoutSecretsUnderItsDay() {
        quarantine("quarantine").keep(new QueueMessage("m-1", "{\"token\":\"secret\", \"odd\": \"\\u00e9"),
                "$: is no JSON");

        JsonObject kept = JsonObject.parse(s3.getObjectAsBytes(request -> request.bucket("quarantine")
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
