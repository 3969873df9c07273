package io.ivsorchestrator.media.hls;

/**
 * Part of a resource (RFC 8216, 4.3.2.2). The offset, which a playlist may leave out, is always known here.
 *
 * @param length bytes, at least 1
 * @param offset bytes from the resource's start
 */
public record ByteRange(long length, long offset) {
    public ByteRange {
        if (length < 1 || offset < 0 || offset > Long.MAX_VALUE - length) {
            throw new IllegalArgumentException("not a byte range: " + length + "@" + offset);
        }
    }

    /** The first byte after it. */
    public long end() {
        return offset + length;
    }

    /** {@code <length>@<offset>} */
    @Override
    public String toString() {
        return length + "@" + offset;
    }
}
