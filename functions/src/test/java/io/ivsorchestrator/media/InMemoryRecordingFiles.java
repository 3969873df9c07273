package io.ivsorchestrator.media;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** {@link RecordingFiles} in a map, which counts what is asked of it. Safe to use from several threads. */
public final class InMemoryRecordingFiles implements RecordingFiles {
    private final Map<Name, Stored> objects = new ConcurrentHashMap<>();
    private final Map<Name, Instant> expiries = new ConcurrentHashMap<>();
    private final Map<Name, String> denied = new ConcurrentHashMap<>();
    private final Set<Name> unavailable = ConcurrentHashMap.newKeySet();
    private final AtomicInteger fetches = new AtomicInteger();

    @Override
    public Fetched fetch(String bucket, String key) {
        fetches.incrementAndGet();
        Name name = new Name(bucket, key);
        if (unavailable.contains(name)) {
            throw new RecordingFilesException(bucket, key, new IOException("503 SlowDown, as the test wants"));
        }
        String reason = denied.get(name);
        if (reason != null) {
            return new Fetched.Denied(reason);
        }
        Stored stored = objects.get(name);
        if (stored == null) {
            return new Fetched.NotFound();
        }
        return stored.body.length > MAX_BYTES
                ? new Fetched.TooLarge(stored.body.length)
                : new Fetched.Found(stored.body.clone(), stored.lastModified, Optional.of(md5(stored.body)),
                        stored.versionId, Optional.ofNullable(expiries.get(name)));
    }

    /** From now on a lifecycle rule applies to the object. */
    public void expire(String bucket, String key, Instant at) {
        expiries.put(new Name(bucket, key), at);
    }

    /** Stores or overwrites an object in a bucket without versioning. */
    public InMemoryRecordingFiles put(String bucket, String key, byte[] body, Instant lastModified) {
        objects.put(new Name(bucket, key), new Stored(body.clone(), lastModified, Optional.empty()));
        return this;
    }

    /** Stores or overwrites an object in a bucket with versioning. */
    public InMemoryRecordingFiles put(String bucket, String key, byte[] body, Instant lastModified, String versionId) {
        objects.put(new Name(bucket, key), new Stored(body.clone(), lastModified, Optional.of(versionId)));
        return this;
    }

    public InMemoryRecordingFiles delete(String bucket, String key) {
        objects.remove(new Name(bucket, key));
        return this;
    }

    /** From now on this key may not be read, whether it exists or not. */
    public InMemoryRecordingFiles deny(String bucket, String key, String reason) {
        denied.put(new Name(bucket, key), reason);
        return this;
    }

    /** From now on reading this key throws, until {@link #recover()}. */
    public InMemoryRecordingFiles breakDown(String bucket, String key) {
        unavailable.add(new Name(bucket, key));
        return this;
    }

    /** All keys can be read, or answer as they did, again. */
    public InMemoryRecordingFiles recover() {
        unavailable.clear();
        return this;
    }

    /** How often {@link #fetch} was called, whatever it answered. */
    public int fetches() {
        return fetches.get();
    }

    /** As S3 makes an ETag of an object that was put in one piece and is not encrypted with a KMS key. */
    static String md5(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(body));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private record Name(String bucket, String key) {}

    @SuppressWarnings("ArrayRecordComponent")
    private record Stored(byte[] body, Instant lastModified, Optional<String> versionId) {}
}
