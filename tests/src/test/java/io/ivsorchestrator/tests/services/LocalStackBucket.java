package io.ivsorchestrator.tests.services;

import io.ivsorchestrator.local.embedded.LocalClients;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.services.s3.S3Client;

/** A bucket in LocalStack's S3 for the tests of a class, which register this as a static field; it goes with them. */
final class LocalStackBucket implements BeforeAllCallback, AfterAllCallback {
    private final String name;
    private @Nullable S3Client s3;

    LocalStackBucket(String name) {
        this.name = name;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        s3 = LocalClients.s3(LocalStack.endpoint());
        s3().createBucket(request -> request.bucket(name)
                .createBucketConfiguration(where -> where.locationConstraint(LocalClients.REGION.id())));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        s3().listObjectsV2Paginator(request -> request.bucket(name)).contents().forEach(
                object -> s3().deleteObject(request -> request.bucket(name).key(object.key())));
        s3().deleteBucket(request -> request.bucket(name));
        s3().close();
    }

    S3Client s3() {
        return Objects.requireNonNull(s3, "is there while tests run");
    }
}
