package io.ivsorchestrator.reconciling;

import java.util.Optional;

/**
 * One small piece of a sweep: at most one request to IVS (two for a composition) and what follows from its answer. Doing it
 * twice does no harm.
 *
 * @param what     to do
 * @param resource an ARN, a bucket or a day, as {@code what} says; empty if it needs none
 * @param session  a stage session or stream; empty if it needs none
 * @param item     a participant, a destination, or the recording state that is asked for; empty if it needs none
 * @param token    where to go on; empty for the beginning
 */
record Task(What what, String resource, String session, String item, String token) {

    enum What {
        /** All channels; a task for each. */
        CHANNELS,
        /** A channel's stream sessions; a task for each that is not fully known. */
        CHANNEL,
        /** A stream session's events. */
        STREAM,
        /** All stages; a task for each. */
        STAGES,
        /** A stage's sessions; tasks for each that is recent. */
        STAGE,
        /** A session's participants whose recording is in one state; a task for each that is not fully known. */
        PARTICIPANTS,
        /** One participant, and what lies where it is recorded. */
        PARTICIPANT,
        /** All compositions; a task for each. */
        COMPOSITIONS,
        /** One composition. */
        COMPOSITION,
        /** Recent metadata objects of a bucket. */
        BUCKET,
        /** Recordings that are open: their metadata objects. */
        OPEN,
        /** Recordings that nobody knows an end of: salvage. */
        UNENDED,
        /** Recordings of a day: whether anything is left of them. */
        DAY
    }

    static Task of(What what, String resource) {
        return new Task(what, resource, "", "", "");
    }

    /** Of the page that is asked for; none for the first. */
    Optional<String> page() {
        return Optional.of(token).filter(text -> !text.isEmpty());
    }

    Task at(String nextPage) {
        return new Task(what, resource, session, item, nextPage);
    }
}
