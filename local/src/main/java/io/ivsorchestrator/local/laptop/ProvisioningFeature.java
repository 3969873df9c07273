package io.ivsorchestrator.local.laptop;

import io.ivsorchestrator.events.EventPatterns;
import io.ivsorchestrator.incident.IncidentStore;
import io.ivsorchestrator.incident.Notifications;
import io.ivsorchestrator.index.DynamoDbIndexTable;
import io.ivsorchestrator.ivs.AwsLowLatencyApi;
import io.ivsorchestrator.ivs.AwsRealTimeApi;
import io.ivsorchestrator.ivs.BucketPolicy;
import io.ivsorchestrator.ivs.IvsCalls;
import io.ivsorchestrator.local.embedded.LocalClients;
import io.ivsorchestrator.local.ivs.account.BucketStore;
import io.ivsorchestrator.provisioning.Buckets;
import io.ivsorchestrator.provisioning.Deployment;
import io.ivsorchestrator.provisioning.IndexRecords;
import io.ivsorchestrator.provisioning.ParsedPolicy;
import io.ivsorchestrator.provisioning.Place;
import io.ivsorchestrator.provisioning.Policies;
import io.ivsorchestrator.provisioning.PolicyParser;
import io.ivsorchestrator.provisioning.PolicySource;
import io.ivsorchestrator.provisioning.ProvisionEvents;
import io.ivsorchestrator.provisioning.Provisioner;
import io.ivsorchestrator.provisioning.ProvisioningHandler;
import io.ivsorchestrator.provisioning.ProvisioningIncidents;
import io.ivsorchestrator.provisioning.ProvisioningMessage;
import io.ivsorchestrator.provisioning.ProvisioningRecords;
import io.ivsorchestrator.provisioning.StoredIncidents;
import io.ivsorchestrator.provisioning.Sweeps;
import io.ivsorchestrator.runtime.DelayedMessages;
import io.ivsorchestrator.runtime.SqsDelayedMessages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import software.amazon.awssdk.services.ivs.IvsClient;
import software.amazon.awssdk.services.ivsrealtime.IvsRealTimeClient;

/**
 * Keeps channels and stages of the IVS emulator recorded as the policy says, into the laptop's recording bucket. Deployed, the
 * policy is in Parameter Store; here it is built in or a file. The emulator of a laptop takes any number of calls, so nothing limits
 * ours.
 */
final class ProvisioningFeature implements Feature {
    /** Of the queue and its function. */
    static final String NAME = "provisioning";
    /** Deployed it is a day. */
    private static final Duration SWEEPING = Duration.ofMinutes(1);
    private static final String PARAMETER = "/ivs-recording/laptop/recording-policy";
    private static final Logger LOG = LogManager.getLogger(ProvisioningFeature.class);

    private final PolicySource policy;

    /**
     * @param policy a file, read again and again; empty: the built-in policy
     * @throws IllegalArgumentException if there is no such file, or no policy in it
     */
    ProvisioningFeature(Optional<Path> policy) {
        this.policy = new Written(policy);
        policy.ifPresent(ProvisioningFeature::check);
    }

