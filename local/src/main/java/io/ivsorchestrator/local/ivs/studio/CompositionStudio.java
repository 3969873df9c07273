package io.ivsorchestrator.local.ivs.studio;

import io.ivsorchestrator.local.ivs.account.Composition;
import io.ivsorchestrator.local.ivs.account.Composition.Destination;
import io.ivsorchestrator.local.ivs.account.Composition.DestinationState;
import io.ivsorchestrator.local.ivs.account.EncoderConfiguration;
import io.ivsorchestrator.local.ivs.account.StorageConfiguration;
import io.ivsorchestrator.local.ivs.account.StreamSession;
import io.ivsorchestrator.local.ivs.model.ApiException;
import io.ivsorchestrator.local.ivs.model.ErrorType;
import io.ivsorchestrator.local.ivs.studio.Recorded.Broken;
import io.ivsorchestrator.local.story.IvsEventJson.CompositionOfStage;
import io.ivsorchestrator.local.story.IvsEventJson.Failure;
import io.ivsorchestrator.local.story.RecordingPlan;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Compositions and what they record. Follows the states that the account gives them, so that it does not matter who starts
 * and stops them, and nothing is missed of one that has vanished meanwhile.
 *
 * @see <a href="https://docs.aws.amazon.com/ivs/latest/RealTimeUserGuide/ssc-overview.html">Overview of IVS Server-Side
 * Composition</a>
 */
final class CompositionStudio {
    private final Equipment equipment;
    private final ChannelStudio channels;
    private final Queue<Change> changes = new ConcurrentLinkedQueue<>();
    private final Map<String, Running> running = new LinkedHashMap<>();

    /** @param channels where what goes to a channel is live */
    CompositionStudio(Equipment equipment, ChannelStudio channels) {
        this.equipment = equipment;
        this.channels = channels;
        equipment.account().exclusively(_ -> {
            equipment.account().compositionLife().watch((changed, time) -> changes.add(new Change(changed, time)));
            return true;
        });
    }

    private record Change(Composition composition, Instant time) {}

    private enum Phase {
        WAITING, RUNNING, OVER
    }

    /** A composition that is not over. */
    private static final class Running {
        private final Map<String, Output> outputs = new LinkedHashMap<>();
        private Composition composition;
        /** When the pipeline came up; null = not yet. */
        private @Nullable Instant activeAt;
        private boolean startTold;
        /** When the last picture was composed; null = it goes on. */
        private @Nullable Instant mediaEnd;
        /** When it was over; null = it is not. */
        private @Nullable Instant endedAt;
        /** When the last output failed, if none is left. */
        private @Nullable Instant failedAt;
        private boolean failureTold;

        Running(Composition composition) {
            this.composition = composition;
        }
    }

    /** A destination of a composition. */
    private static final class Output {
        private Destination destination;
        private Phase phase = Phase.WAITING;
        /** Null = it goes to a channel, or nothing was recorded. */
        private @Nullable CompositeRecording recording;
        /** Null = it goes to a bucket, or the channel did not take it. */
        private @Nullable StreamSession stream;

        Output(Destination destination) {
            this.destination = destination;
        }
    }

    /** Follows what has happened and writes what was recorded until now. */
    void settle(Instant now) {
        equipment.account().exclusively(time -> time);
        for (Change change = changes.peek(); change != null; change = changes.peek()) {
            follow(change);
            changes.remove();
        }
        List.copyOf(running.values()).forEach(composition -> goOn(composition, now));
    }

    private void follow(Change change) {
        Composition composition = change.composition();
        Running current = running.computeIfAbsent(composition.arn(), _ -> new Running(composition));
        goOn(current, change.time());
        current.composition = composition;
        for (Destination destination : composition.destinations()) {
            follow(current, destination, change.time());
        }
        switch (composition.state()) {
            case STARTING -> {
            }
            case ACTIVE -> current.activeAt = current.activeAt == null ? change.time() : current.activeAt;
            case STOPPING -> current.mediaEnd = change.time();
            case STOPPED, FAILED -> {
                current.mediaEnd = current.mediaEnd == null ? change.time() : current.mediaEnd;
                current.endedAt = change.time();
                goOn(current, change.time());
            }
        }
    }

