package io.ivsorchestrator.provisioning;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * How waiting is divided between the queue and a function. SQS delays by whole seconds; at a few calls a second a second too
 * long is half of the rate. So the queue waits for whole seconds, and a function for what little remains.
 */
public final class Delays {
    /** The longest that a function waits in place. */
    public static final Duration IN_PLACE = Duration.ofMillis(500);

    /** The longest that one invocation goes on, although Lambda would let it. */
    static final Duration AT_WORK = Duration.ofSeconds(45);

    private Delays() {
    }

    /** The delay after which no more than {@link #IN_PLACE} remains. */
    static Duration until(Instant now, Instant notBefore) {
        Duration wait = Duration.between(now, notBefore);
        if (wait.isNegative() || wait.compareTo(IN_PLACE) <= 0) {
            return Duration.ZERO;
        }
        return Duration.ofSeconds(wait.minus(IN_PLACE).plusNanos(999_999_999).toSeconds());
    }

    /** Waits in place, however long; false if the thread is interrupted, and it stays so. */
    public static boolean waited(Instant notBefore, InstantSource clock) {
        try {
            Thread.sleep(Math.max(0, Duration.between(clock.instant(), notBefore).toMillis()) + 1);
            return true;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
