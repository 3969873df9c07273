package io.ivsorchestrator.local.ivs.account;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Buckets that hold nothing but their settings. */
public final class InMemoryBucketStore implements BucketStore {
    private final Map<String, String> regions = new ConcurrentHashMap<>();
    private final Map<String, String> policies = new ConcurrentHashMap<>();
    private final Map<String, Encryption> encryptions = new ConcurrentHashMap<>();
    private final Map<String, Ownership> ownerships = new ConcurrentHashMap<>();

    /** Makes a bucket, or moves it. */
    public void create(String bucket, String region) {
        regions.put(bucket, region);
    }

    /** Deletes a bucket and its settings. */
    public void delete(String bucket) {
        regions.remove(bucket);
        policies.remove(bucket);
        encryptions.remove(bucket);
        ownerships.remove(bucket);
    }

    /** Deletes the bucket policy, and with it what IVS was granted. */
    public void deletePolicy(String bucket) {
        policies.remove(bucket);
    }

    /** Sets the default encryption; a new bucket has SSE-S3. */
    public void encrypt(String bucket, Encryption encryption) {
        encryptions.put(bucket, encryption);
    }

    /** Sets the object ownership; a new bucket has bucket owner enforced. */
    public void own(String bucket, Ownership ownership) {
        ownerships.put(bucket, ownership);
    }

    @Override
    public boolean exists(String bucket) {
        return regions.containsKey(bucket);
    }

    @Override
    public String region(String bucket) {
        String region = regions.get(bucket);
        if (region == null) {
            throw new IllegalArgumentException("no such bucket: " + bucket);
        }
        return region;
    }

    @Override
    public Optional<String> policy(String bucket) {
        return Optional.ofNullable(policies.get(bucket));
    }

    @Override
    public Encryption encryption(String bucket) {
        return encryptions.getOrDefault(bucket, Encryption.SSE_S3);
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
