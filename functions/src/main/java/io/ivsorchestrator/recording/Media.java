package io.ivsorchestrator.recording;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a recording's metadata says of its media. Every path is relative to the recording's prefix and was read, never
 * composed from a convention: IVS chooses the layout by the first segments that it receives.
 *
 * @param hls             absent when only thumbnails are recorded
 * @param thumbnails      the sequential ones; absent when not configured
 * @param latestThumbnail the one that is overwritten; absent when not configured
 */
public record Media(Optional<Hls> hls, Optional<Thumbnails> thumbnails, Optional<Thumbnails> latestThumbnail) {

    /**
     * HTTP live streaming.
     *
     * @param path              folder
     * @param playlist          the multivariant playlist
     * @param byteRangePlaylist its byte-range twin; channels only
     * @param duration          only when the recording has ended
     */
    public record Hls(String path, String playlist, Optional<String> byteRangePlaylist, Optional<Duration> duration,
            List<Rendition> renditions) {
        public Hls {
            renditions = List.copyOf(renditions);
        }
    }

    /**
     * One variant.
     *
     * @param path              folder
     * @param playlist          its media playlist
     * @param byteRangePlaylist its byte-range twin; channels only
     * @param width             pixels; absent for audio only and for participant recordings
     * @param height            pixels; likewise
     */
    public record Rendition(String path, String playlist, Optional<String> byteRangePlaylist, OptionalInt width,
            OptionalInt height) {}

    /**
     * Where thumbnails are.
     *
     * @param path     a folder, but a file for a channel's latest thumbnail
     * @param variants the folders per rendition or resolution; empty for channels
     */
    public record Thumbnails(String path, OptionalInt width, OptionalInt height, List<Variant> variants) {
        public Thumbnails {
            variants = List.copyOf(variants);
        }
    }

    /** The thumbnails of one rendition or resolution; {@code path} is their folder, sizes are pixels. */
    public record Variant(String path, OptionalInt width, OptionalInt height) {}
}
