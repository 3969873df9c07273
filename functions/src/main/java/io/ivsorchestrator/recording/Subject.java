package io.ivsorchestrator.recording;

/**
 * What a fact is about. Facts that carry a recording's prefix are about the recording. Facts without one are about a stream
 * session, a stage participant or a composition, and meet the recordings that name those (never by a guess).
 */
public sealed interface Subject permits RecordingId, Subject.StreamSession, Subject.StageParticipant,
        Subject.Composition {

    /** One live session of a channel. */
    record StreamSession(String channelId, String streamId) implements Subject {}

    /** A participant in one session of a stage. */
    record StageParticipant(String stageId, String sessionId, String participantId) implements Subject {}

    /** A server-side composition, with all its destinations. */
    record Composition(String compositionId) implements Subject {}
}
