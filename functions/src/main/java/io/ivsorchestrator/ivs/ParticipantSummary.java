package io.ivsorchestrator.ivs;

import io.ivsorchestrator.events.Arn;
import java.time.Instant;
import java.util.Optional;

/**
 * A participant as lists tell it: not where it is recorded.
 *
 * @param userId         the customer's name for whoever it is; an empty one counts as none
 * @param state          {@code CONNECTED} or {@code DISCONNECTED}; an open set
 * @param recordingState {@code STARTING}, {@code ACTIVE}, {@code STOPPING}, {@code STOPPED}, {@code FAILED} or
 *                       {@code DISABLED}; an open set; the state of the latest recording, as there may be several
 * @param sourceStage    of a replica: the stage where the participant itself is
 */
public record ParticipantSummary(String participantId, Optional<String> userId, String state, boolean published,
        Optional<Instant> firstJoinTime, Optional<String> recordingState, Optional<Arn> sourceStage,
        Optional<String> sourceSessionId) {}
