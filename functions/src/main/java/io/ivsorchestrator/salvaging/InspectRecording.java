package io.ivsorchestrator.salvaging;

import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.media.MediaObjects;
import io.ivsorchestrator.media.inspect.Inventory;
import io.ivsorchestrator.recording.Evidence;
import io.ivsorchestrator.recording.Inspection;
import io.ivsorchestrator.recording.MediaPresence;
import io.ivsorchestrator.recording.RecordingId;
import io.ivsorchestrator.recording.RecordingState;
import io.ivsorchestrator.recording.RecordingSummary;
import io.ivsorchestrator.recording.S3Location;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Looks through the media of a recording that ended well and tells the index what it consists of. Writes nothing to the bucket. Off
 * the way of events: nobody waits for it.
 */
public final class InspectRecording {
    private final RecordingIndex index;
    private final MediaObjects objects;
    private final MediaAtHand media;
    private final InstantSource clock;

    public InspectRecording(RecordingIndex index, MediaObjects objects, InstantSource clock) {
        this.index = index;
        this.objects = objects;
        this.media = new MediaAtHand(index, objects);
        this.clock = clock;
    }

    /** What came of one request. */
    public sealed interface Outcome {
        /** @param changed whether the index learned something */
        record Done(Inspection result, boolean changed) implements Outcome {}

        /** There was nothing to do, or nothing to be seen. */
        record Skipped(String because) implements Outcome {}
    }

    /**
     * Inspects one recording.
     *
     * @throws io.ivsorchestrator.media.RecordingFilesException if S3 cannot be read now; the same for the index
     */
    public Outcome inspect(RecordingId id) {
        return switch (media.look(id, InspectRecording::needless)) {
            case MediaAtHand.Look.Nothing nothing -> new Outcome.Skipped(nothing.because());
            case MediaAtHand.Look.Found it -> switch (it.inventory()) {
                case Inventory.Unknown unknown -> new Outcome.Skipped(unknown.because());
                case Inventory.Taken taken -> done(it.recording(), it.location(), inspection(taken));
            };
        };
    }

    private static Optional<String> needless(RecordingSummary recording) {
        if (recording.state() != RecordingState.STOPPED) {
            return Optional.of("the recording has not ended well, it is " + recording.state());
        }
        return recording.presence() == MediaPresence.GONE ? Optional.of("the media is gone") : Optional.empty();
    }

    private Outcome done(RecordingSummary recording, S3Location location, Inspection result) {
        if (recording.inspection().equals(Optional.of(result))) {
            return new Outcome.Done(result, false);
        }
        index.record(recording.id(),
                List.of(new Evidence.Inspected(recording.id(), clock.instant(), location, result)));
        return new Outcome.Done(result, true);
    }

    private Inspection inspection(Inventory.Taken taken) {
        return new Inspection(Rebuilding.all(taken, objects).stream().map(InspectRecording::rendition)
                .sorted(Comparator.comparingLong(Inspection.Rendition::bandwidth).reversed()
                        .thenComparing(Inspection.Rendition::path))
                .toList());
    }

    private static Inspection.Rendition rendition(Rebuilt it) {
        return new Inspection.Rendition(it.inventory().folder(), it.peak(), it.average(), it.codecs(),
                it.resolution(), it.duration(), it.playlist().segments().size(), it.inventory().bytes(),
                it.missing());
    }
}
