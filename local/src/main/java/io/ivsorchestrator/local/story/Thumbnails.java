package io.ivsorchestrator.local.story;

import java.time.Duration;

/**
 * Which thumbnails a recording has.
 *
 * @param sequential one after the other is kept
 * @param latest the newest is kept under one name
 * @param interval between two
 */
public record Thumbnails(boolean sequential, boolean latest, Duration interval) {
    /** A minute, where nothing else is configured. */
    public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(60);
    /** No thumbnails: the default of participant and composite recordings. */
    public static final Thumbnails NONE = new Thumbnails(false, false, DEFAULT_INTERVAL);
    /** One every minute: the default of channel recordings. */
    public static final Thumbnails SEQUENTIAL = new Thumbnails(true, false, DEFAULT_INTERVAL);
    /** One every minute and the newest. */
    public static final Thumbnails SEQUENTIAL_AND_LATEST = new Thumbnails(true, true, DEFAULT_INTERVAL);

    /** Whether there are any. */
    boolean any() {
        return sequential || latest;
    }

    /** How many are taken while something of this length is recorded: the first at once, then one each interval. */
    int count(Duration recorded) {
        if (!recorded.isPositive()) {
            return 0;
        }
        return Math.toIntExact((recorded.toMillis() - 1) / interval.toMillis() + 1);
    }
}
