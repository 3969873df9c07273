package io.ivsorchestrator.provisioning;

import java.util.List;

/**
 * What is to be done, in an order in which it can be done, and what was decided about everybody.
 *
 * @param steps    discard, collect what nothing uses, create, attach and detach, collect what nothing will use
 * @param verdicts one for each channel and stage
 * @param notes    what a person should know beside
 */
public record Plan(List<Step> steps, List<Verdict> verdicts, List<String> notes) {
    public Plan {
        steps = List.copyOf(steps);
        verdicts = List.copyOf(verdicts);
        notes = List.copyOf(notes);
    }

    /** Whether anything is not as the policy says. */
    public boolean drifted() {
        return !steps.isEmpty() || verdicts.stream().anyMatch(Verdict::drifted);
    }
}
