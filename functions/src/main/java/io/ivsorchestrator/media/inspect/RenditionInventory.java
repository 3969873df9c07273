package io.ivsorchestrator.media.inspect;

import io.ivsorchestrator.media.MediaObjects.ListedObject;
import io.ivsorchestrator.media.hls.MediaPlaylist;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What exists of one rendition.
 *
 * @param folder          relative to the recording's prefix, for example {@code media/hls/720p60}
 * @param segments        by number
 * @param initializations of fragmented MP4, by name within the folder
 * @param playlist        IVS's, if there is one that can be read
 * @param problem         why a playlist that exists cannot be read
 */
public record RenditionInventory(String folder, List<StoredSegment> segments,
        SortedMap<String, ListedObject> initializations, Optional<MediaPlaylist> playlist, Optional<String> problem) {
    public RenditionInventory {
        segments = List.copyOf(segments);
        initializations = new TreeMap<>(Map.copyOf(initializations));
    }

    /** The folder's own name. */
    public String name() {
        return folder.substring(folder.lastIndexOf('/') + 1);
    }

    /** All segments. */
    public long bytes() {
        return segments.stream().mapToLong(segment -> segment.object().bytes()).sum();
    }
}
