package io.ivsorchestrator.local.story;

import java.time.Instant;

/** Where a recording's objects are written to, with the time at which each is complete. */
@FunctionalInterface
public interface TimedObjectSink {
    /**
     * Stores an object, replacing what was there.
     *
     * @param key without a leading slash
     * @throws RuntimeException whatever the store throws; the recording stays as far as it was written
     */
    void put(Instant at, String bucket, String key, Content content, String contentType);
}
