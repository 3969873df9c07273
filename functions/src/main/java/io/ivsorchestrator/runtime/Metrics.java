package io.ivsorchestrator.runtime;

import java.util.Map;

/** Where a function's counts go. */
public interface Metrics {
    /** Counts things by name, all of one moment. */
    void count(Map<String, Long> counts);
}
