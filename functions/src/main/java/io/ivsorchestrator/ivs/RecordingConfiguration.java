package io.ivsorchestrator.ivs;

import io.ivsorchestrator.events.Arn;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A recording configuration of channels. Immutable in IVS but for its tags: a change is a new one.
 *
 * @param name     not unique, may be empty
 * @param bucket   absent if the destination is none that this version knows
 * @param state    {@link #CREATING}, {@link #ACTIVE} or {@link #CREATE_FAILED}; an open set
 * @param settings absent in lists, which do not tell them
 */
public record RecordingConfiguration(Arn arn, String name, Optional<String> bucket, String state,
        Optional<Settings> settings, Map<String, String> tags) {
    /** Usually for a few seconds, up to 20 (IVS Low-Latency User Guide, CLI instructions). */
    public static final String CREATING = "CREATING";
    public static final String ACTIVE = "ACTIVE";
    /** Without a reason, for good: to be deleted. */
    public static final String CREATE_FAILED = "CREATE_FAILED";

    public RecordingConfiguration {
        tags = Map.copyOf(tags);
    }

    public boolean isActive() {
        return state.equals(ACTIVE);
    }

    public boolean hasFailed() {
        return state.equals(CREATE_FAILED);
    }

    /**
     * How a channel is recorded; what is absent is IVS's default.
     *
     * @param reconnectWindowSeconds 0 to 300; within it streams are merged into one recording
     */
    public record Settings(OptionalInt reconnectWindowSeconds, Optional<Thumbnails> thumbnails,
            Optional<Renditions> renditions) {
        public static final Settings DEFAULT = new Settings(OptionalInt.empty(), Optional.empty(), Optional.empty());
    }
}
