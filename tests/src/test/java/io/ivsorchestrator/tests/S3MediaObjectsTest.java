package io.ivsorchestrator.tests;

import io.ivsorchestrator.local.embedded.LocalClients;
import io.ivsorchestrator.local.embedded.LocalS3;
import io.ivsorchestrator.media.MediaObjects;
import io.ivsorchestrator.media.MediaObjectsContract;
import io.ivsorchestrator.media.S3MediaObjects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

class S3MediaObjectsTest extends MediaObjectsContract {
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
    protected MediaObjects objects() {
        return new S3MediaObjects(s3);
    }

    @Override
    protected void store(String key, byte[] body) {
        s3.putObject(request -> request.bucket(BUCKET).key(key), RequestBody.fromBytes(body));
    }
}
