package io.ivsorchestrator.tests.services;

import io.ivsorchestrator.local.embedded.LocalClients;
import io.ivsorchestrator.media.MediaObjects;
import io.ivsorchestrator.media.MediaObjectsContract;
import io.ivsorchestrator.media.S3MediaObjects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** The contract of what reads recordings' objects on LocalStack's S3. */
@EnabledIf(value = "io.ivsorchestrator.tests.services.LocalStack#isPossible", disabledReason = "no container engine")
class LocalStackMediaObjectsTest extends MediaObjectsContract {
    private static S3Client s3;

    @BeforeAll
    static void start() {
        s3 = LocalClients.s3(LocalStack.endpoint());
        s3.createBucket(request -> request.bucket(BUCKET)
                .createBucketConfiguration(where -> where.locationConstraint(LocalClients.REGION.id())));
    }

    @AfterAll
    static void stop() {
        s3.listObjectsV2Paginator(request -> request.bucket(BUCKET)).contents().forEach(
                object -> s3.deleteObject(request -> request.bucket(BUCKET).key(object.key())));
        s3.deleteBucket(request -> request.bucket(BUCKET));
        s3.close();
    }

    @Override
    protected MediaObjects objects() {
        return new S3MediaObjects(s3);
    }

    @Override
    protected void store(String key, byte[] body) {
        s3.putObject(request -> request.bucket(BUCKET).key(key), RequestBody.fromBytes(body));
    }
}
