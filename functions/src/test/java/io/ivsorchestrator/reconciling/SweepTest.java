package io.ivsorchestrator.reconciling;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.events.RecordingChange;
import io.ivsorchestrator.index.CursorSeal;
import io.ivsorchestrator.index.InMemoryIndexTable;
import io.ivsorchestrator.index.IndexTable;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.index.RecordingQuery;
import io.ivsorchestrator.index.TimeRange;
import io.ivsorchestrator.ivs.CallLimiter;
import io.ivsorchestrator.ivs.Composition;
import io.ivsorchestrator.ivs.InMemoryCallLedger;
import io.ivsorchestrator.ivs.InMemoryIvs;
import io.ivsorchestrator.ivs.IvsCalls;
import io.ivsorchestrator.ivs.IvsOperation;
import io.ivsorchestrator.ivs.IvsRefusedException;
import io.ivsorchestrator.ivs.LimitedCalls;
import io.ivsorchestrator.ivs.Participant;
import io.ivsorchestrator.ivs.ParticipantSummary;
import io.ivsorchestrator.ivs.StageRecording;
import io.ivsorchestrator.ivs.StageSession;
import io.ivsorchestrator.ivs.StreamSession;
import io.ivsorchestrator.media.InMemoryRecordingFiles;
import io.ivsorchestrator.media.InMemoryRecordingListing;
import io.ivsorchestrator.media.RecordingFilesException;
import io.ivsorchestrator.media.RecordingListing;
import io.ivsorchestrator.recording.Evidence;
import io.ivsorchestrator.recording.EvidenceSource;
import io.ivsorchestrator.recording.MediaPresence;
import io.ivsorchestrator.recording.MetadataFile;
import io.ivsorchestrator.recording.Recording;
import io.ivsorchestrator.recording.RecordingId;
import io.ivsorchestrator.recording.RecordingPrefix;
import io.ivsorchestrator.recording.RecordingState;
import io.ivsorchestrator.recording.RecordingSummary;
import io.ivsorchestrator.recording.S3Location;
import io.ivsorchestrator.recording.Salvage;
import io.ivsorchestrator.recording.Sequencer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An account and a bucket whose every event was lost, and a sweep over them. */
class SweepTest {
    private static final String BUCKET = "acme-live-recordings";
    private static final String SESSION = "st-aB1cD2eF3gH4i";
    private static final Instant NOW = Instant.parse("2026-03-07T12:00:00Z");
    private static final Settings SETTINGS = new Settings(List.of(BUCKET), Duration.ofHours(26), 10_000);

    private Instant now = NOW;
    /** Told of each prefix. */
    private Consumer<String> whenListed = _ -> {};
    private final InMemoryRecordingListing listing = new InMemoryRecordingListing().pagesOf(5);
    private final InMemoryRecordingFiles files = new InMemoryRecordingFiles();
    private InMemoryIndexTable table = new InMemoryIndexTable();
    private InMemoryCallLedger ledger = new InMemoryCallLedger();
    private Killing killing = new Killing(-1);
    private final Map<IvsOperation, List<Instant>> made = new HashMap<>();
    private final List<IvsOperation> throttled = new ArrayList<>();
    /** What IVS answers to calls of one operation. */
    private Optional<IvsRefusedException> refusing = Optional.empty();
    private InMemoryIvs ivs = new InMemoryIvs(() -> now);
    private Sweep sweep = sweep();
    /** What was handed to salvage. */
    private final List<String> salvage = new ArrayList<>();
    /** What must be in the index afterwards. */
    private final Map<RecordingId, RecordingState> traces = new LinkedHashMap<>();

    @BeforeEach
    void lose(TestInfo test) {
        // To die at each call takes as many sweeps as there are calls.
        boolean small = test.getDisplayName().startsWith("killed");
        // What is there before a function comes is not the function's call.
        ivs = new InMemoryIvs(() -> now, IvsCalls.unlimited());
        ivs.pagesOf(3);
        for (int i = 0; i < (small ? 2 : 7); i++) {
            channel(i);
        }
        for (int i = 0; i < (small ? 1 : 4); i++) {
            stage(i);
        }
    }

