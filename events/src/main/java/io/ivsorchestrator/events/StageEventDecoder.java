package io.ivsorchestrator.events;

import io.ivsorchestrator.events.StageUpdate.ParticipantPublishError;
import io.ivsorchestrator.events.StageUpdate.ParticipantPublished;
import io.ivsorchestrator.events.StageUpdate.ParticipantReplicationEnd;
import io.ivsorchestrator.events.StageUpdate.ParticipantReplicationStart;
import io.ivsorchestrator.events.StageUpdate.ParticipantUnpublished;
import io.ivsorchestrator.events.StageUpdate.Replica;
import io.ivsorchestrator.events.StageUpdate.Token;
import io.ivsorchestrator.events.StageUpdate.TokenExchanged;
import io.ivsorchestrator.events.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/** Events of real-time stages and compositions (IVS Real-Time User Guide, "Using Amazon EventBridge ..."). */
final class StageEventDecoder {
    private static final String STAGE = "stage";
    private static final String COMPOSITION = "composition";

    private StageEventDecoder() {
    }

    static Event participantRecordingStateChange(RawEvent event) {
        JsonObject detail = event.detail();
        String name = detail.requireString("event_name");
        Optional<RecordingChange> change = RecordingChange.of(name);
        if (change.isEmpty()) {
            return event.unrecognized(name);
        }
        return new ParticipantRecordingStateChange(event.envelope(), event.requireResource(STAGE), change.get(),
                detail.requireString("session_id"), detail.requireString("participant_id"),
                detail.requireString("recording_s3_bucket_name"), detail.requireString("recording_s3_key_prefix"),
                RawEvent.count(detail, "recording_duration_ms"), detail.string("error_code"), detail.string("reason"));
    }

    static Event compositionStateChange(RawEvent event) {
        JsonObject detail = event.detail();
        String name = detail.requireString("event_name");
        Optional<CompositionChange> change = CompositionChange.of(name);
        if (change.isEmpty()) {
            return event.unrecognized(name);
        }
        // An id beside a change of the whole session would be nobody's destination.
        Optional<String> destinationId = change.get().ofDestination()
                ? Optional.of(detail.requireString("id"))
                : Optional.empty();
        return new CompositionStateChange(event.envelope(), event.requireResource(COMPOSITION),
                RawEvent.requireArn(detail, "stage_arn", STAGE), change.get(), destinationId,
                detail.string("error_code"), detail.string("reason"));
    }

    static Event stageUpdate(RawEvent event) {
        JsonObject detail = event.detail();
        String name = detail.requireString("event_name");
        return switch (name) {
            case "Participant Published" -> {
                Participant of = Participant.of(event, detail);
                yield new ParticipantPublished(event.envelope(), of.stage, of.sessionId, of.participantId, of.userId,
                        of.eventTime, replica(detail));
            }
            case "Participant Unpublished" -> {
                Participant of = Participant.of(event, detail);
                yield new ParticipantUnpublished(event.envelope(), of.stage, of.sessionId, of.participantId, of.userId,
                        of.eventTime, replica(detail));
            }
            case "Participant Publish Error" -> {
                Participant of = Participant.of(event, detail);
                yield new ParticipantPublishError(event.envelope(), of.stage, of.sessionId, of.participantId,
                        of.userId, of.eventTime, replica(detail), detail.string("error_code"));
            }
            case "Participant Replication Start" -> {
                Participant of = Participant.of(event, detail);
                yield new ParticipantReplicationStart(event.envelope(), of.stage, of.sessionId, of.participantId,
                        of.userId, of.eventTime, detail.string("destination_stage_arn"),
                        detail.string("destination_session_id"));
            }
            case "Participant Replication End" -> {
                Participant of = Participant.of(event, detail);
                yield new ParticipantReplicationEnd(event.envelope(), of.stage, of.sessionId, of.participantId,
                        of.userId, of.eventTime, detail.string("destination_stage_arn"),
                        detail.string("destination_session_id"));
            }
            case "Token Exchanged" -> {
                Participant of = Participant.of(event, detail);
                yield new TokenExchanged(event.envelope(), of.stage, of.sessionId, of.participantId, of.userId,
                        of.eventTime, token(detail, "previous_token"), token(detail, "new_token"));
            }
            default -> event.unrecognized(name);
        };
    }

    /** What every stage update says: who, where and when. */
    private record Participant(Arn stage, String sessionId, String participantId, Optional<String> userId,
            Instant eventTime) {

        static Participant of(RawEvent event, JsonObject detail) {
            // Both times are newer than the events that carry them; the envelope's has whole seconds.
            Instant eventTime = detail.instant("event_time_precise")
                    .or(() -> detail.instant("event_time"))
                    .orElse(event.envelope().time());
            return new Participant(event.requireResource(STAGE), detail.requireString("session_id"),
                    detail.requireString("participant_id"), detail.string("user_id"), eventTime);
        }
    }

    /** The API has the source members only where {@code replica} is true, so they count where the flag is absent. */
    private static Optional<Replica> replica(JsonObject detail) {
        Replica replica = new Replica(detail.string("source_stage_arn"), detail.string("source_session_id"));
        boolean named = replica.sourceStage().isPresent() || replica.sourceSessionId().isPresent();
        return detail.bool("replica").orElse(named) ? Optional.of(replica) : Optional.empty();
    }

    private static Optional<Token> token(JsonObject detail, String name) {
        return detail.object(name)
                .map(token -> new Token(token.strings("capabilities"), token.stringMap("attributes"),
                        token.string("user_id"), token.instant("expiration_time")));
    }
}
