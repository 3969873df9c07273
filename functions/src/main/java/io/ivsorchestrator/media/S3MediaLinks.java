package io.ivsorchestrator.media;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** {@link MediaLinks} as presigned URLs. Who opens one needs nothing; its maker needs {@code s3:GetObject}. */
public final class S3MediaLinks implements MediaLinks {
    private final S3Presigner presigner;

    /** The presigner stays the caller's to close. */
    public S3MediaLinks(S3Presigner presigner) {
        this.presigner = presigner;
    }

    @Override
    public URI link(String bucket, String key, Duration validity) {
        return URI.create(presigner.presignGetObject(request -> request.signatureDuration(validity)
                .getObjectRequest(object -> object.bucket(bucket).key(key))).url().toString());
    }
}