    /** Each with a good recording in the bucket, and a stream that was not recorded. */
    private void channel(int number) {
        Arn channel = ivs.lowLatency().createChannel("c" + number, Optional.empty(), Map.of()).arn();
        objects("ivs/v1/123456789012/" + channel.resourceId() + "/2026/3/7/9/4/Rec" + number, "ended",
                RecordingState.STOPPED);
        StreamSession failed = ivs.startStream(channel);
        ivs.put(channel, new StreamSession(failed.streamId(), failed.startTime(), Optional.of(NOW), failed.channel(),
                Optional.empty(), List.of(new StreamSession.Event("Recording Start Failure",
                        "IVS Recording State Change", NOW.minusSeconds(60), Optional.empty()))));
        traces.put(new RecordingId.UnrecordedStream(channel.resourceId(), failed.streamId()), RecordingState.FAILED);
    }

    /** With five participants and three compositions. */
    private void stage(int number) {
        Arn storage = ivs.realTime().createStorageConfiguration("s", BUCKET, Map.of()).arn();
        Arn stage = ivs.realTime().createStage("s" + number, StageRecording.to(storage), Map.of()).arn();
        ivs.put(stage, new StageSession(SESSION, Optional.of(NOW.minusSeconds(3600)), Optional.empty()));
        participant(stage, "Ended0000001", "STOPPED");
        objects(prefix(stage, "Ended0000001"), "ended", RecordingState.STOPPED);
        participant(stage, "Failed000002", "FAILED");
        objects(prefix(stage, "Failed000002"), "failed", RecordingState.FAILED);
        participant(stage, "Nothing00003", "FAILED");
        traces.put(RecordingId.Participant.unrecorded(stage.resourceId(), SESSION, "Nothing00003"),
                RecordingState.FAILED);
        participant(stage, "Active000004", "ACTIVE");
        objects(prefix(stage, "Active000004"), "started", RecordingState.ACTIVE);
        participant(stage, "NoEnd0000005", "STOPPED");
        objects(prefix(stage, "NoEnd0000005"), "started", RecordingState.STOPPED);
        composition(stage, storage, "ACTIVE", RecordingState.ACTIVE);
        composition(stage, storage, "FAILED", RecordingState.FAILED);
        composition(stage, storage, "STOPPED", RecordingState.STOPPED);
    }

    private static String prefix(Arn stage, String participant) {
        return stage.resourceId() + "/" + SESSION + "/" + participant + "/2026-03-07T11-00-01Z";
    }

    private void participant(Arn stage, String id, String recordingState) {
        ivs.put(stage, SESSION, new Participant(
                new ParticipantSummary(id, Optional.of("user-" + id), "CONNECTED", true,
                        Optional.of(NOW.minusSeconds(3590)), Optional.of(recordingState), Optional.empty(),
                        Optional.empty()),
                Optional.of(BUCKET), Optional.of(stage.resourceId() + "/" + SESSION + "/" + id)));
    }

    private void composition(Arn stage, Arn storage, String state, RecordingState expected) {
        Arn arn = ivs.arn("composition");
        Optional<Instant> end = expected.terminal() ? Optional.of(NOW.minusSeconds(120)) : Optional.empty();
        ivs.put(new Composition(arn, stage, expected.terminal() ? "STOPPED" : "ACTIVE", Optional.of(NOW.minusSeconds(
                1800)), end,
                List.of(new Composition.Destination("Er3tY6uI9oPa", state, Optional.of(NOW.minusSeconds(1790)), end,
                        new Composition.ToS3(storage, Optional.of(
                                "Mv2bN5cX8zLk/" + arn.resourceId() + "/Er3tY6uI9oPa/composite"))),
                        new Composition.Destination("ToChannel001", "ACTIVE", Optional.empty(), Optional.empty(),
                                new Composition.ToChannel(ivs.arn("channel")))),
                Map.of()));
        if (expected == RecordingState.STOPPED) {
            objects("Mv2bN5cX8zLk/" + arn.resourceId() + "/Er3tY6uI9oPa/composite", "ended", expected);
        }
        traces.put(new RecordingId.Composite(arn.resourceId(), "Er3tY6uI9oPa"), expected);
    }

