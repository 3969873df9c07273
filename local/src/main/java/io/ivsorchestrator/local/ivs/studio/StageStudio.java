package io.ivsorchestrator.local.ivs.studio;

import io.ivsorchestrator.local.ivs.account.Participant;
import io.ivsorchestrator.local.ivs.account.Participant.RecordingState;
import io.ivsorchestrator.local.ivs.account.Stage;
import io.ivsorchestrator.local.ivs.studio.Recorded.Broken;
import io.ivsorchestrator.local.story.IvsEventJson.ParticipantRecordingSession;
import io.ivsorchestrator.local.story.IvsEventJson.StageParticipant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Participants of stages and what is recorded of them. Follows the events that the account lists of each participant, so that
 * it does not matter who let them come and go: this studio, the API, or the end of a session.
 *
 * @see <a href="https://docs.aws.amazon.com/ivs/latest/RealTimeUserGuide/rt-individual-participant-recording.html">IVS
 * Individual Participant Recording</a>
 */
final class StageStudio {
    private final Equipment equipment;
    /** How many events of a participant in a session have been followed. */
    private final Map<String, Integer> followed = new HashMap<>();
    /** By participant and session. */
    private final Map<String, Appearance> publishing = new HashMap<>();
    /** Those that have not ended, be their participants there or not. */
    private final List<ParticipantRecording> recordings = new ArrayList<>();

    StageStudio(Equipment equipment) {
        this.equipment = equipment;
    }

    /** Somebody publishes who is to be recorded. */
    private static final class Appearance {
        private final Participant participant;
        private final Stage.ParticipantRecording settings;
        private final Instant since;
        /** They published for long enough. */
        private boolean tried;
        private @Nullable ParticipantRecording recording;

        Appearance(Participant participant, Stage.ParticipantRecording settings, Instant since) {
            this.participant = participant;
            this.settings = settings;
            this.since = since;
        }
    }

    /** Follows what has happened, writes what was recorded until now, ends what has ended. */
    void settle(Instant now) {
        for (Participant participant : participants()) {
            List<Participant.Event> events = participant.events();
            for (int next = followed.getOrDefault(participant.key(), 0); next < events.size(); next++) {
                follow(participant, events.get(next));
                followed.put(participant.key(), next + 1);
            }
        }
        publishing.values()
                .stream()
                .sorted(Comparator.comparing(appearance -> appearance.since))
                .toList()
                .forEach(appearance -> goOn(appearance, now));
        recordings.stream()
                .filter(recording -> recording.isDue(now))
                .sorted(Comparator.comparing(ParticipantRecording::endsAt))
                .toList()
                .forEach(this::finish);
    }

    private List<Participant> participants() {
        return equipment.account().exclusively(_ -> equipment.account()
                .participants()
                .all()
                .filter(participant -> participant.events().size() > followed.getOrDefault(participant.key(), 0))
                .toList());
    }

    private void follow(Participant participant, Participant.Event event) {
        Instant time = event.eventTime();
        switch (event.name()) {
            case "PUBLISH_STARTED" -> {
                equipment.tell(equipment.json().participantPublished(time, told(participant), time));
                settings(participant).ifPresent(settings -> appear(participant, settings, time));
            }
            case "PUBLISH_STOPPED" -> {
                disappear(participant, time);
                equipment.tell(equipment.json().participantUnpublished(time, told(participant), time));
            }
            case "PUBLISH_ERROR" -> equipment.tell(equipment.json()
                    .participantPublishError(time, told(participant), time,
                            Objects.requireNonNull(event.errorCode())));
            default -> {
                // That somebody joined or left is listed, but told by no event.
            }
        }
    }

    private Optional<Stage.ParticipantRecording> settings(Participant participant) {
        if (participant.recordingS3BucketName().isEmpty()) {
            return Optional.empty();
        }
        return equipment.account()
                .exclusively(_ -> equipment.account().stages().find(participant.stageArn()))
                .map(Stage::autoParticipantRecordingConfiguration)
                .filter(Stage.ParticipantRecording::on);
    }

    private void appear(Participant participant, Stage.ParticipantRecording settings, Instant since) {
        publishing.put(participant.key(), new Appearance(participant, settings, since));
        Optional<ParticipantRecording> earlier = earlier(participant, settings, since);
        earlier.ifPresent(recording -> recording.hold(true));
        show(participant, RecordingState.STARTING,
                earlier.map(recording -> recording.participants().getFirst()).orElse(participant));
    }

    private Optional<ParticipantRecording> earlier(
            Participant participant, Stage.ParticipantRecording settings, Instant since) {
        return recordings.reversed()
                .stream()
                .filter(recording -> recording.merges(participant, settings, since))
                .findFirst();
    }

