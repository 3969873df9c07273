package io.ivsorchestrator.salvaging;

import io.ivsorchestrator.recording.S3Location;

/** Where salvage writes: the folder {@code salvage/} of a recording, and nowhere else. */
public interface SalvageStore {
    /** Below the recording's prefix; IVS writes nothing there. */
    String FOLDER = "salvage/";

    /**
     * Writes or overwrites an object of ours.
     *
     * @param path behind {@code <prefix>/salvage/}
     * @throws SalvageStoreException if it cannot be written now
     */
    void put(S3Location location, String path, String text, String contentType);

    /** A write failed. What was salvaged is found again at the next try. */
    final class SalvageStoreException extends RuntimeException {
        private static final long serialVersionUID = 1;

        public SalvageStoreException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
