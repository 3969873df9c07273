package io.ivsorchestrator.local.laptop;

import io.ivsorchestrator.runtime.Metrics;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** The functions' counts, added up in memory instead of sent to CloudWatch. */
final class Counts implements Metrics {
    private final Map<String, Long> totals = new ConcurrentSkipListMap<>();

    @Override
    public void count(Map<String, Long> counts) {
        counts.forEach((name, count) -> totals.merge(name, count, Long::sum));
    }

    long total(String name) {
        return totals.getOrDefault(name, 0L);
    }
}
