package io.ivsorchestrator.tests.simulation;

import io.ivsorchestrator.media.InMemoryRecordingFiles;
import io.ivsorchestrator.media.InMemoryRecordingListing;
import io.ivsorchestrator.media.RecordingFiles;
import io.ivsorchestrator.media.RecordingFilesException;
import io.ivsorchestrator.media.RecordingListing;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** What lies in the bucket of the deployment, and the faulty ways to read and list it. */
final class StoredObjects {
    private final Calls calls;
    private final Sabotage sabotage;
    private final InMemoryRecordingFiles files = new InMemoryRecordingFiles();
    private final InMemoryRecordingListing listing = new InMemoryRecordingListing().pagesOf(7);
    private final NavigableSet<String> keys = new TreeSet<>();

    StoredObjects(Calls calls, Sabotage sabotage) {
        this.calls = calls;
        this.sabotage = sabotage;
    }

    void put(String key, String content, Instant time) {
        files.put(Story.BUCKET, key, content.getBytes(StandardCharsets.UTF_8), time);
        listing.put(key, time);
        keys.add(key);
    }

    void remove(String key) {
        files.delete(Story.BUCKET, key);
        listing.remove(key);
        keys.remove(key);
    }

    boolean has(String key) {
        return keys.contains(key);
    }

    /** All keys that begin so, in their order. */
    List<String> beginningWith(String prefix) {
        return keys.tailSet(prefix).stream().takeWhile(key -> key.startsWith(prefix)).toList();
    }

    RecordingFiles files() {
        return (name, key) -> calls.make(() -> files.fetch(name, key), () -> failed(name, key));
    }

    RecordingListing listing() {
        return query -> calls.make(() -> sabotaged(query, listing.list(query)),
                () -> failed(query.bucket(), query.prefix()));
    }

    private RecordingListing.Listed sabotaged(RecordingListing.Query query, RecordingListing.Listed listed) {
        if (sabotage == Sabotage.BLIND_LISTING) {
            return new RecordingListing.Listed(List.of(), List.of(), Optional.empty());
        }
        boolean folders = query.delimiter().equals(Optional.of("/")) && !listed.prefixes().isEmpty();
        return sabotage == Sabotage.MISSING_FOLDER && folders
                ? new RecordingListing.Listed(listed.objects(),
                        listed.prefixes().subList(0, listed.prefixes().size() - 1), listed.next())
                : listed;
    }

    private static RecordingFilesException failed(String bucket, String key) {
        return new RecordingFilesException(bucket, key, new IllegalStateException("simulated"));
    }
}
