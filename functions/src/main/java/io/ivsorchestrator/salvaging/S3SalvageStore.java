package io.ivsorchestrator.salvaging;

import io.ivsorchestrator.recording.S3Location;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** {@link SalvageStore} in Amazon S3. Needs {@code s3:PutObject} on {@code <bucket>/*}{@code /salvage/*}. */
public final class S3SalvageStore implements SalvageStore {
    private final S3Client s3;

    /** The client stays the caller's to close. */
    public S3SalvageStore(S3Client s3) {
        this.s3 = s3;
    }

    @Override
    public void put(S3Location location, String path, String text, String contentType) {
        String key = location.key(FOLDER + path);
        try {
            s3.putObject(request -> request.bucket(location.bucket()).key(key).contentType(contentType),
                    RequestBody.fromString(text));
        } catch (SdkException failed) {
            throw new SalvageStoreException("cannot write s3://" + location.bucket() + "/" + key + ": "
                    + failed.getMessage(), failed);
        }
    }
}
