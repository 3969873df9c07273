package io.ivsorchestrator.local.emulator;

import io.ivsorchestrator.local.embedded.LocalS3;
import io.ivsorchestrator.local.story.Content;
import io.ivsorchestrator.local.story.ObjectSink;

/** Puts a recording's objects into the embedded S3, its media only if wanted. */
record Shelf(LocalS3 store, boolean keepsMedia) implements ObjectSink {
    @Override
    public void put(String bucket, String key, byte[] body, String contentType) {
        store.put(bucket, key, body, contentType);
    }

    @Override
    public void put(String bucket, String key, Content content, String contentType) {
        if (keepsMedia) {
            put(bucket, key, content.bytes(), contentType);
        }
    }
}
