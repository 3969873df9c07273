package io.ivsorchestrator.media.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.media.InMemoryMediaObjects;
import io.ivsorchestrator.media.MediaObjects.ListedObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fragmented MP4 in all forms that its boxes may have, and as damage leaves it. */
class FragmentedMp4ProbeTest {
    private static final String BUCKET = "acme-live-recordings";
    private static final Instant WRITTEN = Instant.parse("2026-03-07T09:04:36Z");
    private static final int TIMESCALE = 30_000;
    private static final int PICTURE = 1_001;

    private final InMemoryMediaObjects objects = new InMemoryMediaObjects();

    // -- boxes

    private static byte[] join(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer joined = ByteBuffer.allocate(length);
        for (byte[] part : parts) {
            joined.put(part);
        }
        return joined.array();
    }

    private static byte[] ints(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
        for (int value : values) {
            bytes.putInt(value);
        }
        return bytes.array();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] box(String type, byte[]... content) {
        byte[] all = join(content);
        return join(ints(8 + all.length), text(type), all);
    }

    private static byte[] avc() {
        byte[] picture = new byte[78];
        ByteBuffer.wrap(picture).putShort(24, (short) 1280).putShort(26, (short) 720);
        return box("avc1", picture, box("avcC", new byte[]{1, 0x4d, 0x40, 0x1f}));
    }

    private static byte[] track(int id, String handler, byte[] entry) {
        return box("trak", box("tkhd", ints(0, 0, 0, id)), box("mdia", box("mdhd", ints(0, 0, 0, TIMESCALE)),
                box("hdlr", ints(0, 0), text(handler)),
                box("minf", box("stbl", box("stsd", ints(0, 1), entry)))));
    }

    private static byte[] initialization(byte[]... inMovie) {
        return join(box("ftyp", text("iso6")), box("moov", inMovie));
    }

    private static final byte[] VIDEO = initialization(track(1, "vide", avc()));

    private static byte[] samples(int flags, int... values) {
        return box("trun", ints(flags), ints(values));
    }

    private static byte[] fragment(byte[]... inTrack) {
        return box("moof", box("mfhd", ints(0, 1)), box("traf", inTrack));
    }

    /** Sixty pictures from the second on, each as long as the header says. */
    private static byte[] usual() {
        return fragment(box("tfhd", ints(8, 1, PICTURE)), box("tfdt", ints(0, TIMESCALE)), samples(0, 60));
    }

    private static byte[] media() {
        return box("mdat", new byte[500]);
    }

    private static ListedObject object(String key, byte[] bytes) {
        return new ListedObject(key, bytes.length, WRITTEN, "e");
    }

    private Probed probe(byte[] initialization, byte[]... segment) {
        byte[] all = join(segment);
        objects.put(BUCKET, "init.mp4", initialization, WRITTEN);
        objects.put(BUCKET, "0.mp4", all, WRITTEN);
        return new SegmentProbe(objects, BUCKET).probe(new StoredSegment("0.mp4", 0, object("0.mp4", all)),
                Optional.of(object("init.mp4", initialization)));
    }

    private static void assertPlays(Probed probed, Duration start, Duration duration) {
        assertThat(probed).isInstanceOfSatisfying(Probed.Media.class, it -> {
            assertThat(it.start()).isEqualTo(start);
            assertThat(it.duration()).isEqualTo(duration);
        });
    }

    private static void assertUnreadable(Probed probed, String because) {
        assertThat(probed).isEqualTo(new Probed.Unreadable(because));
    }

    // -- forms

    @Test
    void usualSegment_tellsTimesCodecAndSize_byOneRequest() {
        Probed probed = probe(VIDEO, usual(), media());

        assertThat(probed).isEqualTo(new Probed.Media(Duration.ofSeconds(1), Duration.ofMillis(2_002),
                Optional.empty(), List.of("avc1.4D401F"), Optional.of("1280x720")));
        assertThat(objects.gets()).as("one of them for the initialization segment").isEqualTo(2);
    }

    @Test
    void durationsOfEachSample_areAdded_behindWhateverFieldsComeFirst() {
        // Data offset, flags of the first sample; of each sample duration and size.
        byte[] run = samples(0x1 | 0x4 | 0x100 | 0x200, 3, 700, 0x2000000, 1_000, 9_999, 2_000, 9_999, 3_000, 9_999);

        assertPlays(probe(VIDEO, fragment(box("tfhd", ints(0, 1)), box("tfdt", ints(0, 0)), run), media()),
                Duration.ZERO, Duration.ofMillis(200));
    }

    @Test
    void durationsOfEachSample_mayBeAllThatARunHas() {
        assertPlays(probe(VIDEO, fragment(box("tfhd", ints(0, 1)), box("tfdt", ints(0, 0)),
                samples(0x100, 2, 1_500, 1_500)), media()), Duration.ZERO, Duration.ofMillis(100));
    }