    /** Tells what somebody else did to a destination. */
    private void follow(Running current, Destination destination, Instant time) {
        Output output = current.outputs.computeIfAbsent(destination.id(), _ -> new Output(destination));
        DestinationState before = output.destination.state();
        output.destination = destination;
        if (output.phase != Phase.RUNNING || before == destination.state()) {
            return;
        }
        CompositionOfStage told = told(current);
        if (destination.state() == DestinationState.RECONNECTING) {
            equipment.tell(equipment.json().compositionDestinationReconnecting(time, told, destination.id()));
        } else if (before == DestinationState.RECONNECTING && destination.state() == DestinationState.ACTIVE) {
            equipment.tell(equipment.json().compositionDestinationStart(time, told, destination.id()));
        } else if (destination.state() == DestinationState.FAILED) {
            breakOff(current, output, time);
        }
    }

    private void goOn(Running current, Instant now) {
        Instant active = current.activeAt;
        if (active != null && !current.failureTold) {
            if (!current.startTold) {
                equipment.tell(equipment.json().compositionSessionStart(active, told(current)));
                current.startTold = true;
            }
            current.outputs.values().forEach(output -> start(current, output, active));
            current.outputs.values().forEach(output -> record(current, output, now));
            failWithoutOutputs(current);
        }
        Instant ended = current.endedAt;
        if (ended != null) {
            end(current, ended);
        }
    }

    private void start(Running current, Output output, Instant time) {
        if (output.phase != Phase.WAITING || output.destination.state().ended()) {
            return;
        }
        Composition.S3Target target = output.destination.configuration().s3();
        if (target == null) {
            startChannel(current, output, time);
            return;
        }
        RecordingPlan.Composite plan = plan(current.composition, output.destination, target, time);
        Recorded attempt = CompositeRecording.attempt(current.composition, output.destination.id(), plan, null);
        Optional<Cause> cause = equipment.access().ofStage(plan.bucket());
        RecordingFault fault = equipment.faultOf(attempt);
        if (cause.isEmpty() && fault instanceof RecordingFault.AtStart(var wanted)) {
            cause = Optional.of(wanted);
        }
        if (cause.isPresent()) {
            Recorded failed = CompositeRecording.attempt(current.composition, output.destination.id(), plan,
                    new Broken(true, cause.get(), cause.get().failure().errorCode()));
            equipment.remember(() -> failed);
            failed(current, output, time, cause.get().failure());
            return;
        }
        var recording = new CompositeRecording(current.composition.arn(), output.destination.id(), plan,
                equipment.tape(fault, () -> equipment.access().ofStage(plan.bucket())));
        recording.tape().start(plan, time);
        output.recording = recording;
        equipment.remember(recording::truth);
        started(current, output, time);
    }

    private RecordingPlan.Composite plan(
            Composition composition, Destination destination, Composition.S3Target target, Instant time) {
        Composition.Detail detail = destination.detail();
        if (detail == null) {
            throw new IllegalStateException("a destination in S3 has a prefix: " + destination.id());
        }
        return equipment.account().exclusively(_ -> {
            StorageConfiguration storage = equipment.account()
                    .storageConfigurations()
                    .get(target.storageConfigurationArn());
            EncoderConfiguration encoder = equipment.account()
                    .encoderConfigurations()
                    .get(target.encoderConfigurationArns().getFirst());
            return CompositeRecording.plan(composition, detail.s3().recordingPrefix(), target, encoder.video(),
                    storage.s3().bucketName(), equipment.account().ids().resource(), time);
        });
    }

    /** The channel is live with it, and recorded if it says so; one that is live already takes nothing else. */
    private void startChannel(Running current, Output output, Instant time) {
        Composition.ChannelTarget target = Objects.requireNonNull(output.destination.configuration().channel());
        StreamSession stream;
        try {
            stream = equipment.mediaPlane().startStream(target.channelArn(), ingest(target), time);
        } catch (ApiException refusal) {
            failed(current, output, time,
                    refusal.type() == ErrorType.CONFLICT ? Failure.CHANNEL_BUSY : Failure.SERVICE_ERROR);
            return;
        }
        output.stream = stream;
        started(current, output, time);
        channels.started(stream);
    }

    private StreamSession.Ingest ingest(Composition.ChannelTarget target) {
        String encoder = target.encoderConfigurationArn();
        if (encoder == null) {
            return StreamSession.Ingest.PLAIN;
        }
        EncoderConfiguration.Video video = equipment.account()
                .exclusively(_ -> equipment.account().encoderConfigurations().get(encoder))
                .video();
        StreamSession.Video plain = StreamSession.Ingest.PLAIN.video();
        return new StreamSession.Ingest(new StreamSession.Video(plain.avcProfile(), plain.avcLevel(), plain.codec(),
                plain.encoder(), video.bitrate(), Math.round(video.framerate()), video.height(), video.width()),
                StreamSession.Ingest.PLAIN.audio());
    }

