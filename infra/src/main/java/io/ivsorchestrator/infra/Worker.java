package io.ivsorchestrator.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.logs.RetentionDays;

/**
 * The function at the end of a {@link Pipeline}: what differs between pipelines.
 *
 * @param handler           class name
 * @param code              the jar of all functions
 * @param timeoutSeconds    for one batch
 * @param memoryMb          also decides its share of a CPU
 * @param maximumConcurrency of the queue's batches, at least 2 as Lambda wants
 * @param environment       all of it but {@code JAVA_TOOL_OPTIONS}
 * @param permissions       beyond its own logs, traces and queue
 */
record Worker(
        String handler,
        Code code,
        int timeoutSeconds,
        int memoryMb,
        int maximumConcurrency,
        RetentionDays logRetention,
        Map<String, String> environment,
        List<PolicyStatement> permissions) {
    Worker {
        environment = Map.copyOf(environment);
        permissions = List.copyOf(permissions);
    }
}
