package io.ivsorchestrator.provisioning;

import java.util.Map;
import java.util.Optional;

/** The few things that provisioning must remember between two invocations: small records by name, each guarded by a version. */
public interface ProvisioningRecords {
    /** The record as it is now. */
    Optional<Entry> find(String name);

    /**
     * Writes a record.
     *
     * @param version one more than that of the record that was read; 1 if there was none
     * @return false if somebody else's write came first
     */
    boolean put(String name, long version, Map<String, String> values);

    /** @param version 1 for the first write, one more with each */
    record Entry(long version, Map<String, String> values) {
        public Entry {
            values = Map.copyOf(values);
        }

        /** Empty text counts as none. */
        Optional<String> value(String name) {
            return Optional.ofNullable(values.get(name)).filter(text -> !text.isEmpty());
        }
    }
}
