package io.ivsorchestrator.runtime;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The environment variables of a function, read once. */
public final class Environment {
    private final Map<String, String> variables;

    private Environment(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    /**
     * Takes the variables of the function that this process is, and begins its log, so that whatever it says from now on can be
     * read.
     *
     * @throws IllegalStateException naming every one that is missing or empty
     */
    public static Environment ofThisFunction(List<String> needed) {
        JsonLogging.begin();
        return of(System.getenv(), needed);
    }

    /**
     * Takes the variables that a function needs.
     *
     * @throws IllegalStateException naming every one that is missing or empty
     */
    public static Environment of(Map<String, String> variables, List<String> needed) {
        String missing = needed.stream().filter(name -> variables.getOrDefault(name, "").isBlank())
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            throw new IllegalStateException("environment variables are missing: " + missing
                    + "; the stack sets them, so deploy it again");
        }
        return new Environment(variables);
    }

    public String get(String name) {
        String value = variables.get(name);
        if (value == null) {
            throw new IllegalStateException("not an environment variable of this function: " + name);
        }
        return value;
    }
}
