package io.ivsorchestrator.local.ivs.account;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A server-side composition. Components that the API shows have its names.
 *
 * @param layout as requested; never changed
 * @param since when it came into its state
 * @param idempotencyToken of the request that started it; null = none
 * @param request that started it; never changed
 */
public record Composition(
        String arn,
        String stageArn,
        State state,
        ObjectNode layout,
        List<Destination> destinations,
        Instant startTime,
        @Nullable Instant endTime,
        Instant since,
        @Nullable String idempotencyToken,
        ObjectNode request) implements Keyed {

    /** The states of a composition. */
    public enum State {
        STARTING, ACTIVE, STOPPING, FAILED, STOPPED;

        /** Whether it is over. */
        public boolean ended() {
            return switch (this) {
                case STARTING, ACTIVE, STOPPING -> false;
                case FAILED, STOPPED -> true;
            };
        }
    }

    /** The states of a composition's destination. */
    public enum DestinationState {
        STARTING, ACTIVE, STOPPING, RECONNECTING, FAILED, STOPPED;

        /** Whether it is over. */
        public boolean ended() {
            return switch (this) {
                case STARTING, ACTIVE, STOPPING, RECONNECTING -> false;
                case FAILED, STOPPED -> true;
            };
        }
    }

    /**
     * Where it goes.
     *
     * @param detail null = it goes to a channel
     */
    public record Destination(
            String id,
            DestinationState state,
            Instant startTime,
            @Nullable Instant endTime,
            Target configuration,
            @Nullable Detail detail) {

        Destination in(DestinationState newState, Instant time) {
            return new Destination(id, newState, startTime, newState.ended() ? time : null, configuration, detail);
        }
    }

    /** Exactly one of channel and s3. */
    public record Target(String name, @Nullable ChannelTarget channel, @Nullable S3Target s3) {}

    public record ChannelTarget(String channelArn, @Nullable String encoderConfigurationArn) {}

    public record S3Target(
            String storageConfigurationArn,
            List<String> encoderConfigurationArns,
            Format recordingConfiguration,
            List<Thumbnails> thumbnailConfigurations) {}

    /** @param format {@code HLS} */
    public record Format(Hls hlsConfiguration, String format) {}

    public record Hls(int targetSegmentDurationSeconds) {}

    public record Thumbnails(int targetIntervalSeconds, List<String> storage) {}

    public record Detail(S3Detail s3) {}

    /** @param recordingPrefix without slashes at its ends */
    public record S3Detail(String recordingPrefix) {}

    @Override
    public String key() {
        return arn;
    }

    /** Whether one of its destinations is encoded so. */
    public boolean usesEncoder(String encoderConfigurationArn) {
        return destinations.stream().map(Destination::configuration).anyMatch(target -> {
            ChannelTarget channel = target.channel();
            S3Target s3 = target.s3();
            return (channel != null && encoderConfigurationArn.equals(channel.encoderConfigurationArn()))
                    || (s3 != null && s3.encoderConfigurationArns().contains(encoderConfigurationArn));
        });
    }

    /** Whether one of its destinations is recorded there. */
    public boolean usesStorage(String storageConfigurationArn) {
        return destinations.stream()
                .map(destination -> destination.configuration().s3())
                .anyMatch(s3 -> s3 != null && s3.storageConfigurationArn().equals(storageConfigurationArn));
    }

    /** In another state from then on; the destinations that are not over follow. */
    Composition in(State newState, Instant time) {
        DestinationState follow = switch (newState) {
            case STARTING -> DestinationState.STARTING;
            case ACTIVE -> DestinationState.ACTIVE;
            case STOPPING -> DestinationState.STOPPING;
            case FAILED -> DestinationState.FAILED;
            case STOPPED -> DestinationState.STOPPED;
        };
        List<Destination> following = destinations.stream()
                .map(destination -> destination.state().ended() ? destination : destination.in(follow, time))
                .toList();
        return new Composition(arn, stageArn, newState, layout, following, startTime, newState.ended() ? time : null,
                time, idempotencyToken, request);
    }

    Composition withDestination(String id, UnaryOperator<Destination> change) {
        List<Destination> changed = destinations.stream()
                .map(destination -> destination.id().equals(id) ? change.apply(destination) : destination)
                .toList();
        return new Composition(arn, stageArn, state, layout, changed, startTime, endTime, since, idempotencyToken,
                request);
    }
}
