package io.ivsorchestrator.media.hls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Playlists as the three kinds of recording have them (IVS user guides; RFC 8216), and what is tolerated of others. */
class PlaylistParserTest {
    private static final String CHANNEL = """
            #EXTM3U
            #EXT-X-VERSION:3
            #EXT-X-PLAYLIST-TYPE:VOD
            #EXT-X-TARGETDURATION:10
            #EXT-X-MEDIA-SEQUENCE:0
            #EXT-X-PROGRAM-DATE-TIME:2026-03-07T09:04:31.250Z
            #EXTINF:10.000,
            0.ts
            #EXT-X-DISCONTINUITY
            #EXT-X-PROGRAM-DATE-TIME:2026-03-07T09:05:00.000+00:00
            #EXTINF:4.166,
            1.ts
            #EXT-X-ENDLIST
            """;

    @Test
    void aChannelsPlaylist_datesEverySegment() {
        MediaPlaylist playlist = media(CHANNEL);

        assertThat(playlist.segments()).containsExactly(
                MediaSegment.of("0.ts", Duration.ofSeconds(10)).withDate(at("2026-03-07T09:04:31.250Z")),
                MediaSegment.of("1.ts", Duration.ofMillis(4166)).withDiscontinuity(true)
                        .withDate(at("2026-03-07T09:05:00Z")));
        assertThat(playlist.type()).contains(MediaPlaylist.Type.VOD);
        assertThat(playlist.ended()).isTrue();
        assertThat(playlist.targetDuration()).isEqualTo(Duration.ofSeconds(10));
        assertThat(playlist.duration()).isEqualTo(Duration.ofMillis(14_166));
    }

    @Test
    void aParticipantsPlaylist_hasAnInitializationSectionForEachTake() {
        MediaPlaylist playlist = media("""
                #EXTM3U
                #EXT-X-VERSION:7
                #EXT-X-TARGETDURATION:6
                #EXT-X-PLAYLIST-TYPE:EVENT
                #EXT-X-MAP:URI="init-0.mp4"
                #EXT-X-PROGRAM-DATE-TIME:2026-03-07T09:04:31.250Z
                #EXTINF:6,
                0.mp4
                #EXTINF:6,
                1.mp4
                #EXT-X-DISCONTINUITY
                #EXT-X-MAP:URI="init-1.mp4"
                #EXTINF:2.5,
                2.mp4
                """);

        assertThat(playlist.segments()).extracting(MediaSegment::initialization).containsExactly(
                Optional.of(InitializationSection.of("init-0.mp4")),
                Optional.of(InitializationSection.of("init-0.mp4")),
                Optional.of(InitializationSection.of("init-1.mp4")));
        assertThat(playlist.segments()).extracting(MediaSegment::discontinuity).containsExactly(false, false, true);
        assertThat(playlist.ended()).isFalse();
        assertThat(playlist.type()).contains(MediaPlaylist.Type.EVENT);
    }

    @Test
    void aByteRangeWithoutOffset_continuesTheOneBefore() {
        MediaPlaylist playlist = media("""
                #EXTM3U
                #EXT-X-TARGETDURATION:10
                #EXT-X-BYTERANGE:1000@188
                #EXTINF:10,
                all.ts
                #EXT-X-BYTERANGE:500
                #EXTINF:10,
                all.ts
                """);

        assertThat(playlist.segments()).extracting(MediaSegment::range)
                .containsExactly(Optional.of(new ByteRange(1000, 188)), Optional.of(new ByteRange(500, 1188)));
    }

    @Test
    void aMultivariantPlaylist_keepsWhatItDoesNotUnderstand() {
        String text = """
                #EXTM3U
                #EXT-X-VERSION:6
                #EXT-X-INDEPENDENT-SEGMENTS
                #EXT-X-SESSION-DATA:DATA-ID="NODE",VALUE="video-edge, 1"
                #EXT-X-MEDIA:TYPE=VIDEO,GROUP-ID="720p60",NAME="720p60",AUTOSELECT=YES,DEFAULT=YES
                #EXT-X-STREAM-INF:BANDWIDTH=3422999,RESOLUTION=1280x720,CODECS="avc1.4D401F,mp4a.40.2",VIDEO="720p60"
                720p60/playlist.m3u8
                #EXT-X-STREAM-INF:BANDWIDTH=160000,CODECS="mp4a.40.2"
                audio_only/playlist.m3u8
                """;
        MultivariantPlaylist playlist = PlaylistParser.parseMultivariant(bytes(text));

        assertThat(playlist.variants()).extracting(MultivariantPlaylist.Variant::uri)
                .containsExactly("720p60/playlist.m3u8", "audio_only/playlist.m3u8");
        assertThat(playlist.variants().getFirst().codecs()).contains("avc1.4D401F,mp4a.40.2");
        assertThat(playlist.variants().getFirst().bandwidth()).contains(3_422_999L);
        assertThat(playlist.variants().getFirst().resolution()).contains("1280x720");
        assertThat(playlist.variants().getLast().resolution()).isEmpty();
        assertThat(PlaylistWriter.write(playlist)).isEqualTo(text);
    }

