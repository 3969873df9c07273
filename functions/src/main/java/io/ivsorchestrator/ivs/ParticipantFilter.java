package io.ivsorchestrator.ivs;

/** The one filter of {@code ListParticipants}, which takes no two at once. */
public sealed interface ParticipantFilter {
    record None() implements ParticipantFilter {}

    record ByPublished(boolean published) implements ParticipantFilter {}

    record ByUser(String userId) implements ParticipantFilter {}

    /** {@code DISABLED} is none of them: the API does not filter by it, although it answers with it. */
    record ByRecordingState(RecordingState state) implements ParticipantFilter {}

    /** What the API filters by. */
    enum RecordingState {
        STARTING, ACTIVE, STOPPING, STOPPED, FAILED
    }
}
