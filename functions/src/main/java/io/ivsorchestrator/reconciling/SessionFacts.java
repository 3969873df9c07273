package io.ivsorchestrator.reconciling;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.ivs.Composition;
import io.ivsorchestrator.ivs.StreamSession;
import io.ivsorchestrator.recording.Evidence;
import io.ivsorchestrator.recording.RecordingId;
import io.ivsorchestrator.recording.RecordingPrefix;
import io.ivsorchestrator.recording.RecordingState;
import io.ivsorchestrator.recording.RecordingSummary;
import io.ivsorchestrator.recording.S3Location;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What answers of the IVS API mean to the index. Pure. */
final class SessionFacts {
    /** Of a destination; a name that this version does not know says nothing. */
    private static final Map<String, RecordingState> STATES = Map.of("STARTING", RecordingState.STARTING, "ACTIVE",
            RecordingState.ACTIVE, "RECONNECTING", RecordingState.ACTIVE, "STOPPING", RecordingState.STOPPING,
            "STOPPED", RecordingState.STOPPED, "FAILED", RecordingState.FAILED);

    private SessionFacts() {
    }

    /**
     * Of a stream's events those about its recording. They name no prefix: a failed start is one of the stream; an end is
     * one of a recording if there is exactly one of that stream.
     */
    static List<Evidence.RecordingTold> ofStream(Arn channel, StreamSession session, List<RecordingSummary> known) {
        List<RecordingSummary> recordings = known.stream()
                .filter(it -> it.id() instanceof RecordingId.Channel).toList();
        List<Evidence.RecordingTold> facts = new ArrayList<>();
        for (StreamSession.Event event : session.events()) {
            switch (event.name()) {
                case "Recording Start Failure" -> facts.add(told(
                        new RecordingId.UnrecordedStream(channel.resourceId(), session.streamId()), event,
                        RecordingState.FAILED, channel));
                case "Recording End" -> sole(recordings).ifPresent(
                        it -> facts.add(told(it.id(), event, RecordingState.STOPPED, channel)));
                case "Recording End Failure" -> sole(recordings).ifPresent(
                        it -> facts.add(told(it.id(), event, RecordingState.FAILED, channel)));
                default -> {
                    // Starts, and what concerns the stream and not its recording; the set is open.
                }
            }
        }
        return facts;
    }

    private static Optional<RecordingSummary> sole(List<RecordingSummary> recordings) {
        return recordings.size() == 1 ? Optional.of(recordings.getFirst()) : Optional.empty();
    }

    private static Evidence.RecordingTold told(RecordingId id, StreamSession.Event event, RecordingState state,
            Arn channel) {
        Optional<Instant> ended = id instanceof RecordingId.Channel ? Optional.of(event.time()) : Optional.empty();
        return new Evidence.RecordingTold(id, event.time(), state, channel, Optional.empty(), Optional.empty(), ended,
                event.code());
    }

    /** The S3 destination of a composition; a channel destination makes no recording. */
    static Optional<Evidence.RecordingTold> ofDestination(Composition composition, Composition.Destination it,
            Optional<String> bucket, Instant now) {
        RecordingState state = STATES.get(it.state());
        if (!(it.target() instanceof Composition.ToS3 s3) || state == null) {
            return Optional.empty();
        }
        Optional<RecordingPrefix> prefix = s3.recordingPrefix().flatMap(RecordingPrefix::parse);
        RecordingId id = prefix.map(RecordingPrefix::id)
                .orElseGet(() -> new RecordingId.Composite(composition.arn().resourceId(), it.id()));
        Optional<S3Location> location = prefix.flatMap(where -> bucket.map(name -> new S3Location(name,
                where.value())));
        return Optional.of(new Evidence.RecordingTold(id, it.endTime().or(it::startTime).orElse(now), state,
                composition.stage(), location, it.startTime(), it.endTime(), Optional.empty()));
    }
}
