package io.ivsorchestrator.media;

import java.time.Instant;
import java.util.Optional;

/** What came of reading an object. Each of these is an answer that asking again would not change by itself. */
public sealed interface Fetched {

    /**
     * The object, whole.
     *
     * @param body         at most {@link RecordingFiles#MAX_BYTES}; not copied, so nobody writes to it
     * @param lastModified when S3 stored it, whole seconds
     * @param etag         without quotes, as in S3's events
     * @param versionId    only in a bucket that has, or had, versioning; the text {@code null} for an older
     *                     object
     * @param expiresAt    when a lifecycle rule of the bucket may remove it, whole days; empty if S3 named none
     */
    // The body goes from the socket to the parser; a wrapper would only be unwrapped.
    @SuppressWarnings("ArrayRecordComponent")
    record Found(byte[] body, Instant lastModified, Optional<String> etag, Optional<String> versionId,
            Optional<Instant> expiresAt)
            implements
            Fetched {
        /** The size only: a body is somebody's data and does not belong in a log. */
        @Override
        public String toString() {
            return "Found[" + body.length + " bytes, lastModified=" + lastModified + ", etag=" + etag + ", versionId="
                    + versionId + ']';
        }
    }

    /** There is no such object, or no such bucket. */
    record NotFound() implements Fetched {}

    /**
     * We may not read it: the policy of the bucket, of the KMS key or our own does not allow it, the object is
     * archived, or the bucket is one of another region.
     *
     * <p>Without {@code s3:ListBucket} S3 gives this answer for an object that does not exist, too (Amazon S3 API
     * Reference, GetObject, Permissions). So it tells nothing about the object unless that permission is held.
     *
     * @param reason S3's error code and message, for a person to read; at most 1,024 characters
     */
    record Denied(String reason) implements Fetched {}

    /**
     * It is larger than any metadata object can be, and was not read.
     *
     * @param bytes its size, or, where the store does not say it, how much had come when reading stopped
     */
    record TooLarge(long bytes) implements Fetched {}
}
