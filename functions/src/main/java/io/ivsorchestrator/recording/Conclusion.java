package io.ivsorchestrator.recording;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.events.CompositionChange;
import io.ivsorchestrator.events.RecordingChange;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a {@link RecordingSummary} follows from a recording's facts: one short rule per answer. */
final class Conclusion {
    private final RecordingId id;
    private final Recording recording;
    private final Facts facts;

    Conclusion(Recording recording) {
        this.id = recording.id();
        this.recording = recording;
        this.facts = recording.facts();
    }

    RecordingSummary summary() {
        ObjectHistory objects = new ObjectHistory(facts);
        MediaPresence presence = objects.presence();
        return new RecordingSummary(id, state(), location(), source(), channelName(), streamIds(), sessionIds(),
                participantId(), userIds(), startedAt(), endedAt(), duration(), media(), presence, unread(presence),
                failure(), salvage(), inspection(), sources(), supersededBy(), keeping(objects));
    }

    /** The highest rank that any fact implies. */
    private RecordingState state() {
        return facts.stream().map(this::implied).reduce(RecordingState.STARTING, RecordingState::max);
    }

    RecordingState implied(Evidence evidence) {
        return switch (evidence) {
            case Evidence.ChannelRecordingReported report -> implied(report.change());
            case Evidence.ParticipantRecordingReported report -> implied(report.change());
            case Evidence.CompositionReported report -> implied(report.change());
            case Evidence.MetadataFound found -> found.metadata().status().orElse(found.file().state());
            case Evidence.ObjectSeen seen -> seen.file().state();
            case Evidence.RecordingTold told -> told.state();
            case Evidence.Aside _ ->
                    RecordingState.STARTING;
        };
    }

    private static RecordingState implied(RecordingChange change) {
        return switch (change) {
            case START -> RecordingState.ACTIVE;
            case END -> RecordingState.STOPPED;
            case START_FAILURE, END_FAILURE -> RecordingState.FAILED;
        };
    }

    /**
     * Of a composition's events only those of its own destination can fail a recording. After {@code Destination End} the
     * files may still be incomplete: AWS names {@code Session End} as the signal to process them (IVS Real-Time User Guide,
     * "Composite Recording"). A failed session means that nothing more is coming; whether this recording ended well its
     * metadata tells.
     */
    private static RecordingState implied(CompositionChange change) {
        return switch (change) {
            case SESSION_START -> RecordingState.STARTING;
            case DESTINATION_START, DESTINATION_RECONNECTING -> RecordingState.ACTIVE;
            case DESTINATION_END, SESSION_FAILURE -> RecordingState.STOPPING;
            case SESSION_END -> RecordingState.STOPPED;
            case DESTINATION_FAILURE -> RecordingState.FAILED;
        };
    }

    /** A value and who says so. */
    private record Claim<T>(EvidenceSource source, T value) {}

    /** Of all claims about a value the best source's; of those the smallest. */
    private <T extends Comparable<T>> Optional<T> smallest(Function<Evidence, Optional<T>> reading) {
        return best(reading, Comparator.naturalOrder());
    }

    /** Of all claims about a value the best source's; of those the greatest. */
    private <T extends Comparable<T>> Optional<T> greatest(Function<Evidence, Optional<T>> reading) {
        return best(reading, Comparator.reverseOrder());
    }

    private <T> Optional<T> best(Function<Evidence, Optional<T>> reading, Comparator<T> order) {
        return facts.stream()
                .flatMap(evidence -> reading.apply(evidence)
                        .map(value -> new Claim<>(evidence.source(), value))
                        .stream())
                .min(Comparator.comparing((Claim<T> claim) -> claim.source()).thenComparing(Claim::value, order))
                .map(Claim::value);
    }

    private Optional<S3Location> location() {
        return smallest(Conclusion::location);
    }

    static Optional<S3Location> location(Evidence evidence) {
        return switch (evidence) {
            case Evidence.ChannelRecordingReported report -> report.location();
            case Evidence.ParticipantRecordingReported report -> Optional.of(report.location());
            case Evidence.MetadataFound found -> Optional.of(found.location());
            case Evidence.ObjectSeen seen -> Optional.of(seen.location());
            case Evidence.RecordingTold told -> told.location();
            case Evidence.CompositionReported _,Evidence.Aside _ ->
                    Optional.empty();
        };
    }

