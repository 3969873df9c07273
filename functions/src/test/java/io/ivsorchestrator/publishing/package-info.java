/** Tests of publishing, and a table that keeps its change stream. */
@NullMarked
package io.ivsorchestrator.publishing;

import org.jspecify.annotations.NullMarked;
