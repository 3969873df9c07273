package io.ivsorchestrator.salvaging;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.ivsorchestrator.events.json.JsonException;
import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.index.CursorSeal;
import io.ivsorchestrator.index.DynamoDbIndexTable;
import io.ivsorchestrator.index.IndexUnavailableException;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.media.RecordingFilesException;
import io.ivsorchestrator.media.S3MediaObjects;
import io.ivsorchestrator.recording.RecordingId;
import io.ivsorchestrator.recording.Salvage;
import io.ivsorchestrator.runtime.AwsClients;
import io.ivsorchestrator.runtime.EmbeddedMetrics;
import io.ivsorchestrator.runtime.Environment;
import io.ivsorchestrator.runtime.Metrics;
import io.ivsorchestrator.runtime.QueueMessage;
import io.ivsorchestrator.runtime.SqsBatch;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;

/**
 * The Lambda function behind the salvage queue. A message is our own {@code Recording Failed} event, or
 * {@code {"recordingId":"..."}} by whoever finds a recording that never ended.
 *
 * <p>Needs {@code dynamodb:GetItem}, {@code PutItem}, {@code UpdateItem}, {@code Query} and {@code ConditionCheckItem} on
 * the table; {@code s3:ListBucket} on the recording buckets, {@code s3:GetObject} on their objects and {@code s3:PutObject}
 * on {@code <bucket>/*}{@code /salvage/*}, nothing more: it cannot touch an object of IVS. 15
 * minutes: a recording of 48 hours whose playlists are all lost has 86,400 segments to look into.
 */
public final class SalvageHandler implements RequestStreamHandler {
    /** Read from the environment, and nothing else is. {@code AWS_REGION} is Lambda's own. */
    public static final List<String> VARIABLES = List.of("TABLE_NAME", "AWS_REGION");

    private static final String RETURNED = "SalvageReturned";
    private static final Duration RESERVE = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(SalvageHandler.class);

    private final SalvageRecording salvage;
    private final Metrics metrics;

    /** As Lambda makes it. */
    public SalvageHandler() {
        this(Environment.ofThisFunction(VARIABLES));
    }

    private SalvageHandler(Environment environment) {
        AwsClients aws = new AwsClients(environment);
        S3Client s3 = aws.s3();
        RecordingIndex index = new RecordingIndex(
                new DynamoDbIndexTable(aws.dynamoDb(), environment.get("TABLE_NAME")), CursorSeal.ofThisProcess());
        this(new SalvageRecording(index, new S3MediaObjects(s3), new S3SalvageStore(s3), InstantSource.system()),
                new EmbeddedMetrics());
    }

    /** As everybody else makes it. */
    public SalvageHandler(SalvageRecording salvage, Metrics metrics) {
        this.salvage = salvage;
        this.metrics = metrics;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        PowertoolsLogging.initializeLogging(context);
        List<String> failed = new ArrayList<>();
        Map<String, Long> counts = new LinkedHashMap<>();
        boolean first = true;
        for (QueueMessage message : SqsBatch.read(input)) {
            // The longest recording needs minutes; what does not fit comes back by itself and begins anew.
            boolean time = first || context.getRemainingTimeInMillis() > RESERVE.toMillis();
            counts.merge(time ? one(message, failed) : later(message, failed), 1L, Long::sum);
            first = false;
        }
        metrics.count(counts);
        SqsBatch.writeFailures(output, failed);
    }

    /** The name of what is counted. A message that makes no sense goes to the dead letters by and by, where it is seen. */
    private String one(QueueMessage message, List<String> failed) {
        try {
            RecordingId id = recording(message);
            return switch (salvage.salvage(id)) {
                case SalvageRecording.Outcome.Skipped skipped -> {
                    LOG.info("skipped recording={} because={}", id, skipped.because());
                    yield "SalvageSkipped";
                }
                case SalvageRecording.Outcome.Done(Salvage.Playable result, boolean _) -> {
                    LOG.info("salvaged recording={} duration={} missing={}", id, result.duration(), result.missing());
                    yield "RecordingsSalvaged";
                }
                case SalvageRecording.Outcome.Done(Salvage.Unsalvageable result, boolean _) -> {
                    LOG.warn("unsalvageable recording={} because={}", id, result.because());
                    yield "RecordingsUnsalvageable";
                }
            };
        } catch (JsonException | RecordingFilesException | IndexUnavailableException
                | SalvageStore.SalvageStoreException passing) {
            LOG.warn("returned messageId={} cause={}", message.id(), passing.getMessage());
        } catch (RuntimeException mistake) {
            LOG.error("returned messageId={}", message.id(), mistake);
        }
        failed.add(message.id());
        return RETURNED;
    }

    private static String later(QueueMessage message, List<String> failed) {
        LOG.info("returned messageId={} cause=no time left", message.id());
        failed.add(message.id());
        return RETURNED;
    }

    private static RecordingId recording(QueueMessage message) {
        JsonObject json = JsonObject.parse(message.body());
        JsonObject holder = json.object("detail").flatMap(detail -> detail.object("recording")).orElse(json);
        String name = json.object("detail").isPresent() ? "id" : "recordingId";
        return RecordingId.parse(holder.requireString(name))
                .orElseThrow(() -> holder.error(name, "must be a recording id"));
    }
}