    @Test
    void defaultDuration_isFoundBehindOffsetAndDescription_orInTheInitialization() {
        byte[] header = box("tfhd", ints(1 | 2 | 8, 1, 0, 0, 1, 3_000));
        assertPlays(probe(VIDEO, fragment(header, box("tfdt", ints(0, 0)), samples(0, 10)), media()), Duration.ZERO,
                Duration.ofSeconds(1));

        byte[] withDefaults = initialization(track(1, "vide", avc()),
                box("mvex", box("trex", ints(0, 2, 1, 1)), box("trex", ints(0, 1, 1, 6_000))));
        assertPlays(probe(withDefaults, fragment(box("tfhd", ints(0, 1)), box("tfdt", ints(0, 0)), samples(0, 10)),
                media()), Duration.ZERO, Duration.ofSeconds(2));
    }

    @Test
    void boxesOfVersionOne_haveLongerTimes() {
        int version = 1 << 24;
        byte[] later = initialization(box("trak", box("tkhd", ints(version, 0, 0, 0, 0, 1)),
                box("mdia", box("mdhd", ints(version, 0, 0, 0, 0, TIMESCALE)), box("hdlr", ints(0, 0), text("vide")),
                        box("minf", box("stbl", box("stsd", ints(0, 1), avc()))))));
        byte[] hours = ByteBuffer.allocate(8).putLong(48L * 3_600 * TIMESCALE).array();

        assertPlays(probe(later, fragment(box("tfhd", ints(8, 1, PICTURE)), box("tfdt", ints(version), hours),
                samples(0, 30)), media()), Duration.ofDays(2), Duration.ofMillis(1_001));
    }

    @Test
    void severalFragments_ofWhichMediaMayHaveA64BitLength_areAdded() {
        byte[] wide = join(ints(1), text("mdat"), ByteBuffer.allocate(8).putLong(16 + 40).array(), new byte[40]);

        assertPlays(probe(VIDEO, usual(), wide, usual(), media()), Duration.ofSeconds(1), Duration.ofMillis(4_004));
    }

    @Test
    void lastBox_mayReachToTheEnd() {
        assertPlays(probe(VIDEO, usual(), join(ints(0), text("mdat"), new byte[40])), Duration.ofSeconds(1),
                Duration.ofMillis(2_002));
    }

    @Test
    void pictureTells_andSoundWhereThereIsNone() {
        byte[] sound = track(2, "soun", box("Opus", new byte[28]));
        byte[] both = initialization(sound, track(1, "vide", avc()));
        byte[] ofSound = fragment(box("tfhd", ints(8, 2, 600)), box("tfdt", ints(0, 0)), samples(0, 100));

        assertThat(probe(both, ofSound, usual(), media())).isEqualTo(new Probed.Media(Duration.ofSeconds(1),
                Duration.ofMillis(2_002), Optional.empty(), List.of("avc1.4D401F", "opus"), Optional.of("1280x720")));
        assertThat(probe(initialization(sound), ofSound, media())).isEqualTo(new Probed.Media(Duration.ZERO,
                Duration.ofSeconds(2), Optional.empty(), List.of("opus"), Optional.empty()));
        assertUnreadable(probe(both, ofSound, media()), "no fragment");
    }

    @Test
    void soundOfAac_isTakenForTheKindThatIvsRecords() {
        byte[] sound = initialization(track(1, "soun", box("mp4a", new byte[28])));

        assertThat(probe(sound, usual(), media())).isInstanceOfSatisfying(Probed.Media.class,
                it -> assertThat(it.codecs()).containsExactly("mp4a.40.2"));
    }

    @Test
    void lastBoxOfAnother_mayReachToItsEnd() {
        assertPlays(probe(changed(VIDEO, "mdia", -4, 0), usual(), media()), Duration.ofSeconds(1),
                Duration.ofMillis(2_002));
    }

    @Test
    void codecThatIsNotKnown_isLeftOut() {
        byte[] other = initialization(track(1, "vide", box("vp09", new byte[78])));

        assertThat(probe(other, usual(), media())).isInstanceOfSatisfying(Probed.Media.class,
                it -> assertThat(it.codecs()).isEmpty());
    }

    // -- damage

    @Test
    void initialization_withoutWhatATrackNeeds_saysWhat() {
        String prefix = "its initialization segment cannot be used: ";
        assertUnreadable(probe(box("ftyp", text("iso6")), usual()), prefix + "no movie header");
        assertUnreadable(probe(initialization(), usual()), prefix + "no track");
        assertUnreadable(probe(initialization(box("trak", box("tkhd", ints(0, 0, 0, 1)))), usual()),
                prefix + "no mdia box");
        assertUnreadable(probe(changed(VIDEO, "mdhd", 4 + 12, 0), usual()), prefix + "a track without time scale");
        assertUnreadable(probe(changed(VIDEO, "tkhd", -4, 7), usual()), prefix + "no tkhd box");
        assertUnreadable(probe(changed(VIDEO, "mdhd", -4, 1_000_000), usual()), prefix + "no mdhd box");
    }

