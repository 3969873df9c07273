package io.ivsorchestrator.local.story;

/** Where a recording's objects are written to; on the laptop an S3 bucket. */
@FunctionalInterface
public interface ObjectSink {
    /**
     * Stores an object, replacing what was there.
     *
     * @param key without a leading slash
     * @param body the whole object
     * @throws RuntimeException whatever the store throws; the recording stays as far as it was written
     */
    void put(String bucket, String key, byte[] body, String contentType);
}
