package io.ivsorchestrator.media.inspect;

import io.ivsorchestrator.media.Fetched;
import io.ivsorchestrator.media.MediaObjects;
import java.util.Arrays;

/** Reads parts of one object, a chunk at a time. Not for several threads. */
final class ObjectReader {
    /** Holds the fragment header of a segment of ten seconds, and the first picture of most. */
    static final int CHUNK = 128 * 1024;

    private final MediaObjects objects;
    private final String bucket;
    private final String key;
    private final long size;
    private long chunkAt;
    private byte[] chunk = new byte[0];

    ObjectReader(MediaObjects objects, String bucket, String key, long size) {
        this.objects = objects;
        this.bucket = bucket;
        this.key = key;
        this.size = size;
    }

    long size() {
        return size;
    }

    /**
     * Bytes from an offset on, as many as asked or as there are.
     *
     * @throws UnreadableException if the object may not be read, or is gone
     */
    byte[] read(long offset, int length) {
        boolean inChunk = offset >= chunkAt && offset + length <= chunkAt + chunk.length;
        if (!inChunk) {
            chunk = fetch(offset, Math.max(CHUNK, length));
            chunkAt = offset;
        }
        int from = (int) (offset - chunkAt);
        return Arrays.copyOfRange(chunk, from, Math.min(from + length, chunk.length));
    }

    private byte[] fetch(long offset, int length) {
        return switch (objects.fetch(bucket, key, offset, length)) {
            case Fetched.Found found -> found.body();
            case Fetched.NotFound _ -> throw new UnreadableException("it is gone");
            case Fetched.Denied denied -> throw new UnreadableException(denied.reason());
            case Fetched.TooLarge _ -> throw new UnreadableException("S3 answered more than was asked for");
        };
    }

    /** The object tells nothing; the message says why. */
    static final class UnreadableException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final String because;

        UnreadableException(String because) {
            super(because);
            this.because = because;
        }

        String because() {
            return because;
        }
    }
}
