package io.ivsorchestrator.ivs;

import io.ivsorchestrator.events.Arn;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

class InMemoryIvsTest extends IvsApiContract {
    private Instant now = Instant.parse("2026-03-07T09:00:00Z");
    private final InMemoryIvs ivs = new InMemoryIvs(() -> now);

    @Override
    protected LowLatencyApi lowLatency() {
        return ivs.lowLatency();
    }

    @Override
    protected RealTimeApi realTime() {
        return ivs.realTime();
    }

    @Override
    protected Instant now() {
        return now;
    }

    @Override
    protected void pass(Duration time) {
        now = now.plus(time);
    }

    @Override
    protected void startStream(Arn channel) {
        ivs.startStream(channel);
    }

    @Override
    protected void endStream(Arn channel) {
        ivs.endStream(channel);
    }

    @Override
    protected Published publish(Arn stage, String userId) {
        String session = ivs.realTime().getStage(stage).activeSessionId().orElseGet(() -> "st-" + ivs.id() + "A");
        ivs.put(stage, new StageSession(session, Optional.of(now), Optional.empty()));
        Published who = new Published(session, ivs.id());
        put(stage, who, userId, "ACTIVE");
        return who;
    }

    @Override
    protected void failRecording(Arn stage, Published who) {
        put(stage, who, ivs.realTime().getParticipant(stage, who.sessionId(), who.participantId()).summary().userId()
                .orElse(""), "FAILED");
    }

    private void put(Arn stage, Published who, String userId, String recordingState) {
        ivs.put(stage, who.sessionId(), new Participant(
                new ParticipantSummary(who.participantId(), Optional.of(userId), "CONNECTED", true, Optional.of(now),
                        Optional.of(recordingState), Optional.empty(), Optional.empty()),
                Optional.of(BUCKET),
                Optional.of(stage.resourceId() + "/" + who.sessionId() + "/" + who.participantId())));
    }
}
