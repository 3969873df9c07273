package io.ivsorchestrator.local.laptop;

import io.ivsorchestrator.events.EventPatterns;
import io.ivsorchestrator.incident.IncidentStore;
import io.ivsorchestrator.incident.Notifications;
import io.ivsorchestrator.index.DynamoDbIndexTable;
import io.ivsorchestrator.ivs.AwsLowLatencyApi;
import io.ivsorchestrator.ivs.AwsRealTimeApi;
import io.ivsorchestrator.ivs.LimitedCalls;
import io.ivsorchestrator.local.embedded.LocalClients;
import io.ivsorchestrator.local.ivs.account.BucketStore;
import io.ivsorchestrator.recovery.Buckets;
import io.ivsorchestrator.recovery.Recover;
import io.ivsorchestrator.recovery.RecoveryHandler;
import io.ivsorchestrator.recovery.RecoveryMode;
import io.ivsorchestrator.runtime.SqsDelayedMessages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import software.amazon.awssdk.services.ivs.IvsClient;
import software.amazon.awssdk.services.ivsrealtime.IvsRealTimeClient;

/**
 * Finds out why recordings failed and what to do, against the IVS emulator and its buckets. It repairs nothing: what is told there
 * is over by the time it is heard of.
 */
final class RecoveryFeature implements Feature {
    private static final String NAME = "recovery";
    private static final Logger LOG = LogManager.getLogger(RecoveryFeature.class);

    @Override
    public Assembly assemble(Parts parts) {
        IvsClient ivs = LocalClients.ivs(parts.ivs());
        IvsRealTimeClient realTime = LocalClients.ivsRealTime(parts.ivs());
        LimitedCalls calls = parts.calls();
        Notifications notifications = (subject, _) -> LOG.info("told people: {}", subject);
        Recover recover = new Recover(new IncidentStore(new DynamoDbIndexTable(parts.dynamoDb(), parts.table())),
                parts.index(), new AwsLowLatencyApi(ivs, calls), new AwsRealTimeApi(realTime, calls),
                new LocalBuckets(parts.ivsBuckets()),
                notifications, new SqsDelayedMessages(parts.sqs(), parts.queueUrl(NAME)),
                new Recover.Settings(RecoveryMode.OBSERVE, LocalClients.ACCOUNT, "docs/runbook/"),
                parts.ivsClock());
        return new Assembly(
                List.of(new Pipeline(NAME, new RecoveryHandler(recover, parts.metrics()), RecoveryFeature::rules)),
                List.of(new IvsClients(ivs, realTime)));
    }

    private static List<EventRule> rules(Routing routing) {
        List<EventRule> rules = new ArrayList<>();
        // The publisher names this account, whoever's events were captured.
        rules.add(EventRule.ofRecordings("recording-outcomes",
                EventPatterns.recordingOutcomes(LocalClients.ACCOUNT)));
        return rules;
    }

    /** The buckets as the emulator has them: S3Proxy knows neither policies nor regions nor ownership. */
    private record LocalBuckets(BucketStore buckets) implements Buckets {
        @Override
        public Bucket look(String bucket) {
            return buckets.exists(bucket)
                    ? new Bucket.Found(buckets.region(bucket), buckets.policy(bucket),
                            Optional.of(Encryption.valueOf(buckets.encryption(bucket).name())),
                            Optional.of(Ownership.valueOf(buckets.ownership(bucket).name())), List.of())
                    : new Bucket.Missing();
        }

        @Override
        public Optional<String> policy(String bucket) {
            return buckets.policy(bucket);
        }

        @Override
        public void putPolicy(String bucket, String policy) {
            buckets.putPolicy(bucket, policy);
        }
    }
}
