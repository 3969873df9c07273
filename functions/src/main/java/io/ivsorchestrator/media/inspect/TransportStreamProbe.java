package io.ivsorchestrator.media.inspect;

import io.ivsorchestrator.media.inspect.ObjectReader.UnreadableException;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads the timing of an MPEG transport stream segment (ITU-T H.222.0) from its first and last packets: one request for a
 * small segment, two for any other.
 */
final class TransportStreamProbe {
    private static final int PACKET = 188;
    private static final byte SYNC = 0x47;
    private static final long CLOCK = 1L << 33;
    private static final long TICKS_PER_SECOND = 90_000;
    private static final Duration WRAP = ticks(CLOCK);
    /** Program association table. */
    private static final int PAT = 0;
    private static final int H264 = 0x1b;
    private static final int H265 = 0x24;
    private static final int AAC = 0x0f;
    /** Samples a second by their index in an ADTS header (ISO/IEC 14496-3, table 1.18). */
    private static final int[] RATES = {96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000,
        11_025, 8_000, 7_350};
    private static final int MAX_SOUND = 64 * 1024;
    private static final int WHOLE = 512 * 1024 / PACKET * PACKET;
    private static final int PART = ObjectReader.CHUNK / PACKET * PACKET;

    /** One elementary stream and the time stamps that were seen, in order. */
    private static final class Stream {
        final int type;
        final List<Long> times = new ArrayList<>();
        Optional<String> codec = Optional.empty();
        /** Of sound, what came since the last time stamp: several frames share one. */
        final ByteArrayOutputStream sinceLast = new ByteArrayOutputStream();

        Stream(int type) {
            this.type = type;
        }

        boolean isVideo() {
            return type == H264 || type == H265;
        }
    }

    private OptionalInt programMap = OptionalInt.empty();
    private final Map<Integer, Stream> streams = new HashMap<>();

    private TransportStreamProbe() {
    }

    static Probed probe(ObjectReader object) {
        try {
            return new TransportStreamProbe().read(object);
        } catch (UnreadableException unreadable) {
            return new Probed.Unreadable(unreadable.because());
        } catch (IndexOutOfBoundsException broken) {
            return new Probed.Unreadable("a broken transport stream packet");
        }
    }

    private Probed read(ObjectReader object) {
        boolean small = object.size() <= WHOLE;
        packets(object.read(0, small ? WHOLE : PART));
        if (!small) {
            // Four times as much: the last pictures of a high rendition are large.
            long from = Math.max(PART, object.size() / PACKET * PACKET - 4L * PART);
            packets(object.read(from, 4 * PART));
        }
        Optional<Stream> told = streams.values().stream().filter(Stream::isVideo).filter(it -> !it.times.isEmpty())
                .findFirst().or(() -> streams.values().stream().filter(it -> !it.times.isEmpty()).findFirst());
        if (told.isEmpty()) {
            return new Probed.Unreadable("no picture or sound with a time");
        }
        List<String> codecs = new ArrayList<>();
        streams.values().stream().filter(Stream::isVideo).forEach(stream -> stream.codec.ifPresent(codecs::add));
        streams.values().stream().filter(it -> !it.isVideo()).forEach(stream -> stream.codec.ifPresent(codecs::add));
        return timing(told.get(), codecs);
    }

    /** Time stamps are counted from the first one, which may be shortly before the clock begins anew. */
    private static Probed timing(Stream stream, List<String> codecs) {
        List<Long> times = stream.times;
        long first = times.getFirst();
        List<Long> sorted = times.stream()
                .map(time -> Math.floorMod(time - first + CLOCK / 2, CLOCK) - CLOCK / 2).sorted().distinct().toList();
        long step = stream.isVideo() ? 0 : sound(stream.sinceLast.toByteArray());
        for (int i = Math.max(1, sorted.size() - 8); stream.isVideo() && i < sorted.size(); i++) {
            long picture = sorted.get(i) - sorted.get(i - 1);
            step = step == 0 ? picture : Math.min(step, picture);
        }
        long length = sorted.getLast() - sorted.getFirst() + step;
        return new Probed.Media(ticks(Math.floorMod(first + sorted.getFirst(), CLOCK)), ticks(length),
                Optional.of(WRAP), codecs, Optional.empty());
    }

    private static Duration ticks(long ticks) {
        return Duration.ofSeconds(ticks / TICKS_PER_SECOND, ticks % TICKS_PER_SECOND * 100_000 / 9);
    }

    private void packets(byte[] bytes) {
        if (bytes.length < PACKET || bytes[0] != SYNC) {
            throw new UnreadableException("no transport stream");
        }
        for (int at = 0; at + PACKET <= bytes.length; at += PACKET) {
            if (bytes[at] != SYNC) {
                throw new UnreadableException("no transport stream packet at byte " + at);
            }
            packet(bytes, at);
        }
    }

    private void packet(byte[] bytes, int at) {
        boolean starts = (bytes[at + 1] & 0x40) != 0;
        boolean hasPayload = (bytes[at + 3] & 0x10) != 0;
        int payload = at + 4 + ((bytes[at + 3] & 0x20) != 0 ? 1 + (bytes[at + 4] & 0xff) : 0);
        int end = at + PACKET;
        if (!hasPayload || payload >= end) {
            return;
        }
        int pid = ((bytes[at + 1] & 0x1f) << 8) | (bytes[at + 2] & 0xff);
        Stream stream = streams.get(pid);
        if (pid == PAT && starts) {
            programMap = firstProgram(bytes, payload, end);
        } else if (programMap.isPresent() && pid == programMap.getAsInt() && starts) {
            elementaryStreams(bytes, payload, end);
        } else if (stream != null) {
            if (starts) {
                time(bytes, payload, end).ifPresent(stream.times::add);
            }
            if (!stream.isVideo()) {
                sound(stream, starts, bytes, payload, end);
            }
            if (stream.codec.isEmpty()) {
                stream.codec = codec(stream.type, bytes, payload, end);
            }
        }
    }