    private static byte[] changed(byte[] bytes, String type, int offset, int value) {
        byte[] changed = bytes.clone();
        ByteBuffer.wrap(changed).putInt(indexOf(changed, type) + offset, value);
        return changed;
    }

    private static int indexOf(byte[] bytes, String type) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(type);
    }

    @Test
    void initialization_cutOff_isBroken() {
        byte[] cut = initialization(box("trak", box("tkhd", ints(0))));

        assertUnreadable(probe(cut, usual()), "its initialization segment cannot be used: a broken movie header");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tfhd", "tfdt"})
    void fragmentWithoutAHeader_saysWhich(String lacking) {
        List<byte[]> boxes = new ArrayList<>();
        if (!lacking.equals("tfhd")) {
            boxes.add(box("tfhd", ints(8, 1, PICTURE)));
        }
        if (!lacking.equals("tfdt")) {
            boxes.add(box("tfdt", ints(0, 0)));
        }

        assertUnreadable(probe(VIDEO, fragment(boxes.toArray(byte[][]::new)), media()), "no " + lacking + " box");
    }

    @Test
    void runThatHasFewerSamplesThanItSays_isBroken() {
        assertUnreadable(probe(VIDEO, fragment(box("tfhd", ints(0, 1)), box("tfdt", ints(0, 0)),
                samples(0x100, 1_000_000, 1_000)), media()), "a broken fragment header");
    }

    /** Counts are unsigned: of four billion samples the time is absurd, but no time is less than none. */
    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE})
    void runOfMoreSamplesThanThereCanBe_isNeverOfNegativeTime(int count) {
        assertThat(probe(VIDEO, fragment(box("tfhd", ints(8, 1, PICTURE)), box("tfdt", ints(0, 0)), samples(0, count)),
                media())).isInstanceOfSatisfying(Probed.Media.class,
                        it -> assertThat(it.duration()).isPositive());
        assertUnreadable(probe(VIDEO, fragment(box("tfhd", ints(8, 1, -1)), box("tfdt", ints(0, 0)),
                samples(0, -1)), media()), "a broken fragment header");
        assertUnreadable(probe(VIDEO, fragment(box("tfhd", ints(8, 1, 1)), box("tfdt", ints(0, 0)),
                samples(0x100, count, 5)), media()), "a broken fragment header");
    }

    @Test
    void boxThatCannotBe_isNamedByItsPlace() {
        int place = usual().length;
        assertUnreadable(probe(VIDEO, usual(), join(ints(7), text("mdat"))), "a broken box at byte " + place);
        assertUnreadable(probe(VIDEO, usual(), join(ints(1_000), text("mdat"))), "a broken box at byte " + place);
        assertUnreadable(probe(VIDEO, usual(), join(ints(1), text("mdat"), ByteBuffer.allocate(8).putLong(-1).array())),
                "a broken box at byte " + place);
        assertUnreadable(probe(VIDEO, usual(), join(ints(1), text("mdat"))), "a broken fragment header");
    }

    @Test
    void moreBoxesThanASegmentHas_areNotReadToTheEnd() {
        byte[] many = join(Collections.nCopies(4_097, box("free")).toArray(byte[][]::new));

        assertUnreadable(probe(VIDEO, many), "a broken box at byte " + 4_096 * 8);
    }

    @Test
    void fragmentHeaderOfMegabytes_isNotRead() {
        byte[] huge = box("moof", new byte[4 * 1024 * 1024]);

        assertUnreadable(probe(VIDEO, huge), "a fragment header of " + huge.length + " bytes");
        assertThat(objects.bytes()).isLessThan(1024 * 1024);
    }

    @Test
    void whatMayNotBeRead_orIsGone_orIsTooLarge_saysSo() {
        StoredSegment segment = new StoredSegment("0.mp4", 0, object("0.mp4", usual()));
        Optional<ListedObject> initialization = Optional.of(object("init.mp4", VIDEO));

        assertUnreadable(new SegmentProbe(objects, BUCKET).probe(segment, initialization),
                "its initialization segment cannot be used: it is gone");
        objects.put(BUCKET, "init.mp4", new byte[1024 * 1024 + 1], WRITTEN);
        assertUnreadable(new SegmentProbe(objects, BUCKET).probe(segment, initialization),
                "its initialization segment cannot be used: it has 1048577 bytes");
        objects.put(BUCKET, "init.mp4", VIDEO, WRITTEN);
        assertUnreadable(new SegmentProbe(objects, BUCKET).probe(segment, initialization), "it is gone");
        SegmentProbe before = new SegmentProbe(objects, BUCKET);
        before.probe(segment, initialization);
        objects.deny(BUCKET);
        assertUnreadable(before.probe(segment, initialization), "AccessDenied: as the test wants");
        assertUnreadable(new SegmentProbe(objects, BUCKET).probe(segment, initialization),
                "its initialization segment cannot be used: AccessDenied: as the test wants");
        assertUnreadable(before.probe(new StoredSegment("1.mp4", 1, object("1.mp4", new byte[0])), initialization),
                "it is empty");
    }
}
