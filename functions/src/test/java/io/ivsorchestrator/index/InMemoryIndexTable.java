package io.ivsorchestrator.index;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The table in memory, for tests: one lock, no delay, every call counted. */
public final class InMemoryIndexTable implements IndexTable {
    private final SortedMap<ItemKey, Item> items = new TreeMap<>(
            Comparator.comparing(ItemKey::partition).thenComparing(ItemKey::sort));
    private final List<String> calls = new ArrayList<>();

    @Override
    public synchronized Optional<Item> get(ItemKey key) {
        calls.add("get");
        return Optional.ofNullable(items.get(key));
    }

    @Override
    public synchronized List<Item> partition(String partition) {
        calls.add("partition");
        return items.values().stream().filter(item -> item.key().partition().equals(partition)).toList();
    }

    @Override
    public synchronized Written put(Item item, List<Item> pointers) {
        Item current = items.get(item.key());
        long version = current == null ? 0 : current.version();
        if (version != item.version() - 1) {
            if (current == null) {
                throw new IndexUnavailableException("vanished");
            }
            calls.add("refused");
            return new Written.Refused(current);
        }
        calls.add("put");
        items.put(item.key(), item);
        pointers.stream().limit(MAX_POINTERS).forEach(pointer -> items.put(pointer.key(), pointer));
        return new Written.Stored();
    }

    @Override
    public synchronized void put(Item item) {
        calls.add("link");
        items.put(item.key(), item);
    }

    @Override
    public synchronized List<Item> query(Range range, int limit) {
        calls.add("query");
        String partition = range.index().map(KeySchema.SecondaryIndex::partitionAttribute).orElse("");
        return items.values().stream()
                .filter(item -> range.partition().equals(range.index().isPresent()
                        ? item.attributes().get(partition)
                        : item.key().partition()))
                .filter(item -> sort(range, item).compareTo(range.from()) >= 0)
                .filter(item -> sort(range, item).compareTo(range.before()) < 0)
                .sorted(Comparator.comparing((Item item) -> sort(range, item)).reversed())
                .limit(limit)
                .toList();
    }

    private static String sort(Range range, Item item) {
        return range.index().isPresent() ? item.attribute(KeySchema.STARTED) : item.key().sort();
    }

    /** The calls since the last time, in order; a guarded write counts as {@code put} or {@code refused}. */
    public synchronized List<String> takeCalls() {
        List<String> taken = List.copyOf(calls);
        calls.clear();
        return taken;
    }

    /** Another table with the same items. */
    public synchronized InMemoryIndexTable copy() {
        InMemoryIndexTable copy = new InMemoryIndexTable();
        copy.items.putAll(items);
        return copy;
    }

    /** Everything in the table, with versions: what the answers to all calls follow from. */
    synchronized List<Item> items() {
        return List.copyOf(items.values());
    }

    /** Everything in the table, without versions and outbound events: what must not depend on the order of arrival. */
    public synchronized String contents() {
        return items.values().stream().map(item -> {
            SortedMap<String, String> attributes = new TreeMap<>(item.attributes());
            attributes.keySet().removeAll(Set.of(KeySchema.SEQUENCE, KeySchema.PUBLISHED, KeySchema.OUTBOX,
                    KeySchema.SecondaryIndex.UNPUBLISHED.partitionAttribute()));
            return item.key() + " " + attributes;
        }).collect(Collectors.joining("\n"));
    }
}
