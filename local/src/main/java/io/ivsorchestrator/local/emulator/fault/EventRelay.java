package io.ivsorchestrator.local.emulator.fault;

import io.ivsorchestrator.local.emulator.fault.Fault.Effect;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * The way from IVS, S3 and CloudTrail to the event bus, on which events are lost, late, repeated or overtaken as the
 * switchboard says. Everything else passes at once and in order. Safe for use by many threads.
 */
public final class EventRelay implements Consumer<String> {
    private static final int MOST_REMEMBERED = 100_000;

    private final Switchboard faults;
    private final InstantSource clock;
    private final Consumer<String> bus;
    private final PriorityQueue<Late> late = new PriorityQueue<>(
            Comparator.comparing(Late::due).thenComparingLong(Late::number));
    private final List<Overtaken> overtaken = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();
    private long number;
    private long delivered;
    private long lostCount;

    private record Late(Instant due, long number, String event) {}

    private record Overtaken(long after, String event) {}

    /** @param bus called one at a time; must be quick */
    public EventRelay(Switchboard faults, InstantSource clock, Consumer<String> bus) {
        this.faults = faults;
        this.clock = clock;
        this.bus = bus;
    }

    /**
     * Counts since the start.
     *
     * @param delivered to the bus, each repetition counted
     * @param lost for ever
     * @param held because they are late or will be overtaken
     */
    public record Totals(long delivered, long lost, int held) {}

    @Override
    public synchronized void accept(String event) {
        number++;
        Effect fate = null;
        int copies = 1;
        Duration delay = Duration.ZERO;
        for (Effect effect : faults.effects(event)) {
            switch (effect) {
                case Effect.Lose lose -> fate = lose;
                case Effect.Repeat(int times) -> copies += times;
                case Effect.Delay(Duration by) -> delay = delay.plus(by);
                case Effect.Reorder reorder -> fate = fate == null ? reorder : fate;
            }
        }
        if (fate instanceof Effect.Lose) {
            lose(event);
        } else {
            for (int copy = 0; copy < copies; copy++) {
                pass(event, delay, fate instanceof Effect.Reorder(int within) ? within : 0);
            }
        }
        releaseOvertaken();
    }

    private void lose(String event) {
        lostCount++;
        if (lost.size() < MOST_REMEMBERED) {
            lost.add(event);
        }
    }

    private void pass(String event, Duration delay, int overtakers) {
        if (delay.isPositive()) {
            late.add(new Late(clock.instant().plus(delay), number, event));
        } else if (overtakers > 0) {
            overtaken.add(new Overtaken(number + overtakers, event));
        } else {
            deliver(event);
        }
    }

    private void releaseOvertaken() {
        for (Overtaken waiting : List.copyOf(overtaken)) {
            if (waiting.after() <= number) {
                overtaken.remove(waiting);
                deliver(waiting.event());
            }
        }
    }

    private void deliver(String event) {
        delivered++;
        bus.accept(event);
    }

    /** Delivers what has become due. */
    public synchronized void release() {
        Instant now = clock.instant();
        for (Late next = late.peek(); next != null && !next.due().isAfter(now); next = late.peek()) {
            late.remove();
            deliver(next.event());
        }
    }

    /** Delivers all that is held, due or not: nothing will follow. */
    public synchronized void flush() {
        while (!late.isEmpty()) {
            deliver(late.remove().event());
        }
        overtaken.forEach(waiting -> deliver(waiting.event()));
        overtaken.clear();
    }

    public synchronized Totals totals() {
        return new Totals(delivered, lostCount, late.size() + overtaken.size());
    }

    /** The events that were lost, up to a hundred thousand. */
    public synchronized List<String> lost() {
        return List.copyOf(lost);
    }
}
