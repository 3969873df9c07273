package io.ivsorchestrator.local.emulator;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/** What will be done at which time, in the order of the times; of one time in the order in which it was written down. */
final class Agenda {
    private final PriorityQueue<Entry> entries = new PriorityQueue<>(
            Comparator.comparing(Entry::at).thenComparingLong(Entry::number));
    private long number;

    private record Entry(Instant at, long number, Runnable action) {}

    void add(Instant at, Runnable action) {
        entries.add(new Entry(at, number++, action));
    }

    /** When the next thing is to be done. */
    Optional<Instant> next() {
        return Optional.ofNullable(entries.peek()).map(Entry::at);
    }

    /** Does the next thing. */
    void doNext() {
        entries.remove().action().run();
    }

    int size() {
        return entries.size();
    }
}
