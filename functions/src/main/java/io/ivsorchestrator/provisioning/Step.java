package io.ivsorchestrator.provisioning;

import io.ivsorchestrator.events.Arn;
import java.util.Optional;

/** One thing to do: one call that changes something. */
public sealed interface Step {
    /** Why. */
    String reason();

    /** Deletes a configuration of ours in state {@code CREATE_FAILED}. Nothing records by it. */
    record Discard(Configuration configuration, Content content, String reason) implements Step {}

    /** Makes a configuration that is missing. */
    record Create(Content content, String reason) implements Step {}

    /** Records a channel or stage; needs a configuration of that content that is ready. */
    record Attach(Arn resource, Target target, String reason, Optional<Before> replaces) implements Step {}

    /**
     * Stops recording by ours.
     *
     * @param restore whether what was there before comes back, where that is known
     */
    record Detach(Arn resource, ResourceKind kind, boolean restore, String reason, Optional<Before> replaces)
            implements
            Step {}

    /** Deletes a configuration of ours that nothing needs any more. */
    record Collect(Configuration configuration, String reason) implements Step {}

    /** What a channel or stage is to record by. */
    sealed interface Target {
        Content content();

        record OfChannel(Content.OfChannels content) implements Target {}

        record OfStage(Content.OfStages content, StageSettings.On settings) implements Target {}

        default ResourceKind kind() {
            return content().kind();
        }
    }
}
