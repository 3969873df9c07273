package io.ivsorchestrator.local.ivs.account;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Buckets that hold nothing but a policy. */
public final class InMemoryBucketStore implements BucketStore {
    private final Map<String, String> regions = new ConcurrentHashMap<>();
    private final Map<String, String> policies = new ConcurrentHashMap<>();

    /** Makes a bucket, or moves it. */
    public void create(String bucket, String region) {
        regions.put(bucket, region);
    }

    /** Deletes a bucket and its policy. */
    public void delete(String bucket) {
        regions.remove(bucket);
        policies.remove(bucket);
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
    public void putPolicy(String bucket, String policy) {
        policies.put(bucket, policy);
    }
}
