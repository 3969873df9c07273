package io.ivsorchestrator.recording;

import io.ivsorchestrator.events.Arn;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the index answers about one recording. It follows from the facts by {@link Recording#summary()} and from nothing
 * else.
 *
 * @param location      bucket and prefix; absent for a start failure without prefix, and for nothing else
 * @param source        ARN of the channel or stage; absent while only an object key is known
 * @param streamIds     the streams merged into a channel recording
 * @param sessionIds    the stage sessions merged into a participant recording, the prefix's included
 * @param participantId participant recordings only
 * @param userIds       the users of the participant's tokens
 * @param startedAt     best knowledge: metadata, else the earliest start that IVS reported, else the prefix's time, else
 *                      the earliest time of any fact
 * @param endedAt       metadata, else the latest end that IVS reported
 * @param duration      metadata, else event; playable media, not the difference of the times
 * @param unread        why existing metadata could not be used
 * @param salvage       what became of a recording that failed or never ended, once its media was looked through
 * @param inspection    what the media of a recording that ended well consists of, if it was looked through
 * @param sources       which kinds of source contributed
 * @param supersededBy  of a failed start that turned out to belong to a recording: that recording
 * @param keeping       how long the media stays
 */
public record RecordingSummary(RecordingId id, RecordingState state, Optional<S3Location> location,
        Optional<Arn> source, Optional<String> channelName, SortedSet<String> streamIds, SortedSet<String> sessionIds,
        Optional<String> participantId, SortedSet<String> userIds, Instant startedAt, Optional<Instant> endedAt,
        Optional<Duration> duration, Optional<Media> media, MediaPresence presence,
        Optional<Evidence.UnreadReason> unread, Optional<Failure> failure, Optional<Salvage> salvage,
        Optional<Inspection> inspection,
        SortedSet<EvidenceSource> sources, SortedSet<RecordingId> supersededBy, Keeping keeping) {
    public RecordingSummary {
        streamIds = Collections.unmodifiableSortedSet(new TreeSet<>(streamIds));
        sessionIds = Collections.unmodifiableSortedSet(new TreeSet<>(sessionIds));
        userIds = Collections.unmodifiableSortedSet(new TreeSet<>(userIds));
        sources = Collections.unmodifiableSortedSet(new TreeSet<>(sources));
        supersededBy = Collections.unmodifiableSortedSet(new TreeSet<>(supersededBy));
    }

    public RecordingKind kind() {
        return id.kind();
    }

    /**
     * Whether everything below the prefix was deleted and nothing was written there since; the recording is then a tombstone.
     */
    public boolean deleted() {
        return keeping.deleted() && presence != MediaPresence.PRESENT;
    }

    /**
     * Failed, or over and its metadata could not be used, or to be deleted and refused. A superseded failed start needs
     * none, nor does what was deleted.
     */
    public boolean needsAttention() {
        boolean failed = state == RecordingState.FAILED;
        boolean unusable = state.terminal() && unread.isPresent();
        return supersededBy.isEmpty() && !deleted() && (failed || unusable || keeping.blocked());
    }
}
