/**
 * Our port to the two control planes of Amazon IVS (Low-Latency and Real-Time Streaming), its adapter on the AWS SDK, and
 * the one limiter that all calls pass. Sees {@code events} only.
 */
@NullMarked
package io.ivsorchestrator.ivs;

import org.jspecify.annotations.NullMarked;
