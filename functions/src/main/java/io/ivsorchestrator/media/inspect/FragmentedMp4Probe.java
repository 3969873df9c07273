package io.ivsorchestrator.media.inspect;

import io.ivsorchestrator.media.inspect.ObjectReader.UnreadableException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads the timing of fragmented MP4 (ISO/IEC 14496-12): tracks from the initialization segment, sample durations from the
 * fragment headers of a media segment. The media itself is skipped: one request for a segment with one fragment.
 */
final class FragmentedMp4Probe {
    /** A fragment header of ten minutes at 60 pictures a second has less. */
    private static final int MAX_BOX = 4 * 1024 * 1024;
    private static final int MAX_BOXES = 4096;
    private static final int HEADER = 8;

    private FragmentedMp4Probe() {
    }

    /**
     * One track of an initialization segment.
     *
     * @param timescale       ticks a second
     * @param defaultDuration of a sample that has none of its own, in ticks
     * @param size            {@code <width>x<height>} of a picture
     */
    record Track(long id, boolean video, long timescale, long defaultDuration, Optional<String> codec,
            Optional<String> size) {}

    /** A box: its type and where its content begins and ends. */
    private record Box(String type, int from, int to) {}

    /**
     * The tracks of an initialization segment.
     *
     * @throws UnreadableException if it has none
     */
    static List<Track> tracks(byte[] initialization) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(initialization);
            Box movie = child(bytes, new Box("", 0, initialization.length), "moov")
                    .orElseThrow(() -> new UnreadableException("no movie header"));
            List<Track> tracks = new ArrayList<>();
            for (Box track : children(bytes, movie)) {
                if (track.type.equals("trak")) {
                    tracks.add(track(bytes, movie, track));
                }
            }
            if (tracks.isEmpty()) {
                throw new UnreadableException("no track");
            }
            return tracks;
        } catch (IndexOutOfBoundsException broken) {
            throw new UnreadableException("a broken movie header");
        }
    }

    private static Track track(ByteBuffer bytes, Box movie, Box track) {
        Box header = require(bytes, track, "tkhd");
        long id = bytes.getInt(header.from + (version(bytes, header) == 1 ? 20 : 12));
        Box media = require(bytes, track, "mdia");
        Box mediaHeader = require(bytes, media, "mdhd");
        long timescale = unsigned(bytes, mediaHeader.from + (version(bytes, mediaHeader) == 1 ? 20 : 12));
        boolean video = type(bytes, require(bytes, media, "hdlr").from + 8).equals("vide");
        long defaultDuration = 0;
        Optional<Box> extensions = child(bytes, movie, "mvex");
        if (extensions.isPresent()) {
            for (Box box : children(bytes, extensions.get())) {
                if (box.type.equals("trex") && bytes.getInt(box.from + 4) == id) {
                    defaultDuration = unsigned(bytes, box.from + 12);
                }
            }
        }
        Box table = require(bytes, require(bytes, media, "minf"), "stbl");
        Box descriptions = require(bytes, table, "stsd");
        Optional<Box> entry = children(bytes, new Box("", descriptions.from + 8, descriptions.to)).stream().findFirst();
        if (timescale == 0) {
            throw new UnreadableException("a track without time scale");
        }
        return new Track(id, video, timescale, defaultDuration, entry.flatMap(it -> codec(bytes, it)),
                entry.filter(_ -> video).map(it -> Short.toUnsignedInt(bytes.getShort(it.from + 24)) + "x"
                        + Short.toUnsignedInt(bytes.getShort(it.from + 26))));
    }

    private static Optional<String> codec(ByteBuffer bytes, Box entry) {
        return switch (entry.type) {
            case "avc1", "avc3" -> child(bytes, new Box("", entry.from + 78, entry.to), "avcC")
                    .map(configuration -> String.format(Locale.ROOT, "%s.%02X%02X%02X", entry.type,
                            bytes.get(configuration.from + 1), bytes.get(configuration.from + 2),
                            bytes.get(configuration.from + 3)));
            // What IVS records as sound is AAC-LC or Opus; more than its kind takes to unpack descriptors.
            case "mp4a" -> Optional.of("mp4a.40.2");
            case "Opus" -> Optional.of("opus");
            default -> Optional.empty();
        };
    }

    /** @param tracks of the segment's initialization segment */
    static Probed probe(ObjectReader object, List<Track> tracks) {
        try {
            Track told = tracks.stream().filter(Track::video).findFirst().orElse(tracks.getFirst());
            long start = -1;
            long length = 0;
            long at = 0;
            for (int boxes = 0; at + HEADER <= object.size(); boxes++) {
                ByteBuffer header = ByteBuffer.wrap(object.read(at, 2 * HEADER));
                long size = size(header, object.size() - at);
                if (boxes == MAX_BOXES || size < HEADER || at + size > object.size()) {
                    return new Probed.Unreadable("a broken box at byte " + at);
                }
                if (type(header, 4).equals("moof")) {
                    if (size > MAX_BOX) {
                        return new Probed.Unreadable("a fragment header of " + size + " bytes");
                    }
                    ByteBuffer fragment = ByteBuffer.wrap(object.read(at, (int) size));
                    for (Box run : children(fragment, new Box("", HEADER, (int) size))) {
                        if (run.type.equals("traf") && trackOf(fragment, run) == told.id) {
                            long begins = beginning(fragment, run);
                            start = start < 0 ? begins : start;
                            length += duration(fragment, run, told);
                        }
                    }
                }
                at += size;
            }
            if (start < 0) {
                return new Probed.Unreadable("no fragment");
            }
            return new Probed.Media(time(start, told), time(length, told), Optional.empty(), codecs(tracks),
                    told.size());
        } catch (UnreadableException unreadable) {
            return new Probed.Unreadable(unreadable.because());
        } catch (IndexOutOfBoundsException | ArithmeticException broken) {
            return new Probed.Unreadable("a broken fragment header");
        }
    }

    private static List<String> codecs(List<Track> tracks) {
        List<String> codecs = new ArrayList<>();
        tracks.stream().filter(Track::video).forEach(track -> track.codec().ifPresent(codecs::add));
        tracks.stream().filter(track -> !track.video()).forEach(track -> track.codec().ifPresent(codecs::add));
        return codecs;
    }

    private static Duration time(long ticks, Track track) {
        return Duration.ofSeconds(ticks / track.timescale,
                Math.multiplyExact(ticks % track.timescale, 1_000_000_000L) / track.timescale);
    }

    private static long trackOf(ByteBuffer bytes, Box fragment) {
        return bytes.getInt(require(bytes, fragment, "tfhd").from + 4);
    }

    private static long beginning(ByteBuffer bytes, Box fragment) {
        Box decodeTime = require(bytes, fragment, "tfdt");
        return version(bytes, decodeTime) == 1
                ? bytes.getLong(decodeTime.from + 4)
                : unsigned(bytes, decodeTime.from + 4);
    }

    private static long duration(ByteBuffer bytes, Box fragment, Track track) {
        Box header = require(bytes, fragment, "tfhd");
        int flags = flags(bytes, header);
        int at = header.from + 8 + ((flags & 1) != 0 ? 8 : 0) + ((flags & 2) != 0 ? 4 : 0);
        long ofEach = (flags & 8) != 0 ? unsigned(bytes, at) : track.defaultDuration;
        long length = 0;
        for (Box run : children(bytes, fragment)) {
            if (run.type.equals("trun")) {
                length += run(bytes, run, ofEach);
            }
        }
        return length;
    }

    private static long run(ByteBuffer bytes, Box run, long ofEach) {
        int flags = flags(bytes, run);
        long count = unsigned(bytes, run.from + 4);
        if ((flags & 0x100) == 0) {
            return Math.multiplyExact(ofEach, count);
        }
        int at = run.from + 8 + ((flags & 1) != 0 ? 4 : 0) + ((flags & 4) != 0 ? 4 : 0);
        int sample = 4 * Integer.bitCount(flags & 0xf00);
        long length = 0;
        for (int i = 0; i < count; i++) {
            length += unsigned(bytes, at + i * sample);
        }
        return length;
    }

    private static Box require(ByteBuffer bytes, Box parent, String type) {
        return child(bytes, parent, type).orElseThrow(() -> new UnreadableException("no " + type + " box"));
    }

    private static Optional<Box> child(ByteBuffer bytes, Box parent, String type) {
        return children(bytes, parent).stream().filter(box -> box.type.equals(type)).findFirst();
    }

    private static List<Box> children(ByteBuffer bytes, Box parent) {
        List<Box> boxes = new ArrayList<>();
        int at = parent.from;
        while (at + HEADER <= parent.to) {
            long size = unsigned(bytes, at);
            size = size == 0 ? parent.to - at : size;
            // Boxes of 64-bit length hold media, never tables.
            if (size < HEADER || at + size > parent.to) {
                break;
            }
            boxes.add(new Box(type(bytes, at + 4), at + HEADER, (int) (at + size)));
            at += (int) size;
        }
        return boxes;
    }

    private static long size(ByteBuffer header, long rest) {
        long size = unsigned(header, 0);
        if (size == 1) {
            return header.getLong(HEADER);
        }
        return size == 0 ? rest : size;
    }

    private static String type(ByteBuffer bytes, int at) {
        byte[] type = new byte[4];
        bytes.get(at, type);
        return new String(type, StandardCharsets.ISO_8859_1);
    }

    private static int version(ByteBuffer bytes, Box box) {
        return bytes.get(box.from);
    }

    private static int flags(ByteBuffer bytes, Box box) {
        return bytes.getInt(box.from) & 0xffffff;
    }

    private static long unsigned(ByteBuffer bytes, int at) {
        return Integer.toUnsignedLong(bytes.getInt(at));
    }
}
