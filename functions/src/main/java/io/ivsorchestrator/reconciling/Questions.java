package io.ivsorchestrator.reconciling;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.index.RecordingQuery;
import io.ivsorchestrator.ivs.Composition;
import io.ivsorchestrator.ivs.LowLatencyApi;
import io.ivsorchestrator.ivs.Page;
import io.ivsorchestrator.ivs.Participant;
import io.ivsorchestrator.ivs.ParticipantFilter;
import io.ivsorchestrator.ivs.ParticipantSummary;
import io.ivsorchestrator.ivs.RealTimeApi;
import io.ivsorchestrator.ivs.StageSession;
import io.ivsorchestrator.ivs.StreamSession;
import io.ivsorchestrator.ivs.StreamSessionSummary;
import io.ivsorchestrator.media.RecordingWalk;
import io.ivsorchestrator.media.RecordingWalk.Position;
import io.ivsorchestrator.media.WalkPosition;
import io.ivsorchestrator.reconciling.Task.What;
import io.ivsorchestrator.recording.Evidence;
import io.ivsorchestrator.recording.RecordingId;
import io.ivsorchestrator.recording.RecordingState;
import io.ivsorchestrator.recording.RecordingSummary;
import io.ivsorchestrator.recording.Subject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Does tasks. Tells what it finds to the index; changes nothing in IVS and nothing in a bucket. */
final class Questions {
    private static final int PAGE = 100;

    private final LowLatencyApi channels;
    private final RealTimeApi stages;
    private final RecordingIndex index;
    private final BucketLook bucket;
    private final Settings settings;
    private final KnownRecordings known;
    private final InstantSource clock;
    /** Which bucket a storage configuration is; that never changes. */
    private final Map<Arn, Optional<String>> storage = new HashMap<>();

    Questions(LowLatencyApi channels, RealTimeApi stages, RecordingIndex index, BucketLook bucket,
            KnownRecordings known, Settings settings, InstantSource clock) {
        this.channels = channels;
        this.stages = stages;
        this.index = index;
        this.bucket = bucket;
        this.known = known;
        this.settings = settings;
        this.clock = clock;
    }

    /** What a task came to. */
    record Done(List<Task> more, long news) {
        static Done of(List<Task> more) {
            return new Done(more, 0);
        }
    }

    /** Whether the task asks IVS. */
    static boolean asksIvs(Task task) {
        return switch (task.what()) {
            case CHANNELS, CHANNEL, STREAM, STAGES, STAGE, PARTICIPANTS, PARTICIPANT, COMPOSITIONS, COMPOSITION -> true;
            case BUCKET, OPEN, UNENDED, DAY -> false;
        };
    }

    Done ask(Task task, Instant began) {
        Instant since = began.minus(settings.lookback());
        return switch (task.what()) {
            case CHANNELS -> listed(task, channels.listChannels(task.page()),
                    it -> Task.of(What.CHANNEL, it.arn().value()));
            case CHANNEL -> channel(task, since);
            case STREAM -> stream(task);
            case STAGES -> listed(task, stages.listStages(task.page()), it -> Task.of(What.STAGE, it.arn().value()));
            case STAGE -> stage(task, since);
            case PARTICIPANTS -> participants(task);
            case PARTICIPANT -> participant(task);
            case COMPOSITIONS -> listed(task, stages.listCompositions(Optional.empty(), task.page()),
                    it -> Task.of(What.COMPOSITION, it.arn().value()));
            case COMPOSITION -> composition(task);
            case BUCKET -> bucket(task, since);
            case OPEN -> known.open(task);
            case UNENDED -> known.unended(task);
            case DAY -> known.day(task);
        };
    }

    private static <T> Done listed(Task task, Page<T> page,
            Function<T, Task> each) {
        List<Task> more = new ArrayList<>();
        page.next().ifPresent(next -> more.add(task.at(next)));
        page.items().forEach(item -> more.add(each.apply(item)));
        return Done.of(more);
    }

