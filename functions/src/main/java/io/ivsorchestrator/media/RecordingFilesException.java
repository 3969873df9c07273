package io.ivsorchestrator.media;

/** An object could not be read just now; the same call may work later. */
public final class RecordingFilesException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The message names bucket and key. */
    public RecordingFilesException(String bucket, String key, Throwable cause) {
        super("cannot read s3://" + bucket + "/" + key + ": " + cause.getMessage(), cause);
    }
}
