package io.ivsorchestrator.local.story;

import io.ivsorchestrator.local.media.Rendition;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * An uninterrupted stretch of media. A recording has one, a merged recording one for each stream or session.
 *
 * @param startedAt the time of the first picture
 * @param length how long it was live; recorded are whole segments, so {@link #duration()} may be a little longer
 */
public record Take(Instant startedAt, Duration length) {
    /** @throws IllegalArgumentException if nothing was recorded */
    public Take {
        Objects.requireNonNull(startedAt, "startedAt");
        if (!length.isPositive()) {
            throw new IllegalArgumentException("a take must have a length: " + length);
        }
    }

    /** How many segments it fills. */
    public int segments() {
        return Math.toIntExact((length.toMillis() - 1) / Rendition.SEGMENT_DURATION.toMillis() + 1);
    }

    /** How long its media plays. */
    public Duration duration() {
        return Rendition.SEGMENT_DURATION.multipliedBy(segments());
    }
}
