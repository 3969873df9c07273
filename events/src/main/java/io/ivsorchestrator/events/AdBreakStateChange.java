package io.ivsorchestrator.events;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * {@code IVS Ad Break State Change}, {@code event_name} {@code Ad Break Inserted}. Of no use to recording; known so that
 * it is ignored by name.
 */
public record AdBreakStateChange(Envelope envelope, Arn channel, String eventName, Optional<String> channelName,
        Optional<String> streamId, Optional<String> adBreakId, OptionalLong durationSeconds,
        Optional<Instant> targetStartTime) implements IvsEvent {}
