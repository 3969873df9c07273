package io.ivsorchestrator.local.routing;

import java.util.Objects;
import software.amazon.event.ruler.RuleCompiler;

/**
 * An EventBridge rule with one SQS target.
 *
 * @param name unique on its bus
 * @param pattern an EventBridge event pattern, as JSON
 * @param queueUrl where matching events go
 */
public record Rule(String name, String pattern, String queueUrl) {
    /** @throws IllegalArgumentException if the pattern is none, with the matcher's own explanation */
    public Rule {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(queueUrl, "queueUrl");
        String fault = RuleCompiler.check(pattern);
        if (fault != null) {
            throw new IllegalArgumentException("rule " + name + " has no valid event pattern: " + fault);
        }
    }
}
