/** Writes docs/benchmarks.md. */
@NullMarked
package io.ivsorchestrator.report;

import org.jspecify.annotations.NullMarked;
