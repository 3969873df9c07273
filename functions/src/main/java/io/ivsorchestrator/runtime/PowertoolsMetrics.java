package io.ivsorchestrator.runtime;

import java.util.Map;
import software.amazon.lambda.powertools.metrics.MetricsFactory;
import software.amazon.lambda.powertools.metrics.model.MetricUnit;

/** To CloudWatch in its embedded metric format; namespace and service are set by {@code POWERTOOLS_*} variables. */
public final class PowertoolsMetrics implements Metrics {
    @Override
    public void count(Map<String, Long> counts) {
        MetricsFactory.getMetricsInstance().flushMetrics(metrics -> counts
                .forEach((name, count) -> metrics.addMetric(name, count, MetricUnit.COUNT)));
    }
}
