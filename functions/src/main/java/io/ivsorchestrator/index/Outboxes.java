package io.ivsorchestrator.index;

import io.ivsorchestrator.index.IndexTable.Range;
import io.ivsorchestrator.index.IndexTable.Written;
import io.ivsorchestrator.index.KeySchema.SecondaryIndex;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The outbound events that wait in the recordings' items. See {@link Outbox}.
 *
 * <p>Every method throws {@link IndexUnavailableException} if the table could not answer; then it may be repeated.
 */
public final class Outboxes {
    /** Sorts after every sort key. */
    private static final String END = "~";
    /** Each refusal means that another writer succeeded. */
    private static final int MAX_ATTEMPTS = 25;

    private final IndexTable table;

    public Outboxes(IndexTable table) {
        this.table = table;
    }

    /** A recording's item, strongly consistent. */
    public Optional<Item> find(ItemKey key) {
        return table.get(key);
    }

    /** The partitions over which {@link #unpublished} is spread. */
    public static List<String> shards() {
        return IndexItems.unpublishedKeys();
    }

    /**
     * Recordings with events that are not known to be published, one query. Eventually consistent; the items hold their
     * keys only.
     *
     * @param before see {@link #position} of the previous page's last
     */
    public List<Item> unpublished(String shard, Optional<String> before, int limit) {
        return table.query(new Range(Optional.of(SecondaryIndex.UNPUBLISHED), shard, "", before.orElse(END)), limit);
    }

    /** Where an item of {@link #unpublished} stands in the order. */
    public static String position(Item item) {
        return item.attribute(KeySchema.STARTED);
    }

    /**
     * Notes that all events up to a sequence are published. One write, unless somebody wrote in between. That write leads to
     * no event: it leaves the sequence as it is.
     *
     * @param item the recording's item as last seen
     */
    public void published(Item item, long sequence) {
        Item current = item;
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Outbox outbox = Outbox.of(current.attributes());
            if (outbox.published() >= sequence) {
                return;
            }
            switch (table.put(noted(current, outbox, sequence), List.of())) {
                case Written.Stored _ -> {
                    return;
                }
                case Written.Refused refused -> current = refused.current();
            }
        }
        throw new IndexUnavailableException(
                "gave up on " + item.key() + ": " + MAX_ATTEMPTS + " other writers came first");
    }

    private static Item noted(Item item, Outbox outbox, long sequence) {
        Outbox rest = new Outbox(outbox.sequence(), sequence, outbox.after(sequence));
        SortedMap<String, String> attributes = new TreeMap<>(item.attributes());
        attributes.remove(KeySchema.OUTBOX);
        attributes.putAll(rest.attributes());
        if (rest.entries().isEmpty()) {
            attributes.remove(SecondaryIndex.UNPUBLISHED.partitionAttribute());
        }
        return new Item(item.key(), item.version() + 1, attributes);
    }
}
