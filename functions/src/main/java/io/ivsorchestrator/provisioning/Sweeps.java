package io.ivsorchestrator.provisioning;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.incident.Cause;
import io.ivsorchestrator.ivs.Channel;
import io.ivsorchestrator.ivs.IvsOperation;
import io.ivsorchestrator.ivs.IvsRefusedException;
import io.ivsorchestrator.ivs.Page;
import io.ivsorchestrator.ivs.StageSummary;
import io.ivsorchestrator.provisioning.ProvisioningMessage.GoOn;
import io.ivsorchestrator.runtime.DelayedMessages;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at every channel or stage of the account and region: what no event told of is made good here. Goes on from message to
 * message as far as calls and time allow. A checkpoint says which sweep is the current one and where it is, so that of two only
 * one goes on, and that one whose message was lost goes on with the next schedule.
 */
public final class Sweeps {
    /**
     * A sweep that was not heard of for so long has lost its message: an invocation works for {@link Delays#AT_WORK} at most,
     * and IVS is never waited for longer than about a minute.
     */
    static final Duration LOST = Duration.ofMinutes(3);

    private static final String SWEEP = "sweep";
    private static final String NUMBER = "number";
    private static final String TOKEN = "token";
    private static final String LISTING = "listing";
    private static final String HEARD = "heard";
    private static final String ENDED = "ended";
    private static final String COUNT = "count.";

    private static final Logger LOG = LoggerFactory.getLogger(Sweeps.class);

    private final Provisioner provisioner;
    private final Policies policies;
    private final ProvisioningRecords records;
    private final DelayedMessages messages;
    private final FollowUps followUps;
    private final ProvisioningIncidents incidents;
    private final Supplier<String> ids;
    private final InstantSource clock;

