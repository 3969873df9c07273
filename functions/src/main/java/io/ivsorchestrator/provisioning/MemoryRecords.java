package io.ivsorchestrator.provisioning;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** In memory: for an operator who has no table, and for one command only. */
public final class MemoryRecords implements ProvisioningRecords {
    private final Map<String, Entry> entries = new HashMap<>();

    @Override
    public synchronized Optional<Entry> find(String name) {
        return Optional.ofNullable(entries.get(name));
    }

    @Override
    public synchronized boolean put(String name, long version, Map<String, String> values) {
        long current = find(name).map(Entry::version).orElse(0L);
        if (version != current + 1) {
            return false;
        }
        entries.put(name, new Entry(version, values));
        return true;
    }
}
