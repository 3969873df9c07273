package io.ivsorchestrator.ivs;

import java.time.Instant;
import java.util.Optional;

/**
 * A channel's stream session as lists tell it, for 60 days, even after the channel is gone.
 *
 * @param endTime absent while it lasts
 */
public record StreamSessionSummary(String streamId, Optional<Instant> startTime, Optional<Instant> endTime,
        boolean hasErrorEvent) {}