    private void started(Running current, Output output, Instant time) {
        output.phase = Phase.RUNNING;
        equipment.tell(equipment.json()
                .compositionDestinationStart(time, told(current), output.destination.id()));
    }

    private void record(Running current, Output output, Instant now) {
        CompositeRecording recording = output.recording;
        if (output.phase != Phase.RUNNING || recording == null) {
            return;
        }
        Instant mediaEnd = current.mediaEnd;
        Instant until = mediaEnd == null || now.isBefore(mediaEnd) ? now : mediaEnd;
        recording.tape()
                .record(recording.running(until), until)
                .ifPresent(breakage -> broke(current, output, recording, breakage));
    }

    private void breakOff(Running current, Output output, Instant time) {
        CompositeRecording recording = output.recording;
        if (recording == null) {
            failed(current, output, time, Failure.SERVICE_ERROR);
        } else {
            broke(current, output, recording,
                    recording.tape().breakOff(recording.running(time), time, Cause.SERVICE_ERROR));
        }
    }

    private void broke(Running current, Output output, CompositeRecording recording, Tape.Breakage breakage) {
        recording.broke(breakage);
        failed(current, output, breakage.at(), breakage.cause().failure());
    }

    private void failed(Running current, Output output, Instant time, Failure failure) {
        output.phase = Phase.OVER;
        current.failedAt = time;
        leaveChannel(output, time);
        equipment.tell(equipment.json()
                .compositionDestinationFailure(time, told(current), output.destination.id(), failure));
        if (lives(current)) {
            equipment.mediaPlane()
                    .compositionDestination(current.composition.arn(), output.destination.id(),
                            DestinationState.FAILED);
        }
    }

    /** IVS keeps a composition as long as one of its destinations works. */
    private void failWithoutOutputs(Running current) {
        Instant failedAt = current.failedAt;
        boolean worked = current.outputs.values().stream().anyMatch(output -> output.phase != Phase.OVER);
        if (failedAt == null || worked || current.failureTold) {
            return;
        }
        current.failureTold = true;
        equipment.tell(equipment.json().compositionSessionFailure(failedAt, told(current), Failure.OUTPUTS_FAILED));
        if (lives(current)) {
            equipment.mediaPlane().failComposition(current.composition.arn());
        }
    }

    private boolean lives(Running current) {
        return equipment.account()
                .exclusively(_ -> equipment.account().compositions().find(current.composition.arn()))
                .filter(composition -> !composition.state().ended())
                .isPresent();
    }

    private void end(Running current, Instant time) {
        for (Output output : current.outputs.values()) {
            end(current, output, time);
        }
        if (!current.failureTold) {
            boolean failed = current.composition.state() == Composition.State.FAILED;
            boolean stageGone = current.composition.destinations()
                    .stream()
                    .anyMatch(destination -> destination.state() == DestinationState.STOPPED);
            equipment.tell(failed
                    ? equipment.json()
                            .compositionSessionFailure(time, told(current),
                                    stageGone ? Failure.STAGE_DELETED : Failure.SERVICE_ERROR)
                    : equipment.json().compositionSessionEnd(time, told(current)));
        }
        running.remove(current.composition.arn());
    }

    private void end(Running current, Output output, Instant time) {
        if (output.phase != Phase.RUNNING) {
            return;
        }
        if (output.destination.state() == DestinationState.FAILED) {
            breakOff(current, output, time);
            return;
        }
        CompositeRecording recording = output.recording;
        if (recording != null) {
            Instant mediaEnd = current.mediaEnd == null ? time : current.mediaEnd;
            Optional<Tape.Breakage> breakage = recording.tape().finish(recording.ended(mediaEnd), time);
            if (breakage.isPresent()) {
                broke(current, output, recording, breakage.get());
                return;
            }
            recording.closed(time);
        }
        output.phase = Phase.OVER;
        leaveChannel(output, current.mediaEnd == null ? time : current.mediaEnd);
        equipment.tell(equipment.json().compositionDestinationEnd(time, told(current), output.destination.id()));
    }

    private void leaveChannel(Output output, Instant time) {
        StreamSession stream = output.stream;
        if (stream != null) {
            equipment.mediaPlane().endStream(stream, time);
        }
    }

    private static CompositionOfStage told(Running current) {
        return new CompositionOfStage(current.composition.arn(), current.composition.stageArn());
    }
}
