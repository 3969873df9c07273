/**
 * Plays recordings from private buckets: playlists come from here, under a token that is bound to one recording and ends;
 * segments and pictures come from S3, by a link that is made when they are asked for. Called by the HTTP API.
 *
 * <p>Start at {@link io.ivsorchestrator.playback.Playback}.
 */
@NullMarked
package io.ivsorchestrator.playback;

import org.jspecify.annotations.NullMarked;
