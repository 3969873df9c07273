package io.ivsorchestrator.recovery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Buckets that hold nothing but their settings; every change of a policy is kept. */
public final class InMemoryBuckets implements Buckets {
    private final Map<String, Bucket.Found> buckets = new HashMap<>();
    private final List<String> policiesPut = new ArrayList<>();
    private int looks;
    private boolean forgetful;

    public void create(String name, String region) {
        buckets.put(name, new Bucket.Found(region, Optional.empty(), Optional.of(Encryption.SSE_S3),
                Optional.of(Ownership.BUCKET_OWNER_ENFORCED), List.of()));
    }

    public void delete(String name) {
        buckets.remove(name);
    }

    public void policy(String name, Optional<String> policy) {
        Bucket.Found it = known(name);
        buckets.put(name, new Bucket.Found(it.region(), policy, it.encryption(), it.ownership(), List.of()));
    }

    public void encryption(String name, Encryption encryption) {
        Bucket.Found it = known(name);
        buckets.put(name,
                new Bucket.Found(it.region(), it.policy(), Optional.of(encryption), it.ownership(), List.of()));
    }

    public void ownership(String name, Ownership ownership) {
        Bucket.Found it = known(name);
        buckets.put(name,
                new Bucket.Found(it.region(), it.policy(), it.encryption(), Optional.of(ownership), List.of()));
    }

    /** From now on a policy that is written is not kept. */
    public void forgetPolicies() {
        forgetful = true;
    }

    Optional<Bucket.Found> find(String name) {
        return Optional.ofNullable(buckets.get(name));
    }

    private Bucket.Found known(String name) {
        return find(name).orElseThrow();
    }

    @Override
    public synchronized Bucket look(String bucket) {
        looks++;
        return find(bucket).map(Bucket.class::cast).orElse(new Bucket.Missing());
    }

    @Override
    public Optional<String> policy(String bucket) {
        return known(bucket).policy();
    }

    @Override
    public synchronized void putPolicy(String bucket, String policy) {
        policiesPut.add(policy);
        if (!forgetful) {
            policy(bucket, Optional.of(policy));
        }
    }

    public List<String> policiesPut() {
        return List.copyOf(policiesPut);
    }

    public int looks() {
        return looks;
    }
}
