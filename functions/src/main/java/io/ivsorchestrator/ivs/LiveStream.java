package io.ivsorchestrator.ivs;

import io.ivsorchestrator.events.Arn;
import java.time.Instant;
import java.util.Optional;

/**
 * What a channel broadcasts now.
 *
 * @param state  {@code LIVE} or {@code OFFLINE}; an open set. An offline channel usually has no stream at all:
 *               {@link IvsRefusedException.NotBroadcasting}
 * @param health {@code HEALTHY}, {@code STARVING} or {@code UNKNOWN}; an open set
 */
public record LiveStream(Arn channel, String streamId, String state, String health, Optional<Instant> startTime) {}
