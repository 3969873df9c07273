package io.ivsorchestrator.ivs;

import java.time.Instant;
import java.util.Optional;

/**
 * A session of a stage: from the first participant until a few minutes after the last publisher.
 *
 * @param endTime absent while it lasts
 */
public record StageSession(String sessionId, Optional<Instant> startTime, Optional<Instant> endTime) {}
