package io.ivsorchestrator.salvaging;

import io.ivsorchestrator.media.hls.MediaPlaylist;
import io.ivsorchestrator.media.inspect.RenditionInventory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One rendition, made whole as far as it goes.
 *
 * @param playlist   with the segments' names as URIs; without segments if nothing can be played
 * @param timeline   number of each segment, with a minus sign where a discontinuity is before it: renditions that say the
 *                   same can be switched between
 * @param missing    segments that are known to be missing or cannot be played
 * @param problems   what was found, in words
 * @param peak       bits a second of the largest segment
 * @param average    bits a second of all
 * @param codecs     as RFC 6381 names them, as far as they were recognized
 * @param resolution {@code <width>x<height>}, where the media tells it
 */
record Rebuilt(RenditionInventory inventory, MediaPlaylist playlist, List<Long> timeline, int missing,
        List<String> problems, long peak, long average, List<String> codecs, Optional<String> resolution) {
    Rebuilt {
        timeline = List.copyOf(timeline);
        problems = List.copyOf(problems);
        codecs = List.copyOf(codecs);
    }

    Duration duration() {
        return playlist.duration();
    }

    /** Whether a player may switch between the two: the same segments in the same places, but for a few at the end. */
    boolean goesWith(Rebuilt other, int fewerAtTheEnd) {
        int common = Math.min(timeline.size(), other.timeline.size());
        return Math.max(timeline.size(), other.timeline.size()) - common <= fewerAtTheEnd
                && timeline.subList(0, common).equals(other.timeline.subList(0, common));
    }
}