    private Done channel(Task task, Instant since) {
        Arn channel = new Arn(task.resource());
        Page<StreamSessionSummary> page = channels.listStreamSessions(channel, task.page());
        List<Task> more = new ArrayList<>();
        boolean allRecent = page.items().stream().allMatch(it -> isRecent(it.endTime(), since));
        // Newest first: behind one that is too old there are only older ones.
        page.next().filter(_ -> allRecent).ifPresent(next -> more.add(task.at(next)));
        page.items().stream().filter(it -> isRecent(it.endTime(), since))
                .filter(it -> it.hasErrorEvent() || !isFullyKnown(channel, it.streamId()))
                .forEach(it -> more.add(new Task(What.STREAM, channel.value(), it.streamId(), "", "")));
        return Done.of(more);
    }

    private static boolean isRecent(Optional<Instant> end, Instant since) {
        return end.isEmpty() || !end.get().isBefore(since);
    }

    private boolean isFullyKnown(Arn channel, String streamId) {
        List<RecordingSummary> known = ofStream(channel, streamId);
        return !known.isEmpty() && known.stream().allMatch(it -> it.state().terminal());
    }

    private List<RecordingSummary> ofStream(Arn channel, String streamId) {
        return RecordingId.isStreamId(streamId)
                ? index.query(new RecordingQuery.OfStream(channel.resourceId(), streamId), Optional.empty(), PAGE)
                        .recordings()
                : List.of();
    }

    private Done stream(Task task) {
        Arn channel = new Arn(task.resource());
        StreamSession session = channels.getStreamSession(channel, Optional.of(task.session()));
        long news = 0;
        for (Evidence.RecordingTold fact : SessionFacts.ofStream(channel, session,
                ofStream(channel, session.streamId()))) {
            news += record(fact.subject(), fact);
        }
        return new Done(List.of(), news);
    }

    private Done stage(Task task, Instant since) {
        Arn stage = new Arn(task.resource());
        Page<StageSession> page = stages.listStageSessions(stage, task.page());
        List<Task> more = new ArrayList<>();
        // Their order is undocumented, so one that is too old ends the listing only if the whole page is.
        boolean anyRecent = page.items().stream().anyMatch(it -> isRecent(it.endTime(), since));
        page.next().filter(_ -> anyRecent).ifPresent(next -> more.add(task.at(next)));
        page.items().stream().filter(it -> isRecent(it.endTime(), since)).forEach(it -> {
            for (ParticipantFilter.RecordingState state : List.of(ParticipantFilter.RecordingState.ACTIVE,
                    ParticipantFilter.RecordingState.STOPPED, ParticipantFilter.RecordingState.FAILED)) {
                more.add(new Task(What.PARTICIPANTS, stage.value(), it.sessionId(), state.name(), ""));
            }
        });
        return Done.of(more);
    }

    private Done participants(Task task) {
        Arn stage = new Arn(task.resource());
        ParticipantFilter.RecordingState asked = ParticipantFilter.RecordingState.valueOf(task.item());
        Page<ParticipantSummary> page = stages.listParticipants(stage, task.session(),
                new ParticipantFilter.ByRecordingState(asked), task.page());
        List<Task> more = new ArrayList<>();
        page.next().ifPresent(next -> more.add(task.at(next)));
        long news = 0;
        for (ParticipantSummary participant : page.items()) {
            news += user(stage, task.session(), participant);
            if (!isFullyKnown(asked, recordings(stage, task.session(), participant.participantId()))) {
                more.add(new Task(What.PARTICIPANT, stage.value(), task.session(), participant.participantId(), ""));
            }
        }
        return new Done(more, news);
    }

    private long user(Arn stage, String session, ParticipantSummary participant) {
        if (participant.userId().isEmpty()) {
            return 0;
        }
        Subject.StageParticipant subject = new Subject.StageParticipant(stage.resourceId(), session,
                participant.participantId());
        Instant time = participant.firstJoinTime().orElseGet(clock::instant);
        return record(subject, new Evidence.UserTold(subject, time, participant.userId().get()));
    }

