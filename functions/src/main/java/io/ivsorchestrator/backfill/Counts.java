package io.ivsorchestrator.backfill;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a backfill has come across.
 *
 * @param found           recordings in one of IVS's layouts
 * @param indexed         of those, new to the index or known better than before
 * @param known           of those, known before with all that was found
 * @param withoutMetadata of those, media only, or metadata that was gone when it was read: nothing to index
 * @param unread          of those, with metadata that could not be used; indexed all the same
 * @param missing         verification only: not in the index
 * @param differing       verification only: in the index with less, or elsewhere
 * @param foreign         objects and folders that are no part of a recording
 * @param pages           requests that list
 */
public record Counts(long found, long indexed, long known, long withoutMetadata, long unread, long missing,
        long differing, long foreign, long pages) {
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0);

    public Counts plus(Counts more) {
        return new Counts(found + more.found, indexed + more.indexed, known + more.known,
                withoutMetadata + more.withoutMetadata, unread + more.unread, missing + more.missing,
                differing + more.differing, foreign + more.foreign, pages + more.pages);
    }

    /** By name, as metrics. */
    public Map<String, Long> byName() {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("BackfillFound", found);
        counts.put("BackfillIndexed", indexed);
        counts.put("BackfillKnown", known);
        counts.put("BackfillWithoutMetadata", withoutMetadata);
        counts.put("BackfillUnread", unread);
        counts.put("BackfillMissing", missing);
        counts.put("BackfillDiffering", differing);
        counts.put("BackfillForeign", foreign);
        counts.put("BackfillPages", pages);
        return counts;
    }

    static Counts of(Map<String, Long> byName) {
        return new Counts(get(byName, "BackfillFound"), get(byName, "BackfillIndexed"), get(byName, "BackfillKnown"),
                get(byName, "BackfillWithoutMetadata"), get(byName, "BackfillUnread"),
                get(byName, "BackfillMissing"), get(byName, "BackfillDiffering"), get(byName, "BackfillForeign"),
                get(byName, "BackfillPages"));
    }

    private static long get(Map<String, Long> byName, String name) {
        return byName.getOrDefault(name, 0L);
    }
}
