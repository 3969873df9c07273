package io.ivsorchestrator.provisioning;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.index.IndexUnavailableException;
import io.ivsorchestrator.ivs.IvsRefusedException;
import io.ivsorchestrator.runtime.DelayedMessages;
import io.ivsorchestrator.runtime.QueueMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A batch of events and messages into channels and stages that are as they shall be. All that a batch asks to look at is looked
 * at together: one call for up to 50 channels, however many events were about them.
 */
public final class ProvisionEvents {
    /** So long a channel or stage that was as it shall be is not looked at because a stream or participant starts or ends. */
    static final Duration KNOWN = Duration.ofMinutes(10);
    private static final int MOST_KNOWN = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(ProvisionEvents.class);

    private final Provisioner provisioner;
    private final Policies policies;
    private final Sweeps sweeps;
    private final TriggerReading reading;
    private final FollowUps followUps;
    private final InstantSource clock;
    private final Map<Arn, Instant> conforming = new LinkedHashMap<>();

    /**
     * @param ownRoles        ARNs of the roles whose calls to IVS are our own and no news
     * @param policyParameter name of the parameter whose change means another policy
     */
    public ProvisionEvents(Provisioner provisioner, Policies policies, Sweeps sweeps, DelayedMessages messages,
            Place place, Set<String> ownRoles, String policyParameter, InstantSource clock) {
        this.provisioner = provisioner;
        this.policies = policies;
        this.sweeps = sweeps;
        this.reading = new TriggerReading(place, ownRoles, policyParameter, clock);
        this.followUps = new FollowUps(messages, clock);
        this.clock = clock;
    }

    /**
     * What came of a batch.
     *
     * @param returned ids of messages that must be delivered again, by why
     * @param counts   by metric name
     */
    public record Report(Map<String, String> returned, Map<String, Long> counts) {
        public Report {
            returned = Map.copyOf(returned);
            counts = Map.copyOf(counts);
        }
    }

    /** Messages that ask to look at the same attempt are looked at together. */
    private record Looking(Set<String> messages, Set<Arn> arns) {
        Looking() {
            this(new LinkedHashSet<>(), new LinkedHashSet<>());
        }
    }

    /** @param timeLeft whether there is time for another call */
    public Report provision(List<QueueMessage> messages, BooleanSupplier timeLeft) {
        Instant until = clock.instant().plus(Delays.AT_WORK);
        BooleanSupplier atWork = () -> timeLeft.getAsBoolean() && clock.instant().isBefore(until);
        Batch batch = new Batch();
        for (QueueMessage message : messages) {
            Trigger trigger = reading.read(message.body());
            batch.tally.add("MessagesReceived", 1);
            batch.attempt(List.of(message.id()), () -> take(message.id(), trigger, batch, atWork));
        }
        batch.seen.forEach((id, resource) -> batch.attempt(List.of(id),
                () -> followUp(apply(List.of(resource), batch, atWork), 0)));
        batch.looking.forEach((attempt, looking) -> batch.attempt(looking.messages(), () -> {
            Provisioner.Look look = provisioner.look(List.copyOf(looking.arns()), atWork);
            look.notBefore().ifPresent(time -> followUps.later(look.later(), attempt, time));
            followUp(apply(look.found(), batch, atWork), attempt);
        }));
        return new Report(batch.returned, batch.tally.counts());
    }

    /** What is gathered while a batch is gone through. */
    private static final class Batch {
        final Map<String, String> returned = new LinkedHashMap<>();
        final Tally tally = new Tally();
        final Map<Integer, Looking> looking = new TreeMap<>();
        final Map<String, Resource> seen = new LinkedHashMap<>();

        /** What fails is delivered again, and the rest of the batch goes on. */
        void attempt(Iterable<String> messageIds, Runnable work) {
            try {
                work.run();
            } catch (IvsRefusedException | IndexUnavailableException | PolicySource.PolicyUnavailableException
                    | DelayedMessages.MessageNotSentException passing) {
                giveBack(messageIds, String.valueOf(passing.getMessage()));
            } catch (RuntimeException unforeseen) {
                LOG.error("unforeseen", unforeseen);
                giveBack(messageIds, "unforeseen: " + unforeseen);
            }
        }