    @Test
    void lineEndsOfAnySystem_aByteOrderMarkAndSpaces_areNoMatter() {
        MediaPlaylist plain = media(CHANNEL);

        assertThat(media(CHANNEL.replace("\n", "\r\n"))).isEqualTo(plain);
        assertThat(media(CHANNEL.replace("\n", "\r"))).isEqualTo(plain);
        assertThat(media(CHANNEL.replace("\n", " \t\n\n"))).isEqualTo(plain);
        assertThat(media('\uFEFF' + CHANNEL)).isEqualTo(plain);
    }

    @Test
    void whateverIsBrokenOff_theCompleteSegmentsCount() {
        for (int length = 0; length < CHANNEL.length(); length++) {
            String cut = CHANNEL.substring(0, length);
            if (cut.startsWith("#EXTM3U")) {
                try {
                    assertThat(media(cut).segments().size()).as(cut).isLessThanOrEqualTo(2);
                } catch (PlaylistException clear) {
                    // Only the line that was cut can be wrong; of EXT-X-MEDIA-SEQUENCE another tag may be left.
                    assertThat(clear.getMessage()).startsWith(cut.endsWith("#EXT-X-MEDIA")
                            ? "both segments and variants"
                            : "line " + cut.lines().count() + ":");
                }
            }
        }
        assertThat(media(CHANNEL.substring(0, CHANNEL.indexOf("1.ts"))).segments()).hasSize(1);
    }

    @Test
    void withoutTargetDuration_theSegmentsTellIt() {
        assertThat(media("#EXTM3U\n#EXTINF:7.6,\n0.ts\n#EXTINF:3,\n1.ts\n").targetDuration())
                .isEqualTo(Duration.ofSeconds(8));
        assertThat(media("#EXTM3U\n").segments()).isEmpty();
    }

