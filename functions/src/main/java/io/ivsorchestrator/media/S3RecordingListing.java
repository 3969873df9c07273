package io.ivsorchestrator.media;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * {@link RecordingListing} in Amazon S3: one {@code ListObjectsV2} each.
 *
 * <p>Needs {@code s3:ListBucket}.
 */
public final class S3RecordingListing implements RecordingListing {
    private static final Set<String> REFUSALS = Set.of("InvalidRequest", "InvalidArgument", "NotImplemented");

    private final S3Client s3;

    /** The client stays the caller's to close. */
    public S3RecordingListing(S3Client s3) {
        this.s3 = s3;
    }

    @Override
    public Listed list(Query query) {
        try {
            ListObjectsV2Response page = s3.listObjectsV2(request -> request.bucket(query.bucket())
                    .prefix(query.prefix()).delimiter(query.delimiter().orElse(null)).maxKeys(query.limit())
                    .startAfter(query.token().isPresent() ? null : query.startAfter().orElse(null))
                    .continuationToken(query.token().orElse(null)));
            return new Listed(
                    page.contents().stream().map(object -> new ListedObject(object.key(),
                            Optional.ofNullable(object.lastModified()).orElse(Instant.EPOCH))).toList(),
                    page.commonPrefixes().stream().map(folded -> folded.prefix()).toList(),
                    Boolean.TRUE.equals(page.isTruncated())
                            ? Optional.ofNullable(page.nextContinuationToken())
                            : Optional.empty());
        } catch (S3Exception refused) {
            if (refusesDelimiter(query, refused)) {
                throw new NotFoldingException(refused);
            }
            throw new RecordingFilesException(query.bucket(), query.prefix() + "*", refused);
        } catch (SdkException failed) {
            throw new RecordingFilesException(query.bucket(), query.prefix() + "*", failed);
        }
    }

    /** Not Amazon S3, but some that speak its protocol. */
    private static boolean refusesDelimiter(Query query, S3Exception refused) {
        boolean several = query.delimiter().filter(it -> it.length() > 1).isPresent() && query.token().isEmpty();
        return several && Optional.ofNullable(refused.awsErrorDetails()).map(AwsErrorDetails::errorCode)
                .filter(REFUSALS::contains).isPresent();
    }
}
