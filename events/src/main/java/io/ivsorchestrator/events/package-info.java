/**
 * Typed events of Amazon IVS, Amazon S3 and CloudTrail as EventBridge delivers them, their decoder, and the event
 * patterns that route them. Depends on {@code java.*} and Jackson's streaming parser only.
 */
@NullMarked
package io.ivsorchestrator.events;

import org.jspecify.annotations.NullMarked;
