package io.ivsorchestrator.indexing;

import java.util.Optional;

/** What became of one message. Every message has exactly one outcome. */
public sealed interface Outcome {
    /** It told something new, which is now in the index. */
    record Applied() implements Outcome {}

    /** It told nothing new. */
    record AlreadyKnown() implements Outcome {}

    /**
     * Of no use by rule.
     *
     * @param rule the name under which it is counted
     */
    record Ignored(String rule) implements Outcome {}

    /**
     * It cannot be used as it is, and was put aside where a person can find and replay it.
     *
     * @param reason what is wrong, with the JSON path where there is one
     */
    record Quarantined(String reason) implements Outcome {}

    /**
     * It could not be handled just now; the queue delivers it again and, if that does not help, to its dead-letter queue.
     *
     * @param cause      in words
     * @param unforeseen what was thrown, if nobody expected it: a mistake of ours
     */
    record Returned(String cause, Optional<RuntimeException> unforeseen) implements Outcome {}
}
