package io.ivsorchestrator.recovery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Buckets that hold nothing but their settings; every change of a policy is kept. */
public final class InMemoryBuckets implements Buckets {
    private final Map<String, Bucket.Found> buckets = new HashMap<>();
    private final List<String> policiesPut = new ArrayList<>();
    private final Set<String> hidden = new HashSet<>();
    private int looks;
    private boolean forgetful;
    private Runnable afterLook = () -> {};
    private Runnable afterPut = () -> {};

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

    /** We may know that it is there, and nothing else. */
    void hide(String name) {
        hidden.add(name);
    }

    /** We may not see of it what is named. */
    void hide(String name, String... unseen) {
        Bucket.Found it = known(name);
        buckets.put(name, new Bucket.Found(it.region(), Optional.empty(), it.encryption(), it.ownership(),
                List.of(unseen)));
    }

    /** What somebody else does as soon as we have looked. */
    void afterNextLook(Runnable action) {
        afterLook = action;
    }

    /** What somebody else does as soon as we have written a policy. */
    void afterNextPut(Runnable action) {
        afterPut = action;
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
        Bucket seen = hidden.contains(bucket)
                ? new Bucket.Hidden("GetBucketLocation: Access Denied")
                : find(bucket).map(Bucket.class::cast).orElse(new Bucket.Missing());
        Runnable then = afterLook;
        afterLook = () -> {};
        then.run();
        return seen;
    }

    @Override
    public Optional<String> policy(String bucket) {
        return find(bucket).flatMap(Bucket.Found::policy);
    }

    @Override
    public synchronized void putPolicy(String bucket, String policy) {
        if (find(bucket).isEmpty()) {
            throw new LookException("writing the policy of bucket " + bucket + ": no such bucket",
                    new IllegalStateException("NoSuchBucket"));
        }
        policiesPut.add(policy);
        if (!forgetful) {
            policy(bucket, Optional.of(policy));
        }
        Runnable then = afterPut;
        afterPut = () -> {};
        then.run();
    }

    public List<String> policiesPut() {
        return List.copyOf(policiesPut);
    }

    public int looks() {
        return looks;
    }
}
