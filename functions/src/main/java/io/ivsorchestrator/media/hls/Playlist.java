package io.ivsorchestrator.media.hls;

/** An HLS playlist of either kind. */
public sealed interface Playlist permits MediaPlaylist, MultivariantPlaylist {
    /** The media type to serve it with (RFC 8216, 10). */
    String CONTENT_TYPE = "application/vnd.apple.mpegurl";
}
