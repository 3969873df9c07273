package io.ivsorchestrator.events;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code IVS Stage Update}: something happened to a participant of a stage session (IVS Real-Time User Guide, "Using
 * Amazon EventBridge with IVS Real-Time Streaming"). There is no event for joining and leaving.
 */
public sealed interface StageUpdate extends IvsEvent {
    /** From {@code resources[0]}. */
    Arn stage();

    /** {@code session_id}, 16 characters in the API. */
    String sessionId();

    String participantId();

    /** {@code user_id} of the token; absent when the token had none. */
    Optional<String> userId();

    /** {@code event_time_precise}, else {@code event_time}, else the envelope's time. */
    Instant eventTime();

    /** {@code Participant Published}. */
    record ParticipantPublished(Envelope envelope, Arn stage, String sessionId, String participantId,
            Optional<String> userId, Instant eventTime, Optional<Replica> replica) implements StageUpdate {}

    /** {@code Participant Unpublished}. */
    record ParticipantUnpublished(Envelope envelope, Arn stage, String sessionId, String participantId,
            Optional<String> userId, Instant eventTime, Optional<Replica> replica) implements StageUpdate {}

    /**
     * {@code Participant Publish Error}.
     *
     * @param errorCode for example {@code BITRATE_EXCEEDED}; an open set
     */
    record ParticipantPublishError(Envelope envelope, Arn stage, String sessionId, String participantId,
            Optional<String> userId, Instant eventTime, Optional<Replica> replica, Optional<String> errorCode)
            implements
            StageUpdate {}

    /** {@code Participant Replication Start}: the participant now also appears in another stage. */
    record ParticipantReplicationStart(Envelope envelope, Arn stage, String sessionId, String participantId,
            Optional<String> userId, Instant eventTime, Optional<String> destinationStage,
            Optional<String> destinationSessionId) implements StageUpdate {}

    /** {@code Participant Replication End}. */
    record ParticipantReplicationEnd(Envelope envelope, Arn stage, String sessionId, String participantId,
            Optional<String> userId, Instant eventTime, Optional<String> destinationStage,
            Optional<String> destinationSessionId) implements StageUpdate {}

    /** {@code Token Exchanged}: the participant goes on under another token, perhaps as another user. */
    record TokenExchanged(Envelope envelope, Arn stage, String sessionId, String participantId,
            Optional<String> userId, Instant eventTime, Optional<Token> previousToken, Optional<Token> newToken)
            implements
            StageUpdate {}

    /** Where a replicated participant comes from; present only on a replica's events. */
    record Replica(Optional<String> sourceStage, Optional<String> sourceSessionId) {}

    /** What an event shows of a participant token; the token itself is never in an event. */
    record Token(List<String> capabilities, Map<String, String> attributes, Optional<String> userId,
            Optional<Instant> expirationTime) {
        public Token {
            capabilities = List.copyOf(capabilities);
            attributes = Map.copyOf(attributes);
        }
    }
}
