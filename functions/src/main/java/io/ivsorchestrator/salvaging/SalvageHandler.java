package io.ivsorchestrator.salvaging;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.ivsorchestrator.events.json.JsonException;
import io.ivsorchestrator.index.CursorSeal;
import io.ivsorchestrator.index.DynamoDbIndexTable;
import io.ivsorchestrator.index.IndexUnavailableException;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.media.MediaObjects;
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
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;

/**
 * The Lambda function behind the salvage queue. A message is our own {@code Recording Failed} event, or
 * {@code {"recordingId":"..."}} by whoever finds a recording that never ended; both are salvaged. Our own {@code Recording Ended}
 * event, where a deployment lets it come here, and {@code {"inspect":"<recording id>"}} are inspected.
 *
 * <p>Needs {@code dynamodb:GetItem}, {@code PutItem} and {@code Query} on the table and {@code Query} on its indexes; {@code
 * s3:ListBucket} on the recording buckets, {@code s3:GetObject} on their objects and {@code s3:PutObject} on
 * {@code <bucket>/*}{@code /salvage/*} of those in {@code SALVAGE_BUCKETS}, nothing more: it cannot touch an object of IVS.
 * 15 minutes: a recording of 48 hours whose playlists are all lost has 86,400 segments to look into.
 */
public final class SalvageHandler implements RequestStreamHandler {
    /**
     * Read from the environment, and nothing else is. {@code SALVAGE_BUCKETS}: names of the buckets that may be written to,
     * separated by commas, {@value #NO_BUCKET} for none. {@code AWS_REGION} is Lambda's own.
     */
    public static final List<String> VARIABLES = List.of("TABLE_NAME", "SALVAGE_BUCKETS", "AWS_REGION");
    /** No bucket has such a name. */
    public static final String NO_BUCKET = "-";

    private static final String RETURNED = "SalvageReturned";
    private static final Duration RESERVE = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(SalvageHandler.class);

    private final SalvageRecording salvage;
    private final InspectRecording inspect;
    private final Metrics metrics;

    /** As Lambda makes it. */
    public SalvageHandler() {
        this(Environment.ofThisFunction(VARIABLES));
    }

    private SalvageHandler(Environment environment) {
        AwsClients aws = new AwsClients(environment);
        S3Client s3 = aws.s3();
        MediaObjects objects = new S3MediaObjects(s3);
        RecordingIndex index = new RecordingIndex(
                new DynamoDbIndexTable(aws.dynamoDb(), environment.get("TABLE_NAME")), CursorSeal.ofThisProcess());
        Set<String> writable = Set.of(environment.get("SALVAGE_BUCKETS").split(","));
        this(new SalvageRecording(index, objects, new S3SalvageStore(s3), writable::contains, InstantSource.system()),
                new InspectRecording(index, objects, InstantSource.system()), new EmbeddedMetrics());
    }

    /** As everybody else makes it. */
    public SalvageHandler(SalvageRecording salvage, InspectRecording inspect, Metrics metrics) {
        this.salvage = salvage;
        this.inspect = inspect;
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
            return switch (Request.read(message.body())) {
                case Request.Salvage it -> salvage(it.recording());
                case Request.Inspect it -> inspect(it.recording());
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

    private String salvage(RecordingId id) {
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
                // A thousand in a storm; each reason is in the index.
                LOG.debug("unsalvageable recording={} because={}", id, result.because());
                yield "RecordingsUnsalvageable";
            }
        };
    }

    private String inspect(RecordingId id) {
        return switch (inspect.inspect(id)) {
            case InspectRecording.Outcome.Skipped skipped -> {
                LOG.info("not inspected recording={} because={}", id, skipped.because());
                yield "InspectionSkipped";
            }
            case InspectRecording.Outcome.Done _ -> "RecordingsInspected";
        };
    }
}
