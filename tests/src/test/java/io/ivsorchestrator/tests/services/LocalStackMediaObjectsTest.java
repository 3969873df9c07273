package io.ivsorchestrator.tests.services;

import io.ivsorchestrator.media.MediaObjects;
import io.ivsorchestrator.media.MediaObjectsContract;
import io.ivsorchestrator.media.S3MediaObjects;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.sync.RequestBody;

/** The contract of what reads recordings' objects on LocalStack's S3. */
@EnabledIf(value = "io.ivsorchestrator.tests.services.LocalStack#isPossible", disabledReason = "no container engine")
class LocalStackMediaObjectsTest extends MediaObjectsContract {
    @RegisterExtension
    static final LocalStackBucket STORE = new LocalStackBucket(BUCKET);

    @Override
    protected MediaObjects objects() {
        return new S3MediaObjects(STORE.s3());
    }

    @Override
    protected void store(String key, byte[] body) {
        STORE.s3().putObject(request -> request.bucket(BUCKET).key(key), RequestBody.fromBytes(body));
    }
}
