package io.ivsorchestrator.recording;

import java.util.Optional;

/**
 * What a fact is about. Facts that carry a recording's prefix are about the recording. Facts without one are about a stream
 * session, a stage participant or a composition, and meet the recordings that name those (never by a guess).
 */
public sealed interface Subject permits RecordingId, Subject.StreamSession, Subject.StageParticipant,
        Subject.Composition {
    /** Its kind and ids, joined by dots: unique, readable, safe in URLs. */
    String text();

    /** Reads {@link #text()} back; empty if the text is none. */
    static Optional<Subject> parse(String text) {
        String[] parts = text.split("\\.", -1);
        return switch (parts[0] + parts.length) {
            case "stream3" -> Optional.of(new StreamSession(parts[1], parts[2]));
            case "stage4" -> Optional.of(new StageParticipant(parts[1], parts[2], parts[3]));
            case "composition2" -> Optional.of(new Composition(parts[1]));
            default -> RecordingId.parse(text).map(id -> id);
        };
    }

    /** One live session of a channel. */
    record StreamSession(String channelId, String streamId) implements Subject {
        public StreamSession {
            RecordingId.check(channelId, streamId);
        }

        @Override
        public String text() {
            return "stream." + channelId + "." + streamId;
        }
    }

    /** A participant in one session of a stage. */
    record StageParticipant(String stageId, String sessionId, String participantId) implements Subject {
        public StageParticipant {
            RecordingId.check(stageId, sessionId, participantId);
        }

        @Override
        public String text() {
            return "stage." + stageId + "." + sessionId + "." + participantId;
        }
    }

    /** A server-side composition, with all its destinations. */
    record Composition(String compositionId) implements Subject {
        public Composition {
            RecordingId.check(compositionId);
        }

        @Override
        public String text() {
            return "composition." + compositionId;
        }
    }
}
