package io.ivsorchestrator.incident;

import java.time.Instant;

/**
 * Something that was done, or would be, against an incident's cause.
 *
 * @param at      when it was over, so that whatever it put right was wrong until then at the latest
 * @param remedy  its name, for example {@code restore-policy-grant}
 * @param before  what was there, as text: a policy, a configuration's ARN; empty if nothing was
 * @param after   what is there now or, when only proposed, would be
 * @param remark  why it was not done or did not help; empty if there is nothing to say
 */
public record Attempt(Instant at, String remedy, Outcome outcome, String before, String after, String remark) {
    /** How it went. */
    public enum Outcome {
        /** Not done, because the mode only observes or the remedy was not asked for. */
        PROPOSED,
        /** Begun; it goes on later. */
        STARTED,
        /** Done and, where that can be seen, seen to hold. */
        DONE,
        /** Tried in vain. */
        FAILED,
        /** A guard forbids it. */
        REFUSED
    }

    /** Whether something was changed, or tried to; what was only proposed, begun or refused does not count. */
    public boolean concluded() {
        return switch (outcome) {
            case DONE, FAILED -> true;
            case PROPOSED, STARTED, REFUSED -> false;
        };
    }
}
