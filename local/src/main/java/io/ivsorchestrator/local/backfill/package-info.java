/**
 * The operator's command for backfills: the function's code in this process, or the deployed queue.
 */
@NullMarked
package io.ivsorchestrator.local.backfill;

import org.jspecify.annotations.NullMarked;