    private Optional<Arn> source() {
        return smallest(evidence -> source(evidence).map(Arn::value))
                .map(Arn::new);
    }

    static Optional<Arn> source(Evidence evidence) {
        return switch (evidence) {
            case Evidence.ChannelRecordingReported report -> Optional.of(report.channel());
            case Evidence.ParticipantRecordingReported report -> Optional.of(report.stage());
            case Evidence.CompositionReported report -> Optional.of(report.stage());
            case Evidence.StreamReported report -> Optional.of(report.channel());
            case Evidence.MetadataFound found -> found.metadata().source();
            case Evidence.ParticipantReported report -> Optional.of(report.stage());
            case Evidence.RecordingTold told -> Optional.of(told.resource());
            case Evidence.UserTold _,Evidence.MediaMissed _,Evidence.ReplacedBy _ -> Optional.empty();
            case Evidence.ObjectSeen _,Evidence.UserSeen _,Evidence.Superseded _ -> Optional.empty();
            case Evidence.Inspected _ -> Optional.empty();
            case Evidence.Salvaged _,Evidence.ExpiryTold _,Evidence.HoldChanged _,Evidence.DeletionReported _ ->
                    Optional.empty();
        };
    }

    /** The name by the latest event: a channel may be renamed, and its last name is the one that people know. */
    private Optional<String> channelName() {
        return facts.of(Evidence.ChannelRecordingReported.class)
                .filter(report -> report.channelName().isPresent())
                .max(Evidence.EARLIER)
                .flatMap(Evidence.ChannelRecordingReported::channelName);
    }

    private SortedSet<String> streamIds() {
        SortedSet<String> streamIds = new TreeSet<>(recording.streamIds());
        if (id instanceof RecordingId.UnrecordedStream unrecorded) {
            streamIds.add(unrecorded.streamId());
        }
        return streamIds;
    }

