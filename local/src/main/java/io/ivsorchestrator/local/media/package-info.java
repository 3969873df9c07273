/**
 * A few real segments (see the README beside them), repeated without a gap to media of any length. Depends on
 * {@code java.*} only.
 */
@NullMarked
package io.ivsorchestrator.local.media;

import org.jspecify.annotations.NullMarked;
