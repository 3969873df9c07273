@NullMarked
package io.ivsorchestrator.backfill;

import org.jspecify.annotations.NullMarked;
