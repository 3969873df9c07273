package io.ivsorchestrator.infra;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.services.iam.PolicyStatement;

/**
 * Something that a function may do.
 *
 * @param actions    of IAM, none with a wildcard
 * @param resources  ARNs; a wildcard stands for object keys or the like within a named resource
 * @param conditions of IAM, operator to key to value; may be empty
 * @param unnamed    why it cannot be limited to named resources, which are then {@code *}; else empty
 */
record Permission(List<String> actions, List<String> resources, Map<String, Object> conditions,
        Optional<String> unnamed) {
    Permission {
        actions = List.copyOf(actions);
        resources = List.copyOf(resources);
        conditions = Map.copyOf(conditions);
        if (resources.isEmpty() || resources.contains("*") != unnamed.isPresent()) {
            throw new IllegalArgumentException(actions + ": name the resources, or write down why that is impossible");
        }
        if (actions.stream().anyMatch(action -> action.contains("*"))) {
            throw new IllegalArgumentException(actions + ": name the actions");
        }
    }

    static Permission to(List<String> actions, List<String> resources) {
        return new Permission(actions, resources, Map.of(), Optional.empty());
    }

    static Permission to(String action, List<String> resources) {
        return to(List.of(action), resources);
    }

    /** @param reason with its source: why these actions know no resources, or none that could be named before */
    static Permission onAnything(List<String> actions, String reason) {
        return new Permission(actions, List.of("*"), Map.of(), Optional.of(reason));
    }

    Permission when(Map<String, Object> conditions) {
        return new Permission(actions, resources, conditions, unnamed);
    }

    PolicyStatement statement() {
        return PolicyStatement.Builder.create().actions(actions).resources(resources).conditions(conditions).build();
    }
}
