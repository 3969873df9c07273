package io.ivsorchestrator.ivs;

import io.ivsorchestrator.events.Arn;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A composition to start: everybody on the stage in a grid, recorded to S3.
 *
 * @param idempotencyToken     1 to 64 letters, digits, hyphens, underscores: the same token starts nothing twice (for how
 *                             long is undocumented)
 * @param encoderConfiguration IVS wants exactly one per S3 destination
 * @param segmentSeconds       2 to 10
 */
public record CompositionOrder(Arn stage, String idempotencyToken, Arn storageConfiguration,
        Arn encoderConfiguration, OptionalInt segmentSeconds, Optional<Thumbnails> thumbnails,
        Map<String, String> tags) {
    public CompositionOrder {
        tags = Map.copyOf(tags);
    }
}
