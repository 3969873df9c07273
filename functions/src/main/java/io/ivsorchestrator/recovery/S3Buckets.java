package io.ivsorchestrator.recovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/**
 * Amazon S3: a look is up to four requests. Needs {@code s3:GetBucketLocation}, {@code s3:GetBucketPolicy},
 * {@code s3:GetEncryptionConfiguration} and {@code s3:GetBucketOwnershipControls} on the buckets, and for repairs
 * {@code s3:PutBucketPolicy}.
 */
public final class S3Buckets implements Buckets {
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    /** What S3 says of buckets there, for it once was the only region. */
    private static final String FIRST_REGION = "us-east-1";

    private final S3Client s3;

    public S3Buckets(S3Client s3) {
        this.s3 = s3;
    }

    @Override
    public Bucket look(String bucket) {
        try {
            String location = s3.getBucketLocation(request -> request.bucket(bucket)).locationConstraintAsString();
            return found(bucket, region(location));
        } catch (S3Exception refused) {
            return switch (refused.statusCode()) {
                case NOT_FOUND -> new Bucket.Missing();
                case FORBIDDEN -> new Bucket.Hidden("GetBucketLocation: " + refused.getMessage());
                default -> throw failed("looking at bucket " + bucket, refused);
            };
        } catch (SdkException away) {
            throw failed("looking at bucket " + bucket, away);
        }
    }

    private static String region(String constraint) {
        if (constraint == null || constraint.isEmpty() || constraint.equals("null")) {
            return FIRST_REGION;
        }
        // The oldest buckets of Ireland.
        return constraint.equals("EU") ? "eu-west-1" : constraint;
    }

    private Bucket found(String bucket, String region) {
        List<String> unseen = new ArrayList<>();
        Optional<String> policy = seen("bucket policy", unseen, () -> policy(bucket)).flatMap(it -> it);
        Optional<Encryption> encryption = seen("default encryption", unseen, () -> encryption(bucket));
        Optional<Ownership> ownership = seen("Object Ownership", unseen, () -> ownership(bucket));
        return new Bucket.Found(region, policy, encryption, ownership, unseen);
    }

    private static <T> Optional<T> seen(String what, List<String> unseen, Supplier<T> look) {
        try {
            return Optional.of(look.get());
        } catch (LookException refused) {
            if (refused.getCause() instanceof S3Exception denied && denied.statusCode() == FORBIDDEN) {
                unseen.add(what);
                return Optional.empty();
            }
            throw refused;
        }
    }

    @Override
    public Optional<String> policy(String bucket) {
        return ask("reading the policy of bucket " + bucket, () -> Optional.of(
                s3.getBucketPolicy(request -> request.bucket(bucket)).policy()), Optional.empty());
    }

    /** Every bucket is encrypted; one that says nothing of it is so by S3's default. */
    private Encryption encryption(String bucket) {
        return ask("reading the encryption of bucket " + bucket,
                () -> s3.getBucketEncryption(request -> request.bucket(bucket)).serverSideEncryptionConfiguration()
                        .rules().stream().map(rule -> rule.applyServerSideEncryptionByDefault())
                        .anyMatch(it -> it != null && it.sseAlgorithm() != ServerSideEncryption.AES256)
                                ? Encryption.SSE_KMS
                                : Encryption.SSE_S3,
                Encryption.SSE_S3);
    }

    /** A bucket without ownership controls is one from before 2023, whose objects belong to their writers. */
    private Ownership ownership(String bucket) {
        return ask("reading the ownership controls of bucket " + bucket,
                () -> s3.getBucketOwnershipControls(request -> request.bucket(bucket)).ownershipControls().rules()
                        .stream().map(rule -> byName(rule.objectOwnershipAsString())).findFirst()
                        .orElse(Ownership.OBJECT_WRITER),
                Ownership.OBJECT_WRITER);
    }

    /** By name: a switch over the SDK's enumeration would be another class that knows it. */
    private static Ownership byName(String name) {
        return switch (name) {
            case "ObjectWriter" -> Ownership.OBJECT_WRITER;
            case "BucketOwnerPreferred" -> Ownership.BUCKET_OWNER_PREFERRED;
            default -> Ownership.BUCKET_OWNER_ENFORCED;
        };
    }

    @Override
    public void putPolicy(String bucket, String policy) {
        try {
            s3.putBucketPolicy(request -> request.bucket(bucket).policy(policy));
        } catch (SdkException refused) {
            throw failed("writing the policy of bucket " + bucket, refused);
        }
    }

    private static <T> T ask(String what, Supplier<T> question, T absent) {
        try {
            return question.get();
        } catch (S3Exception refused) {
            if (refused.statusCode() == NOT_FOUND) {
                return absent;
            }
            throw failed(what, refused);
        } catch (SdkException away) {
            throw failed(what, away);
        }
    }

    private static LookException failed(String what, SdkException cause) {
        return new LookException(what + ": " + cause.getMessage(), cause);
    }
}
