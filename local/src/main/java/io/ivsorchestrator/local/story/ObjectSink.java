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

    /**
     * As {@link #put(String, String, byte[], String)}, for media. A sink that does not keep media, but counts it or drops it,
     * does better than to make it first.
     */
    default void put(String bucket, String key, Content content, String contentType) {
        put(bucket, key, content.bytes(), contentType);
    }
}
