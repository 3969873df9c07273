package io.ivsorchestrator.local.emulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ivsorchestrator.local.emulator.control.ControlException;
import io.ivsorchestrator.local.ivs.account.BucketStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;

/**
 * The buckets of the embedded S3. Whether one exists and how it encrypts is asked of S3 itself, so that whoever deletes a bucket
 * there deletes it here. S3Proxy knows no bucket policies, regions and object ownership: these are kept here.
 */
public final class S3Buckets implements BucketStore {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** S3 keeps what it is told; nothing is encrypted with it. */
    private static final String SOME_KEY = "arn:aws:kms:us-west-2:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
    private static final String STATEMENT = "Statement";
    private static final int NOT_IMPLEMENTED = 501;
    private static final int NOT_FOUND = 404;

    private final S3Client s3;
    private final String home;
    private final Map<String, String> regions = new ConcurrentHashMap<>();
    private final Map<String, String> policies = new ConcurrentHashMap<>();
    private final Map<String, Encryption> encryptions = new ConcurrentHashMap<>();
    private final Map<String, Ownership> ownerships = new ConcurrentHashMap<>();

    /** @param home the region of a bucket of which nothing else was said */
    public S3Buckets(S3Client s3, String home) {
        this.s3 = s3;
        this.home = home;
    }

    /** Makes a bucket where there is none. */
    public void ensure(String bucket) {
        if (!exists(bucket)) {
            try {
                s3.createBucket(request -> request.bucket(bucket));
            } catch (S3Exception | IllegalArgumentException refused) {
                throw ControlException.invalid("bucket " + bucket + " cannot be made: " + refused.getMessage());
            }
            forget(bucket);
        }
    }

    /** Says in which region a bucket is. */
    public void move(String bucket, String region) {
        regions.put(bucket, region);
    }

    /** Deletes a bucket with all objects and settings. */
    public void delete(String bucket) {
        requireBucket(bucket);
        List<ObjectIdentifier> keys = s3.listObjectsV2Paginator(request -> request.bucket(bucket)).contents().stream()
                .map(S3Object::key).map(key -> ObjectIdentifier.builder().key(key).build()).toList();
        for (int from = 0; from < keys.size(); from += 1000) {
            List<ObjectIdentifier> page = keys.subList(from, Math.min(keys.size(), from + 1000));
            s3.deleteObjects(request -> request.bucket(bucket).delete(delete -> delete.objects(page)));
        }
        s3.deleteBucket(request -> request.bucket(bucket));
        forget(bucket);
    }

    private void forget(String bucket) {
        regions.remove(bucket);
        policies.remove(bucket);
        encryptions.remove(bucket);
        ownerships.remove(bucket);
    }

    /** Takes out of the policy what lets IVS write; the rest stays. */
    public void removeGrant(String bucket) {
        policy(bucket).ifPresent(policy -> {
            ObjectNode document = parsed(policy);
            JsonNode statements = document.path(STATEMENT);
            ArrayNode kept = JSON.createArrayNode();
            (statements.isArray() ? statements.valueStream() : Stream.of(statements))
                    .filter(statement -> !statement.path("Principal").path("Service").asText().startsWith(
                            "ivs-composite."))
                    .forEach(kept::add);
            if (kept.isEmpty()) {
                policies.remove(bucket);
            } else {
                document.set(STATEMENT, kept);
                policies.put(bucket, document.toString());
            }
        });
    }

    private static ObjectNode parsed(String policy) {
        try {
            if (JSON.readTree(policy) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException broken) {
            throw ControlException.invalid("the policy is no JSON: " + broken.getOriginalMessage());
        }
        throw ControlException.invalid("the policy is no JSON object");
    }

    /** Sets the default encryption, in S3, too, where that keeps one. */
    public void encrypt(String bucket, Encryption encryption) {
        requireBucket(bucket);
        encryptions.put(bucket, encryption);
        try {
            ServerSideEncryption algorithm = switch (encryption) {
                case SSE_S3 -> ServerSideEncryption.AES256;
                case SSE_KMS -> ServerSideEncryption.AWS_KMS;
            };
            ServerSideEncryptionRule rule = ServerSideEncryptionRule.builder()
                    .applyServerSideEncryptionByDefault(byDefault -> byDefault.sseAlgorithm(algorithm)
                            .kmsMasterKeyID(algorithm == ServerSideEncryption.AWS_KMS ? SOME_KEY : null))
                    .build();
            s3.putBucketEncryption(request -> request.bucket(bucket)
                    .serverSideEncryptionConfiguration(configuration -> configuration.rules(rule)));
        } catch (S3Exception unable) {
            requireUnable(unable);
        }
    }

    /** Sets the object ownership. */
    public void own(String bucket, Ownership ownership) {
        requireBucket(bucket);
        ownerships.put(bucket, ownership);
    }

    private void requireBucket(String bucket) {
        if (!exists(bucket)) {
            throw ControlException.missing("there is no bucket " + bucket);
        }
    }

    @Override
    public boolean exists(String bucket) {
        try {
            s3.headBucket(request -> request.bucket(bucket));
            return true;
        } catch (NoSuchBucketException absent) {
            return false;
        } catch (S3Exception other) {
            if (other.statusCode() == NOT_FOUND) {
                return false;
            }
            throw other;
        }
    }

    @Override
    public String region(String bucket) {
        return regions.getOrDefault(bucket, home);
    }

    @Override
    public Optional<String> policy(String bucket) {
        return Optional.ofNullable(policies.get(bucket));
    }

    @Override
    public Encryption encryption(String bucket) {
        try {
            boolean kms = s3.getBucketEncryption(request -> request.bucket(bucket))
                    .serverSideEncryptionConfiguration().rules().stream()
                    .anyMatch(rule -> rule.applyServerSideEncryptionByDefault() != null && rule
                            .applyServerSideEncryptionByDefault().sseAlgorithm() == ServerSideEncryption.AWS_KMS);
            return kms ? Encryption.SSE_KMS : Encryption.SSE_S3;
        } catch (S3Exception unable) {
            requireUnable(unable);
            return encryptions.getOrDefault(bucket, Encryption.SSE_S3);
        }
    }

    private static void requireUnable(S3Exception failure) {
        if (failure.statusCode() != NOT_IMPLEMENTED && failure.statusCode() != NOT_FOUND) {
            throw failure;
        }
    }

    @Override
    public Ownership ownership(String bucket) {
        return ownerships.getOrDefault(bucket, Ownership.BUCKET_OWNER_ENFORCED);
    }

    @Override
    public void putPolicy(String bucket, String policy) {
        policies.put(bucket, policy);
    }
}