    /** @param ids of sweeps, each different */
    public Sweeps(Provisioner provisioner, Policies policies, ProvisioningRecords records, DelayedMessages messages,
            ProvisioningIncidents incidents, Supplier<String> ids, InstantSource clock) {
        this.provisioner = provisioner;
        this.policies = policies;
        this.records = records;
        this.messages = messages;
        this.followUps = new FollowUps(messages, clock);
        this.incidents = incidents;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Starts one over channels and one over stages; they share no calls, so neither waits for the other.
     *
     * @param anew whether one that is under way is superseded, because what it looks for has changed
     */
    void start(boolean anew) {
        for (ResourceKind kind : ResourceKind.values()) {
            start(kind, anew);
        }
    }

    private void start(ResourceKind kind, boolean anew) {
        Optional<ProvisioningRecords.Entry> checkpoint = records.find(name(kind));
        Instant now = clock.instant();
        boolean underWay = checkpoint.isPresent() && checkpoint.get().value(ENDED).isEmpty();
        boolean alive = underWay && heard(checkpoint.get()).plus(LOST).isAfter(now);
        if (alive && !anew) {
            LOG.info("a sweep is under way kind={}", kind.text());
            return;
        }
        boolean resumed = underWay && !anew;
        GoOn first = resumed
                ? new GoOn(kind, checkpoint.get().value(SWEEP).orElseGet(ids), number(checkpoint.get()) + 1,
                        checkpoint.get().value(LISTING).isPresent(), checkpoint.get().value(TOKEN), List.of())
                : new GoOn(kind, ids.get(), 1, true, Optional.empty(), List.of());
        Tally counted = resumed ? tally(checkpoint.get()) : new Tally();
        if (save(checkpoint, first, counted, false)) {
            messages.send(first.text(), Duration.ZERO);
        }
    }

    /** Where a sweep is, between two messages. */
    private static final class State {
        final List<Arn> pending;
        final Map<Arn, StepOutcome> followUps = new LinkedHashMap<>();
        final Tally tally = new Tally();
        boolean listing;
        Optional<String> token;
        Optional<Instant> notBefore = Optional.empty();
        boolean ended;

        State(GoOn message) {
            this.pending = new ArrayList<>(message.pending());
            this.listing = message.listing();
            this.token = message.token();
        }
    }

    /**
     * Goes on.
     *
     * @return what was done in this message
     */
    Tally goOn(GoOn message, BooleanSupplier timeLeft) {
        Optional<ProvisioningRecords.Entry> checkpoint = records.find(name(message.kind()));
        if (checkpoint.isEmpty() || !checkpoint.get().value(SWEEP).equals(Optional.of(message.sweep()))) {
            LOG.info("superseded sweep={}", message.sweep());
            return new Tally();
        }
        if (checkpoint.get().value(ENDED).isPresent()) {
            return new Tally();
        }
        boolean repeated = number(checkpoint.get()) > message.number()
                && heard(checkpoint.get()).plus(LOST).isAfter(clock.instant());
        if (repeated) {
            // Delivered twice, or its invocation died after the checkpoint and before the next message: only time can tell.
            LOG.info("delivered again sweep={} number={}", message.sweep(), message.number());
            messages.send(message.text(), LOST);
            return new Tally();
        }
        State state = new State(message);
        RecordingPolicy policy = policies.inForce();
        while (!state.ended && state.notBefore.isEmpty() && timeLeft.getAsBoolean()) {
            step(message.kind(), policy, state, timeLeft);
        }
        // Before the checkpoint: what it does not hold would be lost with a crash after it.
        followUps.after(state.followUps, 0);
        GoOn next = new GoOn(message.kind(), message.sweep(), number(checkpoint.get()) + 1, state.listing,
                state.token, state.pending);
        Tally counted = tally(checkpoint.get());
        counted.add(state.tally);
        if (save(checkpoint, next, counted, state.ended) && !state.ended) {
            messages.send(next.text(), state.notBefore.map(it -> Delays.until(clock.instant(), it))
                    .orElse(Duration.ZERO));
        }
        if (state.ended) {
            LOG.info("sweep ended kind={} counts={}", message.kind().text(), counted.counts());
            resolve();
        }
        return state.tally;
    }

    /** Both sweeps went through without failure: what kept any channel or stage from being set up is gone. */
    private void resolve() {
        boolean clean = Arrays.stream(ResourceKind.values()).allMatch(kind -> report(kind).filter(it -> it.ended()
                .isPresent() && !it.counts().containsKey(Tally.FAILED) && !it.counts().containsKey(Tally.UNFITTING))
                .isPresent());
        if (clean) {
            List.of(Cause.QUOTA_EXCEEDED, Cause.ACCESS_DENIED, Cause.ACCOUNT_NOT_VERIFIED)
                    .forEach(cause -> incidents.resolved(cause, provisioner.account()));
        }
    }

    private void step(ResourceKind kind, RecordingPolicy policy, State state, BooleanSupplier timeLeft) {
        try {
            if (!state.pending.isEmpty()) {
                lookAtSome(kind, policy, state, timeLeft);
            } else if (state.listing) {
                nextPage(kind, policy, state, timeLeft);
            } else {
                collect(kind, policy, state);
            }
        } catch (IvsRefusedException refused) {
            state.notBefore = Optional.of(provisioner.whenToLook(refused));
        }
    }

    /** No more than can be changed in a second: what is looked at now is changed now. */
    private void lookAtSome(ResourceKind kind, RecordingPolicy policy, State state, BooleanSupplier timeLeft) {
        int many = switch (kind) {
            case CHANNEL -> IvsOperation.UPDATE_CHANNEL.perSecond();
            case STAGE -> IvsOperation.UPDATE_STAGE.perSecond();
        };
        List<Arn> some = List.copyOf(state.pending.subList(0, Math.min(many, state.pending.size())));
        Provisioner.Look look = provisioner.look(some, timeLeft);
        state.pending.removeAll(some);
        state.pending.addAll(0, look.later());
        state.notBefore = look.notBefore();
        long changed = state.tally.count(Tally.ATTACHED) + state.tally.count(Tally.DETACHED);
        apply(policy, look.found(), state, timeLeft);
        boolean full = state.tally.count(Tally.ATTACHED) + state.tally.count(Tally.DETACHED) - changed >= many;
        if (full && state.notBefore.isEmpty() && !state.pending.isEmpty()) {
            // Nobody may change more in this second, so what would be looked at now had to be looked at again.
            state.notBefore = Optional.of(clock.instant().plusSeconds(1));
        }
    }

    private void nextPage(ResourceKind kind, RecordingPolicy policy, State state, BooleanSupplier timeLeft) {
        switch (kind) {
            case CHANNEL -> {
                Page<Channel> page = provisioner.lowLatency().listChannels(state.token);
                state.token = page.next();
                state.listing = page.next().isPresent();
                apply(policy, page.items().stream().map(Resource.OfChannel::of).toList(), state, timeLeft);
            }
            case STAGE -> {
                Page<StageSummary> page = provisioner.realTime().listStages(state.token);
                // A list does not tell how a stage is recorded. Of what no rule fits it does not matter, unless ours may be
                // attached to it.
                boolean all = provisioner.madeAny(kind);
                state.token = page.next();
                state.listing = page.next().isPresent();
                for (StageSummary stage : page.items()) {
                    if (all || policy.forStage(stage.arn().value(), stage.name(), stage
                            .tags()) instanceof RecordingPolicy.Choice.Chosen<StageSettings>) {
                        state.pending.add(stage.arn());
                    } else {
                        state.tally.add(Tally.CHECKED, 1);
                    }
                }
            }
        }
    }

    private void apply(RecordingPolicy policy, List<? extends Resource> resources, State state,
            BooleanSupplier timeLeft) {
        if (resources.isEmpty()) {
            return;
        }
        Provisioner.Progress progress;
        try {
            progress = provisioner.apply(policy, resources, timeLeft);
        } catch (IvsRefusedException refused) {
            // Only the configurations could not be listed: nobody was served yet.
            state.pending.addAll(0, resources.stream().map(Resource::arn).toList());
            throw refused;
        }
        state.tally.add(progress);
        List<Arn> again = new ArrayList<>();
        progress.outcomes().forEach((arn, outcome) -> {
            switch (outcome) {
                case StepOutcome.Waiting(Instant notBefore, _, _) -> {
                    again.add(arn);
                    state.notBefore = Optional.of(state.notBefore.filter(notBefore::isBefore).orElse(notBefore));
                }
                case StepOutcome.Busy _,StepOutcome.Stale _,StepOutcome.Failed _ -> state.followUps.put(arn, outcome);
                case StepOutcome.Done() -> {
                    // Counted.
                }
            }
        });
        state.pending.addAll(0, again);
    }

    /** At the end, when what is not used can be known. IVS itself refuses to delete what is in use. */
    private void collect(ResourceKind kind, RecordingPolicy policy, State state) {
        if (policy.mode() == RecordingPolicy.Mode.ENFORCE) {
            for (Configuration configuration : provisioner.superfluous(policy, kind)) {
                StepOutcome outcome = provisioner.collect(configuration, policy);
                if (outcome instanceof StepOutcome.Waiting(Instant notBefore, _, _)) {
                    state.notBefore = Optional.of(notBefore);
                    return;
                }
                LOG.info("collect configuration={} outcome={}", configuration.arn(), outcome);
                state.tally.add(Tally.COLLECTED, outcome instanceof StepOutcome.Done ? 1 : 0);
            }
        }
        if (kind == ResourceKind.STAGE) {
            provisioner.checkGrants();
        }
        state.ended = true;
    }

    private boolean save(Optional<ProvisioningRecords.Entry> checkpoint, GoOn next, Tally counted, boolean ended) {
        Map<String, String> values = new HashMap<>();
        values.put(SWEEP, next.sweep());
        values.put(NUMBER, Integer.toString(next.number()));
        values.put(LISTING, next.listing() ? "yes" : "");
        values.put(TOKEN, next.token().orElse(""));
        values.put(HEARD, clock.instant().toString());
        values.put(ENDED, ended ? clock.instant().toString() : "");
        counted.counts().forEach((name, count) -> values.put(COUNT + name, count.toString()));
        boolean saved = records.put(name(next.kind()),
                checkpoint.map(ProvisioningRecords.Entry::version).orElse(0L) + 1, values);
        if (!saved) {
            LOG.info("somebody else goes on sweep={}", next.sweep());
        }
        return saved;
    }

    private static Tally tally(ProvisioningRecords.Entry checkpoint) {
        Tally tally = new Tally();
        checkpoint.values().forEach((name, value) -> {
            if (name.startsWith(COUNT)) {
                tally.add(name.substring(COUNT.length()), Long.parseLong(value));
            }
        });
        return tally;
    }

    /** Of the last or current sweep of a kind: whether it ended, and what it has counted by now. */
    public Optional<Report> report(ResourceKind kind) {
        return records.find(name(kind)).map(checkpoint -> new Report(checkpoint.value(ENDED).map(Instant::parse),
                tally(checkpoint).counts()));
    }

    /** What a sweep has come to. */
    public record Report(Optional<Instant> ended, Map<String, Long> counts) {
        public Report {
            counts = Map.copyOf(counts);
        }
    }

    private static int number(ProvisioningRecords.Entry checkpoint) {
        return checkpoint.value(NUMBER).map(Integer::parseInt).orElse(0);
    }

    private static Instant heard(ProvisioningRecords.Entry checkpoint) {
        return checkpoint.value(HEARD).map(Instant::parse).orElse(Instant.EPOCH);
    }

    private static String name(ResourceKind kind) {
        return "sweep." + kind.text();
    }
}
