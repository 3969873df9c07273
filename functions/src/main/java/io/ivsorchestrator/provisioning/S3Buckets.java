package io.ivsorchestrator.provisioning;

import io.ivsorchestrator.events.json.JsonException;
import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.events.json.JsonType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

    /**
     * As AWS documents the statement that IVS adds (IVS Real-Time User Guide, "Composite Recording"): an Allow of {@code
     * s3:PutObject} for the principal {@code ivs-composite.<region>.amazonaws.com}.
     */
    @Override
    public Grant grant(String bucket, String region) {
        try {
            return grants(JsonObject.parse(s3.getBucketPolicy(request -> request.bucket(bucket)).policy()),
                    "ivs-composite." + region + ".amazonaws.com") ? Grant.THERE : Grant.LOST;
        } catch (S3Exception refused) {
            return refused.statusCode() == NOT_FOUND ? Grant.LOST : Grant.UNKNOWN;
        } catch (SdkException | JsonException unreadable) {
            return Grant.UNKNOWN;
        }
    }

    /** A statement, a principal and an action may each stand alone or in an array. */
    static boolean grants(JsonObject policy, String principal) {
        return objects(policy, "Statement").stream().anyMatch(statement -> statement.string("Effect")
                .equals(Optional.of("Allow"))
                && statement.type("Principal") == JsonType.OBJECT
                && texts(statement.requireObject("Principal"), "Service").contains(principal)
                && texts(statement, "Action").stream()
                        .anyMatch(action -> Set.of("s3:PutObject", "s3:*", "s3:Put*", "*").contains(action)));
    }

    private static List<JsonObject> objects(JsonObject json, String name) {
        return json.type(name) == JsonType.ARRAY ? json.objects(name) : json.object(name).stream().toList();
    }

    private static List<String> texts(JsonObject json, String name) {
        return json.type(name) == JsonType.ARRAY ? json.strings(name) : json.string(name).stream().toList();
    }

    /** us-east-1 is told as nothing, eu-west-1 in old buckets as EU (S3 API Reference, GetBucketLocation). */
    private static String region(@Nullable String constraint) {
        if (constraint == null || constraint.isEmpty()) {
            return "us-east-1";
        }
        return constraint.equals(BucketLocationConstraint.EU.toString()) ? "eu-west-1" : constraint;
    }
}
