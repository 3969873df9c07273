package io.ivsorchestrator.index;

import java.time.Instant;
import java.util.Optional;

/**
 * When recordings started, in UTC.
 *
 * @param from inclusive
 * @param to   exclusive
 */
public record TimeRange(Optional<Instant> from, Optional<Instant> to) {
    /** @throws IllegalArgumentException if it ends before it begins */
    public TimeRange {
        if (from.isPresent() && to.isPresent() && from.get().isAfter(to.get())) {
            throw new IllegalArgumentException(
                    "the time range ends before it begins: " + from.get() + " to " + to.get());
        }
    }

    public static final TimeRange ALL = new TimeRange(Optional.empty(), Optional.empty());

    public static TimeRange between(Instant from, Instant to) {
        return new TimeRange(Optional.of(from), Optional.of(to));
    }

    @Override
    public String toString() {
        return from.map(Instant::toString).orElse("") + "/" + to.map(Instant::toString).orElse("");
    }
}
