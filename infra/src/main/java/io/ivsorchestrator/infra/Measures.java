package io.ivsorchestrator.infra;

import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Metric;

/**
 * CloudWatch's metrics of what the deployment consists of, by the names of {@link Names}: a stack that shows or watches them
 * needs nothing of the stack that holds them.
 */
final class Measures {
    static final Duration FIVE_MINUTES = Duration.minutes(5);

    private Measures() {
    }

    /** Messages that wait, as many as there were at most within the period. */
    static Metric waiting(String queue) {
        return queue(queue, "ApproximateNumberOfMessagesVisible", "Maximum");
    }

    /** Seconds. */
    static Metric age(String queue) {
        return queue(queue, "ApproximateAgeOfOldestMessage", "Maximum");
    }

    static Metric queue(String queue, String name, String statistic) {
        return metric("AWS/SQS", name, statistic, Map.of("QueueName", queue));
    }

    static Metric function(String function, String name, String statistic) {
        return metric("AWS/Lambda", name, statistic, Map.of("FunctionName", function));
    }

    /** A count that the functions keep themselves. */
    static Metric counted(Names names, String service, String name) {
        return counted(names, service, name, "Sum");
    }

    static Metric counted(Names names, String service, String name, String statistic) {
        return metric(names.metrics(), name, statistic, Map.of("Service", service));
    }

    static Metric rule(String rule, String name) {
        return metric("AWS/Events", name, "Sum", Map.of("RuleName", rule));
    }

    static Metric metric(String namespace, String name, String statistic, Map<String, String> dimensions) {
        return Metric.Builder.create().namespace(namespace).metricName(name).statistic(statistic)
                .dimensionsMap(dimensions).period(FIVE_MINUTES).build();
    }
}
