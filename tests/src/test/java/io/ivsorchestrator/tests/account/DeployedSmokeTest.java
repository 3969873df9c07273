package io.ivsorchestrator.tests.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.EventPatterns;
import io.ivsorchestrator.index.CursorSeal;
import io.ivsorchestrator.index.DynamoDbIndexTable;
import io.ivsorchestrator.index.KeySchema;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.recording.EvidenceSource;
import io.ivsorchestrator.recording.MediaPresence;
import io.ivsorchestrator.recording.RecordingId;
import io.ivsorchestrator.recording.RecordingState;
import io.ivsorchestrator.recording.RecordingSummary;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.waiters.Waiter;
import software.amazon.awssdk.core.waiters.WaiterAcceptor;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.ResourceNotFoundException;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A deployment in a real account, tried from end to end with the credentials and region of whoever runs this: a made-up
 * recording starts by a simulated event and ends by a metadata object in the recording bucket, and the index must say so
 * within a minute each. It costs a fraction of a cent, touches no channel and no stage, and removes what it made. Run by
 * {@code infra/smoke}; docs/deploy.md says when.
 */
@EnabledIfSystemProperty(named = "smoke.deployment", matches = ".+", disabledReason = "it needs an AWS account with a deployment: infra/smoke DEPLOYMENT")
class DeployedSmokeTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private final String deployment = System.getProperty("smoke.deployment", "");
    private final SecureRandom random = new SecureRandom();
    private final String channel = "smoke" + letters(7);
    private final String recording = letters(12);
    private final String stream = "st-" + letters(23);
    private final DynamoDbClient dynamoDb = DynamoDbClient.create();
    private final S3Client s3 = S3Client.create();
    private final EventBridgeClient events = EventBridgeClient.create();
    private final CloudFormationClient stacks = CloudFormationClient.create();
    private final Map<String, String> outputs = outputs("storage");
    private final String table = output("IndexTableName");
    private final String bucket = output("RecordingBucketName");
    private final RecordingIndex index = new RecordingIndex(new DynamoDbIndexTable(dynamoDb, table),
            CursorSeal.ofThisProcess());
    private final RecordingId id = new RecordingId.Channel(channel, recording);
    private final Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private String metadata = "";

    @Test
    void recording_startsByAnEvent_andEndsByItsMetadata() {
        tryDeployment();
    }

    void tryDeployment() {
        String rule = events.describeRule(request -> request.name(simulatedEvents())).arn();
        String region = rule.split(":", -1)[3];
        String account = rule.split(":", -1)[4];
        String arn = "arn:aws:ivs:" + region + ":" + account + ":channel/" + channel;
        String prefix = "ivs/v1/" + account + "/" + channel + "/"
                + DateTimeFormatter.ofPattern("yyyy/M/d/H/m").withZone(ZoneOffset.UTC).format(start) + "/" + recording;

        assertThat(events.putEvents(request -> request.entries(PutEventsRequestEntry.builder()
                .source(EventPatterns.SIMULATED_SOURCE).detailType("IVS Recording State Change").time(start)
                .resources(arn).detail("""
                        {"recording_status":"Recording Start","recording_status_reason":"",
                        "recording_s3_bucket_name":"%s","recording_s3_key_prefix":"%s","recording_duration_ms":0,
                        "channel_name":"smoke test","stream_id":"%s","recording_session_id":"%s",
                        "recording_session_stream_ids":["%s"]}"""
                        .formatted(bucket, prefix, stream, letters(12), stream))
                .build())).failedEntryCount()).isZero();
        until("started", found -> found.state() == RecordingState.ACTIVE);

        metadata = prefix + "/events/recording-ended.json";
        s3.putObject(request -> request.bucket(bucket).key(metadata).contentType("application/json"),
                RequestBody.fromString("""
                        {"version":"v1","channel_arn":"%s","recording_started_at":"%s","recording_ended_at":"%s",
                        "recording_status":"RECORDING_ENDED","media":{"hls":{"duration_ms":10000,"path":"media/hls",
                        "playlist":"master.m3u8","renditions":[]}}}"""
                        .formatted(arn, start, start.plusSeconds(10))));
        until("ended", found -> found.state() == RecordingState.STOPPED
                && found.sources().contains(EvidenceSource.S3_METADATA));
    }

    /** Also after a failure; the index is left as it was. */
    @AfterEach
    void removeWhatWasMade() {
        if (!metadata.isEmpty()) {
            s3.deleteObject(request -> request.bucket(bucket).key(metadata));
            // Its own event comes, too, and would be the first fact about a recording that is gone.
            until("said to be deleted", found -> found.presence() != MediaPresence.PRESENT);
        }
        for (String partition : List.of(id.text(), "stream." + channel + "." + stream)) {
            dynamoDb.query(request -> request.tableName(table).keyConditionExpression("#pk = :pk")
                    .expressionAttributeNames(Map.of("#pk", KeySchema.PARTITION))
                    .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS(partition)))).items()
                    .forEach(item -> dynamoDb.deleteItem(request -> request.tableName(table).key(Map.of(
                            KeySchema.PARTITION, item.get(KeySchema.PARTITION),
                            KeySchema.SORT, item.get(KeySchema.SORT)))));
        }
    }

    private void until(String what, Predicate<RecordingSummary> expected) {
        Instant asked = Instant.now();
        // SDK waiters are what AWS has for this: they ask again at an interval, for a bounded time.
        Waiter<Boolean> waiter = Waiter.builder(Boolean.class)
                .addAcceptor(WaiterAcceptor.successOnResponseAcceptor(found -> found))
                .addAcceptor(WaiterAcceptor.retryOnResponseAcceptor(found -> !found))
                .overrideConfiguration(options -> options.maxAttempts((int) PATIENCE.toSeconds())
                        .backoffStrategyV2(BackoffStrategy.fixedDelayWithoutJitter(Duration.ofSeconds(1))))
                .build();
        waiter.run(() -> index.find(id).filter(expected).isPresent());
        System.out.printf("%s is %s in the index after %.1f s%n", id.text(), what,
                Duration.between(asked, Instant.now()).toMillis() / 1000.0);
    }

    private String simulatedEvents() {
        String rule = "ivs-recording-" + deployment + "-indexing-SimulatedEvents";
        try {
            events.describeRule(request -> request.name(rule));
            return rule;
        } catch (ResourceNotFoundException off) {
            throw new AssertionError("the deployment takes no simulated events. For this test, deploy it with:"
                    + " npx aws-cdk@2.1148.1 deploy --all -c ivs:simulatedEvents=true, and without again afterwards",
                    off);
        }
    }

    private Map<String, String> outputs(String part) {
        return stacks.describeStacks(request -> request.stackName("ivs-recording-" + deployment + "-" + part)).stacks()
                .getFirst().outputs().stream().collect(Collectors.toMap(Output::outputKey, Output::outputValue));
    }

    private String output(String name) {
        String value = outputs.get(name);
        if (value == null) {
            throw new AssertionError("the storage stack has no output " + name + ", only " + outputs.keySet()
                    + ". This test needs a deployment with a bucket of its own");
        }
        return value;
    }

    private String letters(int count) {
        return random.ints(count, 0, ALPHABET.length()).mapToObj(i -> ALPHABET.substring(i, i + 1))
                .collect(Collectors.joining());
    }
}
