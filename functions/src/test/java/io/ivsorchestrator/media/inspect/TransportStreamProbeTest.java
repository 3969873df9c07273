package io.ivsorchestrator.media.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.media.InMemoryMediaObjects;
import io.ivsorchestrator.media.MediaObjects.ListedObject;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Transport streams packet by packet, and as damage leaves them. */
class TransportStreamProbeTest {
    private static final String BUCKET = "acme-live-recordings";
    private static final Instant WRITTEN = Instant.parse("2026-03-07T09:04:36Z");
    private static final int PACKET = 188;
    private static final int MAP = 0x1012;
    private static final int PICTURE = 0x113;
    private static final int SOUND = 0x114;
    private static final int NOTHING = 0x1fff;
    private static final int H264 = 0x1b;
    private static final int H265 = 0x24;
    private static final int AAC = 0x0f;
    private static final byte[] PARAMETERS = {0, 0, 1, 0x67, 0x64, 0x00, 0x1f};
    private static final Duration CLOCK = Duration.ofNanos((1L << 33) * 100_000 / 9);

    private final InMemoryMediaObjects objects = new InMemoryMediaObjects();
    private final ByteArrayOutputStream stream = new ByteArrayOutputStream();

    // -- packets

    private TransportStreamProbeTest packet(int pid, boolean starts, byte... payload) {
        return packet(pid, starts, PACKET - 4 - payload.length, payload);
    }

    /** @param filled bytes of an adaptation field in front of the payload; behind it come ones up to the packet's end */
    private TransportStreamProbeTest packet(int pid, boolean starts, int filled, byte... payload) {
        byte[] packet = new byte[PACKET];
        Arrays.fill(packet, (byte) 0xff);
        packet[0] = 0x47;
        packet[1] = (byte) ((starts ? 0x40 : 0) | pid >> 8);
        packet[2] = (byte) pid;
        packet[3] = (byte) (filled > 0 ? 0x30 : 0x10);
        if (filled > 0) {
            packet[4] = (byte) (filled - 1);
        }
        System.arraycopy(payload, 0, packet, 4 + filled, payload.length);
        stream.writeBytes(packet);
        return this;
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static byte[] join(byte[] one, byte... other) {
        byte[] joined = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, joined, one.length, other.length);
        return joined;
    }

    /** The network's entry comes first, as it may. */
    private TransportStreamProbeTest programs() {
        return packet(0, true, 0, bytes(0, 0, 0xb0, 17, 0, 1, 0xc1, 0, 0, 0, 0, 0xe0, 0x10, 0, 1, 0xe0 | MAP >> 8,
                MAP & 0xff, 1, 2, 3, 4));
    }

    private TransportStreamProbeTest streams(int pictures) {
        // Behind a subtitle stream with a descriptor, which is passed over.
        return packet(MAP, true, 0, bytes(0, 2, 0xb0, 30, 0, 1, 0xc1, 0, 0, 0xe1, 0, 0xf0, 0,
                0x06, 0xe1, 0x55, 0xf0, 2, 9, 9,
                pictures, 0xe0 | PICTURE >> 8, PICTURE & 0xff, 0xf0, 0,
                AAC, 0xe0 | SOUND >> 8, SOUND & 0xff, 0xf0, 0, 1, 2, 3, 4));
    }

    private static byte[] timed(int id, long time) {
        return bytes(0, 0, 1, id, 0, 0, 0x80, 0x80, 5, (int) (0x21 | (time >> 29 & 0x0e)), (int) (time >> 22),
                (int) (time >> 14 | 1), (int) (time >> 7), (int) (time << 1 | 1));
    }

    private TransportStreamProbeTest picture(long time, byte... more) {
        return packet(PICTURE, true, join(timed(0xe0, time), more));
    }

    /** One ADTS frame of 48 kHz with nothing in it. */
    private static byte[] frame() {
        return bytes(0xff, 0xf1, 0x4c, 0x80, 0, 0xff, 0xfc);
    }

