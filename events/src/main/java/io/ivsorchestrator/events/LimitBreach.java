package io.ivsorchestrator.events;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * {@code IVS Limit Breach}; its discriminator is {@code limit_name}.
 *
 * @param channel    absent for account-wide limits
 * @param limitName  for example {@code Ingest Bitrate} or {@code Concurrent Broadcasts}; an open set
 * @param limitValue the limit, in {@code limitUnit}
 * @param exceededBy the value at the breach minus the limit
 */
public record LimitBreach(Envelope envelope, Optional<Arn> channel, String limitName, OptionalLong limitValue,
        OptionalLong exceededBy, Optional<String> limitUnit, Optional<String> channelName, Optional<String> streamId)
        implements
        IvsEvent {}
