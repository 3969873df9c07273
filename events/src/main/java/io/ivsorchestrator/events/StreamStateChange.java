package io.ivsorchestrator.events;

import java.util.Optional;

/**
 * {@code IVS Stream State Change} (IVS Low-Latency User Guide, "Using Amazon EventBridge with IVS Low-Latency
 * Streaming").
 *
 * @param channel     from {@code resources[0]}
 * @param change      {@code event_name}
 * @param channelName the channel's name; may be empty, then absent here
 * @param streamId    26 characters
 * @param reason      text; only on {@link StreamChange#STREAM_FAILURE}
 * @param code        on some {@link StreamChange#SESSION_ENDED} and on {@link StreamChange#STREAM_TAKEOVER_FAILURE}
 */
public record StreamStateChange(Envelope envelope, Arn channel, StreamChange change, Optional<String> channelName,
        String streamId, Optional<String> reason, Optional<String> code) implements IvsEvent {}
