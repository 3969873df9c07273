package io.ivsorchestrator.index;

import java.util.function.Supplier;

/** The table as seen by a writer that dies at one of its calls: before the call is made, or before its answer arrives. */
public final class DyingIndexTable extends ForwardingIndexTable {
    private final int deadly;
    private final boolean madeFirst;
    private int calls;

    /**
     * @param deadly    the number of the call, from 0
     * @param madeFirst whether that call still has its effect
     */
    public DyingIndexTable(IndexTable table, int deadly, boolean madeFirst) {
        super(table);
        this.deadly = deadly;
        this.madeFirst = madeFirst;
    }

    @Override
    protected <T> T call(Supplier<T> call) {
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

    /** The end of the process, as far as a test can have it. */
    public static final class Death extends RuntimeException {
        private static final long serialVersionUID = 1;

        Death(String last) {
            super(last);
        }
    }
}
