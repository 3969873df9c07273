package io.ivsorchestrator.tests.services;

import io.ivsorchestrator.tests.S3QuarantineContract;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.s3.S3Client;

/** The quarantine's contract on LocalStack's S3. */
@EnabledIf(value = "io.ivsorchestrator.tests.services.LocalStack#isPossible", disabledReason = "no container engine")
class LocalStackQuarantineTest extends S3QuarantineContract {
    @RegisterExtension
    static final LocalStackBucket STORE = new LocalStackBucket(BUCKET);

    @Override
    protected S3Client s3() {
        return STORE.s3();
    }
}
