package io.ivsorchestrator.index;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The table as seen by a writer that dies at one of its calls: before the call is made, or before its answer arrives. */
public final class DyingIndexTable implements IndexTable {
    private final IndexTable table;
    private final int deadly;
    private final boolean madeFirst;
    private int calls;

    /**
     * @param deadly    the number of the call, from 0
     * @param madeFirst whether that call still has its effect
     */
    public DyingIndexTable(IndexTable table, int deadly, boolean madeFirst) {
        this.table = table;
        this.deadly = deadly;
        this.madeFirst = madeFirst;
    }

    private <T> T call(Supplier<T> call) {
        int number = calls++;
        if (number < deadly) {
            return call.get();
        }
        if (number == deadly && madeFirst) {
            T unanswered = call.get();
            throw new Death(String.valueOf(unanswered));
        }
        throw new Death("before call " + number);
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

    /** The end of the process, as far as a test can have it. */
    public static final class Death extends RuntimeException {
        private static final long serialVersionUID = 1;

        Death(String last) {
            super(last);
        }
    }
}
