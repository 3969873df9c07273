/**
 * From a batch of events to facts in the index: {@link io.ivsorchestrator.indexing.EventReading} decides what an event
 * means, {@link io.ivsorchestrator.indexing.IndexEvents} does it for a batch,
 * {@link io.ivsorchestrator.indexing.IndexingHandler} is its Lambda handler.
 */
@NullMarked
package io.ivsorchestrator.indexing;

import org.jspecify.annotations.NullMarked;
