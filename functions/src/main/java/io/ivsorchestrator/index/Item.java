package io.ivsorchestrator.index;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One item of the table.
 *
 * @param version    see {@link KeySchema#VERSION}
 * @param attributes all others, strings by name, none empty where it is a key
 */
public record Item(ItemKey key, long version, SortedMap<String, String> attributes) {
    public Item {
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    }

    /** @throws IllegalStateException if the item has no such attribute */
    String attribute(String name) {
        String value = attributes.get(name);
        if (value == null) {
            throw new IllegalStateException("the item " + key + " has no attribute " + name);
        }
        return value;
    }

    static Item of(ItemKey key, long version, Map<String, String> attributes) {
        return new Item(key, version, new TreeMap<>(attributes));
    }
}