    private void objects(String prefix, String outcome, RecordingState expected) {
        object(prefix, "started", "RECORDING_STARTED");
        switch (outcome) {
            case "ended" -> object(prefix, outcome, "RECORDING_ENDED");
            case "failed" -> object(prefix, outcome, "RECORDING_ENDED_WITH_FAILURE");
            default -> assertThat(outcome).isEqualTo("started");
        }
        listing.put(prefix + "/media/hls/multivariant.m3u8", NOW.minusSeconds(600));
        traces.put(RecordingPrefix.parse(prefix).orElseThrow().id(), expected);
    }

    private void object(String prefix, String outcome, String status) {
        String key = prefix + "/events/recording-" + outcome + ".json";
        Instant written = NOW.minusSeconds(600);
        listing.put(key, written);
        files.put(BUCKET, key, ("{\"version\":\"v1\",\"recording_status\":\"" + status
                + "\",\"media\":{\"hls\":{\"path\":\"media/hls\",\"playlist\":\"multivariant.m3u8\"}}}")
                .getBytes(StandardCharsets.UTF_8), written);
    }

    @Test
    void allEventsLost_onePassFindsEverythingThatLeftATrace() {
        sweep = sweep();

        Sweep.Outcome outcome = toTheEnd();

        assertFound();
        assertThat(throttled).as("throttled calls").isEmpty();
        assertThat(outcome).isInstanceOfSatisfying(Sweep.Outcome.Ended.class, ended -> {
            assertThat(ended.dropped()).isZero();
            assertThat(ended.facts()).isGreaterThanOrEqualTo(traces.size());
        });
        System.out.printf(Locale.ROOT, "%d traces, %s, %d requests of the ledger, %s of emulated time%n", traces.size(),
                outcome,
                ledger.requests(), Duration.between(NOW, now));
    }

    @Test
    void whatIsFound_showsItsSource() {
        sweep = sweep();
        toTheEnd();

        for (RecordingId id : traces.keySet()) {
            boolean seen = index().findWithFacts(id).orElseThrow().facts().stream().map(Evidence::source)
                    .allMatch(source -> source == EvidenceSource.IVS_API || source == EvidenceSource.S3_METADATA);
            assertThat(seen).as(id.text()).isTrue();
        }
    }

    @Test
    void users_areLearnt() {
        sweep = sweep();
        toTheEnd();

        assertThat(index().query(new RecordingQuery.OfUser("user-Nothing00003", TimeRange.ALL), Optional.empty(), 10)
                .recordings()).hasSize(4);
    }

    @Test
    void again_nothingIsNew() {
        sweep = sweep();
        toTheEnd();
        String before = contents();
        now = NOW.plusSeconds(300);

        Sweep.Outcome again = toTheEnd();

        assertThat(again).isInstanceOfSatisfying(Sweep.Outcome.Ended.class,
                ended -> assertThat(ended.facts()).isZero());
        assertThat(contents().equals(before)).as("the same index").isTrue();
    }

    @Test
    void killedAtAnyCall_goesOnWithoutLoss() {
        sweep = sweep();
        toTheEnd();
        String expected = contents();
        int kills = 0;
        boolean happened = true;
        for (int at = 0; happened; at++) {
            now = NOW;
            table = new InMemoryIndexTable();
            ledger = new InMemoryCallLedger();
            made.clear();
            killing = new Killing(at);
            sweep = sweep();
            toTheEnd();
            happened = killing.happened();
            kills++;
            assertFound();
            assertThat(contents().equals(expected)).as("the same index, killed at call " + at).isTrue();
        }
        assertThat(kills).isGreaterThan(100);
    }

