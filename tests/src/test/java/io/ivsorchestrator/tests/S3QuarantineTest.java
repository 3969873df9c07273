package io.ivsorchestrator.tests;

import io.ivsorchestrator.local.embedded.LocalClients;
import io.ivsorchestrator.local.embedded.LocalS3;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.services.s3.S3Client;

/** The quarantine's contract on the embedded S3. */
class S3QuarantineTest extends S3QuarantineContract {
    private static LocalS3 server;
    private static S3Client s3;

    @BeforeAll
    static void start() {
        server = LocalS3.start();
        s3 = LocalClients.s3(server.endpoint());
        s3.createBucket(request -> request.bucket(BUCKET));
    }

    @AfterAll
    static void stop() {
        s3.close();
        server.close();
    }

    @Override
    protected S3Client s3() {
        return s3;
    }
}
