package io.ivsorchestrator.media;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Keys in memory, listed as S3 lists them; counts the requests. Ordinary keys only, whose order is the same in UTF-16. */
public final class InMemoryRecordingListing implements RecordingListing {
    private final NavigableMap<String, Instant> objects = new TreeMap<>();
    private boolean folding = true;
    private boolean refusing;
    private int mostPerPage = PAGE;
    private int requests;

    public InMemoryRecordingListing put(String key, Instant lastModified) {
        objects.put(key, lastModified);
        return this;
    }

    public void remove(String key) {
        objects.remove(key);
    }

    /** From now on a delimiter of several characters is ignored, as some stores do. */
    public InMemoryRecordingListing withoutFolding() {
        folding = false;
        return this;
    }

    /** From now on a delimiter of several characters is refused, as other stores do. */
    public InMemoryRecordingListing refusingToFold() {
        refusing = true;
        return this;
    }

    /** So many entries a page has at most. */
    public InMemoryRecordingListing pagesOf(int entries) {
        mostPerPage = entries;
        return this;
    }

    public int requests() {
        return requests;
    }

    @Override
    public Listed list(Query query) {
        requests++;
        if (refusing && query.delimiter().filter(it -> it.length() > 1).isPresent()) {
            throw new NotFoldingException(new IllegalArgumentException("400 InvalidRequest"));
        }
        Optional<String> delimiter = query.delimiter().filter(it -> folding || it.length() == 1);
        int limit = Math.min(query.limit(), mostPerPage);
        List<ListedObject> keys = new ArrayList<>();
        List<String> folded = new ArrayList<>();
        String after = query.token().or(query::startAfter).orElse("");
        String key = objects.higherKey(after.compareTo(query.prefix()) < 0 ? before(query.prefix()) : after);
        String last = after;
        while (key != null && key.startsWith(query.prefix())) {
            if (keys.size() + folded.size() == limit) {
                return new Listed(keys, folded, Optional.of(last));
            }
            String each = key;
            int at = delimiter.map(it -> each.indexOf(it, query.prefix().length())).orElse(-1);
            if (at < 0) {
                keys.add(new ListedObject(key, objects.getOrDefault(key, Instant.EPOCH)));
                last = key;
            } else {
                String prefix = key.substring(0, at + delimiter.orElseThrow().length());
                folded.add(prefix);
                last = prefix + "\uDBFF\uDFFF";
            }
            key = objects.higherKey(last);
        }
        return new Listed(keys, folded, Optional.empty());
    }

    private static String before(String prefix) {
        return prefix.isEmpty()
                ? ""
                : prefix.substring(0, prefix.length() - 1)
                        + (char) (prefix.charAt(prefix.length() - 1) - 1) + "\uDBFF\uDFFF";
    }
}