    private static String request(RecordingId id) {
        return "{\"recordingId\":\"" + id.text() + "\"}";
    }

    @Test
    void whatBrokeOffOrHasNoEnd_isHandedToSalvage_onceItWasTriedNoMore() {
        sweep = sweep();
        toTheEnd();
        salvage.clear();
        now = NOW.plusSeconds(900);
        toTheEnd();
        List<RecordingId> unfinished = traces.entrySet().stream()
                .filter(trace -> trace.getValue() != RecordingState.STOPPED)
                .map(Map.Entry::getKey).filter(id -> index().find(id).orElseThrow().location().isPresent()).toList();

        assertThat(unfinished).hasSizeGreaterThan(10);
        assertThat(salvage).doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(unfinished.stream().map(SweepTest::request).toList());
        salvage.clear();
        RecordingId tried = unfinished.getFirst();
        index().record(tried, List.of(new Evidence.Salvaged(tried, now,
                index().find(tried).orElseThrow().location().orElseThrow(), new Salvage.Unsalvageable("nothing"))));

        toTheEnd();

        assertThat(salvage).hasSize(unfinished.size() - 1).doesNotContain(request(tried));
    }

    /** Found by the simulation: somebody deletes the metadata, and the segments stay. */
    @Test
    void failedRecordingWhoseMetadataIsGone_isHandedToSalvage_andADeletedOneIsNot() {
        sweep = sweep();
        toTheEnd();
        List<RecordingId> failed = traces.keySet().stream()
                .filter(id -> id instanceof RecordingId.Participant it && it.participantId().equals("Failed000002"))
                .toList();
        RecordingId gone = failed.getFirst();
        RecordingId deleted = failed.getLast();
        S3Location location = index().find(gone).orElseThrow().location().orElseThrow();
        for (MetadataFile file : List.of(MetadataFile.STARTED, MetadataFile.FAILED)) {
            listing.remove(location.key(file.path()));
            index().record(gone, List.of(new Evidence.ObjectChanged(gone, NOW, file, location,
                    Evidence.ObjectChange.DELETED, Optional.empty(), new Sequencer("0065F1A2B3C4D5E6F7"))));
        }
        index().record(deleted, List.of(new Evidence.DeletionReported(deleted, NOW, Evidence.DeletionChange.DONE,
                "somebody", Optional.empty(), OptionalLong.of(3), Optional.of(NOW.plus(Duration.ofDays(90))))));
        salvage.clear();
        now = NOW.plusSeconds(900);

        toTheEnd();

        assertThat(index().find(gone)).map(RecordingSummary::presence).contains(MediaPresence.GONE);
        assertThat(salvage).contains(request(gone)).doesNotContain(request(deleted));
    }

    @Test
    void recordingThatBeganJustNow_isNotHandedToSalvage() {
        RecordingId.Participant young = new RecordingId.Participant("Sta1", SESSION, "Par1", "2026-03-07T11-55-00Z");
        S3Location location = new S3Location(BUCKET, "Sta1/" + SESSION + "/Par1/2026-03-07T11-55-00Z");
        index().record(young, List.of(new Evidence.ParticipantRecordingReported(young, NOW.minusSeconds(300),
                RecordingChange.START, new Arn("arn:aws:ivs:eu-west-1:123456789012:stage/Sta1"), location, SESSION,
                "Par1", Optional.empty(), Optional.empty(), Optional.empty())));
        sweep = sweep();

        toTheEnd();

        assertThat(salvage).isNotEmpty().doesNotContain(request(young));
    }

