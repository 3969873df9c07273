package io.ivsorchestrator.media;

/** The objects of recordings, as far as they are small: reads one metadata object. */
public interface RecordingFiles {

    /**
     * The largest object that is read, in bytes: 1 MiB. Metadata has one to two kilobytes; the cap keeps a foreign
     * object at such a key from filling a function's memory.
     */
    int MAX_BYTES = 1024 * 1024;

    /**
     * Reads the latest version of an object. S3 is strongly consistent: after a successful write, what is missing is
     * missing (Amazon S3 User Guide, "Amazon S3 data consistency model").
     *
     * @param key as the object is called, not URL-encoded
     * @throws RecordingFilesException for everything that may pass (throttling, S3's own errors, timeouts, a broken
     *             connection, expired credentials): try again later, for instance by returning the message to its queue
     */
    Fetched fetch(String bucket, String key);
}
