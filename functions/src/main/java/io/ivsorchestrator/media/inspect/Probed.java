package io.ivsorchestrator.media.inspect;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a segment's own bytes say. */
public sealed interface Probed {

    /**
     * It can be played.
     *
     * @param start    of its picture, else of its sound, on the clock of the media
     * @param duration of the same
     * @param wrap     after how long that clock begins anew; absent if it never does
     * @param codecs   as RFC 6381 names them, as far as they were recognized; picture first
     * @param size     {@code <width>x<height>} in pixels, where the container tells it
     */
    record Media(Duration start, Duration duration, Optional<Duration> wrap, List<String> codecs,
            Optional<String> size) implements Probed {
        /** Rounding of time stamps, and of sound that does not end where the picture does. */
        private static final Duration TOLERANCE = Duration.ofMillis(250);

        public Media {
            codecs = List.copyOf(codecs);
        }

        /** Whether the other one's time stamps go on where these end. */
        public boolean continuedBy(Media next) {
            Duration gap = next.start.minus(start.plus(duration));
            if (wrap.isPresent()) {
                long period = wrap.get().toNanos();
                long shifted = Math.floorMod(gap.toNanos() + period / 2, period) - period / 2;
                gap = Duration.ofNanos(shifted);
            }
            return gap.abs().compareTo(TOLERANCE) <= 0;
        }
    }

    /** It cannot be played. */
    record Unreadable(String because) implements Probed {}
}
