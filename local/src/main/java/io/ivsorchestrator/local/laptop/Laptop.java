package io.ivsorchestrator.local.laptop;

import io.ivsorchestrator.events.EventPatterns;
import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.index.CursorSeal;
import io.ivsorchestrator.index.DynamoDbIndexTable;
import io.ivsorchestrator.index.KeySchema;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.index.SummaryJson;
import io.ivsorchestrator.indexing.IndexEvents;
import io.ivsorchestrator.indexing.IndexingHandler;
import io.ivsorchestrator.indexing.S3Quarantine;
import io.ivsorchestrator.indexing.TrustedAccounts;
import io.ivsorchestrator.local.embedded.Embedded;
import io.ivsorchestrator.local.embedded.LocalClients;
import io.ivsorchestrator.local.routing.EventSourceMapping;
import io.ivsorchestrator.local.routing.LocalEventBus;
import io.ivsorchestrator.local.routing.LocalFunction;
import io.ivsorchestrator.local.routing.QueuePump;
import io.ivsorchestrator.local.routing.Rule;
import io.ivsorchestrator.media.S3RecordingFiles;
import io.ivsorchestrator.recording.RecordingSummary;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * The whole system in one JVM: what AWS runs is embedded, what is ours is the very code that is deployed. Events of any
 * account are believed, since it is a person who brings them.
 */
public final class Laptop implements AutoCloseable {
    private static final String TABLE = "recordings";
    private static final String QUARANTINE_BUCKET = "quarantine-of-this-laptop";
    /** As deployed: SQS moves a message to the dead-letter queue after this many deliveries. */
    private static final int MAX_RECEIVE_COUNT = 5;
    /** Shorter than deployed, so that what is returned comes again while somebody watches. */
    private static final String VISIBILITY_SECONDS = "2";

    private final Embedded embedded;
    private final DynamoDbClient dynamoDb;
    private final S3Client s3;
    private final SqsClient sqs;
    private final RecordingIndex index;
    private final Counts counts = new Counts();
    private final EventSourceMapping mapping;
    private final QueuePump pump;
    private final String queueUrl;
    private final String deadLetterQueueUrl;
    private LocalEventBus bus;

    private Laptop(Embedded embedded) {
        this.embedded = embedded;
        this.dynamoDb = LocalClients.dynamoDb(embedded.dynamoDb().endpoint());
        this.s3 = LocalClients.s3(embedded.s3().endpoint());
        this.sqs = LocalClients.sqs(embedded.sqs().endpoint());
        IndexTables.create(dynamoDb, TABLE);
        s3.createBucket(request -> request.bucket(QUARANTINE_BUCKET));
        this.index = new RecordingIndex(new DynamoDbIndexTable(dynamoDb, TABLE), CursorSeal.ofThisProcess());
        this.deadLetterQueueUrl = sqs.createQueue(request -> request.queueName("indexing-dead-letters")).queueUrl();
        this.queueUrl = sqs.createQueue(request -> request.queueName("indexing").attributes(Map.of(
                QueueAttributeName.VISIBILITY_TIMEOUT, VISIBILITY_SECONDS,
                QueueAttributeName.REDRIVE_POLICY, redrivePolicy()))).queueUrl();
        this.bus = LocalEventBus.of(sqs, List.of());
        this.pump = QueuePump.between(sqs, queueUrl,
                new LocalFunction("indexing", handler(), Duration.ofSeconds(30)));
        this.mapping = EventSourceMapping.start(pump, 2);
    }

    /** Starts everything. Takes a few seconds. */
    public static Laptop start() {
        // Once, before three threads log their first line at the same time and SLF4J complains.
        LoggerFactory.getILoggerFactory();
        Embedded embedded = Embedded.start();
        try {
            return new Laptop(embedded);
        } catch (RuntimeException failed) {
            embedded.close();
            throw failed;
        }
    }

    private IndexingHandler handler() {
        return new IndexingHandler(new IndexEvents(index, new S3RecordingFiles(s3),
                new S3Quarantine(s3, QUARANTINE_BUCKET, InstantSource.system()), new TrustedAccounts.Any()), counts);
    }

