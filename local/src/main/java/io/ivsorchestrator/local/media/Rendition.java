package io.ivsorchestrator.local.media;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One encoding of the media: any number of segments that play one after the other without a gap. Made of one cycle of real
 * segments, whose time stamps are moved on with each repetition.
 */
public abstract sealed class Rendition {
    /** How long each segment plays: 1.6 s, in pictures and in sound. */
    public static final Duration SEGMENT_DURATION = Duration.ofMillis(1600);

    private final int width;
    private final int height;
    private final String codecs;
    private final List<byte[]> cycle;

    private Rendition(int width, int height, String codecs, List<byte[]> cycle) {
        this.width = width;
        this.height = height;
        this.codecs = codecs;
        this.cycle = List.copyOf(cycle);
    }

    /** Width of the picture in pixels; 0 = there is only sound. */
    public int width() {
        return width;
    }

    /** Height of the picture in pixels; 0 = there is only sound. */
    public int height() {
        return height;
    }

    /** The codecs as HLS names them (RFC 6381). */
    public String codecs() {
        return codecs;
    }

    /** The bit rate of the largest segment in bits per second, as {@code BANDWIDTH} of an HLS variant means it. */
    public int bandwidth() {
        int bytes = cycle.stream().mapToInt(segment -> segment.length).max().orElseThrow();
        return (int) (bytes * 8L * 1000 / SEGMENT_DURATION.toMillis());
    }

    /** The header that the segments need before them; absent for a transport stream. */
    public abstract Optional<byte[]> initialization();

    /**
     * A segment; the caller may change the array.
     *
     * @param index its place from 0 on, which is where its time stamps continue
     */
    public byte[] segment(int index) {
        return shifted(cycle.get(index % cycle.size()), index / cycle.size());
    }

    /** The length of {@link #segment} in bytes. */
    public int segmentSize(int index) {
        return cycle.get(index % cycle.size()).length;
    }

    /** The segments that are repeated. */
    List<byte[]> cycle() {
        return cycle;
    }

    /** The segment as it is after so many whole cycles. */
    abstract byte[] shifted(byte[] segment, int cycles);

    /** MPEG-TS segments. */
    static final class TransportStreamRendition extends Rendition {
        private static final long TICKS_PER_MILLISECOND = 90;

        private final Map<Integer, Long> packetsOfCycle = new HashMap<>();

        TransportStreamRendition(int width, int height, String codecs, List<byte[]> cycle) {
            super(width, height, codecs, cycle);
            for (byte[] segment : cycle) {
                TransportStream.packets(segment).forEach((pid, count) -> packetsOfCycle.merge(pid, count, Long::sum));
            }
        }

        @Override
        public Optional<byte[]> initialization() {
            return Optional.empty();
        }

        @Override
        byte[] shifted(byte[] segment, int cycles) {
            Map<Integer, Long> packetsBefore = new HashMap<>();
            packetsOfCycle.forEach((pid, count) -> packetsBefore.put(pid, count * cycles));
            long milliseconds = SEGMENT_DURATION.multipliedBy((long) cycles * cycle().size()).toMillis();
            return TransportStream.shifted(segment, milliseconds * TICKS_PER_MILLISECOND, packetsBefore);
        }
    }

    /** Fragmented MP4 segments behind one initialization segment. */
    static final class FragmentedMp4Rendition extends Rendition {
        private final byte[] header;

        FragmentedMp4Rendition(int width, int height, String codecs, byte[] header, List<byte[]> cycle) {
            super(width, height, codecs, cycle);
            this.header = header;
        }

        @Override
        public Optional<byte[]> initialization() {
            return Optional.of(header.clone());
        }

        @Override
        byte[] shifted(byte[] segment, int cycles) {
            int fragmentsBefore = cycles * cycle().size();
            return FragmentedMp4.shifted(segment, SEGMENT_DURATION.multipliedBy(fragmentsBefore), fragmentsBefore);
        }
    }
}
