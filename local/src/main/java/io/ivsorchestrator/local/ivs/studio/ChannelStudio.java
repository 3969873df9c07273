package io.ivsorchestrator.local.ivs.studio;

import io.ivsorchestrator.local.ivs.account.RecordingConfiguration;
import io.ivsorchestrator.local.ivs.account.StreamSession;
import io.ivsorchestrator.local.ivs.studio.Recorded.Broken;
import io.ivsorchestrator.local.story.IvsEventJson.ChannelRecordingSession;
import io.ivsorchestrator.local.story.IvsEventJson.ChannelStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Streams on channels and what is recorded of them.
 *
 * @see <a href="https://docs.aws.amazon.com/ivs/latest/LowLatencyUserGuide/record-to-s3.html">IVS Auto-Record to Amazon
 * S3</a>
 */
final class ChannelStudio {
    private static final String RECORDING = "IVS Recording State Change";
    private static final String STREAM = "IVS Stream State Change";
    private static final String NO_CAPACITY = "Transcode capacity exceeded. Please try again.";

    private final Equipment equipment;
    private final List<LiveStream> live = new ArrayList<>();
    /** Those that have not ended, be their streams live or not. */
    private final List<ChannelRecording> recordings = new ArrayList<>();

    ChannelStudio(Equipment equipment) {
        this.equipment = equipment;
    }

    /** A stream that was live when last looked at. */
    private static final class LiveStream {
        private final StreamSession session;
        /** Null = it is not recorded, or no longer. */
        private @Nullable ChannelRecording recording;

        LiveStream(StreamSession session) {
            this.session = session;
        }
    }

    void started(StreamSession session) {
        Instant now = session.startTime();
        equipment.tell(equipment.json().streamSessionCreated(now, stream(session)));
        equipment.tell(equipment.json().streamStart(now, stream(session)));
        RecordingConfiguration configuration = session.recordingConfiguration();
        var stream = new LiveStream(session);
        live.add(stream);
        if (configuration != null) {
            stream.recording = record(session, configuration, now).orElse(null);
        }
    }

    /** The stream that just ended did so for lack of capacity. */
    void failed(StreamSession session, Instant now) {
        equipment.tell(equipment.json().streamFailure(now, stream(session), NO_CAPACITY));
        list(session, "Stream Failure", STREAM, now, true);
    }

    /** Writes what was recorded until now, ends what has ended. */
    void settle(Instant now) {
        Map<String, StreamSession> known = known();
        for (LiveStream stream : List.copyOf(live)) {
            // An ended session is forgotten some day.
            StreamSession session = known.get(stream.session.streamId());
            Optional<Instant> end = session == null ? Optional.of(now) : Optional.ofNullable(session.endTime());
            goOn(stream, end.orElse(now));
            if (end.isPresent()) {
                live.remove(stream);
                streamEnded(stream, end.get());
            }
        }
        recordings.stream()
                .filter(recording -> recording.isDue(now))
                .sorted(Comparator.comparing(ChannelRecording::endsAt))
                .toList()
                .forEach(recording -> finish(recording, recording.endsAt()));
    }

    private Map<String, StreamSession> known() {
        return equipment.account().exclusively(_ -> {
            Map<String, StreamSession> known = new HashMap<>();
            for (LiveStream stream : live) {
                String streamId = stream.session.streamId();
                equipment.account().streamSessions().find(streamId).ifPresent(found -> known.put(streamId, found));
            }
            return known;
        });
    }

    private Optional<ChannelRecording> record(
            StreamSession session, RecordingConfiguration configuration, Instant now) {
        Optional<Cause> cause = obstacle(configuration, now);
        RecordingFault fault = equipment.faultOf(attempt(session, configuration, now, Recorded.State.ACTIVE, null));
        if (cause.isEmpty() && fault instanceof RecordingFault.AtStart(var wanted)) {
            cause = Optional.of(wanted);
        }
        if (cause.isPresent()) {
            startFailed(session, configuration, now, cause.get());
            return Optional.empty();
        }
        Optional<ChannelRecording> merged = recordings.reversed()
                .stream()
                .filter(recording -> recording.isOf(session.channelArn()))
                .findFirst()
                .filter(recording -> recording.merges(session));
        merged.ifPresent(recording -> recording.merge(session));
        ChannelRecording recording = merged.orElseGet(() -> begin(session, configuration, now, fault));
        tellStart(session, recording, now);
        return Optional.of(recording);
    }

    /** A configuration that could not be created names a bucket that cannot be used. */
    private Optional<Cause> obstacle(RecordingConfiguration configuration, Instant now) {
        return configuration.state(now) == RecordingConfiguration.State.ACTIVE
                ? equipment.access().ofChannel(configuration.bucket())
                : Optional.of(Cause.BUCKET_NOT_FOUND);
    }

