package io.ivsorchestrator.infra;

import java.util.List;
import java.util.Map;

/**
 * What a function does and what it takes to do it: all that differs between functions.
 *
 * @param service            its name in the names of {@link Names}, in logs and in metrics
 * @param handler            class name in the functions' jar
 * @param timeoutSeconds     for one invocation
 * @param memoryMb           also decides its share of a CPU
 * @param maximumConcurrency of the batches that its queue hands out at a time, at least 2 as Lambda wants
 * @param batch              messages at a time, 1 to 10
 * @param environment        values of the handler's {@code VARIABLES}, but for those that Lambda sets
 * @param permissions        beyond its own logs, traces and queue
 */
record Work(
        String service,
        String handler,
        int timeoutSeconds,
        int memoryMb,
        int maximumConcurrency,
        int batch,
        Map<String, String> environment,
        List<Permission> permissions) {
    private static final int BATCH = 10;

    Work(String service, String handler, int timeoutSeconds, int memoryMb, int maximumConcurrency,
            Map<String, String> environment, List<Permission> permissions) {
        this(service, handler, timeoutSeconds, memoryMb, maximumConcurrency, BATCH, environment, permissions);
    }

    Work {
        environment = Map.copyOf(environment);
        permissions = List.copyOf(permissions);
    }
}