    private Probed probe() {
        return probe(stream.toByteArray());
    }

    private Probed probe(byte[] bytes) {
        objects.put(BUCKET, "0.ts", bytes, WRITTEN);
        return new SegmentProbe(objects, BUCKET).probe(
                new StoredSegment("0.ts", 0, new ListedObject("0.ts", bytes.length, WRITTEN, "e")), Optional.empty());
    }

    private static void assertUnreadable(Probed probed, String because) {
        assertThat(probed).isEqualTo(new Probed.Unreadable(because));
    }

    private static Probed.Media media(Duration start, Duration duration, String... codecs) {
        return new Probed.Media(start, duration, Optional.of(CLOCK), List.of(codecs), Optional.empty());
    }

    // -- forms

    @Test
    void pictures_tellTimesAndCodec_inWhateverOrderTheyAreSent() {
        programs().streams(H264).picture(90_000, PARAMETERS).picture(99_000).picture(93_000).picture(96_000);

        assertThat(probe()).isEqualTo(media(Duration.ofSeconds(1), Duration.ofNanos(133_333_333), "avc1.64001F"));
        assertThat(objects.gets()).isEqualTo(1);
    }

    @Test
    void clockThatBeginsAnewWithinTheSegment_goesOn() {
        programs().streams(H264).picture((1L << 33) - 3_000, PARAMETERS).picture(0).picture(3_000);

        assertThat(probe()).isInstanceOfSatisfying(Probed.Media.class, it -> {
            assertThat(it.start()).isEqualTo(Duration.ofSeconds(95_443, 684_355_555));
            assertThat(it.duration()).isEqualTo(Duration.ofMillis(100));
        });
    }

    @Test
    void picturesOfAnotherCodec_tellTheirTimesAndNoCodec() {
        programs().streams(H265).picture(0, PARAMETERS).picture(3_000);

        assertThat(probe()).isEqualTo(media(Duration.ZERO, Duration.ofNanos(66_666_666)));
    }

    @Test
    void soundAlone_isAsLongAsItsFrames_andWithoutAnyAsItsTimesTell() {
        byte[] frames = join(join(frame(), frame()), frame());
        programs().streams(H264).packet(SOUND, true, join(timed(0xc0, 0), frames))
                .packet(SOUND, true, join(timed(0xc0, 5_760), frames));
        assertThat(probe()).isEqualTo(media(Duration.ZERO, Duration.ofMillis(128), "mp4a.40.2"));

        stream.reset();
        programs().streams(H264).packet(SOUND, true, join(timed(0xc0, 0), frames))
                .packet(SOUND, true, join(timed(0xc0, 5_760), bytes(1, 2, 3, 4, 5, 6, 7, 8)));
        assertThat(probe()).isEqualTo(media(Duration.ZERO, Duration.ofMillis(64), "mp4a.40.2"));
    }

    /** A frame that says that it is shorter than its own header, or of a rate that there is not, ends the count. */
    @ParameterizedTest
    @ValueSource(ints = {0x4c, 0x7c})
    void soundWithABrokenFrame_isCountedUpToThat(int rate) {
        byte[] broken = frame();
        broken[2] = (byte) rate;
        broken[4] = 0;
        broken[5] = (byte) (rate == 0x4c ? 0x1f : 0xff);
        programs().streams(H264).packet(SOUND, true, join(timed(0xc0, 0), frame()))
                .packet(SOUND, true, join(timed(0xc0, 1_920), join(join(frame(), broken), frame())));

        assertThat(probe()).isEqualTo(media(Duration.ZERO, Duration.ofNanos(42_666_666), "mp4a.40.2"));
    }

    @Test
    void largeSegment_isReadAtItsBeginningAndItsEnd() {
        programs().streams(H264).picture(0, PARAMETERS);
        for (int i = 0; i < 4_000; i++) {
            packet(NOTHING, false);
        }
        picture(894_000).picture(897_000);

        assertThat(probe()).isEqualTo(media(Duration.ZERO, Duration.ofSeconds(10), "avc1.64001F"));
        assertThat(objects.gets()).isEqualTo(2);
        assertThat(objects.bytes()).isLessThan(stream.size());
    }

