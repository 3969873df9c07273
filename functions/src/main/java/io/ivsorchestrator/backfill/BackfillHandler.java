package io.ivsorchestrator.backfill;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.ivsorchestrator.events.json.JsonException;
import io.ivsorchestrator.index.CursorSeal;
import io.ivsorchestrator.index.DynamoDbIndexTable;
import io.ivsorchestrator.index.IndexTable;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.media.S3RecordingFiles;
import io.ivsorchestrator.media.S3RecordingListing;
import io.ivsorchestrator.runtime.AwsClients;
import io.ivsorchestrator.runtime.DelayedMessages;
import io.ivsorchestrator.runtime.EmbeddedMetrics;
import io.ivsorchestrator.runtime.Environment;
import io.ivsorchestrator.runtime.Metrics;
import io.ivsorchestrator.runtime.QueueMessage;
import io.ivsorchestrator.runtime.SqsBatch;
import io.ivsorchestrator.runtime.SqsDelayedMessages;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;

/**
 * The Lambda function behind the backfill queue, whose messages are {@link Errand}s.
 *
 * <p>Needs {@code s3:ListBucket} and {@code s3:GetObject} on the buckets, {@code dynamodb:GetItem}, {@code Query} and
 * {@code PutItem} on the table, {@code sqs:SendMessage} on its own queue; batch size 1 and a timeout of at least five minutes. What is no errand stays in the queue until it is a dead
 * letter, with the reason in the log.
 */
public final class BackfillHandler implements RequestStreamHandler {
    static final String TABLE_NAME = "TABLE_NAME";
    static final String BACKFILL_QUEUE_URL = "BACKFILL_QUEUE_URL";
    /** The environment variables that are read; {@code AWS_REGION} is Lambda's own. */
    public static final List<String> VARIABLES = List.of(TABLE_NAME, BACKFILL_QUEUE_URL, "AWS_REGION");

    private static final Logger LOG = LoggerFactory.getLogger(BackfillHandler.class);
    /** A page is one request that lists and a thousand that read and write. */
    private static final int MILLIS_PER_PAGE = 60_000;

    private final Backfill backfill;
    private final Metrics metrics;

    /** For Lambda. */
    public BackfillHandler() {
        this(Environment.ofThisFunction(VARIABLES));
    }

    private BackfillHandler(Environment environment) {
        AwsClients clients = new AwsClients(environment);
        S3Client s3 = clients.s3();
        IndexTable table = new DynamoDbIndexTable(clients.dynamoDb(), environment.get(TABLE_NAME));
        DelayedMessages queue = new SqsDelayedMessages(clients.sqs(), environment.get(BACKFILL_QUEUE_URL));
        this.backfill = new Backfill(new S3RecordingListing(s3), new S3RecordingFiles(s3),
                new RecordingIndex(table, CursorSeal.ofThisProcess()), new Checkpoints(table), queue);
        this.metrics = new EmbeddedMetrics();
    }

    /** For everybody else. */
    public BackfillHandler(Backfill backfill, Metrics metrics) {
        this.backfill = backfill;
        this.metrics = metrics;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        PowertoolsLogging.initializeLogging(context);
        List<String> failed = new ArrayList<>();
        Counts counts = Counts.NONE;
        BooleanSupplier inTime = () -> context.getRemainingTimeInMillis() > MILLIS_PER_PAGE;
        for (QueueMessage message : SqsBatch.read(input)) {
            try {
                Errand errand = Errand.parse(message.body());
                Counts went = backfill.run(errand, inTime);
                counts = counts.plus(went);
                LOG.info("{} of {} in s3://{}/{}: {}", errand.mode(), errand.run(), errand.bucket(), errand.prefix(),
                        went);
            } catch (JsonException | IllegalArgumentException noErrand) {
                LOG.error("BACKFILL_MESSAGE: message {} is no errand: {}", message.id(), noErrand.getMessage());
                failed.add(message.id());
            } catch (RuntimeException later) {
                LOG.warn("BACKFILL_RETRY: message {} is tried again", message.id(), later);
                failed.add(message.id());
            }
        }
        metrics.count(counts.byName());
        SqsBatch.writeFailures(output, failed);
    }
}
