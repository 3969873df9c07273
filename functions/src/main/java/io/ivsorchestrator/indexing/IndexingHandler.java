package io.ivsorchestrator.indexing;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.ivsorchestrator.index.CursorSeal;
import io.ivsorchestrator.index.DynamoDbIndexTable;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.media.S3RecordingFiles;
import io.ivsorchestrator.runtime.AwsClients;
import io.ivsorchestrator.runtime.EmbeddedMetrics;
import io.ivsorchestrator.runtime.Environment;
import io.ivsorchestrator.runtime.Metrics;
import io.ivsorchestrator.runtime.Rehearsal;
import io.ivsorchestrator.runtime.SqsBatch;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;

/**
 * The Lambda function behind the indexing queue.
 *
 * <p>Needs {@code dynamodb:GetItem}, {@code PutItem} and {@code Query} on the table and {@code Query} on its indexes; {@code
 * s3:GetObject} on {@code events/recording-*.json} of the recording buckets and {@code s3:ListBucket} on them, or an object that is
 * gone would read as one that may not be read; {@code s3:PutObject} on the quarantine.
 */
public final class IndexingHandler implements RequestStreamHandler {
    /** Read from the environment, and nothing else is. {@code AWS_REGION} is Lambda's own. */
    public static final List<String> VARIABLES = List.of("TABLE_NAME", "QUARANTINE_BUCKET", "ACCOUNT_ID", "AWS_REGION");

    /** One step of a batch makes a few requests in a row; of a slow service the first one uses up its time, then it ends. */
    private static final Duration RESERVE = AwsClients.CALL.multipliedBy(2);

    private static final Logger LOG = LoggerFactory.getLogger(IndexingHandler.class);

    private final IndexEvents events;
    private final Metrics metrics;
    private final InstantSource clock;

    /** As Lambda makes it. */
    public IndexingHandler() {
        this(Environment.ofThisFunction(VARIABLES));
    }

    private IndexingHandler(Environment environment) {
        this(environment, new AwsClients(environment));
    }

    private IndexingHandler(Environment environment, AwsClients aws) {
        this(environment, aws, new EmbeddedMetrics());
        Rehearsal.beforeEvents(environment, aws, new IndexingRehearsal(environment));
    }

    IndexingHandler(Environment environment, AwsClients aws, Metrics metrics) {
        S3Client s3 = aws.s3();
        DynamoDbIndexTable table = new DynamoDbIndexTable(aws.dynamoDb(), environment.get("TABLE_NAME"));
        this(new IndexEvents(new RecordingIndex(table, CursorSeal.ofThisProcess()), new S3RecordingFiles(s3),
                new S3Quarantine(s3, environment.get("QUARANTINE_BUCKET"), InstantSource.system()),
                new TrustedAccounts.Only(environment.get("ACCOUNT_ID"))), metrics);
    }

    /** As everybody else makes it. */
    public IndexingHandler(IndexEvents events, Metrics metrics) {
        this(events, metrics, InstantSource.system());
    }

    IndexingHandler(IndexEvents events, Metrics metrics, InstantSource clock) {
        this.events = events;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        PowertoolsLogging.initializeLogging(context);
        BatchReport report = events.index(SqsBatch.read(input),
                () -> context.getRemainingTimeInMillis() > RESERVE.toMillis());
        report.outcomes().forEach(IndexingHandler::log);
        report.ignored().forEach((rule, count) -> LOG.info("ignored count={} rule={}", count, rule));
        metrics.count(counts(report));
        SqsBatch.writeFailures(output, report.returned());
    }

    private Map<String, Long> counts(BatchReport report) {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("EventsReceived", (long) report.outcomes().size());
        BatchReport.NAMES.forEach(name -> counts.put("Events" + name, report.count(name)));
        counts.put("MetadataUnread", (long) report.unreadMedia());
        // No count: its maximum and percentiles over batches say how fresh the index is.
        report.oldest().ifPresent(oldest -> counts.put("EventAgeSeconds",
                Math.max(0, Duration.between(oldest, clock.instant()).toSeconds())));
        return counts;
    }

    /** Only what a person may have to look at; the rest is counted. */
    private static void log(String messageId, Outcome outcome) {
        switch (outcome) {
            case Outcome.Quarantined it -> LOG.warn("quarantined messageId={} reason={}", messageId,
                    Redaction.redact(it.reason()));
            case Outcome.Returned it -> it.unforeseen().ifPresentOrElse(
                    mistake -> LOG.error("returned messageId={} cause={}", messageId, it.cause(), mistake),
                    () -> LOG.warn("returned messageId={} cause={}", messageId, it.cause()));
            case Outcome.Ignored _,Outcome.Applied _,Outcome.AlreadyKnown _ ->
                    LOG.trace("done messageId={}", messageId);
        }
    }
}
