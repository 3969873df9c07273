package io.ivsorchestrator.provisioning;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.ivs.ChannelBatch;
import io.ivsorchestrator.ivs.IvsRefusedException;
import io.ivsorchestrator.ivs.LowLatencyApi;
import io.ivsorchestrator.ivs.RealTimeApi;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Brings channels and stages in line with the policy, as far as calls and time allow; what remains is told. Every state that an
 * interruption can leave is one that the next look at it makes good.
 */
public final class Provisioner {
    private final LowLatencyApi lowLatency;
    private final RealTimeApi realTime;
    private final Deployment deployment;
    private final Place place;
    private final Catalog catalog;
    private final Execution execution;
    private final InstantSource clock;

    /**
     * Made once per process: it keeps for some minutes which configurations exist.
     *
     * @param records where it is remembered who creates what and what was there before
     */
    public Provisioner(LowLatencyApi lowLatency, RealTimeApi realTime, Deployment deployment, Place place,
            ProvisioningRecords records, ProvisioningIncidents incidents, Buckets buckets, InstantSource clock) {
        this.lowLatency = lowLatency;
        this.realTime = realTime;
        this.deployment = deployment;
        this.place = place;
        this.clock = clock;
        this.catalog = new Catalog(lowLatency, realTime, deployment, clock);
        this.execution = new Execution(lowLatency, realTime, deployment, place, catalog, records, incidents, buckets,
                clock);
    }

    /**
     * What a look has found.
     *
     * @param found     those that exist
     * @param later     those that could not be looked at yet
     * @param notBefore when they can be; present if there are any
     */
    public record Look(List<Resource> found, List<Arn> later, Optional<Instant> notBefore) {
        public Look {
            found = List.copyOf(found);
            later = List.copyOf(later);
        }
    }

    /**
     * What came of bringing some channels and stages in line.
     *
     * @param outcomes of every step for a channel or stage; empty if the policy only observes
     * @param created  configurations
     */
    public record Progress(Plan plan, Map<Arn, StepOutcome> outcomes, int created) {
        public Progress {
            outcomes = new LinkedHashMap<>(outcomes);
        }
    }

    /**
     * Looks at channels, {@value LowLatencyApi#MAX_BATCH} with a call, and stages, one with a call. What is gone is left out.
     *
     * @param timeLeft asked before every call: stages are looked at a few in a second, and a batch may ask for hundreds
     */
    public Look look(List<Arn> arns, BooleanSupplier timeLeft) {
        List<Arn> channels = of(ResourceKind.CHANNEL, arns);
        List<Arn> stages = of(ResourceKind.STAGE, arns);
        List<Resource> found = new ArrayList<>();
        List<Arn> later = new ArrayList<>();
        Instant notBefore = Instant.MIN;
        for (int from = 0; from < channels.size(); from += LowLatencyApi.MAX_BATCH) {
            List<Arn> some = channels.subList(from, Math.min(from + LowLatencyApi.MAX_BATCH, channels.size()));
            if (!timeLeft.getAsBoolean()) {
                later.addAll(some);
                notBefore = max(notBefore, clock.instant());
                continue;
            }
            try {
                ChannelBatch batch = lowLatency.batchGetChannels(some);
                batch.channels().forEach(channel -> found.add(Resource.OfChannel.of(channel)));
                List<Arn> unanswered = batch.missing().entrySet().stream()
                        .filter(missing -> !missing.getValue().contains("NotFound")).map(Map.Entry::getKey).toList();
                later.addAll(unanswered);
                notBefore = unanswered.isEmpty() ? notBefore : max(notBefore, clock.instant().plus(Execution.CREATION));
            } catch (IvsRefusedException refused) {
                later.addAll(some);
                notBefore = max(notBefore, whenToLook(refused));
            }
        }
        for (Arn stage : stages) {
            if (!timeLeft.getAsBoolean()) {
                later.add(stage);
                notBefore = max(notBefore, clock.instant());
                continue;
            }
            try {
                found.add(Resource.OfStage.of(realTime.getStage(stage)));
            } catch (IvsRefusedException.NotFound _) {
                // It is gone, and with it what there was to do.
            } catch (IvsRefusedException refused) {
                later.add(stage);
                notBefore = max(notBefore, whenToLook(refused));
            }
        }
        return new Look(found, later, later.isEmpty() ? Optional.empty() : Optional.of(notBefore));
    }

    private static List<Arn> of(ResourceKind kind, List<Arn> arns) {
        return arns.stream().distinct().filter(arn -> ResourceKind.of(arn).equals(Optional.of(kind))).toList();
    }

