package io.ivsorchestrator.tests.faults;

import io.ivsorchestrator.index.IndexTable;
import io.ivsorchestrator.index.IndexUnavailableException;
import io.ivsorchestrator.index.Item;
import io.ivsorchestrator.index.ItemKey;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A table that does not answer at times. */
record OutOfOrder(IndexTable table, BooleanSupplier outage) implements IndexTable {
    private <T> T ask(Supplier<T> question) {
        if (outage.getAsBoolean()) {
            throw new IndexUnavailableException("the table is out of order");
        }
        return question.get();
    }

    @Override
    public Optional<Item> get(ItemKey key) {
        return ask(() -> table.get(key));
    }

    @Override
    public List<Item> partition(String partition) {
        return ask(() -> table.partition(partition));
    }

    @Override
    public Written put(Item item, List<Item> pointers) {
        return ask(() -> table.put(item, pointers));
    }

    @Override
    public void put(Item item) {
        ask(() -> {
            table.put(item);
            return true;
        });
    }

    @Override
    public List<Item> query(Range range, int limit) {
        return ask(() -> table.query(range, limit));
    }
}
