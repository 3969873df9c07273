package io.ivsorchestrator.events;

import java.util.Optional;

/**
 * {@code IVS Composition State Change}. It names no bucket, prefix, duration or session (IVS Real-Time User Guide, "Using
 * Amazon EventBridge with IVS Real-Time Streaming").
 *
 * @param composition   from {@code resources[0]}
 * @param stage         {@code stage_arn}
 * @param change        {@code event_name}
 * @param destinationId {@code id}; present exactly when {@link CompositionChange#ofDestination()}
 * @param errorCode     {@code error_code}; only on failures, and only since 2026-02-27
 * @param reason        {@code reason}, text; only on failures
 */
public record CompositionStateChange(Envelope envelope, Arn composition, Arn stage, CompositionChange change,
        Optional<String> destinationId, Optional<String> errorCode, Optional<String> reason) implements IvsEvent {}
