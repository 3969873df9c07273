package io.ivsorchestrator.local.provision;

import io.ivsorchestrator.ivs.CallLedger;
import io.ivsorchestrator.ivs.IvsOperation;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Of one process that shares with nobody. */
final class OwnLedger implements CallLedger {
    private final Map<IvsOperation, Entry> entries = new EnumMap<>(IvsOperation.class);

    @Override
    public synchronized Optional<Entry> write(IvsOperation operation, Entry entry) {
        Entry known = entries.getOrDefault(operation, Entry.NONE);
        if (known.version() != entry.version() - 1) {
            return Optional.of(known);
        }
        entries.put(operation, entry);
        return Optional.empty();
    }
}
