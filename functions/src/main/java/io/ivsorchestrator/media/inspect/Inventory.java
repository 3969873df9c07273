package io.ivsorchestrator.media.inspect;

import io.ivsorchestrator.media.hls.MultivariantPlaylist;
import io.ivsorchestrator.recording.S3Location;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What exists of a recording's media. */
public sealed interface Inventory {

    /**
     * It was listed.
     *
     * @param location     where
     * @param renditions   those that have a segment, by folder
     * @param multivariant IVS's multivariant playlist, if there is one that can be read
     * @param newest       when the newest object below {@code media/} was written; absent if there is none
     * @param objects      how many there are below {@code media/hls/}
     */
    record Taken(S3Location location, List<RenditionInventory> renditions,
            Optional<MultivariantPlaylist> multivariant, Optional<Instant> newest, int objects)
            implements
            Inventory {
        public Taken {
            renditions = List.copyOf(renditions);
        }
    }

    /** It cannot be known; asking again would not change that by itself. */
    record Unknown(String because) implements Inventory {}
}
