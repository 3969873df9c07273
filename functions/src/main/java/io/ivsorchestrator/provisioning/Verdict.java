package io.ivsorchestrator.provisioning;

import io.ivsorchestrator.events.Arn;
import java.util.Optional;

/**
 * What was decided about a channel or stage.
 *
 * @param rule   that fits it
 * @param wanted what it is to record by; empty = nothing
 * @param reason in words
 */
public record Verdict(Arn resource, String name, Outcome outcome, Optional<String> rule, Optional<Content> wanted,
        String reason) {
    /** What is done about it. */
    public enum Outcome {
        /** It is as the policy says. */
        CONFORMS,
        /** It is to be recorded, or recorded otherwise. */
        ATTACH,
        /** It is not to be recorded by ours any more. */
        DETACH,
        /** Nothing of ours concerns it. */
        NOT_ENROLLED,
        /** Somebody else's recording is in the way. */
        LEFT_ALONE,
        /** Its configuration would be one too many for the account. */
        DOES_NOT_FIT
    }

    /** Whether something is to be done that is not done yet. */
    public boolean drifted() {
        return switch (outcome) {
            case ATTACH, DETACH, DOES_NOT_FIT -> true;
            case CONFORMS, NOT_ENROLLED, LEFT_ALONE -> false;
        };
    }
}
