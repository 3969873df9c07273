/** Reading HLS playlists, measured. */
@NullMarked
package io.ivsorchestrator.media;

import org.jspecify.annotations.NullMarked;
