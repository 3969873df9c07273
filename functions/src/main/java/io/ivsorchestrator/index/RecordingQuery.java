package io.ivsorchestrator.index;

import java.time.LocalDate;

/** The access paths that answer with a list. Looking up one recording, by id or by place, is no query. */
public sealed interface RecordingQuery {
    /** The same for equal queries only; binds a cursor to its query. */
    default String text() {
        return switch (this) {
            case OfChannel it -> text("channel", it.channelId, it.started);
            case OfStage it -> text("stage", it.stageId, it.started);
            case OfStageSession it -> text("session", it.stageId, it.sessionId);
            case CompositesOfStage it -> text("composites", it.stageId, it.started);
            case OfStream it -> text("stream", it.channelId, it.streamId);
            case OfParticipant it -> text("participant", it.stageId, it.participantId);
            case OfUser it -> text("user", it.userId, it.started);
            case Active _ -> "active";
            case NeedingAttention it -> text("attention", it.day);
            case OfDay it -> text("day", it.day);
        };
    }

    /** With lengths, so that no two lists of parts give the same text. */
    private static String text(Object... parts) {
        StringBuilder text = new StringBuilder();
        for (Object part : parts) {
            String each = part.toString();
            text.append(each.length()).append(':').append(each);
        }
        return text.toString();
    }

    /** Recordings of a channel. */
    record OfChannel(String channelId, TimeRange started) implements RecordingQuery {}

    /** Participant and composite recordings of a stage. */
    record OfStage(String stageId, TimeRange started) implements RecordingQuery {}

    /** Participant recordings of a stage session; of a merged recording under each of its sessions. */
    record OfStageSession(String stageId, String sessionId) implements RecordingQuery {}

    /** Composite recordings of a stage. */
    record CompositesOfStage(String stageId, TimeRange started) implements RecordingQuery {}

    /** Recordings of a stream session; a merged recording under each of its streams. */
    record OfStream(String channelId, String streamId) implements RecordingQuery {}

    /** Recordings of a participant in all sessions of a stage. */
    record OfParticipant(String stageId, String participantId) implements RecordingQuery {}

    /** Recordings of a user over all stages. */
    record OfUser(String userId, TimeRange started) implements RecordingQuery {}

    /** What is being recorded now. */
    record Active() implements RecordingQuery {}

    /** What failed or needs attention, by the UTC day on which it started. */
    record NeedingAttention(LocalDate day) implements RecordingQuery {}

    /** Everything that started on a UTC day. */
    record OfDay(LocalDate day) implements RecordingQuery {}
}
