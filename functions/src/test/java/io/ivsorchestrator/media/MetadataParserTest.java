package io.ivsorchestrator.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.events.json.JsonException;
import io.ivsorchestrator.recording.Media;
import io.ivsorchestrator.recording.Media.Hls;
import io.ivsorchestrator.recording.Media.Rendition;
import io.ivsorchestrator.recording.Media.Thumbnails;
import io.ivsorchestrator.recording.Media.Variant;
import io.ivsorchestrator.recording.Metadata;
import io.ivsorchestrator.recording.RecordingKind;
import io.ivsorchestrator.recording.RecordingState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataParserTest {
    private static final Media NO_MEDIA = new Media(Optional.empty(), Optional.empty(), Optional.empty());

    /** The samples of the IVS user guides, field by field. */
    @Nested
    class Samples {
        private static final Optional<Arn> CHANNEL = Optional
                .of(new Arn("arn:aws:ivs:us-west-2:123456789012:channel/Kp3dQ9xTzL7m"));
        private static final Optional<Arn> STAGE = Optional
                .of(new Arn("arn:aws:ivs:us-west-2:123456789012:stage/Wq8rT2yUi5Oa"));

        @Test
        void parse_channelStarted() {
            assertThat(MetadataSamples.parse(RecordingKind.CHANNEL, "started")).isEqualTo(new Metadata(CHANNEL,
                    Optional.empty(), Optional.empty(), Optional.of(RecordingState.ACTIVE),
                    Optional.of(Instant.parse("2026-03-07T09:04:36Z")), Optional.empty(), Optional.empty(),
                    channelMedia(Optional.empty())));
        }

        @Test
        void parse_channelEnded() {
            assertThat(MetadataSamples.parse(RecordingKind.CHANNEL, "ended")).isEqualTo(new Metadata(CHANNEL,
                    Optional.empty(), Optional.empty(), Optional.of(RecordingState.STOPPED),
                    Optional.of(Instant.parse("2026-03-07T09:04:36Z")),
                    Optional.of(Instant.parse("2026-03-07T10:36:10Z")),
                    Optional.empty(), channelMedia(Optional.of(Duration.ofSeconds(5412)))));
        }

        @Test
        void parse_channelFailed_hasMessageAndNoByteRangePlaylists() {
            assertThat(MetadataSamples.parse(RecordingKind.CHANNEL, "failed")).isEqualTo(new Metadata(CHANNEL,
                    Optional.empty(), Optional.empty(), Optional.of(RecordingState.FAILED),
                    Optional.of(Instant.parse("2026-03-07T09:04:36Z")),
                    Optional.of(Instant.parse("2026-03-07T09:41:00Z")),
                    Optional.of("InternalServerException"),
                    new Media(
                            Optional.of(new Hls("media/hls", "media/hls/master.m3u8", Optional.empty(),
                                    Optional.of(Duration.ofSeconds(2184)),
                                    List.of(
                                            new Rendition("media/hls/720p60", "media/hls/720p60/playlist.m3u8",
                                                    Optional.empty(), OptionalInt.of(1280), OptionalInt.of(720)),
                                            new Rendition("media/hls/480p30", "media/hls/480p30/playlist.m3u8",
                                                    Optional.empty(), OptionalInt.of(852), OptionalInt.of(480))))),
                            Optional.of(new Thumbnails("media/thumbnails", OptionalInt.of(1280), OptionalInt.of(720),
                                    List.of())),
                            Optional.of(new Thumbnails("media/latest_thumbnail/thumb.jpg", OptionalInt.of(1280),
                                    OptionalInt.of(720), List.of())))));
        }

        private Media channelMedia(Optional<Duration> duration) {
            return new Media(
                    Optional.of(new Hls("media/hls", "media/hls/master.m3u8",
                            Optional.of("media/hls/byte-range-multivariant.m3u8"), duration,
                            List.of(
                                    new Rendition("media/hls/720p60", "media/hls/720p60/playlist.m3u8",
                                            Optional.of("media/hls/720p60/byte-range-variant.m3u8"),
                                            OptionalInt.of(1280), OptionalInt.of(720)),
                                    new Rendition("media/hls/480p30", "media/hls/480p30/playlist.m3u8",
                                            Optional.of("media/hls/480p30/byte-range-variant.m3u8"),
                                            OptionalInt.of(852), OptionalInt.of(480)),
                                    new Rendition("media/hls/160p30", "media/hls/160p30/playlist.m3u8",
                                            Optional.of("media/hls/160p30/byte-range-variant.m3u8"),
                                            OptionalInt.of(284), OptionalInt.of(160))))),
                    Optional.of(
                            new Thumbnails("media/thumbnails", OptionalInt.of(1280), OptionalInt.of(720), List.of())),
                    Optional.of(new Thumbnails("media/latest_thumbnail/thumb.jpg", OptionalInt.of(1280),
                            OptionalInt.of(720), List.of())));
        }

        @Test
        void parse_participantStarted() {
            assertThat(MetadataSamples.parse(RecordingKind.PARTICIPANT, "started"))
                    .isEqualTo(participant(RecordingState.ACTIVE, Optional.empty(), Optional.empty()));
        }

        @Test
        void parse_participantEnded() {
            assertThat(MetadataSamples.parse(RecordingKind.PARTICIPANT, "ended"))
                    .isEqualTo(participant(RecordingState.STOPPED, Optional.of(Instant.parse("2026-03-07T09:14:00Z")),
                            Optional.of(Duration.ofMillis(547_327))));
        }

        @Test
        void parse_participantFailed() {
            assertThat(MetadataSamples.parse(RecordingKind.PARTICIPANT, "failed"))
                    .isEqualTo(participant(RecordingState.FAILED, Optional.of(Instant.parse("2026-03-07T09:09:10Z")),
                            Optional.of(Duration.ofSeconds(271))));
        }

        private Metadata participant(RecordingState state, Optional<Instant> endedAt, Optional<Duration> duration) {
            return new Metadata(STAGE, Optional.of("st-aB1cD2eF3gH4i"), Optional.of("Nb7vC6xZ5lKj"), Optional.of(state),
                    Optional.of(Instant.parse("2026-03-07T09:04:31Z")), endedAt, Optional.empty(),
                    new Media(
                            Optional.of(new Hls("media/hls", "media/hls/multivariant.m3u8", Optional.empty(), duration,
                                    List.of(new Rendition("media/hls/high", "media/hls/high/playlist.m3u8",
                                            Optional.empty(), OptionalInt.empty(), OptionalInt.empty())))),
                            Optional.of(new Thumbnails("media/thumbnails", OptionalInt.empty(), OptionalInt.empty(),
                                    List.of(new Variant("media/thumbnails/high", OptionalInt.empty(),
                                            OptionalInt.empty())))),
                            Optional
                                    .of(new Thumbnails("media/latest_thumbnail", OptionalInt.empty(),
                                            OptionalInt.empty(),
                                            List.of(new Variant("media/latest_thumbnail/high", OptionalInt.empty(),
                                                    OptionalInt.empty()))))));
        }

        @Test
        void parse_compositeStarted() {
            assertThat(MetadataSamples.parse(RecordingKind.COMPOSITE, "started"))
                    .isEqualTo(composite(RecordingState.ACTIVE, Optional.empty(), Optional.empty()));
        }

        @Test
        void parse_compositeEnded() {
            assertThat(MetadataSamples.parse(RecordingKind.COMPOSITE, "ended"))
                    .isEqualTo(composite(RecordingState.STOPPED, Optional.of(Instant.parse("2026-03-07T09:52:12Z")),
                            Optional.of(Duration.ofMillis(2_526_400))));
        }

        @Test
        void parse_compositeFailed() {
            assertThat(MetadataSamples.parse(RecordingKind.COMPOSITE, "failed"))
                    .isEqualTo(composite(RecordingState.FAILED, Optional.of(Instant.parse("2026-03-07T09:20:00Z")),
                            Optional.of(Duration.ofSeconds(590))));
        }

        private Metadata composite(RecordingState state, Optional<Instant> endedAt, Optional<Duration> duration) {
            return new Metadata(STAGE, Optional.empty(), Optional.empty(), Optional.of(state),
                    Optional.of(Instant.parse("2026-03-07T09:10:05Z")), endedAt, Optional.empty(),
                    new Media(
                            Optional.of(new Hls("media/hls", "media/hls/multivariant.m3u8", Optional.empty(), duration,
                                    List.of(new Rendition("media/hls/720p30-qWeRtYuIoP12",
                                            "media/hls/720p30-qWeRtYuIoP12/playlist.m3u8", Optional.empty(),
                                            OptionalInt.of(1280), OptionalInt.of(720))))),
                            Optional.of(new Thumbnails("media/thumbnails", OptionalInt.empty(), OptionalInt.empty(),
                                    List.of(new Variant("media/thumbnails/1280x720", OptionalInt.of(1280),
                                            OptionalInt.of(720))))),
                            Optional
                                    .of(new Thumbnails("media/latest_thumbnail", OptionalInt.empty(),
                                            OptionalInt.empty(),
                                            List.of(new Variant("media/latest_thumbnail/1280x720", OptionalInt.of(1280),
                                                    OptionalInt.of(720)))))));
        }
    }

    @Nested
    class Tolerance {

        @ParameterizedTest
        @EnumSource
        void parse_emptyObject_isMetadataThatSaysNothing(RecordingKind kind) {
            assertThat(parse(kind, "{}")).isEqualTo(new Metadata(Optional.empty(), Optional.empty(), Optional.empty(),
                    Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), NO_MEDIA));
        }

        @Test
        void parse_unknownMembersAndVersion_areIgnored() {
            assertThat(parse(RecordingKind.CHANNEL, """
                    {"version": "v2", "new": {"deep": [1, null, {}]}, "recording_status": "RECORDING_ENDED",
                     "media": {"captions": {"path": "../x"}, "hls": {"path": "m", "playlist": "p", "drm": true}}}"""))
                    .isEqualTo(new Metadata(Optional.empty(), Optional.empty(), Optional.empty(),
                            Optional.of(RecordingState.STOPPED), Optional.empty(), Optional.empty(), Optional.empty(),
                            new Media(Optional.of(new Hls("m", "m/p", Optional.empty(), Optional.empty(), List.of())),
                                    Optional.empty(), Optional.empty())));
        }

        @ParameterizedTest
        @CsvSource({"RECORDING_STARTED,ACTIVE", "RECORDING_ENDED,STOPPED", "RECORDING_ENDED_WITH_FAILURE,FAILED",
            "RECORDING_START_FAILED,FAILED"})
        void parse_knownStatus_isAState(String status, RecordingState state) {
            assertThat(parse(RecordingKind.PARTICIPANT, "{\"recording_status\": \"" + status + "\"}").status())
                    .contains(state);
        }

        @ParameterizedTest
        @ValueSource(strings = {"RECORDING_PAUSED", "recording_ended", "Recording End", ""})
        void parse_unknownStatus_isAbsent(String status) {
            assertThat(parse(RecordingKind.CHANNEL, "{\"recording_status\": \"" + status + "\"}").status()).isEmpty();
        }

        @Test
        void parse_startFailed_hasNoStartAndNoMedia() {
            Metadata metadata = parse(RecordingKind.PARTICIPANT, """
                    {"version": "v1", "stage_arn": "arn:aws:ivs:us-west-2:123456789012:stage/Wq8rT2yUi5Oa",
                     "session_id": "st-aB1cD2eF3gH4i", "participant_id": "Nb7vC6xZ5lKj",
                     "recording_ended_at": "2026-03-07T09:04:31Z", "recording_status": "RECORDING_START_FAILED",
                     "recording_status_message": "AccessDenied"}""");

            assertThat(metadata.status()).contains(RecordingState.FAILED);
            assertThat(metadata.startedAt()).isEmpty();
            assertThat(metadata.message()).contains("AccessDenied");
            assertThat(metadata.media()).isEqualTo(NO_MEDIA);
        }

        @Test
        void parse_thumbnailsOnly_hasNoHls() {
            Media media = parse(RecordingKind.PARTICIPANT, """
                    {"media": {"thumbnails": {"path": "media/thumbnails", "renditions": [{"path": "high"}]}}}""")
                    .media();

            assertThat(media.hls()).isEmpty();
            assertThat(media.latestThumbnail()).isEmpty();
            assertThat(media.thumbnails()).map(Thumbnails::variants)
                    .contains(List.of(new Variant("media/thumbnails/high", OptionalInt.empty(), OptionalInt.empty())));
        }

        @ParameterizedTest
        @ValueSource(strings = {"{}", "null", "{\"renditions\": []}", "{\"duration_ms\": 0}",
            "{\"path\": \"\", \"playlist\": null}"})
        void parse_hlsThatNamesNothing_isAbsent(String hls) {
            assertThat(parse(RecordingKind.PARTICIPANT, "{\"media\": {\"hls\": " + hls + "}}").media())
                    .isEqualTo(NO_MEDIA);
        }

        @ParameterizedTest
        @ValueSource(strings = {"{}", "null", "{\"path\": \"\"}", "{\"renditions\": [{\"path\": \"high\"}]}"})
        void parse_thumbnailsThatDoNotSayWhere_areAbsent(String thumbnails) {
            assertThat(parse(RecordingKind.PARTICIPANT,
                    "{\"media\": {\"thumbnails\": " + thumbnails + ", \"latest_thumbnail\": " + thumbnails + "}}")
                    .media())
                    .isEqualTo(NO_MEDIA);
        }

        @Test
        void parse_variantsOfAnotherKind_areUnknownMembers() {
            String media = """
                    {"media": {"thumbnails": {"path": "t", "renditions": [{"path": "r"}],
                                              "resolutions": [{"path": "s"}]}}}""";

            assertThat(variants(RecordingKind.CHANNEL, media)).isEmpty();
            assertThat(variants(RecordingKind.PARTICIPANT, media)).containsExactly("t/r");
            assertThat(variants(RecordingKind.COMPOSITE, media)).containsExactly("t/s");
        }

        private static List<String> variants(RecordingKind kind, String json) {
            return parse(kind, json).media().thumbnails().orElseThrow().variants().stream().map(Variant::path).toList();
        }

        @ParameterizedTest
        @CsvSource({"0,PT0S", "1,PT0.001S", "\"547327\",PT9M7.327S", "5412000.0,PT1H30M12S",
            "172800000,PT48H"})
        void parse_duration_isMilliseconds(String milliseconds, Duration duration) {
            assertThat(hls("\"duration_ms\": " + milliseconds).duration()).contains(duration);
        }

        @ParameterizedTest
        @ValueSource(strings = {"null", "\"\"", "-1"})
        void parse_durationThatSaysNothing_isAbsent(String milliseconds) {
            assertThat(hls("\"duration_ms\": " + milliseconds).duration()).isEmpty();
        }

        @Test
        void parse_audioOnlyRendition_hasNoSize() {
            assertThat(hls("""
                    "renditions": [{"path": "audio_only", "playlist": "playlist.m3u8"}]""").renditions())
                    .containsExactly(
                            new Rendition("media/hls/audio_only", "media/hls/audio_only/playlist.m3u8",
                                    Optional.empty(),
                                    OptionalInt.empty(), OptionalInt.empty()));
        }

        @ParameterizedTest
        @ValueSource(strings = {"0", "-720", "null", "\"\"", "2147483648", "9223372036854775807"})
        void parse_impossibleSize_isAbsent(String pixels) {
            assertThat(hls("\"renditions\": [{\"path\": \"r\", \"playlist\": \"p\", \"resolution_width\": " + pixels
                    + ", \"resolution_height\": 720}]")
                    .renditions()).singleElement()
                    .satisfies(rendition -> {
                        assertThat(rendition.width()).isEmpty();
                        assertThat(rendition.height()).hasValue(720);
                    });
        }

        @Test
        void parse_emptyTexts_areAbsent() {
            Metadata metadata = parse(RecordingKind.PARTICIPANT, """
                    {"stage_arn": "", "session_id": "", "participant_id": "", "recording_started_at": "",
                     "recording_ended_at": "", "recording_status_message": "",
                     "media": {"hls": {"path": "h", "playlist": "p", "byte_range_playlist": ""}}}""");

            assertThat(metadata).isEqualTo(new Metadata(Optional.empty(), Optional.empty(), Optional.empty(),
                    Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                    new Media(Optional.of(new Hls("h", "h/p", Optional.empty(), Optional.empty(), List.of())),
                            Optional.empty(), Optional.empty())));
        }

        @Test
        void parse_slashesAtPathEnds_areOneSeparator() {
            Media media = parse(RecordingKind.CHANNEL, """
                    {"media": {
                      "hls": {"path": "media/hls/", "playlist": "master.m3u8/", "byte_range_playlist": "b.m3u8//",
                              "renditions": [{"path": "720p60//", "playlist": "playlist.m3u8"}]},
                      "thumbnails": {"path": "media/thumbnails/"}}}""").media();

            assertThat(media.hls())
                    .contains(new Hls("media/hls", "media/hls/master.m3u8", Optional.of("media/hls/b.m3u8"),
                            Optional.empty(),
                            List.of(new Rendition("media/hls/720p60", "media/hls/720p60/playlist.m3u8",
                                    Optional.empty(), OptionalInt.empty(), OptionalInt.empty()))));
            assertThat(media.thumbnails()).map(Thumbnails::path).contains("media/thumbnails");
        }

        @Test
        void parse_layoutUnlikeTheDocumented_isTakenAsRead() {
            Hls hls = parse(RecordingKind.COMPOSITE, """
                    {"media": {"hls": {"path": "video", "playlist": "index/all.m3u8",
                      "renditions": [{"path": "a/b", "playlist": "c/d.m3u8"}]}}}""").media().hls().orElseThrow();

            assertThat(hls.playlist()).isEqualTo("video/index/all.m3u8");
            assertThat(hls.renditions()).map(Rendition::path).containsExactly("video/a/b");
            assertThat(hls.renditions()).map(Rendition::playlist).containsExactly("video/a/b/c/d.m3u8");
        }

        @Test
        void parse_dotsWithinNames_areNoSteps() {
            assertThat(hls("\"renditions\": [{\"path\": \"..720p\", \"playlist\": \"a..b.m3u8\"}]").renditions())
                    .map(Rendition::playlist)
                    .containsExactly("media/hls/..720p/a..b.m3u8");
        }

        @ParameterizedTest
        @ValueSource(strings = {"Kp3dQ9xTzL7m", "arn:aws", "arn:aws:ivs:us-west-2:123456789012:", "urn:a:b:c:d:e"})
        void parse_malformedArn_isAbsentAndTheRestIsRead(String arn) {
            Metadata metadata = parse(RecordingKind.CHANNEL,
                    "{\"channel_arn\": \"" + arn + "\", \"recording_status\": \"RECORDING_ENDED\"}");

            assertThat(metadata.source()).isEmpty();
            assertThat(metadata.status()).contains(RecordingState.STOPPED);
        }

        @Test
        void parse_arnOfTheOtherService_isAnUnknownMember() {
            assertThat(parse(RecordingKind.CHANNEL, """
                    {"stage_arn": "arn:aws:ivs:us-west-2:123456789012:stage/Wq8rT2yUi5Oa"}""").source()).isEmpty();
        }

        @Test
        void parse_malformedIds_areAbsent() {
            Metadata metadata = parse(RecordingKind.PARTICIPANT,
                    "{\"session_id\": \"a/b\", \"participant_id\": \"" + "x".repeat(129) + "\"}");

            assertThat(metadata.sessionId()).isEmpty();
            assertThat(metadata.participantId()).isEmpty();
        }

        @Test
        void parse_moreRenditionsAndVariantsThanAnybodyHas_keepsTheFirst() {
            String many = IntStream.range(0, 100)
                    .mapToObj(i -> "{\"path\": \"r" + i + "\", \"playlist\": \"p\"}")
                    .collect(Collectors.joining(","));

            Media media = parse(RecordingKind.PARTICIPANT,
                    "{\"media\": {\"hls\": {\"path\": \"h\", \"playlist\": \"p\", "
                            + "\"renditions\": [" + many + "]}, \"thumbnails\": {\"path\": \"t\", \"renditions\": ["
                            + many + "]}}}")
                    .media();

            assertThat(media.hls().orElseThrow().renditions()).hasSize(32)
                    .extracting(Rendition::path)
                    .startsWith("h/r0")
                    .endsWith("h/r31");
            assertThat(media.thumbnails().orElseThrow().variants()).hasSize(32)
                    .extracting(Variant::path)
                    .startsWith("t/r0")
                    .endsWith("t/r31");
        }

        @Test
        void parse_longMessage_keepsItsBeginningInWholeCharacters() {
            Metadata metadata = parse(RecordingKind.CHANNEL,
                    "{\"recording_status_message\": \"" + "x".repeat(1023) + "🎬" + "y".repeat(5000) + "\"}");

            assertThat(metadata.message()).contains("x".repeat(1023));
        }

        private static Hls hls(String member) {
            return parse(RecordingKind.CHANNEL,
                    "{\"media\": {\"hls\": {\"path\": \"media/hls\", \"playlist\": \"master.m3u8\", " + member + "}}}")
                    .media()
                    .hls()
                    .orElseThrow();
        }
    }

    @Nested
    class Broken {

        @ParameterizedTest
        @ValueSource(strings = {"", " ", "null", "[]", "\"text\"", "42", "{", "{\"version\": \"v1\"", "{} {}",
            "<Error/>"})
        void parse_notOneJsonObject_isBrokenAtTheRoot(String json) {
            assertThat(breakAt(RecordingKind.CHANNEL, json)).isEqualTo("$");
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                {"channel_arn": {}}                                                                      | $.channel_arn
                {"recording_status": ["RECORDING_ENDED"]} \
                | $.recording_status
                {"recording_status_message": {}} \
                | $.recording_status_message
                {"recording_started_at": "yesterday"} \
                | $.recording_started_at
                {"recording_ended_at": 1772874276} \
                | $.recording_ended_at
                {"media": "media/hls"}                                                                   | $.media
                {"media": {"hls": []}}                                                                   | $.media.hls
                {"media": {"hls": {"playlist": "p"}}} \
                | $.media.hls.path
                {"media": {"hls": {"path": "", "playlist": "p"}}} \
                | $.media.hls.path
                {"media": {"hls": {"path": {}, "playlist": "p"}}} \
                | $.media.hls.path
                {"media": {"hls": {"path": "h"}}} \
                | $.media.hls.playlist
                {"media": {"hls": {"path": "h", "playlist": ""}}} \
                | $.media.hls.playlist
                {"media": {"hls": {"renditions": [{"path": "r", "playlist": "p"}]}}} \
                | $.media.hls.path
                {"media": {"hls": {"path": "h", "playlist": "p", "duration_ms": "long"}}} \
                | $.media.hls.duration_ms
                {"media": {"hls": {"path": "h", "playlist": "p", "duration_ms": 1.5}}} \
                | $.media.hls.duration_ms
                {"media": {"hls": {"path": "h", "playlist": "p", "renditions": {}}}} \
                | $.media.hls.renditions
                {"media": {"hls": {"path": "h", "playlist": "p", "renditions": [{"playlist": "p"}]}}} \
                | $.media.hls.renditions[0].path
                {"media": {"hls": {"path": "h", "playlist": "p", "renditions": [{"path": "a", "playlist": "b"}, \
                {"path": "r"}]}}} \
                | $.media.hls.renditions[1].playlist
                {"media": {"hls": {"path": "h", "playlist": "p", "renditions": [{"path": "a", "playlist": "b", \
                "resolution_width": {}}]}}} | $.media.hls.renditions[0].resolution_width
                {"media": {"thumbnails": {"path": []}}} \
                | $.media.thumbnails.path
                {"media": {"thumbnails": {"path": "t", "resolution_height": true}}} \
                | $.media.thumbnails.resolution_height
                {"media": {"latest_thumbnail": 1}} \
                | $.media.latest_thumbnail
                """)
        void parse_brokenMember_isNamed(String json, String path) {
            assertThat(breakAt(RecordingKind.CHANNEL, json)).isEqualTo(path);
        }

        @Test
        void parse_brokenThumbnailVariant_isNamedPerKind() {
            assertThat(breakAt(RecordingKind.PARTICIPANT,
                    "{\"media\": {\"thumbnails\": {\"path\": \"t\", \"renditions\": [{\"path\": \"a\"}, {}]}}}"))
                    .isEqualTo("$.media.thumbnails.renditions[1].path");
            assertThat(breakAt(RecordingKind.COMPOSITE,
                    "{\"media\": {\"latest_thumbnail\": {\"path\": \"t\", \"resolutions\": [{\"path\": \"\"}]}}}"))
                    .isEqualTo("$.media.latest_thumbnail.resolutions[0].path");
        }

        @Test
        void parse_renditionThatIsNoObject_isBrokenInTheRenditions() {
            assertThat(breakAt(RecordingKind.CHANNEL,
                    "{\"media\": {\"hls\": {\"path\": \"h\", \"playlist\": \"p\", \"renditions\": [\"720p60\"]}}}"))
                    .startsWith("$.media.hls.renditions");
        }

        @ParameterizedTest
        @ValueSource(strings = {"..", ".", "../x", "x/..", "x/../..", "x/../y", "./x", "x/.", "/", "/x", "//host/x",
            "s3://b/x",
            "https://example.com/x", "file:x", "C:x", "x:", "x\\\\..\\\\y", "..\\\\x", "%2e%2e/x", "x%2f..", "x?y",
            "x#y",
            "x\\u0000y", "x\\ny", "x\\ud800y"})
        void parse_pathThatLeavesThePrefix_isRefusedWhereverItStands(String path) {
            String broken = "\"" + path + "\"";

            assertThat(breakAt(RecordingKind.CHANNEL, "{\"media\": {\"hls\": {\"path\": " + broken
                    + ", \"playlist\": \"p\"}}}"))
                    .isEqualTo("$.media.hls.path");
            assertThat(breakAt(RecordingKind.CHANNEL, "{\"media\": {\"hls\": {\"path\": \"h\", \"playlist\": " + broken
                    + "}}}"))
                    .isEqualTo("$.media.hls.playlist");
            assertThat(breakAt(RecordingKind.CHANNEL, "{\"media\": {\"hls\": {\"path\": \"h\", \"playlist\": \"p\", "
                    + "\"byte_range_playlist\": " + broken + "}}}"))
                    .isEqualTo("$.media.hls.byte_range_playlist");
            assertThat(breakAt(RecordingKind.CHANNEL, "{\"media\": {\"hls\": {\"path\": \"h\", \"playlist\": \"p\", "
                    + "\"renditions\": [{\"path\": " + broken + ", \"playlist\": \"p\"}]}}}"))
                    .isEqualTo("$.media.hls.renditions[0].path");
            assertThat(breakAt(RecordingKind.CHANNEL, "{\"media\": {\"thumbnails\": {\"path\": " + broken + "}}}"))
                    .isEqualTo("$.media.thumbnails.path");
            assertThat(breakAt(RecordingKind.COMPOSITE, "{\"media\": {\"thumbnails\": {\"path\": \"t\", "
                    + "\"resolutions\": [{\"path\": " + broken + "}]}}}"))
                    .isEqualTo("$.media.thumbnails.resolutions[0].path");
        }

        @Test
        void parse_pathLongerThanAnS3Key_isRefusedByItsJoinedLength() {
            String fits = "é".repeat(511);

            assertThat(parse(RecordingKind.CHANNEL, hls(fits, "p")).media().hls()).map(Hls::playlist)
                    .contains(fits + "/p");
            assertThat(breakAt(RecordingKind.CHANNEL, hls(fits, "pp"))).isEqualTo("$.media.hls.playlist");
        }

        private static String hls(String path, String playlist) {
            return "{\"media\": {\"hls\": {\"path\": \"" + path + "\", \"playlist\": \"" + playlist + "\"}}}";
        }

        private static String breakAt(RecordingKind kind, String json) {
            JsonException broken = catchThrowableOfType(JsonException.class, () -> parse(kind, json));
            assertThat(broken).as(json).isNotNull();
            return broken.path();
        }
    }

    private static Metadata parse(RecordingKind kind, String json) {
        return MetadataParser.parse(kind, json.getBytes(StandardCharsets.UTF_8));
    }
}
