package io.ivsorchestrator.ivs;

import io.ivsorchestrator.events.Arn;
import java.util.Map;
import java.util.Optional;

/**
 * A stage as lists tell it: not how it is recorded.
 *
 * @param name            not unique, may be empty
 * @param activeSessionId present while somebody is there
 */
public record StageSummary(Arn arn, String name, Optional<String> activeSessionId, Map<String, String> tags) {
    public StageSummary {
        tags = Map.copyOf(tags);
    }
}
