package io.ivsorchestrator.index;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A table that answers nothing. */
public class UnavailableIndexTable implements IndexTable {
    private final Supplier<IndexUnavailableException> failure;

    public UnavailableIndexTable(Supplier<IndexUnavailableException> failure) {
        this.failure = failure;
    }

    @Override
    public Optional<Item> get(ItemKey key) {
        throw failure.get();
    }

    @Override
    public List<Item> partition(String partition) {
        throw failure.get();
    }

    @Override
    public Written put(Item item, List<Item> pointers) {
        throw failure.get();
    }

    @Override
    public void put(Item item) {
        throw failure.get();
    }

    @Override
    public List<Item> query(Range range, int limit) {
        throw failure.get();
    }
}
