package io.ivsorchestrator.reconciling;

import io.ivsorchestrator.index.ForwardingIndexTable;
import io.ivsorchestrator.index.IndexTable;
import io.ivsorchestrator.index.Item;
import java.util.List;
import java.util.function.Supplier;

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
        return new Mortal(table);
    }

    private final class Mortal extends ForwardingIndexTable {
        Mortal(IndexTable table) {
            super(table);
        }

        @Override
        protected <T> T call(Supplier<T> call) {
            Killing.this.call();
            return call.get();
        }

        @Override
        public Written put(Item item, List<Item> pointers) {
            Written written = super.put(item, pointers);
            Killing.this.call();
            return written;
        }

        @Override
        public void put(Item item) {
            super.put(item);
            Killing.this.call();
        }
    }
}
