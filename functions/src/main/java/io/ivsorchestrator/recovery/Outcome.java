package io.ivsorchestrator.recovery;

import java.util.Optional;

/** What became of one message. */
public sealed interface Outcome {
    /** A failure is counted in an incident. */
    record Linked(String incident) implements Outcome {}

    /** Nothing follows from it. */
    record Nothing() implements Outcome {}

    /** IVS must be asked later: a message of ours comes back for it, so that no delivery is used up. */
    record Postponed() implements Outcome {}

    /** To be delivered again, in the end to the dead-letter queue; for a mistake of ours with what it was. */
    record Returned(String cause, Optional<RuntimeException> unforeseen) implements Outcome {}
}
