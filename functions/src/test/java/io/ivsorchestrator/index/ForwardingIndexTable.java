package io.ivsorchestrator.index;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A table that hands every call on to another. Who does something with all calls overrides {@link #call}; who does something with
 * some overrides those.
 */
public abstract class ForwardingIndexTable implements IndexTable {
    private final IndexTable table;

    protected ForwardingIndexTable(IndexTable table) {
        this.table = table;
    }

    /** Makes a call; every one goes through here. */
    protected <T> T call(Supplier<T> call) {
        return call.get();
    }

    @Override
    public Optional<Item> get(ItemKey key) {
        return call(() -> table.get(key));
    }

    @Override
    public List<Item> partition(String partition) {
        return call(() -> table.partition(partition));
    }

    @Override
    public Written put(Item item, List<Item> pointers) {
        return call(() -> table.put(item, pointers));
    }

    @Override
    public void put(Item item) {
        call(() -> {
            table.put(item);
            return true;
        });
    }

    @Override
    public List<Item> query(Range range, int limit) {
        return call(() -> table.query(range, limit));
    }
}
