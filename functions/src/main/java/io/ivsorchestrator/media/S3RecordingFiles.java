package io.ivsorchestrator.media;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * {@link RecordingFiles} in Amazon S3: one {@code GetObject} each. How often and how long one call tries is the
 * client's configuration.
 *
 * <p>Needs {@code s3:GetObject}; also {@code s3:ListBucket}, without which a missing object looks denied; and
 * {@code kms:Decrypt} where the bucket has a key of its own.
 */
public final class S3RecordingFiles implements RecordingFiles {
    /**
     * Bucket names as IVS takes them (IVS API Reference, S3DestinationConfiguration). Anything else can hold no
     * recording, and the SDK would read some of it as something other than a bucket: an access point's ARN has its own
     * endpoint.
     */
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9.-]{3,63}");
    private static final Pattern EXPIRY = Pattern.compile("expiry-date=\"([^\"]+)\"");
    private static final int MAX_KEY_BYTES = 1024;
    private static final int MAX_REASON = 1024;

    /** Refused for what our credentials or clock are, not for what we may do: passes when they are renewed. */
    private static final Set<String> OUR_CREDENTIALS = Set.of("RequestTimeTooSkewed", "RequestExpired",
            "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken", "TokenRefreshRequired",
            "NotSignedUp");
    /**
     * Refused with a status other than 403. The KMS key that the object needs is disabled, pending deletion or gone;
     * the bucket is in another region, where IVS does not record to from here.
     */
    private static final Set<String> ALSO_DENIED = Set.of("KMS.DisabledException", "KMS.NotFoundException",
            "KMS.KMSInvalidStateException", "KMS.InvalidStateException", "KMS.InvalidKeyUsageException",
            "KMS.AccessDeniedException", "PermanentRedirect", "AuthorizationHeaderMalformed");

    private final S3Client s3;

    /** The client stays the caller's to close. */
    public S3RecordingFiles(S3Client s3) {
        this.s3 = s3;
    }

    @Override
    public Fetched fetch(String bucket, String key) {
        if (!canExist(bucket, key)) {
            return new Fetched.NotFound();
        }
        try {
            return s3.getObject(GetObjectRequest.builder().bucket(bucket).key(key).build(),
                    (response, body) -> read(response, body, MAX_BYTES));
        } catch (S3Exception refused) {
            return answer(refused).orElseThrow(() -> new RecordingFilesException(bucket, key, refused));
        } catch (SdkException failed) {
            throw new RecordingFilesException(bucket, key, failed);
        }
    }

    static boolean canExist(String bucket, String key) {
        return BUCKET.matcher(bucket).matches()
                && !key.isEmpty()
                && key.getBytes(StandardCharsets.UTF_8).length <= MAX_KEY_BYTES;
    }

    /** Within the SDK's call, so that a connection that breaks half-way is tried again, too. */
    static Fetched read(GetObjectResponse response, AbortableInputStream body, int maxBytes) {
        try {
            Long length = response.contentLength();
            if (length != null && length > maxBytes) {
                body.abort();
                return new Fetched.TooLarge(length);
            }
            byte[] bytes = body.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                body.abort();
                return new Fetched.TooLarge(bytes.length);
            }
            if (length != null && bytes.length < length) {
                throw new IOException("the connection ended after " + bytes.length + " of " + length + " bytes");
            }
            Instant lastModified = response.lastModified();
            if (lastModified == null) {
                throw SdkClientException.create("the answer has no Last-Modified, which S3 always sends");
            }
            return new Fetched.Found(bytes, lastModified,
                    Optional.ofNullable(response.eTag()).map(etag -> etag.replace("\"", "")),
                    Optional.ofNullable(response.versionId()), Optional.ofNullable(response.expiration())
                            .flatMap(S3RecordingFiles::expiry));
        } catch (IOException broken) {
            throw RetryableException.create("the object's body broke off", broken);
        }
    }

    /**
     * {@code expiry-date="Fri, 21 Dec 2012 00:00:00 GMT", rule-id="..."} (Amazon S3 API Reference, GetObject,
     * {@code x-amz-expiration}). For people only, so what is not of this form is not known.
     */
    private static Optional<Instant> expiry(String header) {
        Matcher date = EXPIRY.matcher(header);
        try {
            return date.find()
                    ? Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date.group(1))))
                    : Optional.empty();
        } catch (DateTimeException noDate) {
            return Optional.empty();
        }
    }

    /** What an error says for good; empty if it may pass. */
    static Optional<Fetched> answer(S3Exception refused) {
        Optional<AwsErrorDetails> details = Optional.ofNullable(refused.awsErrorDetails());
        String code = details.map(AwsErrorDetails::errorCode).orElse("");
        if (refused.statusCode() == 404) {
            return Optional.of(new Fetched.NotFound());
        }
        boolean denied = refused.statusCode() == 403 && !OUR_CREDENTIALS.contains(code);
        if (denied || ALSO_DENIED.contains(code)) {
            String message = details.map(AwsErrorDetails::errorMessage).orElse("");
            String reason = (code.isEmpty() ? "HTTP " + refused.statusCode() : code)
                    + (message.isEmpty() ? "" : ": " + message);
            return Optional.of(new Fetched.Denied(reason.substring(0, Math.min(reason.length(), MAX_REASON))));
        }
        return Optional.empty();
    }
}
