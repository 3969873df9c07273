package io.ivsorchestrator.local.ivs.account;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stage. Components that the API shows have its names.
 *
 * @param activeSessionId null = nobody is there
 * @param unpublishedSince since when nobody publishes; null = somebody does
 */
public record Stage(
        String arn,
        String name,
        @Nullable String activeSessionId,
        ParticipantRecording autoParticipantRecordingConfiguration,
        Endpoints endpoints,
        @Nullable Instant unpublishedSince) implements Keyed {

    /**
     * How each participant is recorded.
     *
     * @param storageConfigurationArn empty = not at all
     * @param mediaTypes {@code AUDIO_VIDEO}, {@code AUDIO_ONLY} or {@code NONE}, which records thumbnails only
     */
    public record ParticipantRecording(
            String storageConfigurationArn,
            List<String> mediaTypes,
            Thumbnails thumbnailConfiguration,
            int recordingReconnectWindowSeconds,
            Hls hlsConfiguration,
            boolean recordParticipantReplicas) {

        public boolean on() {
            return !storageConfigurationArn.isEmpty();
        }
    }

    /** @param recordingMode {@code INTERVAL} or {@code DISABLED} */
    public record Thumbnails(int targetIntervalSeconds, List<String> storage, String recordingMode) {}

    public record Hls(int targetSegmentDurationSeconds) {}

    public record Endpoints(String events, String whip, String rtmp, String rtmps) {}

    @Override
    public String key() {
        return arn;
    }

    /** The last part of the ARN. */
    public String id() {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    public Stage with(String newName, ParticipantRecording newRecording) {
        return new Stage(arn, newName, activeSessionId, newRecording, endpoints, unpublishedSince);
    }

    Stage inSession(@Nullable String sessionId) {
        return new Stage(arn, name, sessionId, autoParticipantRecordingConfiguration, endpoints, unpublishedSince);
    }

    Stage unpublishedSince(@Nullable Instant time) {
        return new Stage(arn, name, activeSessionId, autoParticipantRecordingConfiguration, endpoints, time);
    }
}
