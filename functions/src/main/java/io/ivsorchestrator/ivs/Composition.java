package io.ivsorchestrator.ivs;

import io.ivsorchestrator.events.Arn;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A server-side composition. IVS forgets it about five minutes after it has {@code STOPPED} or {@code FAILED}.
 *
 * @param state {@code STARTING}, {@code ACTIVE}, {@code STOPPING}, {@code STOPPED} or {@code FAILED}; an open set
 */
public record Composition(Arn arn, Arn stage, String state, Optional<Instant> startTime, Optional<Instant> endTime,
        List<Destination> destinations, Map<String, String> tags) {
    public Composition {
        destinations = List.copyOf(destinations);
        tags = Map.copyOf(tags);
    }

    /**
     * Where a composition goes.
     *
     * @param state as a composition's, and {@code RECONNECTING}; an open set
     */
    public record Destination(String id, String state, Optional<Instant> startTime, Optional<Instant> endTime,
            Target target) {}

    /** What kind of destination. */
    public sealed interface Target {}

    /**
     * A recording.
     *
     * @param storageConfiguration says which bucket
     * @param recordingPrefix      where in the bucket; no slash at either end
     */
    public record ToS3(Arn storageConfiguration, Optional<String> recordingPrefix) implements Target {}

    /** A channel, which may record by itself. */
    public record ToChannel(Arn channel) implements Target {}

    /** One that this version does not know. */
    public record ToUnknown() implements Target {}
}
