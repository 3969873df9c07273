package io.ivsorchestrator.local.ivs.account;

import io.ivsorchestrator.local.ivs.account.Composition.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** How compositions go from state to state and vanish as time passes. */
public final class CompositionLife {
    private final IvsAccount account;
    private final List<BiConsumer<Composition, Instant>> watchers = new ArrayList<>();

    CompositionLife(IvsAccount account) {
        this.account = account;
    }

    /**
     * Tells somebody each state that a composition or a destination of it comes into, even of one that vanishes.
     *
     * @param watcher given the composition and since when it is so; holds the account's lock, so should be quick
     */
    public void watch(BiConsumer<Composition, Instant> watcher) {
        watchers.add(watcher);
    }

    /** A composition is new or in another state. */
    public void put(Composition composition, Instant now) {
        account.compositions().put(composition);
        watchers.forEach(watcher -> watcher.accept(composition, now));
    }

    /** Lets a composition stop, unless it does or is over. */
    public void stop(Composition composition, Instant now) {
        switch (composition.state()) {
            case STARTING, ACTIVE -> put(composition.in(State.STOPPING, now), now);
            case STOPPING, STOPPED, FAILED -> {
            }
        }
    }

    /** Ends a composition whose stage is gone: its destinations end as they should, it does not. */
    public void loseStage(Composition composition, Instant now) {
        switch (composition.state()) {
            case STARTING, ACTIVE -> put(composition.in(State.STOPPED, now).in(State.FAILED, now), now);
            case STOPPING, STOPPED, FAILED -> {
            }
        }
    }

    /** Takes every step whose time has come. */
    void settle(Instant now) {
        account.compositions().all().forEach(composition -> settle(composition, now));
    }

    private void settle(Composition composition, Instant now) {
        Composition current = composition;
        while (true) {
            Step step = step(current);
            if (step.at().isAfter(now)) {
                return;
            }
            if (step.into().isEmpty()) {
                account.forget(account.compositions(), current);
                return;
            }
            current = current.in(step.into().get(), step.at());
            put(current, step.at());
        }
    }

    /** @param into empty = it vanishes */
    private record Step(Instant at, Optional<State> into) {}

    private Step step(Composition composition) {
        Timings timings = account.settings().timings();
        Instant since = composition.since();
        return switch (composition.state()) {
            case STARTING -> earlier(new Step(since.plus(timings.compositionStart()), Optional.of(State.ACTIVE)),
                    new Step(end(composition), Optional.of(State.STOPPING)));
            case ACTIVE -> new Step(end(composition), Optional.of(State.STOPPING));
            case STOPPING -> new Step(since.plus(timings.compositionStop()), Optional.of(State.STOPPED));
            case STOPPED, FAILED -> new Step(since.plus(timings.compositionRetention()), Optional.empty());
        };
    }

    /** When it stops by itself: at its longest duration, without publishers earlier, without its stage at once. */
    private Instant end(Composition composition) {
        Timings timings = account.settings().timings();
        Instant started = composition.startTime();
        Instant idle = account.stages()
                .find(composition.stageArn())
                .map(stage -> Optional.ofNullable(stage.unpublishedSince())
                        .map(left -> left.isAfter(started) ? left : started)
                        .map(unpublished -> unpublished.plus(timings.compositionIdle()))
                        .orElse(Instant.MAX))
                .orElse(composition.since());
        return Stream.of(idle, started.plus(timings.compositionLimit())).min(Instant::compareTo).orElseThrow();
    }

    private static Step earlier(Step one, Step other) {
        return other.at().isBefore(one.at()) ? other : one;
    }
}
