package io.ivsorchestrator.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.index.CursorSeal;
import io.ivsorchestrator.index.DynamoDbIndexTable;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.indexing.IndexEvents;
import io.ivsorchestrator.indexing.IndexingHandler;
import io.ivsorchestrator.indexing.S3Quarantine;
import io.ivsorchestrator.indexing.TrustedAccounts;
import io.ivsorchestrator.local.embedded.Embedded;
import io.ivsorchestrator.local.embedded.LocalClients;
import io.ivsorchestrator.local.laptop.IndexTables;
import io.ivsorchestrator.local.routing.LocalFunction;
import io.ivsorchestrator.local.routing.QueuePump;
import io.ivsorchestrator.local.story.IvsEventJson;
import io.ivsorchestrator.local.story.IvsEventJson.ChannelRecordingSession;
import io.ivsorchestrator.local.story.IvsEventJson.ChannelStream;
import io.ivsorchestrator.local.story.IvsEventJson.S3Object;
import io.ivsorchestrator.media.S3RecordingFiles;
import io.ivsorchestrator.recording.RecordingId;
import io.ivsorchestrator.recording.RecordingState;
import io.ivsorchestrator.recording.RecordingSummary;
import io.ivsorchestrator.runtime.QueueMessage;
import io.ivsorchestrator.tests.TableContents;
import io.ivsorchestrator.tests.faults.FaultyProxy.Fate;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * The deployed handler between a real queue, a real table and a real bucket, each reached over a connection that resets, delays,
 * cuts off and answers with errors: after redelivery and redrive everything is in the index, as if nothing had happened.
 */
@Timeout(240)
class FaultyServicesTest {
    private static final long SEED = Long.getLong("faults.seed", 7);
    private static final int RECORDINGS = Integer.getInteger("faults.recordings", 12);
    private static final double FAULTS = 0.2;
    private static final String BUCKET = "acme-recordings";
    private static final String QUARANTINE = "quarantine";
    private static final Instant START = Instant.parse("2026-03-07T09:04:36Z");
    private static final String UNREADABLE = "Unreadable001";

    private static Embedded parts;
    private static FaultyProxy toDynamoDb;
    private static FaultyProxy toS3;
    private static FaultyProxy toSqs;
    private static S3Client s3;
    private static SqsClient sqs;
    private static DynamoDbClient dynamoDb;

    private final AtomicInteger ids = new AtomicInteger();
    private final IvsEventJson events = new IvsEventJson(LocalClients.ACCOUNT, "us-west-2",
            () -> "e-" + ids.incrementAndGet());
    private String queue = "";
    private String deadLetters = "";

    @BeforeAll
    static void start() {
        parts = Embedded.start();
        toDynamoDb = new FaultyProxy(parts.dynamoDb().endpoint(), SEED, 0);
        toS3 = new FaultyProxy(parts.s3().endpoint(), SEED + 1, 0);
        toSqs = new FaultyProxy(parts.sqs().endpoint(), SEED + 2, 0);
        dynamoDb = LocalClients.dynamoDb(parts.dynamoDb().endpoint());
        s3 = LocalClients.s3(parts.s3().endpoint());
        sqs = LocalClients.sqs(parts.sqs().endpoint());
        s3.createBucket(request -> request.bucket(BUCKET));
        s3.createBucket(request -> request.bucket(QUARANTINE));
    }

    @AfterAll
    static void stop() {
        dynamoDb.close();
        s3.close();
        sqs.close();
        toDynamoDb.close();
        toS3.close();
        toSqs.close();
        parts.close();
    }

