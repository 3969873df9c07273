package io.ivsorchestrator.ivs;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The ledger in memory, for tests: one lock, no delay, every request counted. */
public final class InMemoryCallLedger implements CallLedger {
    private final Map<IvsOperation, Entry> entries = new EnumMap<>(IvsOperation.class);
    private int requests;
    private boolean away;

    @Override
    public synchronized Optional<Entry> write(IvsOperation operation, Entry entry) {
        requests++;
        if (away) {
            throw new LedgerUnavailableException("away", new IllegalStateException("away"));
        }
        Entry known = entries.getOrDefault(operation, Entry.NONE);
        if (known.version() != entry.version() - 1) {
            return Optional.of(known);
        }
        entries.put(operation, entry);
        return Optional.empty();
    }

    public synchronized int requests() {
        return requests;
    }

    public synchronized void setAway(boolean now) {
        away = now;
    }
}
