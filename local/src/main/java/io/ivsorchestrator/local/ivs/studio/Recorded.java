package io.ivsorchestrator.local.ivs.studio;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The truth about one recording, whatever the events say or do not say: to compare an index with. A recording that failed
 * to start is one, too.
 *
 * @param sourceArn the channel, or the stage of a participant or composition
 * @param streamIds a channel's live sessions, in order; empty for the other kinds
 * @param sessionIds a participant's stage sessions, in order; empty for the other kinds
 * @param participantId empty unless a participant's
 * @param userId of the participant's token; may be empty
 * @param compositionArn empty unless a composition's, as is the destination's id
 * @param prefix as the events carry it; empty for a channel recording that failed to start
 * @param startedAt as the metadata say in whole seconds; of a failed start, when what should have been recorded began
 * @param endedAt when it ended or failed, as the last event's time and the metadata say in whole seconds; null while it runs
 * @param duration how long the media in the bucket plays; zero where there is none
 * @param metadata the newest object below {@code events/}
 * @param failure null unless it failed
 */
public record Recorded(
        Kind kind,
        String sourceArn,
        List<String> streamIds,
        List<String> sessionIds,
        String participantId,
        String userId,
        String compositionArn,
        String destinationId,
        String bucket,
        String prefix,
        Instant startedAt,
        @Nullable Instant endedAt,
        Duration duration,
        State state,
        Metadata metadata,
        @Nullable Broken failure) {

    /** The three kinds of recording. */
    public enum Kind {
        CHANNEL, PARTICIPANT, COMPOSITE
    }

    /** What became of it. */
    public enum State {
        /** It runs, or waits for the reconnect window to close. */
        ACTIVE,
        /** It ended well. */
        STOPPED,
        /** It did not start, or broke off. */
        FAILED
    }

    /** The newest metadata object. */
    public enum Metadata {
        NONE, STARTED, ENDED, FAILED
    }

    /**
     * A failure.
     *
     * @param atStart whether nothing was recorded at all
     * @param errorCode as IVS says it: {@code error_code} or a channel's {@code recording_status_reason}
     */
    public record Broken(boolean atStart, Cause cause, String errorCode) {}
}
