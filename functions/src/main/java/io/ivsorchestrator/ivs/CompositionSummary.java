package io.ivsorchestrator.ivs;

import io.ivsorchestrator.events.Arn;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A composition as lists tell it: not what kind of destinations it has. See {@link Composition}. */
public record CompositionSummary(Arn arn, Arn stage, String state, Optional<Instant> startTime,
        Optional<Instant> endTime, List<Destination> destinations, Map<String, String> tags) {
    public CompositionSummary {
        destinations = List.copyOf(destinations);
        tags = Map.copyOf(tags);
    }

    /** See {@link Composition.Destination}. */
    public record Destination(String id, String state, Optional<Instant> startTime, Optional<Instant> endTime) {}
}
