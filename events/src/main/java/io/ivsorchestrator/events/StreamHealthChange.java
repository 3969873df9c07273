package io.ivsorchestrator.events;

import java.util.Optional;

/**
 * {@code IVS Stream Health Change}.
 *
 * @param starving true on {@code Starvation Start} (no data from the streamer), false on {@code Starvation End}
 */
public record StreamHealthChange(Envelope envelope, Arn channel, boolean starving, Optional<String> channelName,
        String streamId) implements IvsEvent {}
