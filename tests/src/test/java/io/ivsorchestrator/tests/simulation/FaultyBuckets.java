package io.ivsorchestrator.tests.simulation;

import io.ivsorchestrator.recovery.Buckets;
import java.util.Optional;

/** Buckets' settings behind faulty calls. */
record FaultyBuckets(Buckets buckets, Calls calls) implements Buckets {
    @Override
    public Bucket look(String bucket) {
        return calls.make(() -> buckets.look(bucket), () -> failed(bucket));
    }

    @Override
    public Optional<String> policy(String bucket) {
        return calls.make(() -> buckets.policy(bucket), () -> failed(bucket));
    }

    @Override
    public void putPolicy(String bucket, String policy) {
        calls.make(() -> {
            buckets.putPolicy(bucket, policy);
            return true;
        }, () -> failed(bucket));
    }

    private static LookException failed(String bucket) {
        return new LookException("cannot look at " + bucket, new IllegalStateException("simulated"));
    }
}