    @Test
    void everyKindOfFault_costsRedeliveries_andNothingElse() throws Exception {
        String table = "recordings-" + System.nanoTime();
        IndexTables.create(dynamoDb, table);
        queues(3);
        List<String> bodies = new ArrayList<>();
        for (int i = 0; i < RECORDINGS; i++) {
            bodies.addAll(recording("Recording%03d".formatted(i)));
        }
        bodies.addAll(recording(UNREADABLE));
        List<String> broken = List.of("{\"no\":", "\\".repeat(200_000), "[".repeat(20_000));
        List<String> all = new ArrayList<>(bodies);
        all.addAll(broken);
        // Each comes twice, in any order.
        all.addAll(bodies);
        Collections.shuffle(all, new Random(SEED));
        all.forEach(this::send);
        // One object can never be read: its messages are poison for now.
        toS3.neverAnswer(line -> line.contains(UNREADABLE));

        IndexingHandler handler = handler(table);
        consume(handler, FAULTS);
        System.out.println("FaultyServicesTest seed=" + SEED + " dynamoDb=" + toDynamoDb.counts() + " s3="
                + toS3.counts() + " sqs=" + toSqs.counts() + " deadLetters=" + size(deadLetters));
        for (Fate fate : Fate.values()) {
            assertThat(toDynamoDb.counts().getOrDefault(fate, 0)).as("%s to DynamoDB", fate).isPositive();
        }
        assertThat(size(deadLetters)).as("dead letters, the poison among them").isGreaterThanOrEqualTo(4);

        toS3.neverAnswer(_ -> false);
        redrive();
        consume(handler, 0);

        assertThat(size(deadLetters)).as("dead letters after the redrive").isZero();
        RecordingIndex index = new RecordingIndex(new DynamoDbIndexTable(dynamoDb, table), CursorSeal.ofThisProcess());
        for (int i = 0; i < RECORDINGS; i++) {
            whole(index, "Recording%03d".formatted(i));
        }
        whole(index, UNREADABLE);
        assertThat(s3.listObjectsV2(request -> request.bucket(QUARANTINE)).contents()).as("put aside")
                .hasSize(broken.size());
        String alone = "recordings-" + System.nanoTime();
        IndexTables.create(dynamoDb, alone);
        IndexEvents one = events(alone, dynamoDb, s3);
        bodies.forEach(body -> one.index(List.of(new QueueMessage("m", body)), () -> true));
        assertThat(TableContents.of(dynamoDb, table)).as("the table, compared with one that was told without any fault")
                .isEqualTo(TableContents.of(dynamoDb, alone));
    }

    private static void whole(RecordingIndex index, String id) {
        Optional<RecordingSummary> found = index.find(new RecordingId.Channel("Kp3dQ9xTzL7m", id));
        assertThat(found).as(id).isPresent();
        assertThat(found.get().state()).as(id).isEqualTo(RecordingState.STOPPED);
        assertThat(found.get().duration()).as(id).contains(Duration.ofMinutes(30));
        assertThat(found.get().endedAt()).as(id).contains(START.plus(Duration.ofMinutes(30)));
    }

    /** The events of a recording that went well; its objects lie in the bucket. */
    private List<String> recording(String id) {
        String prefix = "ivs/v1/" + LocalClients.ACCOUNT + "/Kp3dQ9xTzL7m/2026/3/7/9/4/" + id;
        ChannelStream stream = new ChannelStream("arn:aws:ivs:us-west-2:" + LocalClients.ACCOUNT
                + ":channel/Kp3dQ9xTzL7m", "acme-main", "st-" + (id + "00000000000000").substring(0, 23));
        ChannelRecordingSession session = new ChannelRecordingSession("s" + id, BUCKET, prefix);
        Instant end = START.plus(Duration.ofMinutes(30));
        String started = object(prefix, "started", "\"recording_status\":\"RECORDING_STARTED\"");
        String ended = object(prefix, "ended", "\"recording_ended_at\":\"" + end
                + "\",\"recording_status\":\"RECORDING_ENDED\",\"media\":{\"hls\":{\"path\":\"media/hls\",\"playlist\":"
                + "\"master.m3u8\",\"duration_ms\":1800000,\"renditions\":[]}}");
        return List.of(events.streamStart(START, stream), events.recordingStart(START, stream, session), started,
                events.streamEnd(end, stream), ended, events.recordingEnd(end.plusSeconds(5), stream, session,
                        Duration.ofMinutes(31), List.of(stream.streamId())));
    }

    private String object(String prefix, String outcome, String members) {
        String key = prefix + "/events/recording-" + outcome + ".json";
        String json = "{\"version\":\"v1\",\"recording_started_at\":\"" + START + "\"," + members + "}";
        s3.putObject(request -> request.bucket(BUCKET).key(key), RequestBody.fromString(json));
        return events.s3ObjectCreated(START, new S3Object(BUCKET, key, Optional.empty(), "0065F1A2B3C4D5E6F7"),
                json.length(), "e", "PutObject");
    }