    @Test
    void mediaGone_isNoticed() {
        sweep = sweep();
        toTheEnd();
        RecordingId gone = traces.keySet().stream().filter(RecordingId.Channel.class::isInstance).findFirst()
                .orElseThrow();
        S3Location location = index().find(gone).orElseThrow().location().orElseThrow();
        for (String path : List.of("events/recording-started.json", "events/recording-ended.json",
                "media/hls/multivariant.m3u8")) {
            listing.remove(location.key(path));
        }

        toTheEnd();

        assertThat(index().find(gone)).map(RecordingSummary::presence).contains(MediaPresence.GONE);
        assertThat(index().find(gone)).map(RecordingSummary::sources)
                .hasValueSatisfying(sources -> assertThat(sources).contains(EvidenceSource.S3_LISTING));
        assertThat(
                traces.keySet().stream().filter(id -> index().find(id).orElseThrow().presence() == MediaPresence.GONE))
                .containsExactly(gone);
    }

    /** The answer takes a while, and meanwhile something is written. */
    @Test
    void writtenWhileWeLookedInVain_isThere() {
        sweep = sweep();
        toTheEnd();
        RecordingId id = traces.keySet().stream().filter(RecordingId.Channel.class::isInstance).findFirst()
                .orElseThrow();
        S3Location location = index().find(id).orElseThrow().location().orElseThrow();
        for (String path : List.of("events/recording-started.json", "events/recording-ended.json",
                "media/hls/multivariant.m3u8")) {
            listing.remove(location.key(path));
        }
        List<Instant> written = new ArrayList<>();
        whenListed = prefix -> {
            if (prefix.equals(location.key(""))) {
                written.add(now.plusSeconds(10));
                now = now.plusSeconds(30);
            }
        };

        toTheEnd();
        index().record(id, List.of(new Evidence.ObjectChanged(id, written.getLast(), MetadataFile.ENDED, location,
                Evidence.ObjectChange.CREATED, Optional.empty(), new Sequencer("0065F1A2B3C4D5E6F7"))));

        assertThat(index().find(id)).map(RecordingSummary::presence).contains(MediaPresence.PRESENT);
    }

    /** Found by the simulation: the event of the end had come, the one of the object about it had not. */
    @Test
    void endToldByAnEventAlone_theObjectAboutItIsReadAllTheSame() {
        Arn channel = ivs.lowLatency().createChannel("late", Optional.empty(), Map.of()).arn();
        String prefix = "ivs/v1/123456789012/" + channel.resourceId() + "/2026/3/7/9/4/Late";
        objects(prefix, "started", RecordingState.ACTIVE);
        sweep = sweep();
        toTheEnd();
        RecordingId id = RecordingPrefix.parse(prefix).orElseThrow().id();
        index().record(id, List.of(new Evidence.ChannelRecordingReported(id, NOW, RecordingChange.END, channel,
                Optional.of(new S3Location(BUCKET, prefix)), "st-1A2b3C4d5E6f7G8h9I0jKlM", new TreeSet<>(),
                Optional.empty(), Optional.empty(), Optional.of(Duration.ofMinutes(3)), Optional.empty())));
        String key = prefix + "/events/recording-ended.json";
        listing.put(key, NOW);
        files.put(BUCKET, key, """
                {"version":"v1","recording_ended_at":"2026-03-07T11:59:58Z","recording_status":"RECORDING_ENDED",
                "media":{"hls":{"path":"media/hls","playlist":"multivariant.m3u8","duration_ms":179500}}}"""
                .getBytes(StandardCharsets.UTF_8), NOW);

        toTheEnd();

        assertThat(index().find(id)).hasValueSatisfying(found -> {
            assertThat(found.duration()).contains(Duration.ofMillis(179_500));
            assertThat(found.endedAt()).contains(Instant.parse("2026-03-07T11:59:58Z"));
        });
    }

    private RecordingId.Participant someFailureWithoutPrefix() {
        return traces.keySet().stream()
                .filter(id -> id instanceof RecordingId.Participant it && it.isUnrecorded())
                .map(RecordingId.Participant.class::cast).findFirst().orElseThrow();
    }

