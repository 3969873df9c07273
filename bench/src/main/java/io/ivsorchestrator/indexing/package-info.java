/** Measurements of the indexing, in its package because what they measure is not public. */
@NullMarked
package io.ivsorchestrator.indexing;

import org.jspecify.annotations.NullMarked;
