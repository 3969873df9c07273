package io.ivsorchestrator.query;

import io.ivsorchestrator.recording.S3Location;
import java.util.function.BooleanSupplier;

/** All objects of a recording: deletes them. */
public interface RecordingObjects {

    /**
     * Deletes every version of every object below the location's prefix and a slash, delete markers included, ends uploads
     * that nobody completed, and looks again until a listing shows neither. What is not below the prefix is not touched,
     * whatever its name begins with.
     *
     * @param goOn asked before each round of at most 1,000 versions; false stops with {@link Deleted.Interrupted}
     * @throws RecordingObjectsException for everything that may pass: try again later
     */
    Deleted deleteAll(S3Location location, BooleanSupplier goOn);

    /** What came of it. */
    sealed interface Deleted {
        /** How many versions are gone by this call, an upload that was ended being one. */
        long versions();

        /** A listing after the last deletion showed nothing. */
        record All(long versions) implements Deleted {}

        /** There was no time to go on. */
        record Interrupted(long versions) implements Deleted {}

        /**
         * S3 refuses, and will again.
         *
         * @param reason its error code and message
         */
        record Refused(long versions, String reason) implements Deleted {}
    }

    /** S3 could not answer just now. */
    final class RecordingObjectsException extends RuntimeException {
        private static final long serialVersionUID = 1;

        public RecordingObjectsException(String message, Throwable cause) {
            super(message, cause);
        }

        public RecordingObjectsException(String message) {
            super(message);
        }
    }
}
