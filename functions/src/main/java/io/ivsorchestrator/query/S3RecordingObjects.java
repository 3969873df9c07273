package io.ivsorchestrator.query;

import io.ivsorchestrator.recording.S3Location;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * {@link RecordingObjects} in Amazon S3: two requests per 1,000 versions ({@code ListObjectVersions},
 * {@code DeleteObjects}), one per upload that nobody completed ({@code AbortMultipartUpload}: what was uploaded of it is no
 * object, is kept and paid for all the same, and may become an object at any time), and two listings at the end as the proof.
 *
 * <p>Needs {@code s3:ListBucketVersions} and {@code s3:ListBucketMultipartUploads} on the bucket, {@code s3:DeleteObject},
 * {@code s3:DeleteObjectVersion} and {@code s3:AbortMultipartUpload} on its objects. It never asks to bypass governance
 * retention: an object lock is somebody's hold, too.
 */
public final class S3RecordingObjects implements RecordingObjects {
    private static final int ROUND = 1000;
    /** Errors of single objects that may pass (Amazon S3 API Reference, "Error responses"). */
    private static final Set<String> PASSING = Set.of("InternalError", "SlowDown", "ServiceUnavailable",
            "RequestTimeout", "OperationAborted");
    private static final Set<String> OUR_CREDENTIALS = Set.of("RequestTimeTooSkewed", "RequestExpired",
            "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken", "TokenRefreshRequired");

    private final S3Client s3;

    /** The client stays the caller's to close. */
    public S3RecordingObjects(S3Client s3) {
        this.s3 = s3;
    }

    @Override
    public Deleted deleteAll(S3Location location, BooleanSupplier goOn) {
        long versions = 0;
        try {
            while (goOn.getAsBoolean()) {
                // Always from the beginning: what was there is gone, and what came meanwhile is found.
                List<ObjectIdentifier> found = list(location);
                if (found.isEmpty()) {
                    int ended = endUploads(location);
                    if (ended == 0) {
                        return new Deleted.All(versions);
                    }
                    // One may have been completed instead, so that its object is there now.
                    versions += ended;
                    continue;
                }
                DeleteObjectsResponse response = s3.deleteObjects(request -> request.bucket(location.bucket())
                        .delete(delete -> delete.quiet(true).objects(found)));
                versions += found.size() - response.errors().size();
                Optional<String> refusal = response.errors().stream().filter(error -> !PASSING.contains(error.code()))
                        .findFirst().map(S3RecordingObjects::text);
                if (refusal.isPresent()) {
                    return new Deleted.Refused(versions, refusal.get());
                }
                if (!response.errors().isEmpty()) {
                    throw new RecordingObjectsException(
                            "deleting below " + location + ": " + text(response.errors().getFirst()));
                }
            }
            return new Deleted.Interrupted(versions);
        } catch (S3Exception refused) {
            Optional<AwsErrorDetails> details = Optional.ofNullable(refused.awsErrorDetails());
            String code = details.map(AwsErrorDetails::errorCode).orElse("");
            if (refused.statusCode() == 404 && code.equals("NoSuchBucket")) {
                return new Deleted.All(versions);
            }
            boolean forGood = refused.statusCode() == 403 && !OUR_CREDENTIALS.contains(code);
            if (forGood) {
                return new Deleted.Refused(versions, code + ": " + details.map(AwsErrorDetails::errorMessage)
                        .orElse("HTTP 403"));
            }
            throw failed(location, refused);
        } catch (SdkException failed) {
            throw failed(location, failed);
        }
    }

    private static RecordingObjectsException failed(S3Location location, SdkException failed) {
        return new RecordingObjectsException("deleting below " + location + ": " + failed.getMessage(), failed);
    }

    private List<ObjectIdentifier> list(S3Location location) {
        ListObjectVersionsResponse response = s3.listObjectVersions(request -> request.bucket(location.bucket())
                .prefix(location.prefix() + "/").maxKeys(ROUND));
        List<ObjectIdentifier> found = new ArrayList<>();
        response.versions().forEach(version -> found.add(identifier(version.key(), version.versionId())));
        response.deleteMarkers().forEach(marker -> found.add(identifier(marker.key(), marker.versionId())));
        return found;
    }

    /** How many there were. */
    private int endUploads(S3Location location) {
        List<MultipartUpload> uploads = s3.listMultipartUploads(request -> request.bucket(location.bucket())
                .prefix(location.prefix() + "/").maxUploads(ROUND)).uploads();
        for (MultipartUpload upload : uploads) {
            try {
                s3.abortMultipartUpload(request -> request.bucket(location.bucket()).key(upload.key())
                        .uploadId(upload.uploadId()));
            } catch (NoSuchUploadException meanwhile) {
                // Completed or ended by somebody else: the next listing shows which.
            }
        }
        return uploads.size();
    }

    private static ObjectIdentifier identifier(String key, String versionId) {
        return ObjectIdentifier.builder().key(key).versionId(versionId).build();
    }

    private static String text(S3Error error) {
        return error.code() + ": " + error.message() + " (" + error.key() + ")";
    }
}
