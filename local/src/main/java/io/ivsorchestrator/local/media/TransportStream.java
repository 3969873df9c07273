package io.ivsorchestrator.local.media;

import java.util.HashMap;
import java.util.Map;

/**
 * Moves an MPEG transport stream in time: PCR, PTS and DTS by a number of 90 kHz ticks, the continuity counters of each PID
 * by as many packets as were sent before. Everything else stays.
 *
 * @see <a href="https://www.itu.int/rec/T-REC-H.222.0">ITU-T H.222.0</a>, 2.4.3
 */
final class TransportStream {
    private static final int PACKET = 188;
    private static final byte SYNC = 0x47;
    private static final long CLOCK_WRAP = 1L << 33;
    /** Elementary streams' first time stamp: after packet start code, stream id, length and two bytes of flags. */
    private static final int PTS_OFFSET = 9;

    private TransportStream() {
    }

    /** A copy that starts later: each 90 kHz clock by {@code ticks}, each PID's counter by its number of packets. */
    static byte[] shifted(byte[] stream, long ticks, Map<Integer, Long> packetsBefore) {
        byte[] shifted = stream.clone();
        for (int packet = 0; packet < shifted.length; packet += PACKET) {
            if (shifted[packet] != SYNC) {
                throw new IllegalArgumentException("no transport stream packet at byte " + packet);
            }
            boolean hasPayload = (shifted[packet + 3] & 0x10) != 0;
            if (hasPayload) {
                long before = packetsBefore.getOrDefault(pid(shifted, packet), 0L);
                shifted[packet + 3] = (byte) ((shifted[packet + 3] & 0xf0) | ((shifted[packet + 3] + before) & 0x0f));
            }
            int payload = packet + 4;
            if ((shifted[packet + 3] & 0x20) != 0) {
                int adaptationLength = shifted[payload] & 0xff;
                if (adaptationLength > 0 && (shifted[payload + 1] & 0x10) != 0) {
                    shiftPcr(shifted, payload + 2, ticks);
                }
                payload += 1 + adaptationLength;
            }
            boolean startsUnit = (shifted[packet + 1] & 0x40) != 0;
            if (hasPayload && startsUnit && isAudioOrVideo(shifted, payload)) {
                shiftTimeStamps(shifted, payload, ticks);
            }
        }
        return shifted;
    }

    /** How many packets with a payload each PID has; only those advance the continuity counter. */
    static Map<Integer, Long> packets(byte[] stream) {
        Map<Integer, Long> packets = new HashMap<>();
        for (int packet = 0; packet < stream.length; packet += PACKET) {
            if ((stream[packet + 3] & 0x10) != 0) {
                packets.merge(pid(stream, packet), 1L, Long::sum);
            }
        }
        return packets;
    }

    private static int pid(byte[] stream, int packet) {
        return ((stream[packet + 1] & 0x1f) << 8) | (stream[packet + 2] & 0xff);
    }

    private static boolean isAudioOrVideo(byte[] stream, int at) {
        return stream[at] == 0 && stream[at + 1] == 0 && stream[at + 2] == 1 && (stream[at + 3] & 0xc0) == 0xc0;
    }

    /** 33 bits of base; the 27 MHz extension below them stays. */
    private static void shiftPcr(byte[] stream, int at, long ticks) {
        long base = ((stream[at] & 0xffL) << 25)
                | ((stream[at + 1] & 0xffL) << 17)
                | ((stream[at + 2] & 0xffL) << 9)
                | ((stream[at + 3] & 0xffL) << 1)
                | ((stream[at + 4] & 0x80L) >> 7);
        base = (base + ticks) % CLOCK_WRAP;
        stream[at] = (byte) (base >> 25);
        stream[at + 1] = (byte) (base >> 17);
        stream[at + 2] = (byte) (base >> 9);
        stream[at + 3] = (byte) (base >> 1);
        stream[at + 4] = (byte) ((stream[at + 4] & 0x7f) | ((base & 1) << 7));
    }

    private static void shiftTimeStamps(byte[] stream, int pes, long ticks) {
        int flags = stream[pes + 7] & 0xc0;
        if (flags != 0) {
            shiftTimeStamp(stream, pes + PTS_OFFSET, ticks);
        }
        if (flags == 0xc0) {
            shiftTimeStamp(stream, pes + PTS_OFFSET + 5, ticks);
        }
    }

    /** 33 bits in three groups, each closed by a marker bit. */
    private static void shiftTimeStamp(byte[] stream, int at, long ticks) {
        long time = ((stream[at] & 0x0eL) << 29)
                | ((stream[at + 1] & 0xffL) << 22)
                | ((stream[at + 2] & 0xfeL) << 14)
                | ((stream[at + 3] & 0xffL) << 7)
                | ((stream[at + 4] & 0xfeL) >> 1);
        time = (time + ticks) % CLOCK_WRAP;
        stream[at] = (byte) ((stream[at] & 0xf1) | ((time >> 29) & 0x0e));
        stream[at + 1] = (byte) (time >> 22);
        stream[at + 2] = (byte) (((time >> 14) & 0xfe) | 1);
        stream[at + 3] = (byte) (time >> 7);
        stream[at + 4] = (byte) (((time << 1) & 0xfe) | 1);
    }
}
