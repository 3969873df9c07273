package io.ivsorchestrator.ivs;

import io.ivsorchestrator.events.Arn;
import java.util.List;
import java.util.Map;

/**
 * The answer of {@code BatchGetChannel}.
 *
 * @param missing per channel that could not be told, the error's code; an open set
 */
public record ChannelBatch(List<Channel> channels, Map<Arn, String> missing) {
    public ChannelBatch {
        channels = List.copyOf(channels);
        missing = Map.copyOf(missing);
    }
}
