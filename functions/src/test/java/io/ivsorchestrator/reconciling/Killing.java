package io.ivsorchestrator.reconciling;

import io.ivsorchestrator.index.IndexTable;
import io.ivsorchestrator.index.Item;
import io.ivsorchestrator.index.ItemKey;
import java.util.List;
import java.util.Optional;

/** Dies at the n-th call of anything: before it or, of a write, after it was done. */
final class Killing {
    private final int at;
    private int calls;

    /** @param at negative = never */
    Killing(int at) {
        this.at = at;
    }

    static final class KilledException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    void call() {
        if (calls++ == at) {
            throw new KilledException();
        }
    }

    boolean happened() {
        return at >= 0 && calls > at;
    }

    IndexTable table(IndexTable table) {
        return new IndexTable() {
            @Override
            public Optional<Item> get(ItemKey key) {
                call();
                return table.get(key);
            }

            @Override
            public List<Item> partition(String partition) {
                call();
                return table.partition(partition);
            }

            @Override
            public Written put(Item item, List<Item> pointers) {
                call();
                Written written = table.put(item, pointers);
                call();
                return written;
            }

            @Override
            public void put(Item item) {
                call();
                table.put(item);
                call();
            }

            @Override
            public List<Item> query(Range range, int limit) {
                call();
                return table.query(range, limit);
            }
        };
    }
}
