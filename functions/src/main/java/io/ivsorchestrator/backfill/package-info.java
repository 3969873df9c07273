/** Indexes what a bucket already holds: prefixes fan out over a queue, each walked page by page. */
@NullMarked
package io.ivsorchestrator.backfill;

import org.jspecify.annotations.NullMarked;
