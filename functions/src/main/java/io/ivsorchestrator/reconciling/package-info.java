/** Finds what no event told, by asking IVS and looking into the buckets, and takes it to the index as facts. */
@NullMarked
package io.ivsorchestrator.reconciling;

import org.jspecify.annotations.NullMarked;