    private static void sound(Stream stream, boolean starts, byte[] bytes, int payload, int end) {
        int from = payload;
        if (starts) {
            stream.sinceLast.reset();
            from = Math.min(end, payload + 9 + (bytes[payload + 8] & 0xff));
        }
        if (stream.sinceLast.size() < MAX_SOUND) {
            stream.sinceLast.write(bytes, from, end - from);
        }
    }

    /** How long the frames play: each has 1,024 samples; the header says how many bytes, and samples a second. */
    private static long sound(byte[] frames) {
        long samples = 0;
        int rate = 0;
        for (int at = 0; at + 7 <= frames.length;) {
            int length = ((frames[at + 3] & 0x03) << 11) | ((frames[at + 4] & 0xff) << 3)
                    | ((frames[at + 5] & 0xe0) >> 5);
            int index = (frames[at + 2] & 0x3c) >> 2;
            if (frames[at] != (byte) 0xff || length < 7 || index >= RATES.length) {
                break;
            }
            rate = RATES[index];
            samples += 1024;
            at += length;
        }
        return rate == 0 ? 0 : samples * TICKS_PER_SECOND / rate;
    }

    private static OptionalInt firstProgram(byte[] bytes, int payload, int end) {
        int table = payload + 1 + (bytes[payload] & 0xff);
        int last = Math.min(end, table + 3 + length(bytes, table + 1) - 4);
        for (int entry = table + 8; entry + 4 <= last; entry += 4) {
            int program = ((bytes[entry] & 0xff) << 8) | (bytes[entry + 1] & 0xff);
            if (program != 0) {
                return OptionalInt.of(((bytes[entry + 2] & 0x1f) << 8) | (bytes[entry + 3] & 0xff));
            }
        }
        return OptionalInt.empty();
    }

    private void elementaryStreams(byte[] bytes, int payload, int end) {
        int table = payload + 1 + (bytes[payload] & 0xff);
        int last = Math.min(end, table + 3 + length(bytes, table + 1) - 4);
        int entry = table + 12 + length(bytes, table + 10);
        while (entry + 5 <= last) {
            int type = bytes[entry] & 0xff;
            int pid = ((bytes[entry + 1] & 0x1f) << 8) | (bytes[entry + 2] & 0xff);
            if (type == H264 || type == H265 || type == AAC) {
                streams.computeIfAbsent(pid, _ -> new Stream(type));
            }
            entry += 5 + length(bytes, entry + 3);
        }
    }

    /** The twelve bits in which tables write lengths. */
    private static int length(byte[] bytes, int at) {
        return ((bytes[at] & 0x0f) << 8) | (bytes[at + 1] & 0xff);
    }

    /** The presentation time stamp of a PES packet that begins here. */
    private static Optional<Long> time(byte[] bytes, int at, int end) {
        boolean pes = at + 14 <= end && bytes[at] == 0 && bytes[at + 1] == 0 && bytes[at + 2] == 1;
        if (!pes || (bytes[at + 7] & 0x80) == 0) {
            return Optional.empty();
        }
        return Optional.of(((bytes[at + 9] & 0x0eL) << 29) | ((bytes[at + 10] & 0xffL) << 22)
                | ((bytes[at + 11] & 0xfeL) << 14) | ((bytes[at + 12] & 0xffL) << 7)
                | ((bytes[at + 13] & 0xfeL) >> 1));
    }

    private static Optional<String> codec(int type, byte[] bytes, int from, int end) {
        return switch (type) {
            case H264 -> h264(bytes, from, end);
            case AAC -> aac(bytes, from, end);
            // A profile takes more than a few bytes to tell; without it players look for themselves.
            default -> Optional.empty();
        };
    }

    /** From a sequence parameter set: profile, constraints and level are its first bytes (ITU-T H.264, 7.3.2.1.1). */
    private static Optional<String> h264(byte[] bytes, int from, int end) {
        for (int i = from; i + 7 <= end; i++) {
            boolean set = bytes[i] == 0 && bytes[i + 1] == 0 && bytes[i + 2] == 1 && (bytes[i + 3] & 0x1f) == 7;
            if (set) {
                return Optional.of(String.format(Locale.ROOT, "avc1.%02X%02X%02X", bytes[i + 4], bytes[i + 5],
                        bytes[i + 6]));
            }
        }
        return Optional.empty();
    }

    /** From an ADTS header behind a PES header (ISO/IEC 14496-3, 1.A.2). */
    private static Optional<String> aac(byte[] bytes, int from, int end) {
        boolean pes = from + 9 <= end && bytes[from] == 0 && bytes[from + 1] == 0 && bytes[from + 2] == 1;
        int at = pes ? from + 9 + (bytes[from + 8] & 0xff) : end;
        boolean header = at + 3 <= end && bytes[at] == (byte) 0xff && (bytes[at + 1] & 0xf6) == 0xf0;
        return header ? Optional.of("mp4a.40." + (((bytes[at + 2] & 0xc0) >> 6) + 1)) : Optional.empty();
    }
}