    private SortedSet<String> sessionIds() {
        return recording.counterparts()
                .stream()
                .<String>mapMulti((counterpart, each) -> {
                    if (counterpart instanceof Subject.StageParticipant participant) {
                        each.accept(participant.sessionId());
                    }
                })
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Optional<String> participantId() {
        return id instanceof RecordingId.Participant participant
                ? Optional.of(participant.participantId())
                : Optional.empty();
    }

    private SortedSet<String> userIds() {
        return Stream.concat(facts.of(Evidence.UserSeen.class).map(Evidence.UserSeen::userId),
                facts.of(Evidence.UserTold.class).map(Evidence.UserTold::userId))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Instant startedAt() {
        return smallest(Conclusion::startedAt)
                .or(() -> location().flatMap(location -> RecordingPrefix.parse(location.prefix()))
                        .flatMap(RecordingPrefix::startedAt))
                .or(() -> facts.stream().map(Evidence::time).min(Comparator.naturalOrder()))
                .orElseThrow();
    }

    static Optional<Instant> startedAt(Evidence evidence) {
        return switch (evidence) {
            case Evidence.MetadataFound found -> found.metadata().startedAt();
            case Evidence.ChannelRecordingReported report -> beginning(report.change(), report.time());
            case Evidence.ParticipantRecordingReported report -> beginning(report.change(), report.time());
            case Evidence.CompositionReported report -> report.change() == CompositionChange.DESTINATION_START
                    ? Optional.of(report.time())
                    : Optional.empty();
            case Evidence.RecordingTold told -> told.startedAt();
            case Evidence.ObjectSeen _,Evidence.Aside _ ->
                    Optional.empty();
        };
    }

    private static Optional<Instant> beginning(RecordingChange change, Instant time) {
        return switch (change) {
            case START -> Optional.of(time);
            case END, START_FAILURE, END_FAILURE -> Optional.empty();
        };
    }

    private Optional<Instant> endedAt() {
        return greatest(Conclusion::endedAt);
    }

    static Optional<Instant> endedAt(Evidence evidence) {
        return switch (evidence) {
            case Evidence.MetadataFound found -> found.metadata().endedAt();
            case Evidence.ChannelRecordingReported report -> ending(report.change(), report.time());
            case Evidence.ParticipantRecordingReported report -> ending(report.change(), report.time());
            case Evidence.CompositionReported report -> ending(report.change(), report.time());
            case Evidence.RecordingTold told -> told.endedAt();
            case Evidence.ObjectSeen _,Evidence.Aside _ ->
                    Optional.empty();
        };
    }

    private static Optional<Instant> ending(RecordingChange change, Instant time) {
        return switch (change) {
            case END, END_FAILURE -> Optional.of(time);
            case START, START_FAILURE -> Optional.empty();
        };
    }

    private static Optional<Instant> ending(CompositionChange change, Instant time) {
        return switch (change) {
            case DESTINATION_END, DESTINATION_FAILURE -> Optional.of(time);
            case SESSION_START, SESSION_END, SESSION_FAILURE, DESTINATION_START, DESTINATION_RECONNECTING ->
                    Optional.empty();
        };
    }

    private Optional<Duration> duration() {
        return greatest(Conclusion::duration);
    }

    /** A channel's failure events carry 0 whatever was recorded; there a zero means "not told". */
    static Optional<Duration> duration(Evidence evidence) {
        return switch (evidence) {
            case Evidence.MetadataFound found -> found.metadata().media().hls().flatMap(Media.Hls::duration);
            case Evidence.ChannelRecordingReported report -> switch (report.change()) {
                case END -> report.duration();
                case END_FAILURE -> report.duration().filter(length -> !length.isZero());
                case START, START_FAILURE -> Optional.empty();
            };
            case Evidence.ParticipantRecordingReported report -> report.duration();
            case Evidence.CompositionReported _,Evidence.ObjectSeen _,Evidence.Aside _ ->
                    Optional.empty();
            case Evidence.RecordingTold _ -> Optional.empty();
        };
    }

    /** Of the metadata object that was written last: the one about the end knows more than the one about the start. */
    private Optional<Media> media() {
        return facts.of(Evidence.MetadataFound.class)
                .max(Comparator.comparing(Evidence.MetadataFound::file).thenComparing(Evidence.EARLIER))
                .map(found -> found.metadata().media());
    }

    private Optional<Evidence.UnreadReason> unread(MediaPresence presence) {
        if (presence == MediaPresence.GONE) {
            return Optional.empty();
        }
        return facts.of(Evidence.MetadataUnread.class)
                .filter(unread -> facts.of(Evidence.MetadataFound.class)
                        .noneMatch(found -> found.file() == unread.file()))
                .map(Evidence.MetadataUnread::reason)
                .min(Comparator.naturalOrder());
    }

    /** Of several tellings the one that says most, then the earliest. */
    private Optional<Failure> failure() {
        return facts.stream()
                .flatMap(evidence -> failure(evidence).stream())
                .min(Comparator.comparing((Failure failure) -> failure.code().isEmpty())
                        .thenComparing(failure -> failure.message().isEmpty())
                        .thenComparing(Failure::at)
                        .thenComparing(Failure::toString));
    }

    Optional<Failure> failure(Evidence evidence) {
        return switch (evidence) {
            case Evidence.ChannelRecordingReported report when !report.subject().equals(id) ->
                    // One of several streams was not recorded; what the others left is here.
                    Optional.of(new Failure(report.time(), true, report.reason(), Optional.empty()));
            case Evidence.ChannelRecordingReported report ->
                    failure(report.change(), report.time(), report.reason(), Optional.empty());
            case Evidence.ParticipantRecordingReported report ->
                    failure(report.change(), report.time(), report.errorCode(), report.reason());
            case Evidence.CompositionReported report -> report.change() == CompositionChange.DESTINATION_FAILURE
                    ? Optional.of(new Failure(report.time(), begun(), report.errorCode(), report.reason()))
                    : Optional.empty();
            case Evidence.MetadataFound found -> Optional.of(implied(found))
                    .filter(state -> state == RecordingState.FAILED)
                    .map(_ -> new Failure(found.metadata().endedAt().orElse(found.time()),
                            found.metadata().startedAt().isPresent(), found.metadata().message(), Optional.empty()));
            case Evidence.RecordingTold told -> Optional.of(told).filter(it -> it.state() == RecordingState.FAILED)
                    .map(it -> new Failure(it.time(), begun(), it.code(), Optional.empty()));
            case Evidence.ObjectSeen _,Evidence.Aside _ ->
                    Optional.empty();
        };
    }

    /**
     * Neither the API nor a composition's event says of a failure whether anything was recorded before. Something under a
     * prefix does; but a composition's destination has its prefix from the beginning, so there only its output does.
     */
    private boolean begun() {
        return switch (id) {
            case RecordingId.Composite _ -> facts.stream().anyMatch(Conclusion::showsOutput);
            case RecordingId.Channel _,RecordingId.UnrecordedStream _,RecordingId.Participant _ ->
                    location().isPresent();
        };
    }

    /** Of a composite: a fact that could not be if its destination had put nothing out. */
    private static boolean showsOutput(Evidence evidence) {
        return switch (evidence) {
            case Evidence.CompositionReported report -> switch (report.change()) {
                case DESTINATION_START, DESTINATION_RECONNECTING, DESTINATION_END, SESSION_END -> true;
                case SESSION_START, SESSION_FAILURE, DESTINATION_FAILURE -> false;
            };
            case Evidence.MetadataFound found -> found.metadata().startedAt().isPresent()
                    || found.metadata().status().orElse(found.file().state()) != RecordingState.FAILED;
            case Evidence.ObjectSeen _ -> true;
            case Evidence.RecordingTold told -> switch (told.state()) {
                case ACTIVE, STOPPING, STOPPED -> true;
                case STARTING, FAILED -> false;
            };
            case Evidence.ChannelRecordingReported _,Evidence.ParticipantRecordingReported _,Evidence.Aside _ -> false;
        };
    }

    private static Optional<Failure> failure(RecordingChange change, Instant at, Optional<String> code,
            Optional<String> message) {
        return switch (change) {
            case START_FAILURE -> Optional.of(new Failure(at, false, code, message));
            case END_FAILURE -> Optional.of(new Failure(at, true, code, message));
            case START, END -> Optional.empty();
        };
    }

    /** Empty as long as any failed start of the stream belongs to no recording: that one must stay visible. */
    private SortedSet<RecordingId> supersededBy() {
        if (id instanceof RecordingId.Participant) {
            return facts.of(Evidence.ReplacedBy.class).map(Evidence.ReplacedBy::by)
                    .collect(Collectors.toCollection(TreeSet::new));
        }
        Set<Optional<String>> superseded = facts.of(Evidence.Superseded.class)
                .map(fact -> Optional.of(fact.recordingSessionId()))
                .collect(Collectors.toSet());
        boolean all = facts.of(Evidence.ChannelRecordingReported.class)
                .map(Evidence.ChannelRecordingReported::recordingSessionId)
                .allMatch(superseded::contains);
        return facts.of(Evidence.Superseded.class)
                .filter(_ -> all)
                .map(Evidence.Superseded::by)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Optional<Salvage> salvage() {
        return facts.of(Evidence.Salvaged.class).findFirst().map(Evidence.Salvaged::result);
    }

    private Optional<Inspection> inspection() {
        return facts.of(Evidence.Inspected.class).findFirst().map(Evidence.Inspected::result);
    }

    private SortedSet<EvidenceSource> sources() {
        return facts.stream().map(Evidence::source).collect(Collectors.toCollection(TreeSet::new));
    }

    private Keeping keeping(ObjectHistory objects) {
        SortedSet<String> holds = facts.of(Evidence.HoldChanged.class)
                .filter(hold -> hold.change() == Evidence.HoldChange.SET)
                .map(Evidence.HoldChanged::name)
                .collect(Collectors.toCollection(TreeSet::new));
        return new Keeping(objects.lastSeenAt(), expiresAt(), holds,
                objects.deletion().map(Keeping.Deletion::of));
    }

    /** Of the metadata object that was written last; none for an object whose rule S3 did not tell. */
    private Optional<Instant> expiresAt() {
        return facts.of(Evidence.ExpiryTold.class)
                .max(Comparator.comparing(Evidence.ExpiryTold::file))
                .map(Evidence.ExpiryTold::until);
    }

    /** Any fact that could not be if nothing had been recorded. */
    boolean hasBegun() {
        return id instanceof RecordingId.Composite ? begun() : facts.stream().anyMatch(this::showsBeginning);
    }

    private boolean showsBeginning(Evidence evidence) {
        return switch (implied(evidence)) {
            case STARTING -> false;
            case ACTIVE, STOPPING, STOPPED -> true;
            case FAILED -> failure(evidence).map(Failure::partial).orElse(true);
        };
    }
}