    private String redrivePolicy() {
        String arn = sqs.getQueueAttributes(request -> request.queueUrl(deadLetterQueueUrl)
                .attributeNames(QueueAttributeName.QUEUE_ARN)).attributes().get(QueueAttributeName.QUEUE_ARN);
        return "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":\"%d\"}".formatted(arn, MAX_RECEIVE_COUNT);
    }

    /** Sets the deployed rules for these accounts and recording buckets. */
    public void route(Collection<String> accounts, Collection<String> buckets) {
        List<Rule> rules = new ArrayList<>();
        for (String account : new TreeSet<>(accounts)) {
            rules.add(new Rule("ivs-events-of-" + account, EventPatterns.ivsEvents(account), queueUrl));
            rules.add(new Rule("recording-objects-of-" + account, EventPatterns.recordingObjects(account, buckets),
                    queueUrl));
        }
        bus = LocalEventBus.of(sqs, rules);
    }

    public void createBucket(String bucket) {
        s3.createBucket(request -> request.bucket(bucket));
    }

    public void putObject(String bucket, String key, byte[] body, String contentType) {
        s3.putObject(request -> request.bucket(bucket).key(key).contentType(contentType), RequestBody.fromBytes(body));
    }

    /** Gives an event to the bus, which drops and counts what no rule wants. */
    public void deliver(String event) {
        bus.deliver(event);
    }

    /** Puts a message into the indexing queue past the bus, as somebody with access to the queue could. */
    public void send(String message) {
        sqs.sendMessage(request -> request.queueUrl(queueUrl).messageBody(message));
    }

    /** Waits until everything that was delivered is indexed, put aside or given up on; false if the time was too short. */
    public boolean settle(Duration timeout) throws InterruptedException {
        return mapping.drain(timeout);
    }

    /** How many messages wait or are being handled. */
    public long backlog() {
        return pump.backlog();
    }

    public RecordingIndex index() {
        return index;
    }

    long counted(String name) {
        return counts.total(name);
    }

    /** Events that no rule wanted, by source and detail type. */
    Map<String, Long> unmatched() {
        return bus.unmatched();
    }

    /** An event that was put aside. */
    record Quarantined(String event, String reason) {}

    List<Quarantined> quarantined() {
        return s3.listObjectsV2Paginator(request -> request.bucket(QUARANTINE_BUCKET)).contents().stream()
                .map(S3Object::key)
                .map(key -> s3.getObjectAsBytes(request -> request.bucket(QUARANTINE_BUCKET).key(key))
                        .asString(StandardCharsets.UTF_8))
                .map(JsonObject::parse)
                .map(document -> new Quarantined(document.string("event").orElse(""), document.requireString("reason")))
                .toList();
    }

    /** How many messages were given up on. */
    long deadLetters() {
        return Long.parseLong(sqs.getQueueAttributes(request -> request.queueUrl(deadLetterQueueUrl)
                .attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES)).attributes()
                .getOrDefault(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "0"));
    }

    /** Every recording, oldest first, by reading the whole table: fine on a laptop, and no access path of the index. */
    public List<RecordingSummary> everything() {
        return dynamoDb.scanPaginator(request -> request.tableName(TABLE)
                .filterExpression("attribute_exists(#kind)").expressionAttributeNames(Map.of("#kind", KeySchema.KIND)))
                .items().stream()
                .map(item -> Objects.requireNonNull(item.get(KeySchema.VIEW), "a recording has a view").s())
                .map(SummaryJson::read)
                .sorted(Comparator.comparing(RecordingSummary::startedAt).thenComparing(RecordingSummary::id))
                .toList();
    }

    String endpoints() {
        return "DynamoDB " + embedded.dynamoDb().endpoint() + " (table " + TABLE + "), S3 " + embedded.s3().endpoint()
                + ", SQS " + embedded.sqs().endpoint();
    }

    @Override
    public void close() {
        mapping.close();
        dynamoDb.close();
        s3.close();
        sqs.close();
        embedded.close();
    }
}
