package io.ivsorchestrator.local.ivs.account;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where and how a channel is recorded. Components that the API shows have its names.
 *
 * @param recordingReconnectWindowSeconds 0 = streams are not merged
 * @param settlesAt when CREATING ends
 * @param fails whether it ends with CREATE_FAILED
 */
public record RecordingConfiguration(
        String arn,
        String name,
        Destination destinationConfiguration,
        Thumbnails thumbnailConfiguration,
        int recordingReconnectWindowSeconds,
        Renditions renditionConfiguration,
        Instant settlesAt,
        boolean fails) implements Keyed {

    public record Destination(S3 s3) {}

    public record S3(String bucketName) {}

    /**
     * @param recordingMode {@code INTERVAL} or {@code DISABLED}
     * @param resolution null = that of the source
     * @param storage {@code SEQUENTIAL}, {@code LATEST} or both
     */
    public record Thumbnails(
            String recordingMode, int targetIntervalSeconds, @Nullable String resolution, List<String> storage) {}

    /** @param renditionSelection {@code ALL}, {@code NONE} or {@code CUSTOM}, for which the renditions count */
    public record Renditions(String renditionSelection, List<String> renditions) {}

    /** The states of the API. */
    public enum State {
        CREATING, CREATE_FAILED, ACTIVE
    }

    public State state(Instant now) {
        if (now.isBefore(settlesAt)) {
            return State.CREATING;
        }
        return fails ? State.CREATE_FAILED : State.ACTIVE;
    }

    public String bucket() {
        return destinationConfiguration.s3().bucketName();
    }

    @Override
    public String key() {
        return arn;
    }
}