    private static boolean isFullyKnown(ParticipantFilter.RecordingState asked, List<RecordingSummary> known) {
        return switch (asked) {
            // A failure that is known without a prefix is that of the open recording which has come to be known since.
            case FAILED -> known.stream().anyMatch(it -> it.state() == RecordingState.FAILED)
                    && soleOpen(underPrefix(known)).isEmpty();
            case STOPPED -> !known.isEmpty() && known.stream().allMatch(it -> it.state().terminal());
            case STARTING, ACTIVE, STOPPING -> !known.isEmpty();
        };
    }

    /** Those under a prefix and the one without, if there is one. */
    private List<RecordingSummary> recordings(Arn stage, String session, String participantId) {
        return index.query(new RecordingQuery.OfParticipant(stage.resourceId(), participantId), Optional.empty(), PAGE)
                .recordings().stream().filter(it -> it.sessionIds().contains(session)).toList();
    }

    private Done participant(Task task) {
        Arn stage = new Arn(task.resource());
        Participant participant = stages.getParticipant(stage, task.session(), task.item());
        long news = 0;
        Optional<String> name = participant.recordingBucket().filter(settings.buckets()::contains);
        if (name.isPresent() && participant.recordingPrefix().isPresent()) {
            news += bucket.below(name.get(), participant.recordingPrefix().get() + "/");
        }
        List<RecordingSummary> known = recordings(stage, task.session(), task.item());
        Optional<Evidence.RecordingTold> told = switch (participant.summary().recordingState().orElse("")) {
            case "FAILED" -> isFullyKnown(ParticipantFilter.RecordingState.FAILED, known)
                    ? Optional.empty()
                    : Optional.of(told(task, participant, known, RecordingState.FAILED));
            case "STOPPED" -> soleOpen(known).map(_ -> told(task, participant, known, RecordingState.STOPPED));
            default -> Optional.empty();
        };
        if (told.isPresent()) {
            news += record(told.get().subject(), told.get());
        }
        return new Done(List.of(), news);
    }

    private static List<RecordingSummary> underPrefix(List<RecordingSummary> known) {
        return known.stream().filter(it -> !(it.id() instanceof RecordingId.Participant id && id.isUnrecorded()))
                .toList();
    }

    /** Where a participant has one recording and that is open, the participant's state is that one's. */
    private static Optional<RecordingSummary> soleOpen(List<RecordingSummary> known) {
        return known.size() == 1 && !known.getFirst().state().terminal()
                ? Optional.of(known.getFirst())
                : Optional.empty();
    }

    private Evidence.RecordingTold told(Task task, Participant participant, List<RecordingSummary> known,
            RecordingState state) {
        Arn stage = new Arn(task.resource());
        RecordingId id = soleOpen(underPrefix(known)).map(RecordingSummary::id).orElseGet(
                () -> RecordingId.Participant.unrecorded(stage.resourceId(), task.session(), task.item()));
        Instant time = participant.summary().firstJoinTime().orElseGet(clock::instant);
        return new Evidence.RecordingTold(id, time, state, stage, Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty());
    }

    private Done composition(Task task) {
        Composition composition = stages.getComposition(new Arn(task.resource()));
        long news = 0;
        List<Composition.Destination> asked = composition.destinations().stream()
                .filter(it -> task.item().isEmpty() || task.item().equals(it.id())).toList();
        for (Composition.Destination destination : asked) {
            Optional<String> name = destination.target() instanceof Composition.ToS3 s3
                    ? storage.computeIfAbsent(s3.storageConfiguration(),
                            arn -> stages.getStorageConfiguration(arn).bucket())
                    : Optional.empty();
            Optional<Evidence.RecordingTold> fact = SessionFacts.ofDestination(composition, destination, name,
                    clock.instant());
            if (fact.isPresent()) {
                news += record(fact.get().subject(), fact.get());
            }
        }
        return new Done(List.of(), news);
    }

    private Done bucket(Task task, Instant since) {
        RecordingWalk walk = bucket.walk(task.resource(),
                task.page().map(WalkPosition::parse).orElse(Position.BEGINNING));
        long news = bucket.next(walk, since);
        return new Done(walk.position().ended()
                ? List.of()
                : List.of(task.at(WalkPosition.text(walk.position()))), news);
    }

    private long record(Subject subject, Evidence fact) {
        return index.record(subject, List.of(fact)).stream().filter(isNew -> isNew).count();
    }
}
