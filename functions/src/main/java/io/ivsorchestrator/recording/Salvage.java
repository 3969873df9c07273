package io.ivsorchestrator.recording;

import java.time.Duration;

/** What became of a recording that failed or never ended, when its media was looked through. */
public sealed interface Salvage {

    /**
     * A playlist of what really exists lies beside IVS's own.
     *
     * @param playlist the multivariant playlist, relative to the recording's prefix
     * @param duration how long its best rendition plays, without the gaps
     * @param segments how many segments that has
     * @param missing  how many segments are known to be missing or unreadable within it
     */
    record Playable(String playlist, Duration duration, int segments, int missing) implements Salvage {}

    /** There is no playlist to play, and why. */
    record Unsalvageable(String because) implements Salvage {}
}
