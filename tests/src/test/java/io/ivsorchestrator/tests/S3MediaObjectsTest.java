package io.ivsorchestrator.tests;

import io.ivsorchestrator.media.MediaObjects;
import io.ivsorchestrator.media.MediaObjectsContract;
import io.ivsorchestrator.media.S3MediaObjects;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.sync.RequestBody;

/** The contract of what reads recordings' objects on the embedded S3. */
class S3MediaObjectsTest extends MediaObjectsContract {
    @RegisterExtension
    static final EmbeddedBucket STORE = new EmbeddedBucket(BUCKET);

    @Override
    protected MediaObjects objects() {
        return new S3MediaObjects(STORE.s3());
    }

    @Override
    protected void store(String key, byte[] body) {
        STORE.s3().putObject(request -> request.bucket(BUCKET).key(key), RequestBody.fromBytes(body));
    }
}