    private void disappear(Participant participant, Instant time) {
        Appearance appearance = publishing.get(participant.key());
        if (appearance == null) {
            return;
        }
        goOn(appearance, time);
        publishing.remove(participant.key());
        ParticipantRecording recording = appearance.recording;
        if (recording != null) {
            recording.unpublished(time);
            if (!broke(recording, recording.tape().record(recording.plan(time), time))) {
                show(participant, RecordingState.STOPPING, recording.participants().getFirst());
            }
        } else if (!appearance.tried) {
            earlier(participant, appearance.settings, appearance.since).ifPresent(held -> held.hold(false));
        }
    }

    private void goOn(Appearance appearance, Instant until) {
        Instant start = appearance.since.plus(equipment.timings().shortestParticipant());
        if (!appearance.tried && !start.isAfter(until)) {
            appearance.recording = record(appearance, start).orElse(null);
            appearance.tried = true;
        }
        ParticipantRecording recording = appearance.recording;
        if (recording != null && broke(recording, recording.tape().record(recording.plan(until), until))) {
            appearance.recording = null;
        }
    }

    private Optional<ParticipantRecording> record(Appearance appearance, Instant now) {
        Participant participant = appearance.participant;
        String bucket = participant.recordingS3BucketName();
        Optional<ParticipantRecording> earlier = earlier(participant, appearance.settings, appearance.since);
        Optional<Cause> cause = equipment.access().ofStage(bucket);
        RecordingFault fault = equipment.faultOf(
                ParticipantRecording.attempt(participant, bucket, appearance.since, null, null));
        if (cause.isEmpty() && fault instanceof RecordingFault.AtStart(var wanted)) {
            cause = Optional.of(wanted);
        }
        if (cause.isPresent()) {
            earlier.ifPresent(recording -> recording.hold(false));
            startFailed(appearance, bucket, now, cause.get());
            return Optional.empty();
        }
        earlier.ifPresent(recording -> recording.merge(participant, appearance.since));
        ParticipantRecording recording = earlier.orElseGet(() -> begin(appearance, bucket, now, fault));
        equipment.tell(equipment.json().participantRecordingStart(now, recording.session()));
        show(participant, RecordingState.ACTIVE, recording.participants().getFirst());
        return Optional.of(recording);
    }

    private ParticipantRecording begin(Appearance appearance, String bucket, Instant now, RecordingFault fault) {
        var recording = new ParticipantRecording(appearance.participant, appearance.settings, bucket,
                appearance.since, equipment.tape(fault, () -> equipment.access().ofStage(bucket)));
        recording.tape().start(recording.plan(appearance.since), now);
        recordings.add(recording);
        equipment.remember(recording::truth);
        return recording;
    }

    private void startFailed(Appearance appearance, String bucket, Instant now, Cause cause) {
        Participant participant = appearance.participant;
        var session = new ParticipantRecordingSession(participant.stageArn(), participant.sessionId(),
                participant.participantId(), bucket, ParticipantRecording.prefix(participant, appearance.since));
        equipment.tell(equipment.json().participantRecordingStartFailure(now, session, cause.failure()));
        show(participant, RecordingState.FAILED, participant);
        Recorded failed = ParticipantRecording.attempt(participant, bucket, appearance.since, now,
                new Broken(true, cause, cause.failure().errorCode()));
        equipment.remember(() -> failed);
    }

    private void finish(ParticipantRecording recording) {
        Instant time = recording.endsAt();
        if (broke(recording, recording.tape().finish(recording.plan(time), time))) {
            return;
        }
        recordings.remove(recording);
        recording.ended(time);
        equipment.tell(equipment.json().participantRecordingEnd(time, recording.session(),
                recording.tape().duration()));
        showAll(recording, RecordingState.STOPPED);
    }

    private boolean broke(ParticipantRecording recording, Optional<Tape.Breakage> breakage) {
        if (breakage.isEmpty()) {
            return false;
        }
        recordings.remove(recording);
        recording.broke(breakage.get());
        equipment.tell(equipment.json().participantRecordingEndFailure(breakage.get().at(), recording.session(),
                recording.tape().duration(), breakage.get().cause().failure()));
        showAll(recording, RecordingState.FAILED);
        return true;
    }

    private void showAll(ParticipantRecording recording, RecordingState state) {
        recording.participants().forEach(shown -> show(shown, state, recording.participants().getFirst()));
    }

    /**
     * Lets the API show the state.
     *
     * @param first in whose session the recording began, which its prefix tells
     */
    private void show(Participant participant, RecordingState state, Participant first) {
        String prefix = first.stageArn().substring(first.stageArn().lastIndexOf('/') + 1) + "/" + first.sessionId()
                + "/" + first.participantId();
        equipment.mediaPlane().recording(participant.sessionId(), participant.participantId(), state, prefix);
    }

    private static StageParticipant told(Participant participant) {
        return new StageParticipant(participant.stageArn(), participant.sessionId(), participant.userId(),
                participant.participantId());
    }
}
