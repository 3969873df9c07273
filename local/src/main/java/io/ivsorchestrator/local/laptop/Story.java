package io.ivsorchestrator.local.laptop;

import io.ivsorchestrator.local.embedded.LocalClients;
import io.ivsorchestrator.local.media.MediaLibrary;
import io.ivsorchestrator.local.story.IvsEventJson;
import io.ivsorchestrator.local.story.IvsEventJson.ChannelRecordingSession;
import io.ivsorchestrator.local.story.IvsEventJson.ChannelStream;
import io.ivsorchestrator.local.story.IvsEventJson.CompositionOfStage;
import io.ivsorchestrator.local.story.IvsEventJson.Failure;
import io.ivsorchestrator.local.story.IvsEventJson.ParticipantRecordingSession;
import io.ivsorchestrator.local.story.IvsEventJson.S3Object;
import io.ivsorchestrator.local.story.IvsEventJson.StageParticipant;
import io.ivsorchestrator.local.story.Outcome;
import io.ivsorchestrator.local.story.RecordingPlan;
import io.ivsorchestrator.local.story.RecordingWriter;
import io.ivsorchestrator.local.story.Take;
import io.ivsorchestrator.local.story.Thumbnails;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One evening of an imaginary station, with everything that can happen to a recording: two channels and a stage of four
 * participants with a composition. One broadcast of two streams is merged; one stream's recording fails to start; while the
 * bucket's policy lacks the grant one participant's recording fails to start and another one's breaks off; one channel
 * recording and one of its events reach nobody through IVS; and the events come shuffled, some fifty times.
 *
 * <p>Told from the documentation of IVS, not from this project's decoder.
 */
final class Story {
    static final String BUCKET = "station-recordings";

    private static final String ARN = "arn:aws:ivs:" + LocalClients.REGION.id() + ":" + LocalClients.ACCOUNT + ":";
    private static final String MAIN = ARN + "channel/Kp3dQ9xTzL7m";
    private static final String SIDE = ARN + "channel/Vb5nM2kJh8Gf";
    private static final String STAGE = ARN + "stage/Wq8rT2yUi5Oa";
    private static final String SESSION = "st-aB1cD2eF3gH4i";
    private static final Instant EVENING = Instant.parse("2026-03-07T19:00:00Z");
    private static final int STORM = 50;

    private final Laptop laptop;
    private final IvsEventJson events;
    private final RecordingWriter writer;
    private final List<String> told = new ArrayList<>();
    private final AtomicInteger sequence = new AtomicInteger();
    private Instant now = EVENING;

    Story(Laptop laptop) {
        this.laptop = laptop;
        AtomicInteger ids = new AtomicInteger();
        this.events = new IvsEventJson(LocalClients.ACCOUNT, LocalClients.REGION.id(),
                () -> "7c1e0000-5b1a-4f0e-9a77-%012d".formatted(ids.incrementAndGet()));
        this.writer = new RecordingWriter(this::put, MediaLibrary.load());
    }

    /**
     * Plays it.
     *
     * @param seed of the order in which the events come
     * @return the number of events delivered
     */
    int play(long seed) {
        laptop.createBucket(BUCKET);
        laptop.route(Set.of(LocalClients.ACCOUNT), Set.of(BUCKET));
        mergedBroadcast();
        failedStart();
        lostEvents();
        stageWithComposition();
        Collections.shuffle(told, new Random(seed));
        told.forEach(laptop::deliver);
        laptop.send("{\"source\":\"aws.ivs\",\"detail-type\":\"IVS Recording State Change\",\"detail\":");
        return told.size() + 1;
    }

    /** Two streams, the second within the reconnect window: one recording. */
    private void mergedBroadcast() {
        ChannelStream first = new ChannelStream(MAIN, "main-show", "st-1A2b3C4d5E6f7G8h9I0jKlM");
        ChannelStream second = new ChannelStream(MAIN, "main-show", "st-2Z9y8X7w6V5u4T3s2R1qPoN");
        Take before = take(Duration.ofMinutes(1), Duration.ofSeconds(8));
        Take after = take(Duration.ofMinutes(2), Duration.ofSeconds(5));
        RecordingPlan.Channel plan = new RecordingPlan.Channel(BUCKET, MAIN, "y6TgBn2HjMk8", List.of(before, after),
                Thumbnails.SEQUENTIAL_AND_LATEST);
        ChannelRecordingSession recording = new ChannelRecordingSession("d4RsW8xPqL2v", BUCKET, plan.prefix());
        tell(events.streamSessionCreated(before.startedAt(), first));
        tell(events.streamStart(before.startedAt(), first));
        tell(events.recordingStart(before.startedAt(), first, recording));
        tell(events.streamEnd(after.startedAt().minusSeconds(20), first));
        tell(events.streamSessionEnded(after.startedAt().minusSeconds(21), first));
        tell(events.streamStart(after.startedAt(), second));
        tell(events.recordingStart(after.startedAt(), second, recording));
        Instant end = after.startedAt().plusSeconds(70);
        now = end;
        writer.write(plan, new Outcome.Ended(end));
        tell(events.streamEnd(end.minusSeconds(60), second));
        tell(events.recordingEnd(end, second, recording, plan.duration(),
                List.of(first.streamId(), second.streamId())));
    }

    /** Live, but not recorded: no prefix, no objects. */
    private void failedStart() {
        ChannelStream stream = new ChannelStream(SIDE, "side-show", "st-9P8o7N6m5L4k3J2h1G0fEdC");
        ChannelRecordingSession nothing = new ChannelRecordingSession("q1W2e3R4t5Y6", BUCKET, "");
        Instant at = EVENING.plus(Duration.ofMinutes(10));
        tell(events.streamStart(at, stream));
        tell(events.recordingStartFailure(at.plusSeconds(2), stream, nothing, "ValidationException"));
        tell(events.streamEnd(at.plusSeconds(600), stream));
    }

