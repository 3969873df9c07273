package io.ivsorchestrator.recording;

import io.ivsorchestrator.events.StreamChange;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One recording: its identity and everything that was told about it. {@link #join} is pure, commutative, associative and
 * idempotent, so any order, repetition and batching of the same facts gives the same recording; {@link #summary()} says
 * what follows from them.
 */
public record Recording(RecordingId id, Facts facts) {

    /** A recording of which nothing is known yet. */
    public static Recording of(RecordingId id) {
        return new Recording(id, Facts.NONE);
    }

    public Recording join(Evidence evidence) {
        return new Recording(id, facts.join(evidence));
    }

    public Recording join(Collection<? extends Evidence> evidence) {
        return new Recording(id, facts.join(evidence));
    }

    /** @throws IllegalArgumentException if the other is another recording */
    public Recording join(Recording other) {
        if (!id.equals(other.id)) {
            throw new IllegalArgumentException("cannot join " + other.id.text() + " to " + id.text());
        }
        return new Recording(id, facts.join(other.facts));
    }

    /**
     * The streams, participants and compositions that this recording names, and the failed starts of its streams: those
     * whose facts may concern it. Grows with the facts, never shrinks. What IVS's ids do not look like names nothing.
     */
    public Set<Subject> counterparts() {
        return switch (id) {
            case RecordingId.Channel channel -> streamIds().stream()
                    .filter(RecordingId::isStreamId)
                    .<Subject>mapMulti((streamId, each) -> {
                        each.accept(new Subject.StreamSession(channel.channelId(), streamId));
                        each.accept(new RecordingId.UnrecordedStream(channel.channelId(), streamId));
                    })
                    .collect(Collectors.toUnmodifiableSet());
            case RecordingId.UnrecordedStream unrecorded ->
                    Set.of(new Subject.StreamSession(unrecorded.channelId(), unrecorded.streamId()));
            case RecordingId.Participant participant -> participants(participant);
            case RecordingId.Composite composite -> Set.of(new Subject.Composition(composite.compositionId()));
        };
    }

    private Set<Subject> participants(RecordingId.Participant id) {
        Set<Subject> named = facts.of(Evidence.ParticipantRecordingReported.class)
                .filter(report -> RecordingId.isElement(report.sessionId())
                        && RecordingId.isElement(report.participantId()))
                .map(report -> new Subject.StageParticipant(id.stageId(), report.sessionId(), report.participantId()))
                .collect(Collectors.toSet());
        facts.of(Evidence.MetadataFound.class)
                .map(Evidence.MetadataFound::metadata)
                .forEach(metadata -> metadata.sessionId().filter(RecordingId::isElement)
                        .map(session -> new Subject.StageParticipant(id.stageId(), session,
                                metadata.participantId().filter(RecordingId::isElement).orElse(id.participantId())))
                        .ifPresent(named::add));
        named.add(new Subject.StageParticipant(id.stageId(), id.sessionId(), id.participantId()));
        return Set.copyOf(named);
    }

    Set<String> streamIds() {
        return ownReports().flatMap(report -> report.streamIds().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> recordingSessionIds() {
        return ownReports().flatMap(report -> report.recordingSessionId().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Not those of a failed start that also concerns this recording: a recording names only what it is made of. */
    private Stream<Evidence.ChannelRecordingReported> ownReports() {
        return facts.of(Evidence.ChannelRecordingReported.class).filter(report -> report.subject().equals(id));
    }

    /** Everything that {@link #isConcernedBy} depends on; grows with the facts, never shrinks. */
    public Reach reach() {
        return new Reach(counterparts(), recordingSessionIds());
    }

    /** See {@link #reach()}. */
    public record Reach(Set<Subject> counterparts, Set<String> recordingSessionIds) {}

    /**
     * Whether a fact about a counterpart is also one about this recording. Decided for each pair alone, never by what else
     * exists, so that the answer cannot depend on the order of arrival.
     *
     * <ul>
     * <li>A participant's user, for the recordings that name the participant and session.
     * <li>A composition's session, for all its recordings; a destination's change, for that destination's.
     * <li>A stream's failure, for the recordings that name the stream. Starts and ends of streams stay with the stream:
     * they say nothing about the recording that its own events do not.
     * <li>A failed start, for the recording of the same stream and the same recording session. A stream that is recorded
     * beyond 48 hours gets a second prefix; that this one failed to start is no failure of the first.
     * </ul>
     */
    public boolean isConcernedBy(Evidence evidence) {
        if (!counterparts().contains(evidence.subject())) {
            return false;
        }
        return switch (evidence) {
            case Evidence.UserSeen _,Evidence.UserTold _ -> true;
            case Evidence.CompositionReported report -> report.destinationId().map(this::isDestination).orElse(true);
            case Evidence.StreamReported report -> isFailure(report);
            case Evidence.ChannelRecordingReported failure -> sharesRecordingSession(failure);
            case Evidence.ParticipantReported _,Evidence.Superseded _,Evidence.ReplacedBy _ -> false;
            case Evidence.RecordingTold _,Evidence.MediaMissed _ -> false;
            case Evidence.Inspected _ -> false;
            case Evidence.Salvaged _,Evidence.ExpiryTold _,Evidence.HoldChanged _,Evidence.DeletionReported _ -> false;
            case Evidence.ParticipantRecordingReported _,Evidence.MetadataFound _,Evidence.ObjectSeen _ -> false;
        };
    }

    /** The only change of a stream that concerns its recordings. */
    public static boolean isFailure(Evidence.StreamReported report) {
        return report.change() == StreamChange.STREAM_FAILURE;
    }

    private boolean isDestination(String destinationId) {
        return id instanceof RecordingId.Composite composite && composite.destinationId().equals(destinationId);
    }

    private boolean sharesRecordingSession(Evidence.ChannelRecordingReported failure) {
        return failure.recordingSessionId().filter(recordingSessionIds()::contains).isPresent();
    }

    /** Whether anything was recorded at all, as far as is known; once it was, it stays so. */
    boolean hasBegun() {
        return new Conclusion(this).hasBegun();
    }

    /**
     * What follows from the facts.
     *
     * @throws IllegalStateException if there are none
     */
    public RecordingSummary summary() {
        if (facts.isEmpty()) {
            throw new IllegalStateException("nothing is known of " + id.text());
        }
        return new Conclusion(this).summary();
    }

    /**
     * Why.
     *
     * @throws IllegalStateException if there are no facts
     */
    public Explanation explanation() {
        return Explanation.of(this);
    }
}
