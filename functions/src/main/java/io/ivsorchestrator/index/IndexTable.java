package io.ivsorchestrator.index;

import java.util.List;
import java.util.Optional;

/**
 * The table below the index: few operations, each one AWS request (or as many as the answer has pages).
 *
 * <p>Every method throws {@link IndexUnavailableException} when the table could not answer; then the same call may be made
 * again later.
 */
public interface IndexTable {
    /** One item, strongly consistent. */
    Optional<Item> get(ItemKey key);

    /** All items of a partition by ascending sort key, strongly consistent. */
    List<Item> partition(String partition);

    /**
     * Writes an item if the stored one has the version before it (or none exists, for version 1), and its pointers with
     * it, all or nothing.
     *
     * @param pointers at most {@value #MAX_POINTERS}; written whatever is stored under their keys
     */
    Written put(Item item, List<Item> pointers);

    /** Writes an item whatever is stored under its key; for items that never change. */
    void put(Item item);

    /** Items of a base partition or of a secondary index, by descending sort key, eventually consistent on an index. */
    List<Item> query(Range range, int limit);

    /** What {@link #put(Item, List)} takes; DynamoDB allows 100 items in a transaction. */
    int MAX_POINTERS = 99;

    /** Whether a guarded write was done. */
    sealed interface Written {
        record Stored() implements Written {}

        /** Somebody else's write came first. */
        record Refused(Item current) implements Written {}
    }

    /**
     * Some sort keys of one partition.
     *
     * @param index     empty for the base table
     * @param from      inclusive, empty text for no bound
     * @param before    exclusive
     */
    record Range(Optional<KeySchema.SecondaryIndex> index, String partition, String from, String before) {}
}
