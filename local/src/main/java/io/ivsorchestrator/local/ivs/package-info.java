/**
 * An emulator of Amazon IVS: the control planes of Low-Latency ({@code ivs}) and Real-Time Streaming
 * ({@code ivs-realtime}) over HTTP, as any AWS SDK and the AWS CLI speak to them. Written from AWS's documentation and
 * deliberately without the modules that call the service: that both sides agree must be evidence, not an echo. This
 * package is the HTTP side; below it {@code model} is what the APIs are, {@code account} what an account holds,
 * {@code api} what the operations do, {@code studio} the media side.
 */
@NullMarked
package io.ivsorchestrator.local.ivs;

import org.jspecify.annotations.NullMarked;
