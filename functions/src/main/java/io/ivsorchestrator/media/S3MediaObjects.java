package io.ivsorchestrator.media;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * {@link MediaObjects} in Amazon S3. Needs {@code s3:GetObject} on the objects and {@code s3:ListBucket} on the bucket; and
 * {@code kms:Decrypt} where the bucket has a key of its own.
 */
public final class S3MediaObjects implements MediaObjects {
    private static final int BEHIND_THE_END = 416;

    private final S3Client s3;

    /** The client stays the caller's to close. */
    public S3MediaObjects(S3Client s3) {
        this.s3 = s3;
    }

    @Override
    public Fetched fetch(String bucket, String key, int maxBytes) {
        return fetch(bucket, key, GetObjectRequest.builder().bucket(bucket).key(key).build(), maxBytes);
    }

    @Override
    public Fetched fetch(String bucket, String key, long offset, int length) {
        String range = "bytes=" + offset + "-" + (offset + length - 1);
        return fetch(bucket, key, GetObjectRequest.builder().bucket(bucket).key(key).range(range).build(), length);
    }

    private Fetched fetch(String bucket, String key, GetObjectRequest request, int maxBytes) {
        if (!S3RecordingFiles.canExist(bucket, key)) {
            return new Fetched.NotFound();
        }
        try {
            return s3.getObject(request, (response, body) -> S3RecordingFiles.read(response, body, maxBytes));
        } catch (S3Exception refused) {
            if (refused.statusCode() == BEHIND_THE_END) {
                return new Fetched.Found(new byte[0], Instant.EPOCH, Optional.empty(), Optional.empty(),
                        Optional.empty());
            }
            return S3RecordingFiles.answer(refused)
                    .orElseThrow(() -> new RecordingFilesException(bucket, key, refused));
        } catch (SdkException failed) {
            throw new RecordingFilesException(bucket, key, failed);
        }
    }

    @Override
    public Listed list(String bucket, String prefix, Optional<String> after) {
        if (!S3RecordingFiles.canExist(bucket, prefix)) {
            return new Listed.NoBucket();
        }
        ListObjectsV2Request request = ListObjectsV2Request.builder().bucket(bucket).prefix(prefix)
                .startAfter(after.orElse(null)).build();
        try {
            ListObjectsV2Response response = s3.listObjectsV2(request);
            List<ListedObject> objects = response.contents().stream().map(S3MediaObjects::listed).toList();
            return new Listed.Page(objects, Boolean.TRUE.equals(response.isTruncated()));
        } catch (S3Exception refused) {
            Function<Fetched, Listed> listed = fetched -> switch (fetched) {
                case Fetched.Denied denied -> new Listed.Denied(denied.reason());
                case Fetched.NotFound _,Fetched.Found _,Fetched.TooLarge _ -> new Listed.NoBucket();
            };
            return S3RecordingFiles.answer(refused).map(listed)
                    .orElseThrow(() -> new RecordingFilesException(bucket, prefix, refused));
        } catch (SdkException failed) {
            throw new RecordingFilesException(bucket, prefix, failed);
        }
    }

    private static ListedObject listed(S3Object object) {
        return new ListedObject(object.key(), Objects.requireNonNullElse(object.size(), 0L),
                Objects.requireNonNullElse(object.lastModified(), Instant.EPOCH),
                Objects.requireNonNullElse(object.eTag(), "").replace("\"", ""));
    }
}
