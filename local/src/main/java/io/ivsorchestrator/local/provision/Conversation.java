package io.ivsorchestrator.local.provision;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.ivs.LowLatencyApi;
import io.ivsorchestrator.ivs.Page;
import io.ivsorchestrator.ivs.RealTimeApi;
import io.ivsorchestrator.provisioning.Configuration;
import io.ivsorchestrator.provisioning.Deployment;
import io.ivsorchestrator.provisioning.MemoryRecords;
import io.ivsorchestrator.provisioning.Place;
import io.ivsorchestrator.provisioning.Plan;
import io.ivsorchestrator.provisioning.Planner;
import io.ivsorchestrator.provisioning.Policies;
import io.ivsorchestrator.provisioning.ProvisionEvents;
import io.ivsorchestrator.provisioning.Provisioner;
import io.ivsorchestrator.provisioning.ProvisioningIncidents;
import io.ivsorchestrator.provisioning.ProvisioningMessage;
import io.ivsorchestrator.provisioning.ProvisioningRecords;
import io.ivsorchestrator.provisioning.RecordingPolicy;
import io.ivsorchestrator.provisioning.Resource;
import io.ivsorchestrator.provisioning.ResourceKind;
import io.ivsorchestrator.provisioning.Sweeps;
import io.ivsorchestrator.provisioning.World;
import io.ivsorchestrator.runtime.QueueMessage;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.UUID;

/** What a command does: the use cases of the function, with a queue in this process. */
final class Conversation {
    /** What is live may stay so for hours; the functions look after it, or the next command. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Target target;
    private final PrintStream err;
    private final Deployment deployment;
    private final LowLatencyApi lowLatency;
    private final RealTimeApi realTime;
    private final ProvisioningRecords records;
    private final Policies policies;
    private final ProvisioningIncidents incidents;

    private record Message(Instant due, String body) {}

    /** Whether everything is detached is the deployment's, but a policy of a file never becomes its last good one. */
    private record ForPolicies(ProvisioningRecords deployed, ProvisioningRecords own) implements ProvisioningRecords {
        ForPolicies(ProvisioningRecords deployed) {
            this(deployed, new MemoryRecords());
        }

        private ProvisioningRecords of(String name) {
            return name.equals(Policies.SUSPENDED) ? deployed : own;
        }

        @Override
        public Optional<Entry> find(String name) {
            return of(name).find(name);
        }

        @Override
        public boolean put(String name, long version, Map<String, String> values) {
            return of(name).put(name, version, values);
        }
    }

    Conversation(Target target, PrintStream err) {
        this.target = target;
        this.err = err;
        this.deployment = target.deployment();
        this.lowLatency = target.lowLatency();
        this.realTime = target.realTime();
        this.records = target.records();
        this.incidents = (cause, resource, _, findings) -> err.println(
                cause.title() + " (" + resource + "): " + String.join("; ", findings) + ". See docs/runbook/"
                        + cause.page() + ".md");
        this.policies = new Policies(target.policy(), new ForPolicies(records), deployment, incidents,
                target.clock());
    }

    Policies policies() {
        return policies;
    }

    /** Reads everything and changes nothing. */
    Plan plan(RecordingPolicy policy) {
        return Planner.plan(policy, deployment, world());
    }

    private World world() {
        List<Configuration> configurations = new ArrayList<>();
        Page.all(lowLatency::listRecordingConfigurations).forEach(it -> configurations.add(Configuration.of(it)));
        Page.all(realTime::listStorageConfigurations).forEach(it -> configurations.add(Configuration.of(it)));
        List<Resource> resources = new ArrayList<>();
        Page.all(lowLatency::listChannels).forEach(it -> resources.add(Resource.OfChannel.of(it)));
        Page.all(realTime::listStages).forEach(it -> resources.add(Resource.OfStage.of(realTime.getStage(it.arn()))));
        return new World(configurations, resources, List.of(ResourceKind.values()));
    }

    /** The plan for one channel or stage, with all configurations. */
    Plan explain(Arn arn, RecordingPolicy policy) {
        Resource resource = switch (ResourceKind.of(arn).orElseThrow(() -> new IllegalArgumentException(
                "neither a channel's nor a stage's ARN: " + arn))) {
            case CHANNEL -> Resource.OfChannel.of(lowLatency.getChannel(arn));
            case STAGE -> Resource.OfStage.of(realTime.getStage(arn));
        };
        List<Configuration> configurations = new ArrayList<>();
        Page.all(lowLatency::listRecordingConfigurations).forEach(it -> configurations.add(Configuration.of(it)));
        Page.all(realTime::listStorageConfigurations).forEach(it -> configurations.add(Configuration.of(it)));
        return Planner.plan(policy, deployment, new World(configurations, List.of(resource), List.of()));
    }

    /** Sends a message as it is sent to the function, and handles it and what comes of it, as long as that does not take long. */
    void tell(ProvisioningMessage message) {
        PriorityQueue<Message> queue = new PriorityQueue<>(Comparator.comparing(Message::due));
        ProvisionEvents events = events(queue);
        queue.add(new Message(target.clock().instant(), message.text()));
        while (!queue.isEmpty()) {
            Message next = queue.remove();
            if (Duration.between(target.clock().instant(), next.due()).compareTo(PATIENCE) > 0
                    || !target.waited(next.due())) {
                return;
            }
            ProvisionEvents.Report report = events.provision(List.of(new QueueMessage("1", next.body())), () -> true);
            if (!report.returned().isEmpty()) {
                throw new IllegalStateException(String.join("; ", report.returned().values()));
            }
            report.counts().forEach((name, count) -> {
                if (!name.equals("MessagesReceived") && !name.equals("ResourcesChecked")) {
                    err.println("  " + name + " " + count);
                }
            });
        }
    }

    private ProvisionEvents events(PriorityQueue<Message> queue) {
        Place place = new Place("000000000000", target.region());
        Provisioner provisioner = new Provisioner(lowLatency, realTime, deployment, place, records, incidents,
                target.buckets(), target.clock());
        // Its checkpoint is its own: the functions' sweep goes on beside it, and both come to the same.
        Sweeps sweeps = new Sweeps(provisioner, policies, new MemoryRecords(),
                (body, delay) -> queue.add(new Message(target.clock().instant().plus(delay), body)),
                incidents, () -> UUID.randomUUID().toString(), target.clock());
        return new ProvisionEvents(provisioner, policies, sweeps,
                (body, delay) -> queue.add(new Message(target.clock().instant().plus(delay), body)), place, Set.of(),
                "", target.clock());
    }
}
