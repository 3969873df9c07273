package io.ivsorchestrator.ivs;

import io.ivsorchestrator.events.Arn;
import java.util.Map;
import java.util.Optional;

/**
 * A storage configuration of stages and compositions: a bucket. It has no state; creating one makes IVS edit the bucket's
 * policy.
 *
 * @param name   not unique, may be empty
 * @param bucket absent if it is none that this version knows
 */
public record StorageConfiguration(Arn arn, String name, Optional<String> bucket, Map<String, String> tags) {
    public StorageConfiguration {
        tags = Map.copyOf(tags);
    }
}
