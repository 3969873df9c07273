package io.ivsorchestrator.tests;

import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.s3.S3Client;

/** The quarantine's contract on the embedded S3. */
class S3QuarantineTest extends S3QuarantineContract {
    @RegisterExtension
    static final EmbeddedBucket STORE = new EmbeddedBucket(BUCKET);

    @Override
    protected S3Client s3() {
        return STORE.s3();
    }
}
