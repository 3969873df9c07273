package io.ivsorchestrator.query;

import java.util.List;
import java.util.Map;

/** A request that is answered with a {@link Problem}. */
final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    ProblemException(Problem problem) {
        super(problem.detail());
        this.problem = problem;
    }

    ProblemException(Problem.Kind kind, String detail) {
        this(Problem.of(kind, detail));
    }

    ProblemException(Problem.Kind kind, String detail, Map<String, List<String>> lists) {
        this(new Problem(kind, detail, lists));
    }

    Problem problem() {
        return problem;
    }
}
