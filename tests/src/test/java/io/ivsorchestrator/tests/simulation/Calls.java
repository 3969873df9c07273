package io.ivsorchestrator.tests.simulation;

import io.ivsorchestrator.tests.simulation.Tally.Seen;
import io.ivsorchestrator.tests.simulation.Timeline.Strand;
import java.util.function.Supplier;

/** What every call of our code to a part of the world passes through: time passes, others get on, and something may go wrong. */
final class Calls {
    /** Longer than a call is waited for. */
    private static final int SLOW_MILLIS = 25_000;

    private final Timeline timeline;
    private final Chance chance;
    private final Tally tally = new Tally();
    private Faults faults;

    Calls(Timeline timeline, Chance chance, Faults faults) {
        this.timeline = timeline;
        this.chance = chance;
        this.faults = faults;
    }

    Faults faults() {
        return faults;
    }

    /** From now on. */
    void expect(Faults others) {
        faults = others;
    }

    Tally tally() {
        return tally;
    }

    Chance chance() {
        return chance;
    }

    /**
     * A call by an invocation; by the world itself it is only made.
     *
     * @param refusal what the caller is told if the call fails or seems to
     */
    <T> T make(Supplier<T> effect, Supplier<? extends RuntimeException> refusal) {
        Strand process = timeline.running();
        Life life = process == null ? null : process.life();
        if (process == null || life == null || !process.isHere()) {
            return effect.get();
        }
        life.check(timeline.now());
        pass(life);
        if (chance.in(faults.death() / 2)) {
            tally.saw(Seen.DEATH_BEFORE);
            throw life.die();
        }
        if (chance.in(faults.refused())) {
            tally.saw(Seen.REFUSED);
            throw refusal.get();
        }
        T answer = effect.get();
        if (chance.in(faults.death() / 2)) {
            tally.saw(Seen.DEATH_AFTER);
            throw life.die();
        }
        if (chance.in(faults.lateRefusal())) {
            tally.saw(Seen.REFUSED_TOO_LATE);
            pass(life);
            throw refusal.get();
        }
        pass(life);
        return answer;
    }

    /** On the way there and back: mostly at once, so that several callers meet. */
    private void pass(Life life) {
        boolean slow = chance.in(faults.slow());
        if (slow) {
            tally.saw(Seen.SLOW);
        }
        timeline.pause(slow ? SLOW_MILLIS : chance.below(3));
        life.check(timeline.now());
    }
}
