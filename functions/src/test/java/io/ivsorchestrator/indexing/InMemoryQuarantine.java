package io.ivsorchestrator.indexing;

import io.ivsorchestrator.runtime.QueueMessage;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Quarantine in memory, for tests; can be switched off. */
public final class InMemoryQuarantine implements Quarantine {
    private final Map<String, String> reasons = new LinkedHashMap<>();
    private boolean broken;

    @Override
    public void keep(QueueMessage message, String reason) {
        if (broken) {
            throw new QuarantineException("switched off", new IllegalStateException("by the test"));
        }
        reasons.put(message.id(), reason);
    }

    public void breakDown() {
        broken = true;
    }

    /** By message id. */
    public Map<String, String> reasons() {
        return Collections.unmodifiableMap(reasons);
    }
}
