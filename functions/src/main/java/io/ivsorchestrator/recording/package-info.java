/**
 * The pure core: what is known of a recording, how facts join, and what follows from them. No clock, no randomness, no I/O;
 * sees {@code java.*} and the typed {@code events} only, and everybody else sees it.
 *
 * <p>Start at {@link io.ivsorchestrator.recording.Recording}.
 */
@NullMarked
package io.ivsorchestrator.recording;

import org.jspecify.annotations.NullMarked;
