package io.ivsorchestrator.salvaging;

import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.media.MediaObjects;
import io.ivsorchestrator.media.inspect.Inventory;
import io.ivsorchestrator.media.inspect.InventoryTaker;
import io.ivsorchestrator.recording.RecordingId;
import io.ivsorchestrator.recording.RecordingSummary;
import io.ivsorchestrator.recording.S3Location;
import java.util.Optional;
import java.util.function.Function;

/** The step before any work on a recording's media: whether there is any, and what of it is in the bucket. */
final class MediaAtHand {
    private final RecordingIndex index;
    private final MediaObjects objects;

    MediaAtHand(RecordingIndex index, MediaObjects objects) {
        this.index = index;
        this.objects = objects;
    }

    /** What the look at a recording showed. */
    sealed interface Look {
        /** @param because why there is nothing to be worked on, or nothing to be done */
        record Nothing(String because) implements Look {}

        /** The recording, where it is and what is there. */
        record Found(RecordingSummary recording, S3Location location, Inventory inventory) implements Look {}
    }

    /**
     * Looks at one recording; lists its objects only if there is something to be done.
     *
     * @param needless why the work is not for such a recording; empty if it is
     * @throws io.ivsorchestrator.media.RecordingFilesException if S3 cannot be read now; the same for the index
     */
    Look look(RecordingId id, Function<RecordingSummary, Optional<String>> needless) {
        Optional<RecordingSummary> found = index.find(id);
        if (found.isEmpty()) {
            return new Look.Nothing("there is no such recording");
        }
        RecordingSummary recording = found.get();
        if (recording.location().isEmpty()) {
            return new Look.Nothing("the recording failed to start: nothing was recorded");
        }
        Optional<String> why = needless.apply(recording);
        if (why.isPresent()) {
            return new Look.Nothing(why.get());
        }
        S3Location location = recording.location().get();
        return new Look.Found(recording, location, new InventoryTaker(objects).take(location));
    }
}
