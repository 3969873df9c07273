package io.ivsorchestrator.tests.simulation;

import io.ivsorchestrator.index.IndexTable;
import io.ivsorchestrator.index.IndexUnavailableException;
import io.ivsorchestrator.index.Item;
import io.ivsorchestrator.index.ItemKey;
import io.ivsorchestrator.index.KeySchema;
import io.ivsorchestrator.index.KeySchema.SecondaryIndex;
import io.ivsorchestrator.tests.simulation.Tally.Seen;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * DynamoDB as its guide describes it: a base table that is strongly consistent, secondary indexes that follow after a while and
 * hold what they project, and a stream of changes.
 */
final class SimulatedTable implements IndexTable {
    /** Sorts before every character of a key. */
    private static final String BETWEEN = "\u0000";

    private final Calls calls;
    private final Watch watch;
    private final Sabotage sabotage;
    private final Map<String, NavigableMap<String, Item>> partitions = new HashMap<>();
    private final Map<SecondaryIndex, Map<String, NavigableMap<String, Item>>> indexes = new EnumMap<>(
            SecondaryIndex.class);
    /** Not yet in the indexes, oldest first. */
    private final Deque<Change> following = new ArrayDeque<>();
    private final Map<String, Item> bySubject = new HashMap<>();
    private int guardedWrites;

    /** One item before and after a write. */
    record Change(@Nullable Item before, Item after) {}

    /** Told of each change in the moment in which it happens. */
    interface Watch {
        void changed(Change change);
    }

    SimulatedTable(Calls calls, Watch watch, Sabotage sabotage) {
        this.calls = calls;
        this.watch = watch;
        this.sabotage = sabotage;
    }

    private <T> T call(String what, Supplier<T> effect) {
        return calls.make(effect, () -> new IndexUnavailableException(what));
    }

    @Override
    public Optional<Item> get(ItemKey key) {
        return call("get", () -> Optional.ofNullable(stored(key)));
    }

    private @Nullable Item stored(ItemKey key) {
        NavigableMap<String, Item> partition = partitions.get(key.partition());
        return partition == null ? null : partition.get(key.sort());
    }

    @Override
    public List<Item> partition(String partition) {
        return call("partition", () -> {
            NavigableMap<String, Item> items = partitions.get(partition);
            boolean lags = sabotage == Sabotage.LAGGING_READS && calls.chance().in(0.3);
            return items == null || lags ? List.of() : List.copyOf(items.values());
        });
    }

    @Override
    public Written put(Item item, List<Item> pointers) {
        return call("put", () -> {
            Written written = write(item, pointers);
            if (written instanceof Written.Refused) {
                calls.tally().saw(Seen.OVERTAKEN);
            }
            if (calls.chance().in(calls.faults().lostAnswer())) {
                // The SDK makes the call again, and does not know that it was made.
                calls.tally().saw(Seen.ANSWER_LOST);
                return write(item, pointers);
            }
            return written;
        });
    }

    private Written write(Item item, List<Item> pointers) {
        Item current = stored(item.key());
        long version = current == null ? 0 : current.version();
        if (version != item.version() - 1 && sabotage != Sabotage.UNGUARDED_WRITES) {
            if (current == null) {
                throw new IndexUnavailableException("vanished");
            }
            return new Written.Refused(current);
        }
        if (sabotage == Sabotage.FORGOTTEN_WRITE && ++guardedWrites % 5 == 0) {
            return new Written.Stored();
        }
        store(item);
        pointers.stream().limit(MAX_POINTERS).forEach(this::store);
        return new Written.Stored();
    }

    @Override
    public void put(Item item) {
        call("link", () -> {
            if (sabotage != Sabotage.FORGOTTEN_LINKS) {
                store(item);
            }
            return true;
        });
    }

    private void store(Item item) {
        Item before = partitions.computeIfAbsent(item.key().partition(), _ -> new TreeMap<>()).put(item.key().sort(),
                item);
        String subject = item.attributes().get(KeySchema.SUBJECT);
        if (subject != null) {
            bySubject.put(subject, item);
        }
        if (!item.equals(before)) {
            Change change = new Change(before, item);
            following.add(change);
            watch.changed(change);
        }
    }

    @Override
    public List<Item> query(Range range, int limit) {
        return call("query", () -> {
            if (range.index().isEmpty()) {
                // By its guide such a query is eventually consistent, too; nobody here relies on more.
                return page(partitions.get(range.partition()), range.from(), range.before(), limit);
            }
            follow();
            Map<String, NavigableMap<String, Item>> index = indexes.get(range.index().get());
            return index == null
                    ? List.of()
                    : page(index.get(range.partition()), range.from(), range.before(), limit);
        });
    }

    private static List<Item> page(@Nullable NavigableMap<String, Item> items, String from, String before, int limit) {
        return items == null || from.compareTo(before) >= 0
                ? List.of()
                : items.subMap(from, true, before, false).descendingMap().values().stream().limit(limit).toList();
    }

    /** The indexes catch up, as far as chance will have it. */
    private void follow() {
        while (!following.isEmpty()) {
            if (calls.chance().in(calls.faults().stale())) {
                calls.tally().saw(Seen.STALE);
                return;
            }
            Change change = following.remove();
            for (SecondaryIndex index : SecondaryIndex.values()) {
                Map<String, NavigableMap<String, Item>> entries = indexes.computeIfAbsent(index, _ -> new HashMap<>());
                Item gone = change.before;
                if (gone != null && gone.attributes().containsKey(index.partitionAttribute())) {
                    entry(entries, index, gone).remove(sort(gone));
                }
                if (change.after.attributes().containsKey(index.partitionAttribute())) {
                    entry(entries, index, change.after).put(sort(change.after), projected(index, change.after));
                }
            }
        }
    }

    private static NavigableMap<String, Item> entry(Map<String, NavigableMap<String, Item>> entries,
            SecondaryIndex index, Item item) {
        return entries.computeIfAbsent(attribute(item, index.partitionAttribute()), _ -> new TreeMap<>());
    }

    /** An index may hold several items with the same sort key. */
    private static String sort(Item item) {
        return attribute(item, KeySchema.STARTED) + BETWEEN + item.key().partition() + BETWEEN + item.key().sort();
    }

    private static Item projected(SecondaryIndex index, Item item) {
        SortedMap<String, String> attributes = new TreeMap<>();
        attributes.put(index.partitionAttribute(), attribute(item, index.partitionAttribute()));
        attributes.put(KeySchema.STARTED, attribute(item, KeySchema.STARTED));
        if (index.projectsView()) {
            attributes.put(KeySchema.VIEW, attribute(item, KeySchema.VIEW));
        }
        return new Item(item.key(), 0, attributes);
    }

    private static String attribute(Item item, String name) {
        String value = item.attributes().get(name);
        if (value == null) {
            throw new IllegalStateException(item.key() + " is in an index and has no " + name);
        }
        return value;
    }

    /** The items that hold facts. */
    Map<String, Item> bySubject() {
        return Collections.unmodifiableMap(bySubject);
    }

    /** Everything in the base table. */
    List<Item> items() {
        return partitions.values().stream().map(NavigableMap::values).flatMap(Collection::stream)
                .collect(ArrayList::new, ArrayList::add, ArrayList::addAll);
    }
}
