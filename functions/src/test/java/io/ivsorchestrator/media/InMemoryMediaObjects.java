package io.ivsorchestrator.media;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** {@link MediaObjects} in maps, which counts what is asked of it. Safe to use from several threads. */
public final class InMemoryMediaObjects implements MediaObjects {
    private static final int PAGE = 1000;
    private static final Comparator<String> BY_BYTES = (one, other) -> Arrays
            .compareUnsigned(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));

    private final ConcurrentHashMap<String, NavigableMap<String, Stored>> buckets = new ConcurrentHashMap<>();
    private final Set<String> denied = ConcurrentHashMap.newKeySet();
    private final Set<String> unavailable = ConcurrentHashMap.newKeySet();
    private final AtomicInteger gets = new AtomicInteger();
    private final AtomicInteger lists = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    @SuppressWarnings("ArrayRecordComponent")
    private record Stored(byte[] body, Instant lastModified) {}

    @Override
    public Fetched fetch(String bucket, String key, int maxBytes) {
        gets.incrementAndGet();
        return lastFetched(bucket, key, 0, Integer.MAX_VALUE) instanceof Fetched.Found found
                && found.body().length > maxBytes
                        ? new Fetched.TooLarge(found.body().length)
                        : lastFetched(bucket, key, 0, Integer.MAX_VALUE);
    }

    @Override
    public Fetched fetch(String bucket, String key, long offset, int length) {
        gets.incrementAndGet();
        return lastFetched(bucket, key, offset, length);
    }

    private Fetched lastFetched(String bucket, String key, long offset, int length) {
        if (unavailable.contains(bucket)) {
            throw new RecordingFilesException(bucket, key, new IOException("503 SlowDown, as the test wants"));
        }
        if (denied.contains(bucket)) {
            return new Fetched.Denied("AccessDenied: as the test wants");
        }
        Stored stored = buckets.getOrDefault(bucket, new ConcurrentSkipListMap<>()).get(key);
        if (stored == null) {
            return new Fetched.NotFound();
        }
        int from = (int) Math.min(offset, stored.body.length);
        int to = (int) Math.min((long) from + length, stored.body.length);
        bytes.addAndGet(to - from);
        return new Fetched.Found(Arrays.copyOfRange(stored.body, from, to), stored.lastModified, Optional.empty(),
                Optional.empty(), Optional.empty());
    }

    @Override
    public Listed list(String bucket, String prefix, Optional<String> after) {
        lists.incrementAndGet();
        if (unavailable.contains(bucket)) {
            throw new RecordingFilesException(bucket, prefix, new IOException("503 SlowDown, as the test wants"));
        }
        if (denied.contains(bucket)) {
            return new Listed.Denied("AccessDenied: as the test wants");
        }
        NavigableMap<String, Stored> objects = buckets.get(bucket);
        if (objects == null) {
            return new Listed.NoBucket();
        }
        List<ListedObject> found = objects.entrySet().stream()
                .filter(object -> object.getKey().startsWith(prefix))
                .filter(object -> after.isEmpty() || BY_BYTES.compare(object.getKey(), after.get()) > 0)
                .limit(PAGE + 1L)
                .map(object -> new ListedObject(object.getKey(), object.getValue().body.length,
                        object.getValue().lastModified, InMemoryRecordingFiles.md5(object.getValue().body)))
                .toList();
        return new Listed.Page(found.subList(0, Math.min(PAGE, found.size())), found.size() > PAGE);
    }

    /** Stores or overwrites an object, and makes the bucket. */
    public InMemoryMediaObjects put(String bucket, String key, byte[] body, Instant lastModified) {
        buckets.computeIfAbsent(bucket, _ -> new ConcurrentSkipListMap<>(BY_BYTES)).put(key,
                new Stored(body.clone(), lastModified));
        return this;
    }

    public InMemoryMediaObjects put(String bucket, String key, String body) {
        return put(bucket, key, body.getBytes(StandardCharsets.UTF_8), Instant.EPOCH);
    }

    public InMemoryMediaObjects delete(String bucket, String key) {
        buckets.getOrDefault(bucket, new ConcurrentSkipListMap<>()).remove(key);
        return this;
    }

    /** From now on nothing of this bucket may be read or listed. */
    public InMemoryMediaObjects deny(String bucket) {
        denied.add(bucket);
        return this;
    }

    /** From now on the bucket does not answer. */
    public InMemoryMediaObjects breakDown(String bucket) {
        unavailable.add(bucket);
        return this;
    }

    public int gets() {
        return gets.get();
    }

    public int lists() {
        return lists.get();
    }

    /** How much was read of objects. */
    public long bytes() {
        return bytes.get();
    }
}