    private static RecordingId.Participant recordingOf(RecordingId.Participant withoutPrefix) {
        return new RecordingId.Participant(withoutPrefix.stageId(), SESSION, withoutPrefix.participantId(),
                "2026-03-07T11-00-01Z");
    }

    private void told(RecordingId.Participant id, RecordingChange change, Optional<String> errorCode) {
        Arn stage = new Arn("arn:aws:ivs:eu-west-1:123456789012:stage/" + id.stageId());
        index().record(id, List.of(new Evidence.ParticipantRecordingReported(id, NOW, change, stage,
                new S3Location(BUCKET, prefix(stage, id.participantId())), SESSION, id.participantId(),
                Optional.empty(), errorCode, Optional.empty())));
    }

    @Test
    void failureWithoutPrefix_givesWayToTheRecordingOfADelayedEvent() {
        sweep = sweep();
        toTheEnd();
        RecordingId.Participant provisional = someFailureWithoutPrefix();
        RecordingId.Participant real = recordingOf(provisional);

        told(real, RecordingChange.START_FAILURE, Optional.of("AccessDeniedException"));

        assertThat(index().find(provisional).orElseThrow().supersededBy()).isEqualTo(new TreeSet<>(List.of(real)));
        assertThat(index().query(new RecordingQuery.OfStageSession(real.stageId(), SESSION), Optional.empty(), 100)
                .recordings()).extracting(RecordingSummary::id).contains(real).doesNotContain(provisional);
        toTheEnd();
        assertThat(index().find(provisional).orElseThrow().supersededBy()).containsExactly(real);
    }

    /** Found by the simulation: what lay in the bucket had vanished when the sweep looked, and the event about it was late. */
    @Test
    void failureWithoutPrefix_isThatOfTheOpenRecordingOfADelayedEvent() {
        sweep = sweep();
        toTheEnd();
        RecordingId.Participant provisional = someFailureWithoutPrefix();
        RecordingId.Participant real = recordingOf(provisional);
        told(real, RecordingChange.START, Optional.empty());

        toTheEnd();

        assertThat(index().find(real)).map(RecordingSummary::state).contains(RecordingState.FAILED);
        assertThat(index().find(provisional).orElseThrow().supersededBy()).containsExactly(real);
    }

    @Test
    void budgetUsedUp_theNextSweepGoesOn() {
        sweep = sweep(new Settings(List.of(BUCKET), Duration.ofHours(26), 10));

        List<Sweep.Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < 30 && (outcomes.isEmpty() || !(outcomes.getLast() instanceof Sweep.Outcome.Ended)); i++) {
            outcomes.add(toTheEnd());
        }