    /** More than belongs to one time stamp is not gathered. */
    @Test
    void soundWithoutFurtherTimeStamps_isCountedNoLongerThanItCanBe() {
        programs().streams(H264).packet(SOUND, true, join(timed(0xc0, 0), frame()));
        byte[] full = new byte[184];
        for (int at = 0; at + 7 <= 182; at += 7) {
            System.arraycopy(frame(), 0, full, at, 7);
        }
        for (int i = 0; i < 500; i++) {
            packet(SOUND, false, 2, Arrays.copyOf(full, 182));
        }

        assertThat(probe()).isInstanceOfSatisfying(Probed.Media.class, it -> assertThat(it.duration())
                .isBetween(Duration.ofSeconds(190), Duration.ofSeconds(210)));
    }

    // -- damage

    @Test
    void whatIsNoTransportStream_saysSo_andWhereItStopsBeingOne() {
        assertUnreadable(probe(new byte[PACKET]), "no transport stream");
        assertUnreadable(probe(bytes(0x47, 0x40, 0)), "no transport stream");
        programs().streams(H264).picture(0, PARAMETERS).picture(3_000);
        byte[] damaged = stream.toByteArray();
        damaged[3 * PACKET] = 0x46;
        assertUnreadable(probe(damaged), "no transport stream packet at byte " + 3 * PACKET);
    }

    @Test
    void segmentCutOffWithinAPacket_isReadUpToThat() {
        programs().streams(H264).picture(0, PARAMETERS).picture(3_000).picture(6_000);

        assertThat(probe(Arrays.copyOf(stream.toByteArray(), stream.size() - 50)))
                .isEqualTo(media(Duration.ZERO, Duration.ofNanos(66_666_666), "avc1.64001F"));
    }

    @Test
    void withoutTables_orWithoutTimes_nothingCanBeTold() {
        assertUnreadable(picture(0, PARAMETERS).picture(3_000).probe(), "no picture or sound with a time");
        stream.reset();
        assertUnreadable(programs().streams(H264).packet(PICTURE, true, 0, bytes(0, 0, 1, 0xe0, 0, 0, 0x80, 0, 0))
                .packet(PICTURE, true, 0, bytes(9, 9, 9)).probe(), "no picture or sound with a time");
        stream.reset();
        assertUnreadable(packet(0, true, 0, bytes(0, 0, 0xb0, 9, 0, 1, 0xc1, 0, 0, 1, 2, 3, 4)).streams(H264)
                .picture(0, PARAMETERS).probe(), "no picture or sound with a time");
    }

    @Test
    void packetsWithoutPayload_areNothing() {
        programs().streams(H264).picture(0, PARAMETERS).picture(3_000).packet(PICTURE, true, PACKET - 4);

        assertThat(probe()).isEqualTo(media(Duration.ZERO, Duration.ofNanos(66_666_666), "avc1.64001F"));
    }

    @Test
    void tableThatPointsBehindTheSegment_isBroken() {
        assertUnreadable(programs().packet(0, true, 0, bytes(0xff)).probe(), "a broken transport stream packet");
    }

    @Test
    void headerThatDoesNotFitIntoItsPacket_tellsNoTime() {
        programs().streams(H264).picture(0, PARAMETERS).packet(PICTURE, true, PACKET - 4 - 10,
                Arrays.copyOf(timed(0xe0, 90_000), 10)).picture(3_000);

        assertThat(probe()).isEqualTo(media(Duration.ZERO, Duration.ofNanos(66_666_666), "avc1.64001F"));
    }

    @Test
    void soundHeaderThatDoesNotFitIntoTheLastPacket_isBroken() {
        programs().streams(H264).packet(SOUND, true, PACKET - 4 - 3, bytes(0, 0, 1));

        assertUnreadable(probe(), "a broken transport stream packet");
    }
}
