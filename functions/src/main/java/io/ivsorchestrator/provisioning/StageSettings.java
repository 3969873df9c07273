package io.ivsorchestrator.provisioning;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.ivs.StageRecording;
import io.ivsorchestrator.ivs.Thumbnails;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** How a rule wants the participants of stages recorded. */
public sealed interface StageSettings {
    /** Not at all. */
    record Off() implements StageSettings {}

    /**
     * Each into a recording of its own.
     *
     * @param mediaType              {@code AUDIO_VIDEO}, {@code AUDIO_ONLY} or {@code NONE} (thumbnails only)
     * @param reconnectWindowSeconds 0 to 300; within it a participant's recordings are merged, 0 = never
     * @param segmentSeconds         2 to 10
     * @param recordReplicas         whether replicated participants are recorded, too
     * @param thumbnails             mode and, unless disabled, interval and storage are always given
     */
    record On(String bucket, String mediaType, int reconnectWindowSeconds, int segmentSeconds, boolean recordReplicas,
            Thumbnails thumbnails) implements StageSettings {

        /** As IVS wants it, with nothing left to defaults. */
        StageRecording with(Arn storageConfiguration) {
            return new StageRecording(Optional.of(storageConfiguration), List.of(mediaType),
                    OptionalInt.of(reconnectWindowSeconds), OptionalInt.of(segmentSeconds),
                    Optional.of(recordReplicas), Optional.of(thumbnails));
        }
    }
}
