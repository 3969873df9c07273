package io.ivsorchestrator.media.hls;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.media.hls.MultivariantPlaylist.Alternative;
import io.ivsorchestrator.media.hls.MultivariantPlaylist.Variant;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is written is read back, and no text does worse than a {@link PlaylistException}. */
class PlaylistPropertyTest {
    private static final List<String> SHREDS = List.of("#EXTM3U", "\n", "\r\n", "#EXTINF:", "#EXT-X-MAP:URI=\"", "\"",
            "#EXT-X-BYTERANGE:", "#EXT-X-STREAM-INF:", "#EXT-X-MEDIA:", "BANDWIDTH=", "10", "9999999999999999999",
            "@", ",", ".", "-1", "0.ts", "#EXT-X-PROGRAM-DATE-TIME:", "2026-03-07T09:04:31Z", "+18:01", "#EXT-X-KEY:",
            "METHOD=NONE", "#EXT-X-TARGETDURATION:", "#EXT-X-ENDLIST", "#EXT-X-DISCONTINUITY", "\u0000", "\uFEFF",
            "\uD83C", "=", "#", "#EXT-X-VERSION:", "#EXT-X-MEDIA-SEQUENCE:", "#EXT-X-PLAYLIST-TYPE:", "VOD");

    @Property(tries = 500)
    void aMediaPlaylist_isReadBackAsItWasWritten(@ForAll("mediaPlaylists") MediaPlaylist playlist) {
        assertThat(PlaylistParser.parse(bytes(PlaylistWriter.write(playlist)))).isEqualTo(playlist);
    }

    @Property(tries = 200)
    void aMultivariantPlaylist_isReadBackAsItWasWritten(@ForAll("multivariants") MultivariantPlaylist playlist) {
        assertThat(PlaylistParser.parse(bytes(PlaylistWriter.write(playlist)))).isEqualTo(playlist);
    }

    @Property(tries = 2000)
    void anyText_isAPlaylistOrAClearError(@ForAll("texts") String text) {
        try {
            Playlist playlist = PlaylistParser.parse(bytes(text));
            assertThat(PlaylistParser.parse(bytes(PlaylistWriter.write(playlist)))).isEqualTo(playlist);
        } catch (PlaylistException clear) {
            assertThat(clear.getMessage()).isNotBlank().hasSizeLessThan(200);
        }
    }

    @Property(tries = 500)
    void aChangedByte_isAPlaylistOrAClearError(@ForAll("mediaPlaylists") MediaPlaylist playlist, @ForAll int where,
            @ForAll byte what) {
        byte[] text = bytes(PlaylistWriter.write(playlist));
        text[Math.floorMod(where, text.length)] = what;
        try {
            PlaylistParser.parse(text);
        } catch (PlaylistException clear) {
            assertThat(clear.getMessage()).isNotBlank().hasSizeLessThan(200);
        }
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(SHREDS).list().ofMaxSize(60).map(shreds -> String.join("", shreds))
                .flatMap(text -> Arbitraries.of(text, "#EXTM3U\n" + text));
    }

    @Provide
    Arbitrary<MediaPlaylist> mediaPlaylists() {
        return Arbitraries.randomValue(PlaylistPropertyTest::mediaPlaylist);
    }

    @Provide
    Arbitrary<MultivariantPlaylist> multivariants() {
        return Arbitraries.randomValue(PlaylistPropertyTest::multivariant);
    }

    private static MediaPlaylist mediaPlaylist(Random random) {
        List<MediaSegment> segments = new ArrayList<>();
        Optional<InitializationSection> initialization = Optional.empty();
        int count = random.nextInt(20);
        boolean fragmented = random.nextBoolean();
        for (int i = 0; i < count; i++) {
            if (fragmented && (i == 0 || random.nextInt(5) == 0)) {
                initialization = Optional.of(new InitializationSection("init-" + i + ".mp4", range(random)));
            }
            segments.add(new MediaSegment(random.nextInt(3) + ".ts",
                    Duration.ofNanos(random.nextInt(3) == 0 ? random.nextLong(1L << 40) : 1_000_000L * i),
                    random.nextInt(4) == 0 ? Optional.of("a title, with comma") : Optional.empty(),
                    random.nextInt(4) == 0, random.nextInt(8) == 0, initialization, range(random),
                    random.nextBoolean()
                            ? Optional.of(Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)))
                            : Optional.empty(),
                    random.nextInt(6) == 0 ? List.of("# words", "#EXT-X-BITRATE:5") : List.of()));
        }
        Optional<MediaPlaylist.Type> type = switch (random.nextInt(3)) {
            case 0 -> Optional.of(MediaPlaylist.Type.VOD);
            case 1 -> Optional.of(MediaPlaylist.Type.EVENT);
            default -> Optional.empty();
        };
        return new MediaPlaylist(1 + random.nextInt(9), type, Duration.ofSeconds(random.nextInt(20)),
                random.nextInt(9), random.nextInt(9), random.nextBoolean(),
                random.nextBoolean() ? List.of("#EXT-X-START:TIME-OFFSET=0") : List.of(), segments,
                count > 0 && random.nextInt(5) == 0 ? List.of("#EXT-X-DATERANGE:ID=\"x\"") : List.of(),
                random.nextBoolean());
    }

    private static Optional<ByteRange> range(Random random) {
        return random.nextInt(3) == 0
                ? Optional.of(new ByteRange(1 + random.nextInt(1 << 20), random.nextInt(1 << 20)))
                : Optional.empty();
    }

    private static MultivariantPlaylist multivariant(Random random) {
        List<Variant> variants = new ArrayList<>();
        for (int i = random.nextInt(5); i >= 0; i--) {
            variants.add(new Variant(new Attributes(Map.of("BANDWIDTH", Integer.toString(random.nextInt(1 << 24))))
                    .withQuoted("CODECS", "avc1.4D401F,mp4a.40.2"), i + "/playlist.m3u8"));
        }
        List<Alternative> alternatives = random.nextBoolean()
                ? List.of(new Alternative(Alternative.Tag.MEDIA, Attributes.NONE.with("TYPE", "VIDEO")),
                        new Alternative(Alternative.Tag.I_FRAME_STREAM_INF,
                                Attributes.NONE.withQuoted("URI", "i.m3u8")))
                : List.of();
        return new MultivariantPlaylist(1 + random.nextInt(9), random.nextBoolean(),
                random.nextBoolean() ? List.of("#EXT-X-SESSION-DATA:DATA-ID=\"N\"") : List.of(), alternatives,
                variants);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
