package io.ivsorchestrator.ivs;

import io.ivsorchestrator.events.Arn;
import java.util.Map;
import java.util.Optional;

/**
 * A channel as far as recording is concerned.
 *
 * @param name                   not unique, may be empty
 * @param recordingConfiguration empty = not recorded, however the API says it ({@code ""}, nothing, or the {@code "none"}
 *                               of a sample in the guide)
 * @param type                   {@code STANDARD}, {@code BASIC}, ...; an open set, empty if not told
 * @param tags                   also told by lists
 */
public record Channel(Arn arn, String name, Optional<Arn> recordingConfiguration, String type,
        Map<String, String> tags) {
    public Channel {
        tags = Map.copyOf(tags);
    }
}
