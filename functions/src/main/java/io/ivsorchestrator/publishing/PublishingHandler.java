package io.ivsorchestrator.publishing;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.index.DynamoDbIndexTable;
import io.ivsorchestrator.index.KeySchema;
import io.ivsorchestrator.index.Outboxes;
import io.ivsorchestrator.runtime.AwsClients;
import io.ivsorchestrator.runtime.EmbeddedMetrics;
import io.ivsorchestrator.runtime.Environment;
import io.ivsorchestrator.runtime.Metrics;
import io.ivsorchestrator.runtime.SqsBatch;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;

/**
 * The Lambda function behind the table's change stream: batches of stream records, partial batch response by sequence number,
 * bisecting allowed. Called by a schedule instead, with an input that has no {@code Records}, it publishes what waits in the
 * outboxes, however long the stream was not read.
 *
 * <p>Needs {@code dynamodb:GetRecords}, {@code GetShardIterator}, {@code DescribeStream}, {@code ListStreams} on the stream;
 * {@code dynamodb:GetItem} and {@code PutItem} on the table; {@code dynamodb:Query} on its index {@code unpublishedIndex};
 * {@code events:PutEvents} on the bus.
 */
public final class PublishingHandler implements RequestStreamHandler {
    /** Read from the environment, and nothing else is. {@code AWS_REGION} is Lambda's own. */
    public static final List<String> VARIABLES = List.of("TABLE_NAME", "EVENT_BUS_NAME", "AWS_REGION");

    /**
     * The event source mapping's filters: items with something to publish, and recordings that are taken out of the table.
     * All other changes, the notes of this function among them, do not even start it.
     */
    public static final List<String> FILTERS = List.of(
            "{\"dynamodb\":{\"NewImage\":{\"" + KeySchema.SecondaryIndex.UNPUBLISHED.partitionAttribute()
                    + "\":{\"S\":[{\"exists\":true}]}}}}",
            "{\"eventName\":[\"REMOVE\"],\"dynamodb\":{\"OldImage\":{\"" + KeySchema.SEQUENCE
                    + "\":{\"S\":[{\"exists\":true}]}}}}");

    /** Of a slow service the first request uses up its time, then it ends. */
    private static final Duration RESERVE = AwsClients.CALL.multipliedBy(2);

    private static final Logger LOG = LoggerFactory.getLogger(PublishingHandler.class);

    private final PublishChanges changes;
    private final PublishUnpublished unpublished;
    private final Metrics metrics;

    /** As Lambda makes it. */
    public PublishingHandler() {
        this(Environment.ofThisFunction(VARIABLES));
    }

    private PublishingHandler(Environment environment) {
        this(new AwsClients(environment), environment);
    }

    private PublishingHandler(AwsClients aws, Environment environment) {
        this(new Outboxes(new DynamoDbIndexTable(aws.dynamoDb(), environment.get("TABLE_NAME"))),
                new EventBridgeOutboundBus(aws.eventBridge(), environment.get("EVENT_BUS_NAME")),
                new EmbeddedMetrics());
    }

    /** As everybody else makes it. */
    public PublishingHandler(Outboxes outboxes, OutboundBus bus, Metrics metrics) {
        this.changes = new PublishChanges(outboxes, bus);
        this.unpublished = new PublishUnpublished(outboxes, bus);
        this.metrics = metrics;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        PowertoolsLogging.initializeLogging(context);
        BooleanSupplier inTime = () -> context.getRemainingTimeInMillis() > RESERVE.toMillis();
        JsonObject event = JsonObject.parse(input.readAllBytes());
        boolean stream = event.names().contains("Records");
        PublishReport report = stream
                ? changes.publish(event.objects("Records"), inTime)
                : unpublished.publish(inTime);
        metrics.count(counts(report, stream));
        log(report, stream ? "records" : "waiting");
        SqsBatch.writeFailures(output, report.beginAgain().stream().toList());
    }

    /** Only what a person may have to look at; the rest is counted. */
    private static void log(PublishReport report, String of) {
        boolean trouble = report.refused() > 0 || report.unreadable() > 0 || report.unnoted() > 0;
        if (trouble) {
            LOG.warn("published={} refused={} unreadable={} unnoted={} of={} {}", report.published(), report.refused(),
                    report.unreadable(), report.unnoted(), report.received(), of);
        } else {
            LOG.debug("published={} of={} {}", report.published(), report.received(), of);
        }
    }

    private static Map<String, Long> counts(PublishReport report, boolean stream) {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put(stream ? "ChangesReceived" : "UnpublishedFound", (long) report.received());
        counts.put("OutboundPublished", report.published());
        counts.putAll(report.byName());
        counts.put("OutboundRefused", report.refused());
        counts.put("ChangesUnreadable", (long) report.unreadable());
        counts.put("OutboundUnnoted", (long) report.unnoted());
        return counts;
    }
}
