package io.ivsorchestrator.provisioning;

import io.ivsorchestrator.ivs.RecordingConfiguration;
import io.ivsorchestrator.ivs.Renditions;
import io.ivsorchestrator.ivs.Thumbnails;
import java.util.Optional;
import java.util.OptionalInt;

/** How a rule wants channels recorded. */
public sealed interface ChannelSettings {
    /** Not at all. */
    record Off() implements ChannelSettings {}

    /**
     * Into a bucket.
     *
     * @param reconnectWindowSeconds 0 to 300; within it streams are merged into one recording, 0 = never
     * @param thumbnails             mode and, unless disabled, interval and storage are always given
     */
    record On(String bucket, int reconnectWindowSeconds, Thumbnails thumbnails, Renditions renditions)
            implements
            ChannelSettings {

        /** As IVS wants it. */
        RecordingConfiguration.Settings settings() {
            return new RecordingConfiguration.Settings(OptionalInt.of(reconnectWindowSeconds),
                    Optional.of(thumbnails), Optional.of(renditions));
        }
    }
}
