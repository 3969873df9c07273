/**
 * Recordings and events as Amazon IVS and S3 make them: the S3 layouts, playlists and metadata of all three kinds, and
 * the EventBridge events. Written from AWS's documentation and deliberately without the modules that read them: that both
 * sides agree must be evidence, not an echo. Depends on {@code local.media} only.
 */
@NullMarked
package io.ivsorchestrator.local.story;

import org.jspecify.annotations.NullMarked;