    /** What does not pass by itself is told and thrown on: the message then comes again, and ends with the dead letters. */
    Instant whenToLook(IvsRefusedException refused) {
        if (execution.outcome(refused) instanceof StepOutcome.Waiting(Instant notBefore, _, _)) {
            return notBefore;
        }
        throw refused;
    }

    private static Instant max(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /**
     * Does what is to be done about some channels and stages, one step after the other.
     *
     * @param timeLeft asked before every step
     * @throws IvsRefusedException if IVS does not tell its configurations
     */
    public Progress apply(RecordingPolicy policy, List<? extends Resource> resources, BooleanSupplier timeLeft) {
        Plan plan = plan(policy, resources);
        Map<Arn, StepOutcome> outcomes = new LinkedHashMap<>();
        if (policy.mode() == RecordingPolicy.Mode.OBSERVE) {
            return new Progress(plan, outcomes, 0);
        }
        execution.reportUnfitting(plan.verdicts().stream()
                .filter(it -> it.outcome() == Verdict.Outcome.DOES_NOT_FIT).toList());
        Map<ResourceKind, StepOutcome> stopped = new EnumMap<>(ResourceKind.class);
        Map<String, StepOutcome> creations = new HashMap<>();
        int before = execution.created();
        for (Step step : plan.steps()) {
            StepOutcome outcome = Optional.ofNullable(stopped.get(kind(step))).orElseGet(() -> timeLeft.getAsBoolean()
                    ? instead(step, creations).orElseGet(() -> execution.execute(step, policy.quotas()))
                    : new StepOutcome.Waiting(clock.instant(), true, "this invocation's time is over"));
            if (outcome instanceof StepOutcome.Waiting waiting && waiting.budget()) {
                stopped.put(kind(step), outcome);
            }
            switch (step) {
                case Step.Create create -> creations.put(create.content().hash(), outcome);
                case Step.Attach attach -> outcomes.put(attach.resource(), outcome);
                case Step.Detach detach -> outcomes.put(detach.resource(), outcome);
                case Step.Discard _,Step.Collect _ -> {
                    // About no channel or stage: what was not done is planned again with the next look.
                }
            }
        }
        return new Progress(plan, outcomes, execution.created() - before);
    }

    /** What is to be done about some channels and stages. Changes nothing. */
    public Plan plan(RecordingPolicy policy, List<? extends Resource> resources) {
        List<Configuration> configurations = new ArrayList<>();
        resources.stream().map(Resource::kind).distinct().sorted()
                .forEach(kind -> configurations.addAll(catalog.all(kind)));
        return Planner.plan(policy, deployment, World.some(configurations, resources));
    }

    /** Whoever waits for a configuration that could not be made fares as it did. */
    private static Optional<StepOutcome> instead(Step step, Map<String, StepOutcome> creations) {
        return step instanceof Step.Attach attach
                ? Optional.ofNullable(creations.get(attach.target().content().hash()))
                        .filter(it -> !(it instanceof StepOutcome.Done))
                : Optional.empty();
    }

    private static ResourceKind kind(Step step) {
        return switch (step) {
            case Step.Discard discard -> discard.configuration().kind();
            case Step.Create create -> create.content().kind();
            case Step.Attach attach -> attach.target().kind();
            case Step.Detach detach -> detach.kind();
            case Step.Collect collect -> collect.configuration().kind();
        };
    }

    /** Configurations of ours of a kind that no rule wants, or of which there is another one. */
    List<Configuration> superfluous(RecordingPolicy policy, ResourceKind kind) {
        return Planner.superfluous(policy, deployment, catalog.listAgain(kind)).stream()
                .filter(it -> it.kind() == kind).toList();
    }

    /** Deletes one of {@link #superfluous}, unless something still uses it. */
    StepOutcome collect(Configuration configuration, RecordingPolicy policy) {
        return execution.execute(new Step.Collect(configuration, "no rule wants it"), policy.quotas());
    }

    /** Looks whether IVS may still write where stages are recorded: one request to S3 for each such bucket. */
    void checkGrants() {
        execution.checkGrants(catalog.all(ResourceKind.STAGE));
    }

    /** Whether anything of that kind could be attached to what no rule fits. */
    boolean madeAny(ResourceKind kind) {
        return catalog.all(kind).stream().anyMatch(deployment::made);
    }

    /** Somebody changed configurations of a kind. */
    void configurationsChanged(ResourceKind kind) {
        catalog.forget(kind);
    }

    StepOutcome outcome(IvsRefusedException refused) {
        return execution.outcome(refused);
    }

    /** What an incident of the whole account is about. */
    String account() {
        return place.accountResource();
    }

    LowLatencyApi lowLatency() {
        return lowLatency;
    }

    RealTimeApi realTime() {
        return realTime;
    }
}