    private void startFailed(
            StreamSession session, RecordingConfiguration configuration, Instant now, Cause cause) {
        String reason = cause.channelStartReason();
        var nothing = new ChannelRecordingSession(equipment.account().ids().resource(), configuration.bucket(), "");
        equipment.tell(equipment.json().recordingStartFailure(now, stream(session), nothing, reason));
        list(session, "Recording Start Failure", RECORDING, now, true);
        Recorded failed = attempt(session, configuration, now, Recorded.State.FAILED,
                new Broken(true, cause, reason));
        equipment.remember(() -> failed);
    }

    /** A recording of which nothing is written. */
    private static Recorded attempt(
            StreamSession session,
            RecordingConfiguration configuration,
            Instant now,
            Recorded.State state,
            @Nullable Broken failure) {
        return new Recorded(Recorded.Kind.CHANNEL, session.channelArn(), List.of(session.streamId()), List.of(), "", "",
                "", "", configuration.bucket(), "", now, failure == null ? null : now, Duration.ZERO, state,
                Recorded.Metadata.NONE, failure);
    }

    private ChannelRecording begin(
            StreamSession session, RecordingConfiguration configuration, Instant start, RecordingFault fault) {
        String bucket = configuration.bucket();
        var recording = new ChannelRecording(session, configuration, equipment.account().ids().resource(),
                equipment.account().ids().resource(), start, equipment.timings().shortestStream(),
                equipment.tape(fault, () -> equipment.access().ofChannel(bucket)));
        recording.tape().start(recording.plan(start), start);
        recordings.add(recording);
        equipment.remember(recording::truth);
        return recording;
    }

    private void tellStart(StreamSession session, ChannelRecording recording, Instant now) {
        equipment.tell(equipment.json().recordingStart(now, stream(session), recording.session()));
        list(session, "Recording Start", RECORDING, now, false);
    }

    /** A recording that lasts too long ends, and the stream goes on in another one. */
    private void goOn(LiveStream stream, Instant until) {
        ChannelRecording recording = stream.recording;
        while (recording != null && recording.rollsOverAt().isBefore(until)) {
            Instant cut = recording.rollsOverAt();
            if (broke(recording, recording.tape().record(recording.plan(cut), cut))) {
                stream.recording = null;
                return;
            }
            recording.streamEnded(cut);
            finish(recording, cut);
            stream.recording = null;
            recording = record(stream.session, recording.configuration(), cut).orElse(null);
            stream.recording = recording;
        }
        if (recording != null && broke(recording, recording.tape().record(recording.plan(until), until))) {
            stream.recording = null;
        }
    }

    private void streamEnded(LiveStream stream, Instant time) {
        equipment.tell(equipment.json().streamEnd(time, stream(stream.session)));
        equipment.tell(equipment.json().streamSessionEnded(time, stream(stream.session)));
        ChannelRecording recording = stream.recording;
        if (recording != null) {
            recording.streamEnded(time);
            broke(recording, recording.tape().record(recording.plan(time), time));
        }
    }

    private void finish(ChannelRecording recording, Instant time) {
        if (broke(recording, recording.tape().finish(recording.plan(time), time))) {
            return;
        }
        recordings.remove(recording);
        recording.ended(time);
        StreamSession last = recording.lastStream();
        equipment.tell(equipment.json().recordingEnd(time, stream(last), recording.session(),
                recording.tape().duration(), recording.streamIds()));
        list(last, "Recording End", RECORDING, time, false);
    }

    private boolean broke(ChannelRecording recording, Optional<Tape.Breakage> breakage) {
        if (breakage.isEmpty()) {
            return false;
        }
        recordings.remove(recording);
        recording.broke(breakage.get());
        StreamSession last = recording.lastStream();
        Instant time = breakage.get().at();
        equipment.tell(equipment.json().recordingEndFailure(time, stream(last), recording.session(),
                breakage.get().cause().channelEndReason()));
        list(last, "Recording End Failure", RECORDING, time, true);
        return true;
    }

    /** Shows the event among those of the session, unless that is forgotten by now. */
    private void list(StreamSession session, String name, String type, Instant time, boolean error) {
        boolean known = equipment.account()
                .exclusively(_ -> equipment.account().streamSessions().find(session.streamId()).isPresent());
        if (known) {
            equipment.mediaPlane()
                    .streamEvent(session.streamId(), new StreamSession.Event(name, type, time, null), error);
        }
    }

    private static ChannelStream stream(StreamSession session) {
        return new ChannelStream(session.channelArn(), session.channel().name(), session.streamId());
    }
}
