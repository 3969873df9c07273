package io.ivsorchestrator.media.hls;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One segment of a media playlist and what its tags say (RFC 8216, 4.3.2).
 *
 * @param uri            as in the playlist
 * @param duration       {@code EXTINF}, to the nanosecond
 * @param title          of {@code EXTINF}
 * @param discontinuity  encoding or time stamps change between the segment before and this one
 * @param gap            there is no media at the URI ({@code EXT-X-GAP}, second edition of RFC 8216)
 * @param initialization in force for this segment; a playlist says it only where it changes
 * @param range          absent for the whole resource
 * @param date           {@code EXT-X-PROGRAM-DATE-TIME}: the time of its first sample
 * @param others         tags that this model has no place for, and comments, as lines
 */
public record MediaSegment(String uri, Duration duration, Optional<String> title, boolean discontinuity, boolean gap,
        Optional<InitializationSection> initialization, Optional<ByteRange> range, Optional<Instant> date,
        List<String> others) {
    public MediaSegment {
        others = List.copyOf(others);
        if (uri.isEmpty() || duration.isNegative()) {
            throw new IllegalArgumentException("a segment has a URI and no negative duration: " + uri);
        }
    }

    /** A whole resource with nothing but a duration. */
    public static MediaSegment of(String uri, Duration duration) {
        return new MediaSegment(uri, duration, Optional.empty(), false, false, Optional.empty(), Optional.empty(),
                Optional.empty(), List.of());
    }

    public MediaSegment withUri(String changed) {
        return new MediaSegment(changed, duration, title, discontinuity, gap, initialization, range, date, others);
    }

    public MediaSegment withInitialization(Optional<InitializationSection> changed) {
        return new MediaSegment(uri, duration, title, discontinuity, gap, changed, range, date, others);
    }

    public MediaSegment withDiscontinuity(boolean changed) {
        return new MediaSegment(uri, duration, title, changed, gap, initialization, range, date, others);
    }

    public MediaSegment withDate(Optional<Instant> changed) {
        return new MediaSegment(uri, duration, title, discontinuity, gap, initialization, range, changed, others);
    }

    public MediaSegment withOthers(List<String> changed) {
        return new MediaSegment(uri, duration, title, discontinuity, gap, initialization, range, date, changed);
    }
}
