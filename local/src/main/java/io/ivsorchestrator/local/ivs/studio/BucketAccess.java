package io.ivsorchestrator.local.ivs.studio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ivsorchestrator.local.ivs.account.BucketStore;
import io.ivsorchestrator.local.ivs.account.BucketStore.Encryption;
import io.ivsorchestrator.local.ivs.account.BucketStore.Ownership;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What about a bucket keeps IVS from writing to it. Channels are recorded by a service-linked role, stages and compositions
 * by a service that needs a grant in the bucket policy and hands its objects over by an ACL.
 *
 * @see <a href="https://docs.aws.amazon.com/ivs/latest/RealTimeUserGuide/rt-composite-recording.html">Composite
 * Recording</a>
 */
final class BucketAccess {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> PUTTING = Set.of("s3:PutObject", "s3:Put*", "s3:*", "*");

    private final BucketStore buckets;
    private final String region;
    /** By the policy's text, since it is looked at again and again. */
    private final Map<String, Boolean> grants = new HashMap<>();

    BucketAccess(BucketStore buckets, String region) {
        this.buckets = buckets;
        this.region = region;
    }

    Optional<Cause> ofChannel(String bucket) {
        if (!buckets.exists(bucket) || !buckets.region(bucket).equals(region)) {
            return Optional.of(Cause.BUCKET_NOT_FOUND);
        }
        return buckets.encryption(bucket) == Encryption.SSE_KMS
                ? Optional.of(Cause.BUCKET_ACCESS_DENIED)
                : Optional.empty();
    }

    Optional<Cause> ofStage(String bucket) {
        Optional<Cause> cause = ofChannel(bucket);
        if (cause.isPresent()) {
            return cause;
        }
        boolean granted = buckets.policy(bucket)
                .map(policy -> grants.computeIfAbsent(policy, text -> grants(text, bucket)))
                .orElse(false);
        return granted && buckets.ownership(bucket) != Ownership.OBJECT_WRITER
                ? Optional.empty()
                : Optional.of(Cause.BUCKET_ACCESS_DENIED);
    }

    /** Whether a statement allows it and none denies it; conditions are not looked at. */
    private boolean grants(String policy, String bucket) {
        JsonNode statements;
        try {
            statements = JSON.readTree(policy).path("Statement");
        } catch (JsonProcessingException _) {
            // S3 keeps no policy that is not readable: nothing is granted.
            return false;
        }
        boolean allowed = false;
        for (JsonNode statement : statements.isArray() ? statements : JSON.createArrayNode().add(statements)) {
            if (concerns(statement, bucket)) {
                if (!statement.path("Effect").asText().equals("Allow")) {
                    return false;
                }
                allowed = true;
            }
        }
        return allowed;
    }

    private boolean concerns(JsonNode statement, String bucket) {
        JsonNode principal = statement.path("Principal");
        String service = "ivs-composite." + region + ".amazonaws.com";
        boolean ivs = has(principal, Set.of("*")) || has(principal.path("Service"), Set.of(service));
        boolean conditional = statement.path("Effect").asText().equals("Deny") && statement.has("Condition");
        return ivs
                && !conditional
                && has(statement.path("Action"), PUTTING)
                && has(statement.path("Resource"), Set.of("arn:aws:s3:::" + bucket + "/*", "arn:aws:s3:::*", "*"));
    }

    /** One value, or a list of them. */
    private static boolean has(JsonNode values, Set<String> wanted) {
        if (values.isTextual()) {
            return wanted.contains(values.textValue());
        }
        for (JsonNode value : values) {
            if (value.isTextual() && wanted.contains(value.textValue()) && values.isArray()) {
                return true;
            }
        }
        return false;
    }
}
