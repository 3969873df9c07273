package io.ivsorchestrator.ivs;

import io.ivsorchestrator.events.Arn;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a stage records its participants ({@code autoParticipantRecordingConfiguration}); what is absent is IVS's default.
 *
 * @param storageConfiguration   empty = participants are not recorded, however the API says it
 * @param mediaTypes             at most one of {@code AUDIO_VIDEO}, {@code AUDIO_ONLY}, {@code NONE}; an open set
 * @param reconnectWindowSeconds 0 to 300; within it a participant's recordings are merged
 * @param segmentSeconds         target duration of HLS segments, 2 to 10
 * @param recordReplicas         whether replicated participants are recorded, too
 */
public record StageRecording(Optional<Arn> storageConfiguration, List<String> mediaTypes,
        OptionalInt reconnectWindowSeconds, OptionalInt segmentSeconds, Optional<Boolean> recordReplicas,
        Optional<Thumbnails> thumbnails) {
    /** Setting it resets everything else to defaults, too. */
    public static final StageRecording OFF = new StageRecording(Optional.empty(), List.of(), OptionalInt.empty(),
            OptionalInt.empty(), Optional.empty(), Optional.empty());

    public StageRecording {
        mediaTypes = List.copyOf(mediaTypes);
    }

    /** To that storage configuration, all else as IVS's defaults. */
    public static StageRecording to(Arn storageConfiguration) {
        return new StageRecording(Optional.of(storageConfiguration), List.of(), OptionalInt.empty(),
                OptionalInt.empty(), Optional.empty(), Optional.empty());
    }

    public boolean isOn() {
        return storageConfiguration.isPresent();
    }
}
