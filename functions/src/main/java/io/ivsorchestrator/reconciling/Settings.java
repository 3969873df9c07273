package io.ivsorchestrator.reconciling;

import java.time.Duration;
import java.util.List;

/**
 * How far a sweep looks.
 *
 * @param buckets  that may hold recordings and may be listed
 * @param lookback sessions, streams and objects of this time are looked at; longer than the time between two sweeps
 * @param budget   calls to IVS for one sweep; what is left when it is used up is the next one's
 */
public record Settings(List<String> buckets, Duration lookback, long budget) {
    public Settings {
        buckets = List.copyOf(buckets);
        if (lookback.isNegative() || lookback.isZero() || budget < 1) {
            throw new IllegalArgumentException("a sweep needs a time to look back and at least one call: " + lookback
                    + ", " + budget);
        }
    }
}
