package io.ivsorchestrator.local.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ivsorchestrator.local.media.MediaLibrary;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordingWriterTest {
    private static final String BUCKET = "acme-live-recordings-usw2";
    private static final String CHANNEL = "arn:aws:ivs:us-west-2:123456789012:channel/Kp3dQ9xTzL7m";
    private static final String STAGE = "arn:aws:ivs:us-west-2:123456789012:stage/Wq8rT2yUi5Oa";
    private static final MediaLibrary LIBRARY = MediaLibrary.load();
    /** Two segments of a composition, one of the others. */
    private static final Duration SHORT = Duration.ofMillis(3200);
    private static final Pattern ATTRIBUTE_URI = Pattern.compile("URI=\"([^\"]+)\"");
    private static final Pattern PROGRAM_DATE_TIME = Pattern.compile("#EXT-X-PROGRAM-DATE-TIME:(\\S+)");

    private final Map<String, byte[]> objects = new LinkedHashMap<>();
    private final RecordingWriter writer = new RecordingWriter((bucket, key, body, contentType) -> {
        assertThat(bucket).isEqualTo(BUCKET);
        objects.put(key, body);
    }, LIBRARY);

    private static RecordingPlan.Channel channel(Thumbnails thumbnails, Take... takes) {
        return new RecordingPlan.Channel(BUCKET, CHANNEL, "y6TgBn2HjMk8", List.of(takes), thumbnails);
    }

    private static RecordingPlan.Participant participant(Thumbnails thumbnails, Take... takes) {
        return new RecordingPlan.Participant(
                BUCKET, STAGE, "st-aB1cD2eF3gH4i", "Nb7vC6xZ5lKj", List.of(takes), thumbnails);
    }

    private static RecordingPlan.Composite composite(Thumbnails thumbnails, Take take) {
        return new RecordingPlan.Composite(
                BUCKET, STAGE, "aBcDeFgHiJkL", "Hj4gF7dSa2Qw", "Er3tY6uI9oPa", "720p30-qWeRtYuIoP12", take, thumbnails);
    }

    private static Take take(String start) {
        return new Take(Instant.parse(start), SHORT);
    }

    @Test
    void write_channelRecording_exactlyTheDocumentedKeysInTheOrderOfIvs() {
        writer.write(
                channel(Thumbnails.SEQUENTIAL_AND_LATEST, take("2026-03-07T09:04:36Z")),
                new Outcome.Ended(Instant.parse("2026-03-07T09:04:41Z")));

        String prefix = "ivs/v1/123456789012/Kp3dQ9xTzL7m/2026/3/7/9/4/y6TgBn2HjMk8/";
        assertThat(objects.keySet()).containsExactly(
                prefix + "events/recording-started.json",
                prefix + "media/thumbnails/thumb0.jpg",
                prefix + "media/hls/360p30/0.ts",
                prefix + "media/hls/160p30/0.ts",
                prefix + "media/latest_thumbnail/thumb.jpg",
                prefix + "media/hls/360p30/playlist.m3u8",
                prefix + "media/hls/360p30/byte-range-variant.m3u8",
                prefix + "media/hls/160p30/playlist.m3u8",
                prefix + "media/hls/160p30/byte-range-variant.m3u8",
                prefix + "media/hls/master.m3u8",
                prefix + "media/hls/byte-range-multivariant.m3u8",
                prefix + "events/recording-ended.json");
    }

    @Test
    void write_participantRecording_exactlyTheDocumentedKeysInTheOrderOfIvs() {
        writer.write(
                participant(Thumbnails.SEQUENTIAL_AND_LATEST, take("2026-03-07T09:04:31Z")),
                new Outcome.Ended(Instant.parse("2026-03-07T09:04:35Z")));

        String prefix = "Wq8rT2yUi5Oa/st-aB1cD2eF3gH4i/Nb7vC6xZ5lKj/2026-03-07T09-04-31Z/";
        assertThat(objects.keySet()).containsExactly(
                prefix + "events/recording-started.json",
                prefix + "media/thumbnails/high/1.jpg",
                prefix + "media/hls/high/init-0.mp4",
                prefix + "media/hls/high/0.mp4",
                prefix + "media/latest_thumbnail/high/thumb.jpg",
                prefix + "media/hls/high/playlist.m3u8",
                prefix + "media/hls/multivariant.m3u8",
                prefix + "events/recording-ended.json");
    }

    @Test
    void write_compositeRecording_exactlyTheDocumentedKeysInTheOrderOfIvs() {
        writer.write(
                composite(Thumbnails.SEQUENTIAL_AND_LATEST, take("2026-03-07T09:10:05Z")),
                new Outcome.Ended(Instant.parse("2026-03-07T09:10:09Z")));

        String prefix = "aBcDeFgHiJkL/Hj4gF7dSa2Qw/Er3tY6uI9oPa/composite/";
        assertThat(objects.keySet()).containsExactly(
                prefix + "events/recording-started.json",
                prefix + "media/thumbnails/1280x720/1.jpg",
                prefix + "media/hls/720p30-qWeRtYuIoP12/0.ts",
                prefix + "media/hls/720p30-qWeRtYuIoP12/1.ts",
                prefix + "media/latest_thumbnail/1280x720/thumb.jpg",
                prefix + "media/hls/720p30-qWeRtYuIoP12/playlist.m3u8",
                prefix + "media/hls/multivariant.m3u8",
                prefix + "events/recording-ended.json");
    }

    @Test
    void write_withoutThumbnails_noneInObjectsOrMetadata() {
        var ended = new Outcome.Ended(Instant.parse("2026-03-07T09:10:09Z"));
        writer.write(channel(Thumbnails.NONE, take("2026-03-07T09:10:05Z")), ended);
        writer.write(participant(Thumbnails.NONE, take("2026-03-07T09:10:05Z")), ended);
        writer.write(composite(Thumbnails.NONE, take("2026-03-07T09:10:05Z")), ended);

        assertThat(objects.keySet()).noneMatch(key -> key.endsWith(".jpg"));
        assertThat(objects.keySet()).filteredOn(key -> key.endsWith(".json"))
                .hasSize(6)
                .allSatisfy(key -> assertThat(json(key).get("media").fieldNames()).toIterable().containsExactly("hls"));
    }

    @Test
    void write_longerThanAMinute_oneSequentialThumbnailEachMinute() {
        writer.write(
                participant(
                        Thumbnails.SEQUENTIAL,
                        new Take(Instant.parse("2026-03-07T09:04:31Z"), Duration.ofSeconds(121))),
                new Outcome.Ended(Instant.parse("2026-03-07T09:06:32Z")));

        assertThat(objects.keySet()).filteredOn(key -> key.endsWith(".jpg"))
                .extracting(key -> key.substring(key.lastIndexOf('/') + 1))
                .containsExactly("1.jpg", "2.jpg", "3.jpg");
    }

    @Test
    void write_mergedParticipantRecording_newHeaderDateAndDiscontinuityForTheSecondTake() {
        writer.write(
                participant(Thumbnails.NONE, new Take(Instant.parse("2026-03-07T09:04:31.250Z"), Duration.ofSeconds(8)),
                        take("2026-03-07T09:05:00Z")),
                new Outcome.Ended(Instant.parse("2026-03-07T09:06:03Z")));

        assertThat(text("media/hls/high/playlist.m3u8")).isEqualTo("""
                #EXTM3U
                #EXT-X-VERSION:7
                #EXT-X-PLAYLIST-TYPE:VOD
                #EXT-X-TARGETDURATION:5
                #EXT-X-MEDIA-SEQUENCE:0
                #EXT-X-MAP:URI="init-0.mp4"
                #EXT-X-PROGRAM-DATE-TIME:2026-03-07T09:04:31.250Z
                #EXTINF:4.800,
                0.mp4
                #EXTINF:3.200,
                1.mp4
                #EXT-X-DISCONTINUITY
                #EXT-X-MAP:URI="init-1.mp4"
                #EXT-X-PROGRAM-DATE-TIME:2026-03-07T09:05:00.000Z
                #EXTINF:3.200,
                2.mp4
                #EXT-X-ENDLIST
                """);
        assertThat(json(key("events/recording-ended.json")).at("/media/hls/duration_ms").asLong()).isEqualTo(11_200);
    }

    @Test
    void write_mergedChannelRecording_everySegmentIsDatedAndTakesAreSeparated() {
        writer.write(
                channel(Thumbnails.NONE, take("2026-03-07T09:04:36Z"), take("2026-03-07T09:05:00Z")),
                new Outcome.Ended(Instant.parse("2026-03-07T09:06:03Z")));

        assertThat(dates("playlist.m3u8"))
                .containsExactly("2026-03-07T09:04:36.000Z", "2026-03-07T09:05:00.000Z");
        assertThat(dates("byte-range-variant.m3u8")).containsExactly(
                "2026-03-07T09:04:36.000Z",
                "2026-03-07T09:04:37.600Z",
                "2026-03-07T09:05:00.000Z",
                "2026-03-07T09:05:01.600Z");
        for (String playlist : List.of("playlist.m3u8", "byte-range-variant.m3u8")) {
            assertThat(text("media/hls/360p30/" + playlist)).containsOnlyOnce("#EXT-X-DISCONTINUITY\n");
        }
    }

    private List<String> dates(String playlist) {
        return PROGRAM_DATE_TIME.matcher(text("media/hls/360p30/" + playlist))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    @Test
    void media_ofARunningComposition_playlistCanGrowAndHasNoDates() {
        writer.media(composite(Thumbnails.NONE, take("2026-03-07T09:10:05Z")));

        assertThat(text("media/hls/720p30-qWeRtYuIoP12/playlist.m3u8")).isEqualTo("""
                #EXTM3U
                #EXT-X-VERSION:3
                #EXT-X-PLAYLIST-TYPE:EVENT
                #EXT-X-TARGETDURATION:2
                #EXT-X-MEDIA-SEQUENCE:0
                #EXTINF:1.600,
                0.ts
                #EXTINF:1.600,
                1.ts
                """);
        assertThat(objects.keySet()).noneMatch(key -> key.contains("/events/"));
    }

    static Stream<RecordingPlan> plans() {
        Take first = new Take(Instant.parse("2026-03-07T09:04:36Z"), Duration.ofSeconds(9));
        Take second = take("2026-03-07T09:05:00Z");
        return Stream.of(
                channel(Thumbnails.SEQUENTIAL, first, second),
                participant(Thumbnails.NONE, first, second),
                composite(Thumbnails.NONE, first));
    }

    @ParameterizedTest
    @MethodSource("plans")
    void write_anyKind_everyUriOfEveryPlaylistIsAnObjectAndEverySegmentIsPlayed(RecordingPlan plan) {
        for (Outcome outcome : List.of(new Outcome.Ended(Instant.EPOCH), new Outcome.Failed(Instant.EPOCH, "Any"))) {
            objects.clear();
            writer.write(plan, outcome);

            List<String> named = new ArrayList<>();
            for (String playlist : objects.keySet().stream().filter(key -> key.endsWith(".m3u8")).toList()) {
                List<String> uris = uris(text(object(playlist)));
                assertThat(uris).as(playlist).isNotEmpty();
                uris.forEach(uri -> named.add(URI.create(playlist).resolve(uri).toString()));
            }
            assertThat(objects.keySet()).containsAll(named);
            assertThat(named).containsAll(
                    objects.keySet().stream().filter(key -> key.endsWith(".ts") || key.endsWith(".mp4")).toList());
        }
    }

    @ParameterizedTest
    @MethodSource("plans")
    void write_anyKind_metadataNamesObjectsAndTheDurationOfThePlaylist(RecordingPlan plan) {
        writer.write(plan, new Outcome.Ended(Instant.EPOCH));

        JsonNode hls = json(key("events/recording-ended.json")).at("/media/hls");
        String top = plan.prefix() + "/" + hls.get("path").asText() + "/";
        assertThat(objects).containsKey(top + hls.get("playlist").asText());
        for (JsonNode rendition : hls.get("renditions")) {
            String folder = top + rendition.get("path").asText() + "/";
            String playlist = text(object(folder + rendition.get("playlist").asText()));
            double seconds = playlist.lines()
                    .filter(line -> line.startsWith("#EXTINF:"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(8, line.length() - 1)))
                    .sum();
            assertThat(hls.get("duration_ms").asLong())
                    .isEqualTo(Math.round(seconds * 1000))
                    .isEqualTo(plan.duration().toMillis());
        }
    }

    @ParameterizedTest
    @MethodSource("plans")
    void write_samePlanTwice_sameBytes(RecordingPlan plan) {
        var failed = new Outcome.Failed(Instant.parse("2026-03-07T09:41:00Z"), "InternalServerException");
        writer.write(plan, failed);
        Map<String, byte[]> first = new LinkedHashMap<>(objects);
        objects.clear();
        writer.write(plan, failed);

        assertThat(objects.keySet()).containsExactlyElementsOf(first.keySet());
        objects.forEach((key, body) -> assertThat(body).as(key).isEqualTo(first.get(key)));
    }

    @Test
    void byteRanges_ofEachSegment_areItsGroupsOfPicturesOneAfterTheOther() {
        writer.write(
                channel(Thumbnails.NONE, take("2026-03-07T09:04:36Z")),
                new Outcome.Ended(Instant.parse("2026-03-07T09:04:41Z")));

        int first = LIBRARY.transportStream(360).segmentSize(0);
        int second = object(key("media/hls/360p30/0.ts")).length - first;
        assertThat(text("media/hls/360p30/byte-range-variant.m3u8"))
                .contains("#EXT-X-BYTERANGE:" + first + "@0\n#EXTINF:1.600,\n0.ts\n")
                .contains("#EXT-X-BYTERANGE:" + second + "@" + first + "\n#EXTINF:1.600,\n0.ts\n");
    }

    @Test
    void segments_ofTwoHours_areTenSixAndTwoSecondsOnAverage() {
        Take twoHours = new Take(Instant.parse("2026-03-07T09:00:00Z"), Duration.ofHours(2));

        assertThat(channel(Thumbnails.NONE, twoHours).segments()).hasSize(720);
        assertThat(participant(Thumbnails.NONE, twoHours).segments()).hasSize(1200);
        assertThat(composite(Thumbnails.NONE, twoHours).segments()).hasSize(3600);
    }

    @Test
    void media_ofAGrowingTake_isWrittenOnceAndEndsAsIfWrittenAtOnce() {
        Instant start = Instant.parse("2026-03-07T09:04:36Z");
        var whole = channel(Thumbnails.SEQUENTIAL, new Take(start, Duration.ofSeconds(95)));
        writer.write(whole, new Outcome.Ended(start.plusSeconds(100)));
        Map<String, byte[]> atOnce = new LinkedHashMap<>(objects);
        objects.clear();
        writer.start(whole, start);
        for (int seconds = 0; seconds < 95; seconds += 7) {
            List<String> before = List.copyOf(objects.keySet());
            writer.media(whole.with(List.of(new Take(start, Duration.ofSeconds(seconds), true))));
            assertThat(objects.keySet()).containsAll(before);
        }
        writer.finish(whole, new Outcome.Ended(start.plusSeconds(100)));

        assertThat(objects.keySet()).containsExactlyInAnyOrderElementsOf(atOnce.keySet());
        objects.forEach((key, body) -> assertThat(body).as(key).isEqualTo(atOnce.get(key)));
    }

    @Test
    void start_withoutRenditions_metadataTellOfThumbnailsOnly() {
        var plan = new RecordingPlan.Participant(BUCKET, STAGE, "st-aB1cD2eF3gH4i", "Nb7vC6xZ5lKj",
                Instant.parse("2026-03-07T09:04:31Z"), List.of(take("2026-03-07T09:04:31Z")), List.of(),
                Duration.ofSeconds(6), Thumbnails.SEQUENTIAL);
        writer.write(plan, new Outcome.Ended(Instant.parse("2026-03-07T09:04:41Z")));

        assertThat(objects.keySet()).noneMatch(key -> key.contains("/hls/"));
        assertThat(objects.keySet()).anyMatch(key -> key.endsWith("/media/thumbnails/high/1.jpg"));
        assertThat(json(key("events/recording-ended.json")).get("media").fieldNames()).toIterable()
                .containsExactly("thumbnails");
    }

    @Test
    void metadata_ofChannel_isTheDocumentedOneButForRenditionsAndDuration() {
        var plan = channel(Thumbnails.SEQUENTIAL_AND_LATEST, take("2026-03-07T09:04:36Z"));
        writer.write(plan, new Outcome.Ended(Instant.parse("2026-03-07T10:36:10Z")));
        assertThat(json(key("events/recording-started.json"))).isEqualTo(ourChannel("channel-started"));
        assertThat(json(key("events/recording-ended.json"))).isEqualTo(ourChannel("channel-ended"));

        writer.finish(plan, new Outcome.Failed(Instant.parse("2026-03-07T09:41:00Z"), "InternalServerException"));
        assertThat(json(key("events/recording-failed.json"))).isEqualTo(ourChannel("channel-failed"));
    }

    @Test
    void metadata_ofParticipant_isTheDocumentedOneButForDuration() {
        var plan = participant(Thumbnails.SEQUENTIAL_AND_LATEST, take("2026-03-07T09:04:31Z"));
        writer.write(plan, new Outcome.Ended(Instant.parse("2026-03-07T09:14:00Z")));
        assertThat(json(key("events/recording-started.json"))).isEqualTo(Documented.json("participant-started"));
        assertThat(json(key("events/recording-ended.json"))).isEqualTo(ourDuration("participant-ended"));

        writer.finish(plan, new Outcome.Failed(Instant.parse("2026-03-07T09:09:10Z"), "InternalServerException"));
        assertThat(json(key("events/recording-failed.json"))).isEqualTo(ourDuration("participant-failed"));
    }

    @Test
    void metadata_ofComposition_isTheDocumentedOneButForDuration() {
        var plan = composite(Thumbnails.SEQUENTIAL_AND_LATEST, take("2026-03-07T09:10:05Z"));
        writer.write(plan, new Outcome.Ended(Instant.parse("2026-03-07T09:52:12Z")));
        assertThat(json(key("events/recording-started.json"))).isEqualTo(Documented.json("composite-started"));
        assertThat(json(key("events/recording-ended.json"))).isEqualTo(ourDuration("composite-ended"));

        writer.finish(plan, new Outcome.Failed(Instant.parse("2026-03-07T09:20:00Z"), "InternalServerException"));
        assertThat(json(key("events/recording-failed.json"))).isEqualTo(ourDuration("composite-failed"));
    }

    @Test
    void take_withoutLength_isRefused() {
        assertThatThrownBy(() -> new Take(Instant.EPOCH, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> channel(Thumbnails.NONE)).isInstanceOf(IllegalArgumentException.class);
    }

    private static ObjectNode ourDuration(String sample) {
        ObjectNode json = Documented.json(sample);
        ObjectNode hls = (ObjectNode) json.at("/media/hls");
        if (hls.has("duration_ms")) {
            // As an int, which is what the parser makes of it.
            hls.put("duration_ms", (int) SHORT.toMillis());
        }
        return json;
    }

    /** AWS's sample shows a 720p stream; ours is 360p. The members of each rendition stay those of the sample. */
    private static ObjectNode ourChannel(String sample) {
        ObjectNode json = ourDuration(sample);
        ArrayNode renditions = (ArrayNode) json.at("/media/hls/renditions");
        while (renditions.size() > 2) {
            renditions.remove(2);
        }
        resize((ObjectNode) renditions.get(0), 640, 360).put("path", "360p30");
        resize((ObjectNode) renditions.get(1), 284, 160).put("path", "160p30");
        resize((ObjectNode) json.at("/media/thumbnails"), 640, 360);
        resize((ObjectNode) json.at("/media/latest_thumbnail"), 640, 360);
        return json;
    }

    private static ObjectNode resize(ObjectNode json, int width, int height) {
        assertThat(json.fieldNames()).toIterable().contains("resolution_width", "resolution_height");
        return json.put("resolution_width", width).put("resolution_height", height);
    }

    private static List<String> uris(String playlist) {
        return Stream.concat(
                playlist.lines().filter(line -> !line.startsWith("#")),
                ATTRIBUTE_URI.matcher(playlist).results().map((MatchResult match) -> match.group(1)))
                .toList();
    }

    /** The one object whose name ends so. */
    private String key(String suffix) {
        return objects.keySet().stream().filter(key -> key.endsWith("/" + suffix)).findFirst().orElseThrow();
    }

    private byte[] object(String key) {
        return Objects.requireNonNull(objects.get(key), key);
    }

    private String text(String suffix) {
        return text(object(key(suffix)));
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }

    private JsonNode json(String key) {
        return Documented.parse(text(object(key)));
    }
}
