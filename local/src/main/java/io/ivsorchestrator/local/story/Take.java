package io.ivsorchestrator.local.story;

import io.ivsorchestrator.local.media.Rendition;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * An uninterrupted stretch of media. A recording has one, a merged recording one for each stream or session.
 *
 * <p>Media comes in groups of pictures, each from a key frame to the next, and a segment is closed at the last key frame
 * before it would be longer than wanted. So segments last a little more or less, and on average just what is wanted.
 *
 * @param startedAt the time of the first picture
 * @param length how long it was live; recorded are whole groups, so {@link #duration()} may differ a little
 * @param live whether it goes on: recorded is what is complete
 */
public record Take(Instant startedAt, Duration length, boolean live) {
    /** How long a group of pictures plays. */
    public static final Duration GROUP = Rendition.SEGMENT_DURATION;

    /** @throws IllegalArgumentException if it is over and nothing was recorded, or if the length is negative */
    public Take {
        Objects.requireNonNull(startedAt, "startedAt");
        if (length.isNegative() || (length.isZero() && !live)) {
            throw new IllegalArgumentException("a take must have a length: " + length);
        }
    }

    /** One that is over. */
    public Take(Instant startedAt, Duration length) {
        this(startedAt, length, false);
    }

    /** How long its media plays. */
    public Duration duration() {
        return GROUP.multipliedBy(groups());
    }

    /** How many groups are recorded; the last one of a take that is over is filled up. */
    int groups() {
        long millis = length.toMillis();
        long groups = live ? millis / GROUP.toMillis() : (millis - 1) / GROUP.toMillis() + 1;
        return Math.toIntExact(groups);
    }

    /** How many segments are complete; the last one of a take that is over may be short. */
    int segments(Duration target) {
        int groups = groups();
        int segments = Math.toIntExact(groups * GROUP.toMillis() / Math.max(target.toMillis(), GROUP.toMillis()));
        while (groupsBefore(segments, target) < groups) {
            segments++;
        }
        return live && groupsBefore(segments, target) > groups ? segments - 1 : segments;
    }

    /** How many groups are in the segments before the one of that number, counted from 0; at least one is in each. */
    int groupsBefore(int segment, Duration target) {
        long groups = Math.max(segment, segment * target.toMillis() / GROUP.toMillis());
        return live ? Math.toIntExact(groups) : Math.toIntExact(Math.min(groups, groups()));
    }

    /** The time of the last picture's end before that group. */
    Instant timeOf(int group) {
        return startedAt.plus(GROUP.multipliedBy(group));
    }
}