        void giveBack(Iterable<String> messageIds, String why) {
            messageIds.forEach(id -> returned.put(id, why));
        }
    }

    private void take(String id, Trigger trigger, Batch batch, BooleanSupplier timeLeft) {
        switch (trigger) {
            case Trigger.Told(ProvisioningMessage message) -> told(id, message, batch, timeLeft);
            case Trigger.LookAt(List<Arn> arns, boolean changed) -> {
                if (changed) {
                    arns.forEach(conforming::remove);
                }
                List<Arn> unknown = arns.stream().filter(arn -> !isKnownToConform(arn)).toList();
                if (!unknown.isEmpty()) {
                    lookAt(id, unknown, 0, batch);
                }
            }
            case Trigger.Seen(Resource resource) -> {
                conforming.remove(resource.arn());
                batch.seen.put(id, resource);
            }
            case Trigger.ConfigurationsChanged(ResourceKind kind) -> provisioner.configurationsChanged(kind);
            case Trigger.PolicyChanged() -> {
                policies.changed();
                conforming.clear();
                sweeps.start(true);
            }
            case Trigger.Ignored(String rule) -> {
                batch.tally.add("MessagesIgnored", 1);
                LOG.debug("ignored messageId={} rule={}", id, rule);
            }
            // It goes to the dead letters, where it is kept, and its alarm tells somebody.
            case Trigger.Unusable(String reason) -> batch.giveBack(List.of(id), reason);
        }
    }

    private void told(String id, ProvisioningMessage message, Batch batch, BooleanSupplier timeLeft) {
        switch (message) {
            case ProvisioningMessage.Sweep() -> sweeps.start(false);
            case ProvisioningMessage.GoOn goOn -> batch.tally.add(sweeps.goOn(goOn, timeLeft));
            case ProvisioningMessage.Check(List<Arn> arns, int attempt) -> lookAt(id, arns, attempt, batch);
            case ProvisioningMessage.Detach() -> {
                policies.suspend();
                conforming.clear();
                sweeps.start(true);
            }
            case ProvisioningMessage.Resume() -> {
                policies.resume();
                conforming.clear();
                sweeps.start(true);
            }
        }
    }

    private static void lookAt(String id, List<Arn> arns, int attempt, Batch batch) {
        Looking looking = batch.looking.computeIfAbsent(attempt, _ -> new Looking());
        looking.messages().add(id);
        looking.arns().addAll(arns);
    }

    private boolean isKnownToConform(Arn arn) {
        Instant since = conforming.get(arn);
        return since != null && since.plus(KNOWN).isAfter(clock.instant());
    }

    private Map<Arn, StepOutcome> apply(List<? extends Resource> resources, Batch batch, BooleanSupplier timeLeft) {
        if (resources.isEmpty()) {
            return Map.of();
        }
        Provisioner.Progress progress;
        try {
            progress = provisioner.apply(policies.inForce(), resources, timeLeft);
        } catch (IvsRefusedException refused) {
            // The configurations could not be listed. What passes by itself is waited for by a message, not by returning
            // this one, since SQS counts how often.
            if (provisioner.outcome(refused) instanceof StepOutcome.Waiting waiting) {
                return resources.stream().collect(Collectors.toMap(Resource::arn, _ -> waiting));
            }
            throw refused;
        }
        batch.tally.add(progress);
        for (Verdict verdict : progress.plan().verdicts()) {
            LOG.info("decided resource={} outcome={} reason={} done={}", verdict.resource(), verdict.outcome(),
                    verdict.reason(), progress.outcomes().get(verdict.resource()));
            if (!verdict.drifted() || progress.outcomes().get(verdict.resource()) instanceof StepOutcome.Done) {
                know(verdict.resource());
            }
        }
        return progress.outcomes();
    }

    private void know(Arn arn) {
        conforming.remove(arn);
        conforming.put(arn, clock.instant());
        if (conforming.size() > MOST_KNOWN) {
            conforming.remove(conforming.keySet().iterator().next());
        }
    }

    private void followUp(Map<Arn, StepOutcome> outcomes, int attempt) {
        followUps.after(outcomes, attempt);
    }
}
