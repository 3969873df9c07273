package io.ivsorchestrator.indexing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.ivsorchestrator.runtime.QueueMessage;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Quarantine in a bucket of its own: {@code quarantine/<UTC day>/<message id>.json} with members {@code messageId},
 * {@code reason}, {@code keptAt} and {@code event}, the last one text. The bucket's lifecycle removes it after 30 days.
 */
public final class S3Quarantine implements Quarantine {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final S3Client s3;
    private final String bucket;
    private final InstantSource clock;

    public S3Quarantine(S3Client s3, String bucket, InstantSource clock) {
        this.s3 = s3;
        this.bucket = bucket;
        this.clock = clock;
    }

    @Override
    public void keep(QueueMessage message, String reason) {
        Instant now = clock.instant();
        String key = "quarantine/" + LocalDate.ofInstant(now, ZoneOffset.UTC) + "/" + message.id() + ".json";
        String document = document(message, reason, now);
        try {
            s3.putObject(request -> request.bucket(bucket).key(key).contentType("application/json"),
                    RequestBody.fromString(document));
        } catch (SdkException | UncheckedIOException failed) {
            // The second when an attempt is cut off while the body is being sent: the SDK lets it through as it is.
            throw new QuarantineException("cannot write s3://" + bucket + "/" + key + ": " + failed.getMessage(),
                    failed);
        }
    }

    private static String document(QueueMessage message, String reason, Instant now) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("messageId", message.id());
            json.writeStringField("reason", Redaction.redact(reason));
            json.writeStringField("keptAt", now.toString());
            json.writeStringField("event", Redaction.redact(message.body()));
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("a StringWriter failed", impossible);
        }
        return text.toString();
    }
}