        assertThat(outcomes).hasSizeGreaterThan(5);
        assertThat(outcomes.getLast()).isInstanceOf(Sweep.Outcome.Ended.class);
        assertFound();
    }

    @Test
    void bucketThatMayNotBeListed_isDroppedAndTheRestGoesOn() {
        sweep = sweep(new Settings(List.of("acme-forbidden", BUCKET), Duration.ofHours(26), 10_000));

        assertThat(toTheEnd()).isInstanceOfSatisfying(Sweep.Outcome.Ended.class,
                ended -> assertThat(ended.dropped()).isEqualTo(1));
        assertFound();
    }

    static Stream<IvsRefusedException> refusals() {
        IvsOperation operation = IvsOperation.LIST_COMPOSITIONS;
        return Stream.of(new IvsRefusedException.AccessDenied(operation, "AccessDeniedException", "no"),
                new IvsRefusedException.Invalid(operation, "ValidationException", "no"),
                new IvsRefusedException.Conflict(operation, "ConflictException", "no"),
                new IvsRefusedException.QuotaExceeded(operation, "ServiceQuotaExceededException", "no"),
                new IvsRefusedException.PendingVerification(operation, "PendingVerification", "no"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void questionThatIvsRefusesForGood_isDropped_andTheRestGoesOn(IvsRefusedException refused) {
        refusing = Optional.of(refused);
        sweep = sweep();

        assertThat(toTheEnd()).isInstanceOfSatisfying(Sweep.Outcome.Ended.class,
                ended -> assertThat(ended.dropped()).isEqualTo(1));
        traces.keySet().removeIf(RecordingId.Composite.class::isInstance);
        assertFound();
    }

    @Test
    void withoutTime_eachInvocationAsksOneQuestion_andTheSweepEndsAllTheSame() {
        sweep = sweep();
        int invocations = 1;
        Sweep.Outcome outcome = sweep.begin(() -> false);
        while (outcome instanceof Sweep.Outcome.Later later) {
            now = later.time().isAfter(now) ? later.time() : now;
            outcome = sweep.goOn(() -> false);
            invocations++;
        }

        assertThat(outcome).isInstanceOf(Sweep.Outcome.Ended.class);
        assertThat(invocations).isGreaterThan(50);
        assertFound();
    }

    private void assertFound() {
        for (Map.Entry<RecordingId, RecordingState> trace : traces.entrySet()) {
            Optional<Recording> found = index().findWithFacts(trace.getKey());
            assertThat(found).as(trace.getKey().text()).isPresent();
            assertThat(found.get().summary().state()).as(trace.getKey().text()).isEqualTo(trace.getValue());
        }
    }

    /** Goes on as the queue would: later, and again after a death. */
    private Sweep.Outcome toTheEnd() {
        Supplier<Sweep.Outcome> next = () -> sweep.begin(SweepTest::always);
        for (int i = 0; i < 100_000; i++) {
            try {
                Sweep.Outcome outcome = next.get();
                if (!(outcome instanceof Sweep.Outcome.Later later)) {
                    return outcome;
                }
                now = later.time().isAfter(now) ? later.time() : now;
                next = () -> sweep.goOn(SweepTest::always);
            } catch (Killing.KilledException dead) {
                sweep = sweep();
            }
        }
        throw new AssertionError("the sweep does not end");
    }

    private static boolean always() {
        return true;
    }

    private Sweep sweep() {
        return sweep(SETTINGS);
    }

    private Sweep sweep(Settings settings) {
        IndexTable dying = killing.table(table);
        InMemoryIvs limited = ivs.through(LimitedCalls.inFunction(
                new CallLimiter(ledger, 0.5, () -> now, new SplittableRandom(1))), this::count);
        return new Sweep(limited.lowLatency(), limited.realTime(), query -> {
            killing.call();
            if (query.bucket().equals("acme-forbidden")) {
                throw new RecordingFilesException(query.bucket(), "*",
                        new IllegalStateException("AccessDenied"));
            }
            RecordingListing.Listed listed = listing.list(query);
            whenListed.accept(query.prefix());
            return listed;
        }, (bucket, key) -> {
            killing.call();
            return files.fetch(bucket, key);
        }, new RecordingIndex(dying, CursorSeal.sharedThrough(dying)), dying, (message, _) -> {
            killing.call();
            salvage.add(message);
        }, settings, () -> now);
    }

    /** IVS counts in any second and refuses what is too much. */
    private void count(IvsOperation operation) {
        killing.call();
        List<Instant> calls = made.computeIfAbsent(operation, _ -> new ArrayList<>());
        calls.removeIf(time -> !time.isAfter(now.minusSeconds(1)));
        calls.add(now);
        refusing.filter(refused -> refused.operation() == operation).ifPresent(refused -> {
            throw refused;
        });
        if (calls.size() > operation.perSecond() / 2) {
            throttled.add(operation);
            throw new IvsRefusedException.Throttled(operation, "ThrottlingException", "Rate exceeded");
        }
    }

    private RecordingIndex index() {
        return new RecordingIndex(table, CursorSeal.ofThisProcess());
    }

    /** Without what is about the sweep itself. */
    private String contents() {
        return table.contents().lines()
                .filter(line -> !line.contains("partition=reconciling") && !line.contains("partition=cursor-seal"))
                .toList().toString();
    }
}
