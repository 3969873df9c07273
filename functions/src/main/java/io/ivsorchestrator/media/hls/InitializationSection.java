package io.ivsorchestrator.media.hls;

import java.util.Optional;

/**
 * What a player needs before the segments that follow (RFC 8216, 4.3.2.5, {@code EXT-X-MAP}): the header of fragmented MP4.
 *
 * @param uri   as in the playlist
 * @param range absent for the whole resource
 */
public record InitializationSection(String uri, Optional<ByteRange> range) {
    public static InitializationSection of(String uri) {
        return new InitializationSection(uri, Optional.empty());
    }
}
