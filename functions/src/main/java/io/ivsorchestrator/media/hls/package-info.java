/**
 * The playlists of HTTP Live Streaming (RFC 8216) as far as Amazon IVS writes them: read leniently and within bounds,
 * changed, written again. Sees {@code java.*} only.
 *
 * <p>Start at {@link io.ivsorchestrator.media.hls.PlaylistParser}.
 */
@NullMarked
package io.ivsorchestrator.media.hls;

import org.jspecify.annotations.NullMarked;
