package io.ivsorchestrator.local.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MediaLibraryTest {
    private static final int PACKET = 188;
    private static final int VIDEO = 0xe0;
    private static final int AUDIO = 0xc0;
    /** More than two cycles of three. */
    private static final int SEGMENTS = 8;
    private static final int PICTURES_PER_SEGMENT = 48;
    private static final int TICKS_PER_PICTURE = 3000;
    private static final MediaLibrary LIBRARY = MediaLibrary.load();

    static Stream<Rendition> transportStreams() {
        return Stream.of(1080, 720, 480, 360, 160).map(LIBRARY::transportStream);
    }

    @ParameterizedTest
    @MethodSource("transportStreams")
    void segment_ofTransportStream_picturesFollowEachOtherOverAnyNumberOfCycles(Rendition rendition) {
        List<Long> times = new ArrayList<>();
        for (int index = 0; index < SEGMENTS; index++) {
            times.addAll(timeStamps(rendition.segment(index), VIDEO));
        }

        assertThat(times).hasSize(SEGMENTS * PICTURES_PER_SEGMENT);
        for (int picture = 1; picture < times.size(); picture++) {
            assertThat(times.get(picture) - times.get(picture - 1)).isEqualTo(TICKS_PER_PICTURE);
        }
    }

    @ParameterizedTest
    @MethodSource("transportStreams")
    void segment_ofTransportStream_soundStaysWithThePicture(Rendition rendition) {
        for (int index = 0; index < SEGMENTS; index++) {
            byte[] segment = rendition.segment(index);
            long picture = timeStamps(segment, VIDEO).getFirst();
            long sound = timeStamps(segment, AUDIO).getFirst();
            assertThat(Math.abs(sound - picture)).as("ticks apart in segment %d", index)
                    .isLessThan(2 * TICKS_PER_PICTURE);
        }
    }

    @ParameterizedTest
    @MethodSource("transportStreams")
    void segment_ofTransportStream_continuityCountersNeverSkip(Rendition rendition) {
        Map<Integer, Integer> last = new HashMap<>();
        for (int index = 0; index < SEGMENTS; index++) {
            byte[] segment = rendition.segment(index);
            for (int packet = 0; packet < segment.length; packet += PACKET) {
                if ((segment[packet + 3] & 0x10) == 0) {
                    continue;
                }
                int pid = ((segment[packet + 1] & 0x1f) << 8) | (segment[packet + 2] & 0xff);
                int counter = segment[packet + 3] & 0x0f;
                Integer before = last.put(pid, counter);
                if (before != null) {
                    assertThat(counter).as("PID %d in segment %d", pid, index).isEqualTo((before + 1) % 16);
                }
            }
        }
    }

    @Test
    void segment_ofFragmentedMp4_decodeTimesFollowEachOther() {
        List<List<Long>> times = new ArrayList<>();
        for (int index = 0; index < SEGMENTS; index++) {
            times.add(decodeTimes(ByteBuffer.wrap(LIBRARY.participant().segment(index))));
        }

        List<Long> first = times.getFirst();
        for (int index = 1; index < SEGMENTS; index++) {
            List<Long> segment = times.get(index);
            // 48 pictures of 512/15360 s; 75 frames of 1024/48000 s, of which a cycle's first segment has one more and its
            // last one less.
            long frames = index * 75L + (index % 3 == 0 ? 0 : 1);
            assertThat(segment.getFirst() - first.getFirst()).isEqualTo(index * 48L * 512);
            assertThat(segment.getLast() - first.getLast()).isEqualTo(frames * 1024);
        }
    }

    @Test
    void initialization_ofFragmentedMp4_isAnMp4HeaderAndTransportStreamsHaveNone() {
        byte[] header = LIBRARY.participant().initialization().orElseThrow();
        assertThat(new String(header, 4, 4, StandardCharsets.US_ASCII)).isEqualTo("ftyp");
        assertThat(transportStreams().map(Rendition::initialization)).allMatch(Optional::isEmpty);
    }

    @Test
    void thumbnails_ofEachSize_arePictures() throws IOException {
        for (int height : new int[]{1080, 720, 480, 360, 160}) {
            assertThat(ImageIO.read(new ByteArrayInputStream(LIBRARY.thumbnail(height))).getHeight())
                    .isEqualTo(height);
        }
    }

    @Test
    void transportStream_ofAnotherSize_isTheNearest() {
        assertThat(LIBRARY.transportStream(540).height()).isEqualTo(480);
        assertThat(LIBRARY.transportStream(4320).height()).isEqualTo(1080);
        assertThat(LIBRARY.thumbnail(100)).isEqualTo(LIBRARY.thumbnail(160));
    }

    @Test
    void sound_hasNoPictureAndFollowsOn() {
        List<Long> times = new ArrayList<>();
        for (int index = 0; index < SEGMENTS; index++) {
            assertThat(timeStamps(LIBRARY.sound().segment(index), VIDEO)).isEmpty();
            times.add(timeStamps(LIBRARY.sound().segment(index), AUDIO).getFirst());
        }
        for (int index = 3; index < SEGMENTS; index++) {
            assertThat(times.get(index) - times.get(index - 3)).as("ticks of a cycle").isEqualTo(3 * 1600 * 90);
        }
        assertThat(LIBRARY.sound().height()).isZero();
        assertThat(LIBRARY.participantSound().codecs()).isEqualTo("mp4a.40.2");
    }

    @Test
    void segmentSize_ofAnySegment_isItsLength() {
        for (int index = 0; index < SEGMENTS; index++) {
            assertThat(LIBRARY.participant().segmentSize(index))
                    .isEqualTo(LIBRARY.participant().segment(index).length);
        }
    }

    private static List<Long> timeStamps(byte[] stream, int streamId) {
        List<Long> times = new ArrayList<>();
        for (int packet = 0; packet < stream.length; packet += PACKET) {
            assertThat(stream[packet]).isEqualTo((byte) 0x47);
            int payload = packet + 4 + ((stream[packet + 3] & 0x20) == 0 ? 0 : 1 + (stream[packet + 4] & 0xff));
            boolean starts = (stream[packet + 1] & 0x40) != 0;
            if (!starts || (stream[payload + 2] & 0xff) != 1 || (stream[payload + 3] & 0xff) != streamId) {
                continue;
            }
            ByteBuffer pts = ByteBuffer.wrap(stream, payload + 9, 5);
            long high = (pts.get() >> 1) & 0x07;
            long middle = (pts.getShort() & 0xffff) >> 1;
            long low = (pts.getShort() & 0xffff) >> 1;
            times.add((high << 30) | (middle << 15) | low);
        }
        return times;
    }

    private static List<Long> decodeTimes(ByteBuffer boxes) {
        List<Long> times = new ArrayList<>();
        for (int at = 0; at < boxes.capacity() - 8; at++) {
            // "tfdt", version 1
            if (boxes.getInt(at) == 0x74666474) {
                times.add(boxes.getLong(at + 8));
            }
        }
        return times;
    }
}