    private static void check(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("cannot read the policy " + file, unreadable);
        }
        if (PolicyParser.parse(text, List.of(Laptop.RECORDING_BUCKET)) instanceof ParsedPolicy.Refused refused) {
            throw new IllegalArgumentException(file + " is refused:\n" + refused.text());
        }
    }

    @Override
    public Assembly assemble(Parts parts) {
        IvsClient ivs = LocalClients.ivs(parts.ivs());
        IvsRealTimeClient realTime = LocalClients.ivsRealTime(parts.ivs());
        DynamoDbIndexTable table = new DynamoDbIndexTable(parts.dynamoDb(), parts.table());
        Deployment deployment = new Deployment("laptop", List.of(parts.recordingBucket()));
        Place place = new Place(LocalClients.ACCOUNT, LocalClients.REGION.id());
        ProvisioningRecords records = new IndexRecords(table, deployment);
        Notifications notifications = (subject, _) -> LOG.info("told people: {}", subject);
        ProvisioningIncidents incidents = new StoredIncidents(new IncidentStore(table), notifications,
                parts.ivsClock());
        String queue = parts.queueUrl(NAME);
        DelayedMessages messages = new SqsDelayedMessages(parts.sqs(), queue);
        Provisioner provisioner = new Provisioner(new AwsLowLatencyApi(ivs, IvsCalls.unlimited()),
                new AwsRealTimeApi(realTime, IvsCalls.unlimited()), deployment, place, records, incidents,
                new LocalBuckets(parts.ivsBuckets()), parts.ivsClock());
        Policies policies = new Policies(policy, records, deployment, incidents, parts.ivsClock());
        Sweeps sweeps = new Sweeps(provisioner, policies, records, messages, incidents,
                () -> UUID.randomUUID().toString(), parts.ivsClock());
        // The emulator knows one role only, so our own calls come back as anybody's: a look that finds nothing to do.
        ProvisionEvents events = new ProvisionEvents(provisioner, policies, sweeps, messages, place, Set.of(),
                PARAMETER, parts.ivsClock());
        return new Assembly(
                List.of(new Pipeline(NAME, new ProvisioningHandler(events, parts.metrics()),
                        ProvisioningFeature::rules)),
                List.of(new Schedule(messages, parts.recordingBucket(), List.of(ivs, realTime))));
    }

    private static List<EventRule> rules(Routing routing) {
        // Only what happens at the emulator can be provisioned, whoever's events were captured.
        if (!routing.accounts().contains(LocalClients.ACCOUNT)) {
            return List.of();
        }
        List<EventRule> rules = new ArrayList<>();
        rules.add(EventRule.ofServices("configuration-calls", EventPatterns.configurationCalls(LocalClients.ACCOUNT)));
        rules.add(EventRule.ofServices("live-changes", EventPatterns.liveChanges(LocalClients.ACCOUNT)));
        return rules;
    }

    private record Written(Optional<Path> file) implements PolicySource {
        @Override
        public Optional<String> text() {
            return file.map(Written::read);
        }

        private static String read(Path file) {
            try {
                return Files.readString(file);
            } catch (IOException unreadable) {
                throw new PolicyUnavailableException("cannot read " + file, new UncheckedIOException(unreadable));
            }
        }

        @Override
        public String place() {
            return file.map(Path::toString).orElse("the built-in policy");
        }
    }

    /** The buckets as the emulator has them: S3Proxy knows neither policies nor regions. */
    private record LocalBuckets(BucketStore buckets) implements Buckets {
        @Override
        public Look look(String bucket) {
            return buckets.exists(bucket) ? new Look.In(buckets.region(bucket)) : new Look.Missing();
        }

        @Override
        public Grant grant(String bucket, String region) {
            return buckets.policy(bucket).filter(policy -> new BucketPolicy(policy).grants(bucket, region)).isPresent()
                    ? Grant.THERE
                    : Grant.LOST;
        }
    }

    /** Sends what the deployed schedule sends, a little more often. */
    private static final class Schedule implements Companion {
        private final CountDownLatch closed = new CountDownLatch(1);
        private final DelayedMessages messages;
        private final String bucket;
        private final List<AutoCloseable> clients;

        Schedule(DelayedMessages messages, String bucket, List<AutoCloseable> clients) {
            this.messages = messages;
            this.bucket = bucket;
            this.clients = clients;
            Thread.ofVirtual().name("provisioning-schedule").start(this::run);
        }

        private void run() {
            try {
                while (!closed.await(SWEEPING.toSeconds(), TimeUnit.SECONDS)) {
                    messages.send(ProvisioningMessage.SWEEP, Duration.ZERO);
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            } catch (DelayedMessages.MessageNotSentException stopping) {
                LOG.debug("the queue is gone", stopping);
            }
        }

        @Override
        public Optional<String> announcement() {
            return Optional.of("A channel or stage that is tagged ivs-recording=on is recorded to " + bucket);
        }

        @Override
        public boolean idle() {
            return true;
        }

        @Override
        public void close() {
            closed.countDown();
            for (AutoCloseable client : clients) {
                try {
                    client.close();
                } catch (Exception unclosed) {
                    LOG.debug("a client does not close", unclosed);
                }
            }
        }
    }
}
