package io.ivsorchestrator.tests.services;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.EventPatterns;
import io.ivsorchestrator.events.Samples;
import io.ivsorchestrator.index.CursorSeal;
import io.ivsorchestrator.index.DynamoDbIndexTable;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.indexing.IndexEvents;
import io.ivsorchestrator.indexing.IndexingHandler;
import io.ivsorchestrator.indexing.S3Quarantine;
import io.ivsorchestrator.indexing.TrustedAccounts;
import io.ivsorchestrator.local.laptop.IndexTables;
import io.ivsorchestrator.local.routing.LocalFunction;
import io.ivsorchestrator.local.routing.QueuePump;
import io.ivsorchestrator.media.MetadataSamples;
import io.ivsorchestrator.media.S3RecordingFiles;
import io.ivsorchestrator.recording.EvidenceSource;
import io.ivsorchestrator.recording.RecordingId;
import io.ivsorchestrator.recording.RecordingKind;
import io.ivsorchestrator.recording.RecordingState;
import io.ivsorchestrator.recording.RecordingSummary;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * Events on a bus become answers of the index, with the patterns, the handler and the table that are deployed. What the
 * services are is for the subclass to say.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RecordingScenarios {
    private static final String PREFIX = "ivs/v1/123456789012/Kp3dQ9xTzL7m/2026/3/7/9/4/y6TgBn2HjMk8";
    private static final RecordingId RECORDING = new RecordingId.Channel("Kp3dQ9xTzL7m", "y6TgBn2HjMk8");
    private static final String ENDED = PREFIX + "/events/recording-ended.json";
    private static final int ATTEMPTS = 3;
    /** Long enough for a bus that delivers in the background, short enough to see that nothing more comes. */
    private static final Duration QUIET = Duration.ofSeconds(1);

    private Services services = open();
    private RecordingIndex index;
    private QueuePump pump;
    private String deadLetters = "";
    private String quarantine = "";

    abstract Services open();

    @AfterAll
    void close() {
        services.close();
    }

    @BeforeAll
    void bucket() {
        services.s3().createBucket(request -> request.bucket(Samples.BUCKET)
                .createBucketConfiguration(where -> where.locationConstraint("us-west-2")));
    }

    @BeforeEach
    void build() {
        String name = "recordings-" + System.nanoTime();
        quarantine = name + "-quarantine";
        services.s3().createBucket(request -> request.bucket(quarantine)
                .createBucketConfiguration(where -> where.locationConstraint("us-west-2")));
        IndexTables.create(services.dynamoDb(), name);
        services.dynamoDb().waiter().waitUntilTableExists(request -> request.tableName(name));
        index = new RecordingIndex(new DynamoDbIndexTable(services.dynamoDb(), name), CursorSeal.ofThisProcess());
        deadLetters = services.sqs().createQueue(request -> request.queueName(name + "-dead-letters")).queueUrl();
        String dead = Objects.requireNonNull(services.sqs().getQueueAttributes(request -> request.queueUrl(deadLetters)
                .attributeNames(QueueAttributeName.QUEUE_ARN)).attributes().get(QueueAttributeName.QUEUE_ARN));
        // What is returned is visible again at once, so that nobody has to wait for it.
        String queue = services.sqs().createQueue(request -> request.queueName(name).attributes(Map.of(
                QueueAttributeName.VISIBILITY_TIMEOUT, "0",
                QueueAttributeName.REDRIVE_POLICY,
                "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":\"%d\"}".formatted(dead, ATTEMPTS)))).queueUrl();
        services.rule(name + "-ivs", EventPatterns.ivsEvents(services.account()), queue);
        services.rule(name + "-objects", EventPatterns.recordingObjects(services.account(), List.of(Samples.BUCKET)),
                queue);
        pump = QueuePump.between(services.sqs(), queue, new LocalFunction("indexing",
                services.taking(handler(quarantine)), Duration.ofSeconds(30)));
    }

    private IndexingHandler handler(String quarantine) {
        return new IndexingHandler(new IndexEvents(index, new S3RecordingFiles(services.s3()),
                new S3Quarantine(services.s3(), quarantine,
                        InstantSource.fixed(Instant.parse("2026-03-07T12:00:00Z"))),
                new TrustedAccounts.Only(services.account())), _ -> {});
    }

    @Test
    void eventsOfARecording_repeatedAndBackwards_makeOneRecording() {
        for (String sample : List.of("recording-end", "recording-start", "recording-end", "recording-start")) {
            services.put(Samples.json("channel-recording/" + sample));
        }
        handleUntilQuiet();

        assertThat(quarantined()).isEmpty();
        assertThat(index.find(RECORDING)).hasValueSatisfying(recording -> {
            assertThat(recording.state()).isEqualTo(RecordingState.STOPPED);
            assertThat(recording.id()).isEqualTo(RECORDING);
        });
        assertThat(pump.totals().returned()).isZero();
    }

    @Test
    void metadataInS3_isEnough() {
        services.s3().putObject(request -> request.bucket(Samples.BUCKET).key(ENDED),
                RequestBody.fromBytes(MetadataSamples.json(RecordingKind.CHANNEL, "ended")));
        services.put(Samples.json("s3-object/created"));
        handleUntilQuiet();

        assertThat(index.find(RECORDING)).hasValueSatisfying(recording -> {
            assertThat(recording.state()).isEqualTo(RecordingState.STOPPED);
            assertThat(recording.sources()).contains(EvidenceSource.S3_METADATA);
        });
    }

    @Test
    void segments_neverReachTheQueue() {
        services.put(Samples.json("s3-object/created").replace("events/recording-ended.json",
                "media/hls/720p30/0.ts"));
        services.put(Samples.json("limit-breach/concurrent-viewers"));
        handleUntilQuiet();

        assertThat(pump.totals().received()).isZero();
    }

    @Test
    void whatCannotBeUsed_isQuarantinedWithItsReason_andTheRestIsIndexed() {
        services.put(Samples.json("channel-recording/recording-start").replace(PREFIX, "somewhere/else"));
        services.put(Samples.json("channel-recording/recording-start"));
        handleUntilQuiet();

        assertThat(index.find(RECORDING)).map(RecordingSummary::state).contains(RecordingState.ACTIVE);
        assertThat(quarantined()).singleElement().asString().contains("recording_s3_key_prefix");
    }

    @Test
    void whatFailsAgainAndAgain_endsAsADeadLetter_whole() {
        services.s3().deleteBucket(request -> request.bucket(quarantine));
        String unusable = Samples.json("channel-recording/recording-start").replace(PREFIX, "somewhere/else");
        services.put(unusable);
        for (int attempt = 0; attempt <= ATTEMPTS; attempt++) {
            pump.pump(QUIET);
        }

        assertThat(pump.totals().received()).isEqualTo(ATTEMPTS);
        assertThat(
                services.sqs().receiveMessage(request -> request.queueUrl(deadLetters).waitTimeSeconds(2)).messages())
                .singleElement().satisfies(letter -> assertThat(letter.body()).contains("somewhere/else"));
    }

    private List<String> quarantined() {
        return services.s3().listObjectsV2(request -> request.bucket(quarantine)).contents().stream()
                .map(kept -> services.s3().getObjectAsBytes(request -> request.bucket(quarantine).key(kept.key()))
                        .asString(StandardCharsets.UTF_8))
                .toList();
    }

    private void handleUntilQuiet() {
        while (pump.pump(QUIET) > 0) {
            assertThat(pump.totals().received()).as("messages that come again for ever").isLessThan(100);
        }
    }
}