    @Test
    void tagsAndCommentsThatAreNotKnown_stayWhereTheyAre() {
        String text = """
                #EXTM3U
                #EXT-X-VERSION:3
                #EXT-X-TARGETDURATION:10
                #EXT-X-MEDIA-SEQUENCE:0
                #EXT-X-TWITCH-INFO:ORIGIN="s3"
                #EXTINF:10.000,live
                #EXT-X-BITRATE:800
                # somebody's words
                0.ts
                #EXT-X-DATERANGE:ID="a"
                #EXT-X-ENDLIST
                """;

        MediaPlaylist playlist = media(text);

        assertThat(playlist.headers()).containsExactly("#EXT-X-TWITCH-INFO:ORIGIN=\"s3\"");
        assertThat(playlist.segments().getFirst().others()).containsExactly("#EXT-X-BITRATE:800",
                "# somebody's words");
        assertThat(playlist.trailers()).containsExactly("#EXT-X-DATERANGE:ID=\"a\"");
        assertThat(PlaylistWriter.write(playlist)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                                   | line 1: a playlist begins with #EXTM3U
            <?xml version="1.0"?>                                | line 1: a playlist begins with #EXTM3U
            #EXTM3U~0.ts                                         | line 2: "0.ts" has neither #EXTINF nor
            #EXTM3U~#EXTINF:ten,~0.ts                            | line 2: a segment's duration is a number of seconds
            #EXTM3U~#EXTINF:-1,~0.ts                             | line 2: a segment's duration is a number of seconds
            #EXTM3U~#EXTINF:.,~0.ts                              | line 2: a segment's duration is a number of seconds
            #EXTM3U~#EXTINF:9999999999,~0.ts                     | line 2: a segment's duration is a number of seconds
            #EXTM3U~#EXT-X-TARGETDURATION:~                      | line 2: a target duration is a number of seconds
            #EXTM3U~#EXT-X-VERSION:0                             | line 2: a version is an integer from 1
            #EXTM3U~#EXT-X-MEDIA-SEQUENCE:99999999999999999999   | line 2: a media sequence is an integer from 0
            #EXTM3U~#EXT-X-MEDIA-SEQUENCE:9999999999999999999    | line 2: a media sequence is an integer from 0
            #EXTM3U~#EXT-X-PROGRAM-DATE-TIME:yesterday           | line 2: "yesterday" is not an ISO 8601 time
            #EXTM3U~#EXT-X-PROGRAM-DATE-TIME:2026-03-07T09:04:31 | line 2: "2026-03-07T09:04:31" is not an ISO 8601
            #EXTM3U~#EXT-X-PROGRAM-DATE-TIME:2026-02-30T09:04:31.000Z | line 2: "2026-02-30T09:04:31.000Z" is not an ISO 8601
            #EXTM3U~#EXT-X-MAP:BYTERANGE="1@0"                   | line 2: #EXT-X-MAP needs a URI in quotes
            #EXTM3U~#EXT-X-MAP:URI="init.mp4                     | line 2: a quoted value does not end
            #EXTM3U~#EXT-X-KEY:METHOD=AES-128,URI="k"            | line 2: encrypted segments
            #EXTM3U~#EXT-X-PLAYLIST-TYPE:LIVE                    | line 2: a playlist type is EVENT or VOD
            #EXTM3U~#EXT-X-STREAM-INF:BANDWIDTH~v.m3u8           | line 2: an attribute is NAME=value
            #EXTM3U~#EXT-X-BYTERANGE:9~#EXTINF:1,~0.ts           | line 4: a byte range without offset must follow
            #EXTM3U~#EXT-X-BYTERANGE:0@0~#EXTINF:1,~0.ts         | line 4: a range's length is an integer from 1
            #EXTM3U~#EXTINF:1,~0.ts~#EXT-X-STREAM-INF:A=1~v.m3u8 | both segments and variants
            """)
    void whatIsBroken_isAnErrorThatSaysWhere(String text, String message) {
        assertThatThrownBy(() -> PlaylistParser.parse(bytes(text.replace('~', '\n'))))
                .isInstanceOf(PlaylistException.class).hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-03-07T09:04:31Z", "2026-03-07T10:04:31+01:00", "2026-03-07T10:04:31+0100",
        "2026-03-07T09:04:31.000Z"})
    void timesOfAnyOffset_areTheSameInstant(String time) {
        assertThat(media("#EXTM3U\n#EXT-X-PROGRAM-DATE-TIME:" + time + "\n#EXTINF:1,\n0.ts\n").segments().getFirst()
                .date()).isEqualTo(at("2026-03-07T09:04:31Z"));
    }

    @Test
    void theOtherKindOfPlaylist_isSaidToBeThat() {
        assertThatThrownBy(() -> PlaylistParser.parseMultivariant(bytes(CHANNEL)))
                .hasMessage("a media playlist, where a multivariant playlist should be");
        assertThatThrownBy(() -> PlaylistParser.parseMedia(bytes("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nv.m3u8\n")))
                .hasMessage("a multivariant playlist, where a media playlist should be");
    }

    @Test
    @Timeout(5)
    void aHundredThousandSegments_areReadAndWrittenQuickly() {
        String text = "#EXTM3U\n" + "#EXT-X-PROGRAM-DATE-TIME:2026-03-07T09:04:31.250Z\n#EXTINF:10.000,\n12345.ts\n"
                .repeat(100_000);

        MediaPlaylist playlist = media(text);

        assertThat(playlist.segments()).hasSize(100_000);
        assertThat(playlist.duration()).isEqualTo(Duration.ofSeconds(1_000_000));
        assertThat(media(PlaylistWriter.write(playlist)).segments()).isEqualTo(playlist.segments());
    }

    @Test
    @Timeout(5)
    void whatIsTooLarge_isRefused() {
        assertThatThrownBy(() -> media("#EXTM3U\n" + "#EXTINF:1,\n0\n".repeat(PlaylistParser.MAX_SEGMENTS + 1)))
                .hasMessageContaining("more than 500000 segments");
        assertThatThrownBy(() -> media("#EXTM3U\n#" + "x".repeat(PlaylistParser.MAX_LINE)))
                .hasMessage("line 2: more than 16384 characters");
        assertThatThrownBy(() -> PlaylistParser
                .parse(bytes("#EXTM3U\n" + "#EXT-X-STREAM-INF:BANDWIDTH=1\nv\n".repeat(257))))
                .hasMessageContaining("more than 256 variants");
        assertThatThrownBy(() -> PlaylistParser.parse(new byte[PlaylistParser.MAX_BYTES + 1]))
                .hasMessageContaining("no playlist of a recording is so long");
    }

    @Test
    void aPlaylistThatStaysOpen_canBeConcluded() {
        MediaPlaylist open = media("#EXTM3U\n#EXT-X-PLAYLIST-TYPE:EVENT\n#EXTINF:1,\n0.ts\n");

        MediaPlaylist concluded = open.concluded();

        assertThat(concluded.ended()).isTrue();
        assertThat(concluded.type()).contains(MediaPlaylist.Type.VOD);
        assertThat(concluded.segments()).isEqualTo(open.segments());
        assertThat(concluded.concluded()).isSameAs(concluded);
    }

    @Test
    void aPlaylistOfOurs_hasTheVersionAndTargetThatItsSegmentsNeed() {
        MediaSegment segment = MediaSegment.of("0.mp4", Duration.ofMillis(6_499));

        assertThat(MediaPlaylist.vod(List.of(segment), true).version()).isEqualTo(3);
        assertThat(MediaPlaylist.vod(List.of(segment), true).targetDuration()).isEqualTo(Duration.ofSeconds(6));
        assertThat(MediaPlaylist.vod(List.of(segment.withInitialization(Optional.of(
                InitializationSection.of("init-0.mp4")))), true).version()).isEqualTo(6);
    }

    private static Optional<Instant> at(String time) {
        return Optional.of(Instant.parse(time));
    }

    private static MediaPlaylist media(String text) {
        return PlaylistParser.parseMedia(bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
