package io.ivsorchestrator.local.ivs.studio;

import java.time.Duration;

/** What goes wrong with one recording. */
public sealed interface RecordingFault {
    /** It works. */
    RecordingFault NONE = new None();

    /** Nothing goes wrong. */
    record None() implements RecordingFault {}

    /** Nothing is recorded: {@code Recording Start Failure}, or {@code Destination Failure} of a composition. */
    record AtStart(Cause cause) implements RecordingFault {}

    /**
     * Recording breaks off once it has gone on for so long: {@code Recording End Failure}, or {@code Destination Failure}.
     * What is live goes on. A recording that ends before ends well.
     *
     * @param leavesMetadata whether {@code recording-failed.json} is written
     */
    record AfterTime(Duration recorded, Cause cause, boolean leavesMetadata) implements RecordingFault {
        /** @throws IllegalArgumentException if the time is negative */
        public AfterTime {
            if (recorded.isNegative()) {
                throw new IllegalArgumentException("the time recorded is negative: " + recorded);
            }
        }
    }

    /**
     * Recording breaks off once so many segments and thumbnails are written; otherwise as {@link AfterTime}.
     *
     * @param leavesMetadata whether {@code recording-failed.json} is written
     */
    record AfterObjects(int objects, Cause cause, boolean leavesMetadata) implements RecordingFault {
        /** @throws IllegalArgumentException if the number is negative */
        public AfterObjects {
            if (objects < 0) {
                throw new IllegalArgumentException("the number of objects is negative: " + objects);
            }
        }
    }
}
