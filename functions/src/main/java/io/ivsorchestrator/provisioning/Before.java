package io.ivsorchestrator.provisioning;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.ivs.StageRecording;
import java.util.Optional;

/** How a channel or stage was recorded before ours took the place. */
public sealed interface Before {
    record OfChannel(Optional<Arn> configuration) implements Before {}

    record OfStage(StageRecording recording) implements Before {}
}
