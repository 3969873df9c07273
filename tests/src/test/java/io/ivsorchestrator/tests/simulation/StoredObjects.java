package io.ivsorchestrator.tests.simulation;

import io.ivsorchestrator.media.Fetched;
import io.ivsorchestrator.media.InMemoryMediaObjects;
import io.ivsorchestrator.media.InMemoryRecordingFiles;
import io.ivsorchestrator.media.InMemoryRecordingListing;
import io.ivsorchestrator.media.MediaObjects;
import io.ivsorchestrator.media.RecordingFiles;
import io.ivsorchestrator.media.RecordingFilesException;
import io.ivsorchestrator.media.RecordingListing;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What lies in the bucket of the deployment, and the faulty ways to read and list it. */
final class StoredObjects {
    private final Calls calls;
    private final Sabotage sabotage;
    private final InMemoryRecordingFiles files = new InMemoryRecordingFiles();
    private final InMemoryRecordingListing listing = new InMemoryRecordingListing().pagesOf(7);
    private final InMemoryMediaObjects media = new InMemoryMediaObjects();
    private final NavigableSet<String> keys = new TreeSet<>();
    private Consumer<String> beforeReading = _ -> {};

    StoredObjects(Calls calls, Sabotage sabotage) {
        this.calls = calls;
        this.sabotage = sabotage;
        // The bucket is there before anything is in it.
        media.put(Story.BUCKET, "", "").delete(Story.BUCKET, "");
    }

    /** @param watch told of each object that is about to be read, in the moment in which it is */
    void beforeReading(Consumer<String> watch) {
        beforeReading = watch;
    }

    void put(String key, String content, Instant time) {
        byte[] body = content.getBytes(StandardCharsets.UTF_8);
        files.put(Story.BUCKET, key, body, time);
        media.put(Story.BUCKET, key, body, time.truncatedTo(ChronoUnit.SECONDS));
        listing.put(key, time);
        keys.add(key);
    }

    void remove(String key) {
        files.delete(Story.BUCKET, key);
        media.delete(Story.BUCKET, key);
        if (sabotage != Sabotage.LINGERING_LISTING) {
            listing.remove(key);
        }
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
        return (name, key) -> read(name, key, () -> files.fetch(name, key));
    }

    private Fetched read(String name, String key, Supplier<Fetched> fetch) {
        return calls.make(() -> {
            beforeReading.accept(key);
            return fetch.get();
        }, () -> failed(name, key));
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

    MediaObjects media() {
        return new MediaObjects() {
            @Override
            public Fetched fetch(String name, String key, int maxBytes) {
                return read(name, key, () -> media.fetch(name, key, maxBytes));
            }

            @Override
            public Fetched fetch(String name, String key, long offset, int length) {
                return read(name, key, () -> media.fetch(name, key, offset, length));
            }

            @Override
            public Listed list(String name, String prefix, Optional<String> after) {
                return calls.make(() -> media.list(name, prefix, after), () -> failed(name, prefix));
            }
        };
    }

    /** As it is now. */
    String text(String key) {
        return media.fetch(Story.BUCKET, key, Integer.MAX_VALUE) instanceof Fetched.Found found
                ? new String(found.body(), StandardCharsets.UTF_8)
                : "";
    }

    private static RecordingFilesException failed(String bucket, String key) {
        return new RecordingFilesException(bucket, key, new IllegalStateException("simulated"));
    }
}
