package io.ivsorchestrator.tests;

import io.ivsorchestrator.local.embedded.LocalClients;
import io.ivsorchestrator.local.embedded.LocalS3;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.services.s3.S3Client;

/** The embedded S3 with one bucket, for the tests of a class, which register this as a static field. */
final class EmbeddedBucket implements BeforeAllCallback, AfterAllCallback {
    private final String name;
    private @Nullable LocalS3 server;
    private @Nullable S3Client s3;

    EmbeddedBucket(String name) {
        this.name = name;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        LocalS3 started = LocalS3.start();
        server = started;
        s3 = LocalClients.s3(started.endpoint());
        s3().createBucket(request -> request.bucket(name));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        s3().close();
        Objects.requireNonNull(server).close();
    }

    S3Client s3() {
        return Objects.requireNonNull(s3, "is there while tests run");
    }
}
