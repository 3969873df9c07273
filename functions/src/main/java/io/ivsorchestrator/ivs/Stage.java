package io.ivsorchestrator.ivs;

import io.ivsorchestrator.events.Arn;
import java.util.Map;
import java.util.Optional;

/**
 * A stage with its recording settings.
 *
 * @param name            not unique, may be empty
 * @param activeSessionId present while somebody is there
 */
public record Stage(Arn arn, String name, Optional<String> activeSessionId, StageRecording recording,
        Map<String, String> tags) {
    public Stage {
        tags = Map.copyOf(tags);
    }
}
