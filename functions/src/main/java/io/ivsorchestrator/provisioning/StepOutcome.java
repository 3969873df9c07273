package io.ivsorchestrator.provisioning;

import java.time.Instant;

/** How a step went. */
public sealed interface StepOutcome {
    /** It is done, or was already. */
    record Done() implements StepOutcome {}

    /** Not possible while something is live or in use; tried again when it ends. */
    record Busy(String reason) implements StepOutcome {}

    /**
     * Not yet.
     *
     * @param notBefore when to try again
     * @param budget    whether only our share of calls is used up, which is nobody's failure
     */
    record Waiting(Instant notBefore, boolean budget, String reason) implements StepOutcome {}

    /** What the step relied on is no longer so: look again. */
    record Stale(String reason) implements StepOutcome {}

    /** Not until a person does something; an incident says what. */
    record Failed(String reason) implements StepOutcome {}
}
