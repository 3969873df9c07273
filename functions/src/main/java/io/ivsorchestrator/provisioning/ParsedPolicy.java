package io.ivsorchestrator.provisioning;

import java.util.List;
import java.util.stream.Collectors;

/** What came of reading a policy: all of it or nothing. */
public sealed interface ParsedPolicy {
    record Accepted(RecordingPolicy policy) implements ParsedPolicy {}

    /** @param problems all of them, in the order of the document; at least one */
    record Refused(List<PolicyProblem> problems) implements ParsedPolicy {
        public Refused {
            problems = List.copyOf(problems);
        }

        /** One line each. */
        public String text() {
            return problems.stream().map(PolicyProblem::toString).collect(Collectors.joining("\n"));
        }
    }
}
