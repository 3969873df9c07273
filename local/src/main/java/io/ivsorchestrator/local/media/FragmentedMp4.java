package io.ivsorchestrator.local.media;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Moves a media segment of a fragmented MP4 in time: the presentation time of each segment index and the decode time of each
 * track, in the track's own time scale, and the fragment's sequence number. Everything else stays.
 *
 * @see <a href="https://www.iso.org/standard/83102.html">ISO/IEC 14496-12</a>, 8.8 and 8.16
 */
final class FragmentedMp4 {
    private static final int HEADER = 8;
    private static final long MILLISECONDS = 1000;

    private FragmentedMp4() {
    }

    /** A copy that starts later by {@code time} and counts its fragments on from {@code fragmentsBefore}. */
    static byte[] shifted(byte[] segment, Duration time, int fragmentsBefore) {
        byte[] shifted = segment.clone();
        shift(ByteBuffer.wrap(shifted), 0, shifted.length, new HashMap<>(), time, fragmentsBefore);
        return shifted;
    }

    private static void shift(
            ByteBuffer boxes, int from, int to, Map<Integer, Integer> scales, Duration time, int fragmentsBefore) {
        int track = 0;
        for (int box = from; box < to; box += boxes.getInt(box)) {
            int content = box + HEADER;
            switch (type(boxes, box)) {
                case "sidx" -> {
                    // Before the fragment, and the only place in it that tells the time scale.
                    int scale = boxes.getInt(content + 8);
                    scales.put(boxes.getInt(content + 4), scale);
                    shiftTime(boxes, content, content + 12, ticks(time, scale));
                }
                case "mfhd" -> boxes.putInt(content + 4, boxes.getInt(content + 4) + fragmentsBefore);
                case "moof", "traf" -> shift(boxes, content, box + boxes.getInt(box), scales, time, fragmentsBefore);
                case "tfhd" -> track = boxes.getInt(content + 4);
                case "tfdt" -> {
                    Integer scale = scales.get(track);
                    if (scale == null) {
                        throw new IllegalArgumentException("no segment index tells the time scale of track " + track);
                    }
                    shiftTime(boxes, content, content + 4, ticks(time, scale));
                }
                default -> {
                    // Codecs and samples know nothing of when the segment starts.
                }
            }
        }
    }

    /** Version 1 of a box has 64 bits for a time, version 0 has 32. */
    private static void shiftTime(ByteBuffer boxes, int version, int at, long ticks) {
        if (boxes.get(version) == 1) {
            boxes.putLong(at, boxes.getLong(at) + ticks);
        } else {
            boxes.putInt(at, Math.toIntExact(boxes.getInt(at) + ticks));
        }
    }

    private static long ticks(Duration time, int scale) {
        return time.toMillis() * scale / MILLISECONDS;
    }

    private static String type(ByteBuffer boxes, int box) {
        byte[] type = new byte[4];
        boxes.get(box + 4, type);
        return new String(type, StandardCharsets.US_ASCII);
    }
}
