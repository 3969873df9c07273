package io.ivsorchestrator.ivs;

import io.ivsorchestrator.events.Arn;
import java.util.Map;

/**
 * How a composition is encoded; only its name and tags matter to us.
 *
 * @param name not unique, may be empty
 */
public record EncoderConfiguration(Arn arn, String name, Map<String, String> tags) {
    public EncoderConfiguration {
        tags = Map.copyOf(tags);
    }
}