    /** IVS sends events best effort; of this recording it sent none. */
    private void lostEvents() {
        Take take = take(Duration.ofMinutes(30), Duration.ofSeconds(6));
        now = take.startedAt().plusSeconds(10);
        writer.write(new RecordingPlan.Channel(BUCKET, SIDE, "Zt4uI9oP1aSd", List.of(take), Thumbnails.SEQUENTIAL),
                new Outcome.Ended(now));
    }

    private void stageWithComposition() {
        participant("Nb7vC6xZ5lKj", "alice", Duration.ofMinutes(40));
        storm(participant("Gh3jK4lQ5wEr", "bob", Duration.ofMinutes(41)));
        brokenOff("Ty6uI7oP8aSd", "carol", Duration.ofMinutes(42));
        neverStarted("Fg9hJ1kL2zXc", "dave", Duration.ofMinutes(43));
        composite(Duration.ofMinutes(44));
    }

    private List<String> participant(String participantId, String user, Duration after) {
        StageParticipant participant = new StageParticipant(STAGE, SESSION, user, participantId);
        RecordingPlan.Participant plan = plan(participantId, take(after, Duration.ofSeconds(9)));
        ParticipantRecordingSession recording = session(participantId, plan);
        Instant end = plan.startedAt().plusSeconds(15);
        now = end;
        writer.write(plan, new Outcome.Ended(end));
        List<String> all = List.of(
                events.participantPublished(plan.startedAt(), participant, plan.startedAt()),
                events.participantRecordingStart(plan.startedAt().plusSeconds(1), recording),
                events.participantUnpublished(end.minusSeconds(5), participant, end.minusSeconds(5)),
                events.participantRecordingEnd(end, recording, plan.duration()));
        all.forEach(this::tell);
        return all;
    }

    /** EventBridge delivers at least once, and how often that is nobody promises. */
    private void storm(List<String> all) {
        Collections.nCopies(STORM - 1, all).forEach(again -> again.forEach(this::tell));
    }

    private void brokenOff(String participantId, String user, Duration after) {
        StageParticipant participant = new StageParticipant(STAGE, SESSION, user, participantId);
        RecordingPlan.Participant plan = plan(participantId, take(after, Duration.ofSeconds(5)));
        ParticipantRecordingSession recording = session(participantId, plan);
        Instant end = plan.startedAt().plusSeconds(12);
        now = end;
        writer.write(plan, new Outcome.Failed(end, "AccessDeniedException"));
        tell(events.participantPublished(plan.startedAt(), participant, plan.startedAt()));
        tell(events.participantRecordingStart(plan.startedAt().plusSeconds(1), recording));
        tell(events.participantRecordingEndFailure(end, recording, plan.duration(), Failure.BUCKET_ACCESS_DENIED));
    }

    private void neverStarted(String participantId, String user, Duration after) {
        StageParticipant participant = new StageParticipant(STAGE, SESSION, user, participantId);
        RecordingPlan.Participant plan = plan(participantId, take(after, Duration.ofSeconds(5)));
        tell(events.participantPublished(plan.startedAt(), participant, plan.startedAt()));
        tell(events.participantRecordingStartFailure(plan.startedAt().plusSeconds(1), session(participantId, plan),
                Failure.BUCKET_ACCESS_DENIED));
    }

    /** Its events name no prefix; its other destination, a channel, makes no recording and fails. */
    private void composite(Duration after) {
        CompositionOfStage composition = new CompositionOfStage(ARN + "composition/Hj4gF7dSa2Qw", STAGE);
        RecordingPlan.Composite plan = new RecordingPlan.Composite(BUCKET, STAGE, "Mv2bN5cX8zLk", "Hj4gF7dSa2Qw",
                "Er3tY6uI9oPa", "720p30-qWeRtYuIoP12", take(after, Duration.ofSeconds(7)), Thumbnails.SEQUENTIAL);
        Instant end = plan.startedAt().plusSeconds(20);
        now = end;
        writer.write(plan, new Outcome.Ended(end));
        tell(events.compositionSessionStart(plan.startedAt().minusSeconds(3), composition));
        tell(events.compositionDestinationStart(plan.startedAt(), composition, "Er3tY6uI9oPa"));
        tell(events.compositionDestinationFailure(plan.startedAt().plusSeconds(1), composition, "Lm7nB8vC9xZa",
                Failure.CHANNEL_BUSY));
        tell(events.compositionDestinationEnd(end, composition, "Er3tY6uI9oPa"));
        tell(events.compositionSessionEnd(end.plusSeconds(2), composition));
    }

    private static RecordingPlan.Participant plan(String participantId, Take take) {
        return new RecordingPlan.Participant(BUCKET, STAGE, SESSION, participantId, List.of(take),
                Thumbnails.SEQUENTIAL_AND_LATEST);
    }

    private static ParticipantRecordingSession session(String participantId, RecordingPlan plan) {
        return new ParticipantRecordingSession(STAGE, SESSION, participantId, BUCKET, plan.prefix());
    }

    private static Take take(Duration after, Duration length) {
        return new Take(EVENING.plus(after), length);
    }

    private void tell(String event) {
        told.add(event);
    }

    /** S3 tells of every object that is written; the rules keep all but the metadata out. */
    private void put(String bucket, String key, byte[] body, String contentType) {
        laptop.putObject(bucket, key, body, contentType);
        S3Object object = new S3Object(bucket, key, Optional.empty(), "%018X".formatted(sequence.incrementAndGet()));
        tell(events.s3ObjectCreated(now, object, body.length, "b1946ac92492d2347c6235b4d2611184", "PutObject"));
    }
}