    private void queues(int attempts) {
        String name = "indexing-" + System.nanoTime();
        deadLetters = sqs.createQueue(request -> request.queueName(name + "-dead")).queueUrl();
        String arn = sqs.getQueueAttributes(request -> request.queueUrl(deadLetters)
                .attributeNames(QueueAttributeName.QUEUE_ARN)).attributes().get(QueueAttributeName.QUEUE_ARN);
        queue = sqs.createQueue(request -> request.queueName(name).attributes(Map.of(
                QueueAttributeName.VISIBILITY_TIMEOUT, "1", QueueAttributeName.REDRIVE_POLICY,
                "{\"deadLetterTargetArn\":\"" + arn + "\",\"maxReceiveCount\":\"" + attempts + "\"}"))).queueUrl();
    }

    private void send(String body) {
        sqs.sendMessage(request -> request.queueUrl(queue).messageBody(body));
    }

    private static void faults(double share) {
        toDynamoDb.faults(share);
        toS3.faults(share);
        toSqs.faults(share / 2);
    }

    private static IndexingHandler handler(String table) {
        return new IndexingHandler(events(table, limited(toDynamoDb.endpoint()), limitedS3(toS3.endpoint())), _ -> {});
    }

    private static IndexEvents events(String table, DynamoDbClient dynamo, S3Client objects) {
        return new IndexEvents(new RecordingIndex(new DynamoDbIndexTable(dynamo, table), CursorSeal.ofThisProcess()),
                new S3RecordingFiles(objects), new S3Quarantine(objects, QUARANTINE, InstantSource.fixed(START)),
                new TrustedAccounts.Only(LocalClients.ACCOUNT));
    }

    private static SdkHttpClient http() {
        return ApacheHttpClient.builder().expectContinueEnabled(false).socketTimeout(Duration.ofSeconds(2)).build();
    }

    private static StaticCredentialsProvider credentials() {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(LocalClients.ACCESS_KEY_ID,
                LocalClients.SECRET_ACCESS_KEY));
    }

    /** As a function has them, in what they wait for. */
    private static DynamoDbClient limited(URI endpoint) {
        return DynamoDbClient.builder().endpointOverride(endpoint).region(LocalClients.REGION)
                .credentialsProvider(credentials()).httpClient(http())
                .overrideConfiguration(options -> options.apiCallAttemptTimeout(Duration.ofSeconds(3))
                        .apiCallTimeout(Duration.ofSeconds(6)))
                .build();
    }

    private static S3Client limitedS3(URI endpoint) {
        return S3Client.builder().forcePathStyle(true).endpointOverride(endpoint).region(LocalClients.REGION)
                .credentialsProvider(credentials()).httpClient(http())
                .overrideConfiguration(options -> options.apiCallAttemptTimeout(Duration.ofSeconds(3))
                        .apiCallTimeout(Duration.ofSeconds(6)))
                .build();
    }

    /** Two pollers, as often as it takes until the queue is empty. */
    private void consume(IndexingHandler handler, double share) throws Exception {
        try (SqsClient faulty = LocalClients.sqs(toSqs.endpoint());
                ExecutorService pollers = Executors.newVirtualThreadPerTaskExecutor()) {
            QueuePump pump = QueuePump.between(sqs, queue, new LocalFunction("indexing", handler,
                    Duration.ofSeconds(30)));
            QueuePump shaky = QueuePump.between(faulty, queue, new LocalFunction("indexing", handler,
                    Duration.ofSeconds(30)));
            faults(share);
            List<Future<?>> running = List.of(pollers.submit(() -> poll(pump)), pollers.submit(() -> poll(shaky)));
            for (Future<?> each : running) {
                each.get();
            }
            faults(0);
        }
    }

    /** What fails is tried again, as Lambda's poller does. */
    private void poll(QueuePump pump) {
        int idle = 0;
        while (idle < 3) {
            try {
                idle = pump.pump(Duration.ofSeconds(1)) == 0 && size(queue) == 0 ? idle + 1 : 0;
            } catch (SdkException again) {
                idle = 0;
            }
        }
    }

    /** Visible and in flight. */
    private static int size(String url) {
        Map<QueueAttributeName, String> attributes = sqs.getQueueAttributes(request -> request.queueUrl(url)
                .attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
                .attributes();
        return attributes.values().stream().mapToInt(Integer::parseInt).sum();
    }

    private void redrive() {
        while (size(deadLetters) > 0) {
            for (Message message : sqs.receiveMessage(request -> request.queueUrl(deadLetters).maxNumberOfMessages(10)
                    .waitTimeSeconds(1)).messages()) {
                send(message.body());
                sqs.deleteMessage(request -> request.queueUrl(deadLetters).receiptHandle(message.receiptHandle()));
            }
        }
    }
}
