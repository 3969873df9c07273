package io.ivsorchestrator.local.laptop;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the deployed rules are made for.
 *
 * @param accounts whose events are taken; deployed it is one
 * @param buckets the recording buckets
 */
public record Routing(SortedSet<String> accounts, SortedSet<String> buckets) {
    public static Routing of(Collection<String> accounts, Collection<String> buckets) {
        return new Routing(Collections.unmodifiableSortedSet(new TreeSet<>(accounts)),
                Collections.unmodifiableSortedSet(new TreeSet<>(buckets)));
    }
}
