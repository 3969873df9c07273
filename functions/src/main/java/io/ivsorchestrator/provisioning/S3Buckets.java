package io.ivsorchestrator.provisioning;

import io.ivsorchestrator.events.json.JsonException;
import io.ivsorchestrator.ivs.BucketPolicy;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketLocationConstraint;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** In Amazon S3. Needs {@code s3:GetBucketLocation} and {@code s3:GetBucketPolicy}. */
public final class S3Buckets implements Buckets {
    private static final int NOT_FOUND = 404;

    private final S3Client s3;

    public S3Buckets(S3Client s3) {
        this.s3 = s3;
    }

    @Override
    public Look look(String bucket) {
        try {
            String constraint = s3.getBucketLocation(request -> request.bucket(bucket))
                    .locationConstraintAsString();
            return new Look.In(region(constraint));
        } catch (NoSuchBucketException missing) {
            return new Look.Missing();
        } catch (S3Exception refused) {
            return refused.statusCode() == NOT_FOUND
                    ? new Look.Missing()
                    : new Look.Unknown(String.valueOf(refused.getMessage()));
        } catch (SdkException failed) {
            return new Look.Unknown(String.valueOf(failed.getMessage()));
        }
    }

    @Override
    public Grant grant(String bucket, String region) {
        try {
            return new BucketPolicy(s3.getBucketPolicy(request -> request.bucket(bucket)).policy())
                    .grants(bucket, region) ? Grant.THERE : Grant.LOST;
        } catch (S3Exception refused) {
            return refused.statusCode() == NOT_FOUND ? Grant.LOST : Grant.UNKNOWN;
        } catch (SdkException | JsonException unreadable) {
            return Grant.UNKNOWN;
        }
    }

    /** us-east-1 is told as nothing, eu-west-1 in old buckets as EU (S3 API Reference, GetBucketLocation). */
    private static String region(@Nullable String constraint) {
        if (constraint == null || constraint.isEmpty()) {
            return "us-east-1";
        }
        return constraint.equals(BucketLocationConstraint.EU.toString()) ? "eu-west-1" : constraint;
    }
}
