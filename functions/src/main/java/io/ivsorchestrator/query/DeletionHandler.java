package io.ivsorchestrator.query;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.ivsorchestrator.events.json.JsonException;
import io.ivsorchestrator.index.CursorSeal;
import io.ivsorchestrator.index.DynamoDbIndexTable;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.runtime.AwsClients;
import io.ivsorchestrator.runtime.EmbeddedMetrics;
import io.ivsorchestrator.runtime.Environment;
import io.ivsorchestrator.runtime.Metrics;
import io.ivsorchestrator.runtime.QueueMessage;
import io.ivsorchestrator.runtime.SqsBatch;
import io.ivsorchestrator.runtime.SqsDelayedMessages;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;

/**
 * The Lambda function behind the deletion queue: the second phase of deletions, and retention. The scheduler sends
 * {@code {"sweep":"retention"}} once a day. Its queue is to hand out one message at a time: a long recording takes all the time
 * that there is and goes on with another message, and whatever came in the same batch would be returned untried.
 *
 * <p>Needs {@code dynamodb:GetItem}, {@code Query} and {@code PutItem} on the table and
 * {@code Query} on its indexes; {@code s3:ListBucketVersions} and {@code s3:ListBucketMultipartUploads} on the recording
 * buckets, {@code s3:DeleteObject}, {@code s3:DeleteObjectVersion} and {@code s3:AbortMultipartUpload} on their objects;
 * {@code sqs:SendMessage} on its own queue.
 */
public final class DeletionHandler implements RequestStreamHandler {
    /**
     * Read from the environment, and nothing else is. {@code RETENTION} as {@link Retention#parse} reads it;
     * {@code TOMBSTONE_DAYS} for how long a deleted recording stays in the index.
     */
    public static final List<String> VARIABLES = List.of("TABLE_NAME", "DELETION_QUEUE_URL", "RETENTION",
            "TOMBSTONE_DAYS", "AWS_REGION");

    /** A round of deletions makes two requests, and the facts are written after it. */
    private static final Duration RESERVE = AwsClients.CALL.multipliedBy(4);
    /** As long as Lambda lets a function run, and SQS delays a message. */
    private static final Duration SALVAGING = Duration.ofMinutes(15);
    private static final Logger LOG = LoggerFactory.getLogger(DeletionHandler.class);

    private final DeleteMedia deletion;
    private final Metrics metrics;

    /** As Lambda makes it. */
    public DeletionHandler() {
        this(Environment.ofThisFunction(VARIABLES));
    }

    private DeletionHandler(Environment environment) {
        AwsClients aws = new AwsClients(environment);
        DynamoDbIndexTable table = new DynamoDbIndexTable(aws.dynamoDb(), environment.get("TABLE_NAME"));
        this(new DeleteMedia(new RecordingIndex(table, CursorSeal.sharedThrough(table)),
                new S3RecordingObjects(aws.s3()),
                new SqsDelayedMessages(aws.sqs(), environment.get("DELETION_QUEUE_URL")),
                Retention.parse(environment.get("RETENTION")),
                Duration.ofDays(Long.parseLong(environment.get("TOMBSTONE_DAYS"))), SALVAGING,
                InstantSource.system()),
                new EmbeddedMetrics());
    }

    /** As everybody else makes it. */
    public DeletionHandler(DeleteMedia deletion, Metrics metrics) {
        this.deletion = deletion;
        this.metrics = metrics;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        PowertoolsLogging.initializeLogging(context);
        BooleanSupplier time = () -> context.getRemainingTimeInMillis() > RESERVE.toMillis();
        Map<String, Long> counts = new TreeMap<>();
        List<String> returned = new ArrayList<>();
        for (QueueMessage message : SqsBatch.read(input)) {
            Optional<String> outcome = time.getAsBoolean() ? handle(message, time) : Optional.empty();
            outcome.ifPresentOrElse(it -> counts.merge("Deletion" + it, 1L, Long::sum),
                    () -> returned.add(message.id()));
        }
        counts.put("DeletionReturned", (long) returned.size());
        metrics.count(counts);
        SqsBatch.writeFailures(output, returned);
    }

    /** Empty if the message must come again. */
    private Optional<String> handle(QueueMessage message, BooleanSupplier time) {
        try {
            DeleteMedia.Result result = deletion.handle(message.body(), time);
            if (result == DeleteMedia.Result.BLOCKED) {
                LOG.warn("blocked messageId={} body={}", message.id(), message.body());
            }
            return Optional.of(result.name().charAt(0) + result.name().substring(1).toLowerCase(Locale.ROOT));
        } catch (JsonException senseless) {
            // Comes back until it lies among the dead letters, where somebody can look at it.
            LOG.error("returned messageId={} cause={}", message.id(), senseless.getMessage());
        } catch (RuntimeException failed) {
            LOG.warn("returned messageId={}", message.id(), failed);
        }
        return Optional.empty();
    }
}
