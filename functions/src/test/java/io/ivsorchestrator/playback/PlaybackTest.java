package io.ivsorchestrator.playback;

import static io.ivsorchestrator.recording.EvidenceBuilders.CHANNEL_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.PARTICIPANT_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelEnd;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelEndFailure;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelStart;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelStartFailure;
import static io.ivsorchestrator.recording.EvidenceBuilders.aDeletion;
import static io.ivsorchestrator.recording.EvidenceBuilders.aParticipantEnd;
import static io.ivsorchestrator.recording.EvidenceBuilders.anObject;
import static io.ivsorchestrator.recording.EvidenceBuilders.idOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.media.InMemoryMediaObjects;
import io.ivsorchestrator.media.MediaLinks;
import io.ivsorchestrator.media.hls.MediaPlaylist;
import io.ivsorchestrator.media.hls.PlaylistParser;
import io.ivsorchestrator.playback.PlaybackAnswer.Reason;
import io.ivsorchestrator.recording.Evidence;
import io.ivsorchestrator.recording.MetadataFile;
import io.ivsorchestrator.recording.Recording;
import io.ivsorchestrator.recording.RecordingSummary;
import io.ivsorchestrator.recording.S3Location;
import io.ivsorchestrator.recording.Salvage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a recording to what a player asks for, without S3. */
class PlaybackTest {
    private static final URI BASE = URI.create("https://api.example.com");
    private static final Instant NOW = Instant.parse("2026-03-08T12:00:00.250Z");
    private static final String BUCKET = CHANNEL_LOCATION.bucket();
    private static final String MASTER = """
            #EXTM3U
            #EXT-X-VERSION:6
            #EXT-X-STREAM-INF:BANDWIDTH=800000,CODECS="avc1.4D401E,mp4a.40.2"
            360p30/playlist.m3u8
            """;
    private static final String OPEN_PLAYLIST = """
            #EXTM3U
            #EXT-X-VERSION:3
            #EXT-X-PLAYLIST-TYPE:EVENT
            #EXT-X-TARGETDURATION:10
            #EXT-X-MEDIA-SEQUENCE:0
            #EXTINF:10.000,
            0.ts
            """;

    private final InMemoryMediaObjects objects = new InMemoryMediaObjects();
    private final List<String> links = new ArrayList<>();
    private Instant now = NOW;
    private final MediaLinks presigning = (bucket, key, validity) -> {
        links.add(bucket + "/" + key + " for " + validity.toSeconds() + " s");
        return URI.create("https://" + bucket + ".s3.example.com/" + key + "?signature");
    };
    private final Playback playback = new Playback(objects, presigning, new HmacSeal("a key of this test"), () -> now);

    @Test
    void open_aRecordingThatEnded_isAPlaylistUnderAToken() {
        store(CHANNEL_LOCATION, "media/hls/master.m3u8", MASTER);

        PlaybackAnswer.Content content = content(
                open(aChannelEnd().lasting(Duration.ofMinutes(90)).build(), Optional.empty()));

        JsonObject json = JsonObject.parse(content.body());
        assertThat(content.headers()).containsEntry("content-type", "application/json")
                .containsEntry("cache-control", "private, no-store");
        assertThat(json.requireString("recordingId")).isEqualTo(idOf(CHANNEL_LOCATION).text());
        assertThat(json.requireString("playlist")).startsWith("https://api.example.com/playback/")
                .endsWith("/media/hls/master.m3u8");
        assertThat(json.requireString("expiresAt")).as("its length and an hour").isEqualTo("2026-03-08T14:30:00Z");
        assertThat(json.bool("live")).contains(false);
        assertThat(json.integer("durationMs")).hasValue(5_400_000);
        assertThat(text(serve(json.requireString("playlist"), false))).isEqualTo(MASTER);
    }

    @Test
    void open_withALifetime_livesThatLong() {
        store(CHANNEL_LOCATION, "media/hls/master.m3u8", MASTER);

        assertThat(json(open(aChannelEnd().build(), Optional.of(Duration.ofMinutes(5)))).requireString("expiresAt"))
                .isEqualTo("2026-03-08T12:05:00Z");
        assertThat(json(open(aChannelEnd().lasting(Duration.ofHours(100)).build(), Optional.empty()))
                .requireString("expiresAt")).isEqualTo("2026-03-11T12:00:00Z");
        assertThat(refused(open(aChannelEnd().build(), Optional.of(Duration.ofSeconds(59))))).isEqualTo(Reason.INVALID);
        assertThat(refused(open(aChannelEnd().build(), Optional.of(Duration.ofHours(73))))).isEqualTo(Reason.INVALID);
    }

    @Test
    void open_mediaThatIsGone_isGone() {
        store(CHANNEL_LOCATION, "media/hls/master.m3u8", MASTER);
        RecordingSummary expired = Recording.of(idOf(CHANNEL_LOCATION)).join(List.of(aChannelEnd().build(),
                anObject(CHANNEL_LOCATION, MetadataFile.ENDED).sequencer("02").deleted().build())).summary();

        assertThat(refused(playback.open(expired, BASE, Optional.empty()))).isEqualTo(Reason.GONE);
        assertThat(objects.gets()).isZero();

        objects.delete(BUCKET, CHANNEL_LOCATION.key("media/hls/master.m3u8"));
        assertThat(refused(open(aChannelEnd().build(), Optional.empty()))).isEqualTo(Reason.GONE);
        assertThat(refused(open(aChannelStart().build(), Optional.empty()))).as("not written yet")
                .isEqualTo(Reason.NOT_PLAYABLE);
        assertThat(refused(playback.open(Recording.of(aChannelStartFailure().build().subject())
                .join(List.of(aChannelStartFailure().build())).summary(), BASE, Optional.empty())))
                .isEqualTo(Reason.NOT_PLAYABLE);
    }

    /** Found by the simulation: somebody deletes the metadata, and the segments stay. */
    @Test
    void open_aSalvagedRecordingWhoseMetadataIsGone_playsUnlessItWasDeleted() {
        store(CHANNEL_LOCATION, "salvage/hls/multivariant.m3u8", MASTER);
        Recording salvaged = Recording.of(idOf(CHANNEL_LOCATION)).join(List.of(aChannelEndFailure().build(),
                anObject(CHANNEL_LOCATION, MetadataFile.FAILED).sequencer("02").deleted().build(),
                new Evidence.Salvaged(idOf(CHANNEL_LOCATION), NOW, CHANNEL_LOCATION,
                        new Salvage.Playable("salvage/hls/multivariant.m3u8", Duration.ofSeconds(10), 1, 0))));

        assertThat(json(playback.open(salvaged.summary(), BASE, Optional.empty())).bool("salvaged")).contains(true);

        assertThat(refused(playback.open(salvaged.join(aDeletion(CHANNEL_LOCATION, Evidence.DeletionChange.DONE,
                "2026-03-08T00:00:00Z")).summary(), BASE, Optional.empty()))).isEqualTo(Reason.GONE);
        objects.delete(BUCKET, CHANNEL_LOCATION.key("salvage/hls/multivariant.m3u8"));
        assertThat(refused(playback.open(salvaged.summary(), BASE, Optional.empty()))).isEqualTo(Reason.GONE);
    }

    @Test
    void open_mediaThatCannotBeRead_saysWhy() {
        store(CHANNEL_LOCATION, "media/hls/master.m3u8", "<html>");
        assertThat(open(aChannelEnd().build(), Optional.empty())).isEqualTo(new PlaybackAnswer.Refused(
                Reason.UNREADABLE, "media/hls/master.m3u8 is no playlist: line 1: a playlist begins with #EXTM3U"));

        objects.deny(BUCKET);
        assertThat(refused(open(aChannelEnd().build(), Optional.empty()))).isEqualTo(Reason.UNREADABLE);

        objects.breakDown(BUCKET);
        assertThat(refused(open(aChannelEnd().build(), Optional.empty()))).isEqualTo(Reason.UNAVAILABLE);
    }

    @Test
    void open_aSalvagedRecording_playsWhatWasSalvaged() {
        store(CHANNEL_LOCATION, "media/hls/master.m3u8", MASTER);
        store(CHANNEL_LOCATION, "salvage/hls/multivariant.m3u8",
                MASTER.replace("360p30/playlist.m3u8", "360p30.m3u8"));
        store(CHANNEL_LOCATION, "salvage/hls/360p30.m3u8",
                OPEN_PLAYLIST.replace("0.ts", "../../media/hls/360p30/0.ts"));
        Evidence salvaged = new Evidence.Salvaged(idOf(CHANNEL_LOCATION), NOW, CHANNEL_LOCATION,
                new Salvage.Playable("salvage/hls/multivariant.m3u8", Duration.ofSeconds(10), 1, 0));

        JsonObject json = json(playback.open(Recording.of(idOf(CHANNEL_LOCATION))
                .join(List.of(aChannelEndFailure().build(), salvaged)).summary(), BASE, Optional.empty()));

        assertThat(json.bool("salvaged")).contains(true);
        assertThat(json.integer("durationMs")).hasValue(10_000);
        assertThat(json.requireString("playlist")).endsWith("/salvage/hls/multivariant.m3u8");
        assertThat(text(serve(resolve(json.requireString("playlist"), "360p30.m3u8"), false)))
                .contains("../../media/hls/360p30/0.ts");
    }

    @Test
    void serve_playlistsOfARecordingThatBrokeOff_haveAnEnd() {
        String url = opened(aChannelEndFailure().build());
        store(CHANNEL_LOCATION, "media/hls/360p30/playlist.m3u8", OPEN_PLAYLIST);

        MediaPlaylist playlist = PlaylistParser.parseMedia(
                content(serve(resolve(url, "360p30/playlist.m3u8"), false)).body());

        assertThat(playlist.ended()).isTrue();
        assertThat(playlist.type()).contains(MediaPlaylist.Type.VOD);
    }

    @Test
    void serve_playlistsOfARecordingThatGoesOn_stayOpen() {
        String url = opened(aChannelStart().build());
        store(CHANNEL_LOCATION, "media/hls/360p30/playlist.m3u8", OPEN_PLAYLIST);

        PlaybackAnswer.Content content = content(serve(resolve(url, "360p30/playlist.m3u8"), false));

        assertThat(text(content)).isEqualTo(OPEN_PLAYLIST);
        assertThat(content.headers()).containsEntry("cache-control", "private, no-store");
    }

    @Test
    void serve_aSegment_isALinkMadeNow() {
        String url = opened(aChannelEnd().lasting(Duration.ofMinutes(1)).build());

        PlaybackAnswer.Redirect redirect = (PlaybackAnswer.Redirect) serve(resolve(url, "360p30/0.ts"), true);

        assertThat(redirect.location()).isEqualTo(URI.create("https://" + BUCKET + ".s3.example.com/"
                + CHANNEL_LOCATION.key("media/hls/360p30/0.ts") + "?signature"));
        assertThat(redirect.headers()).containsEntry("cache-control", "private, max-age=240");
        assertThat(redirect.toString()).doesNotContain("signature");
        assertThat(links).containsExactly(BUCKET + "/" + CHANNEL_LOCATION.key("media/hls/360p30/0.ts") + " for 300 s");
        assertThat(objects.gets()).as("but for opening").isEqualTo(1);

        now = NOW.plus(Duration.ofHours(1));
        serve(resolve(url, "360p30/1.ts"), true);
        assertThat(links.getLast()).as("no longer than the token").endsWith(" for 60 s");
    }

    @Test
    void serve_anExpiredToken_isRefused() {
        String url = opened(aChannelEnd().lasting(Duration.ofMinutes(1)).build());

        now = Instant.parse("2026-03-08T13:01:00Z");

        assertThat(refused(serve(url, false))).isEqualTo(Reason.FORBIDDEN);
        assertThat(refused(serve(resolve(url, "360p30/0.ts"), false))).isEqualTo(Reason.FORBIDDEN);
        assertThat(links).isEmpty();
    }

    @Test
    void serve_aTokenThatIsNotOurs_isRefused() {
        String url = opened(aChannelEnd().build());
        String token = url.split("/", -1)[4];
        String foreign = new HmacSeal("another key").seal("1\n9999999999\nover\n" + BUCKET + "\nother");

        assertThat(refused(playback.serve(foreign, List.of("media", "hls", "0.ts"), Optional.empty(), false)))
                .isEqualTo(Reason.FORBIDDEN);
        assertThat(refused(playback.serve("", List.of("media", "hls", "0.ts"), Optional.empty(), false)))
                .isEqualTo(Reason.FORBIDDEN);
        Random random = new Random(42);
        for (int i = 0; i < token.length(); i++) {
            char[] changed = token.toCharArray();
            changed[i] = changed[i] == 'A' ? 'B' : (char) ('A' + random.nextInt(26));
            if (changed[i] != token.charAt(i)) {
                PlaybackAnswer answer = playback.serve(new String(changed), List.of("media", "hls", "0.ts"),
                        Optional.empty(), false);
                // The last characters of Base64 have bits that mean nothing; those tokens say the same.
                boolean same = answer instanceof PlaybackAnswer.Redirect && i == token.length() - 1;
                assertThat(same || answer instanceof PlaybackAnswer.Refused).as("character " + i).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "media", "events/recording-ended.json", "media/../events/recording-ended.json",
        "media/hls/./0.ts", "media//0.ts", "media/hls/..", "../other/media/hls/0.ts", "media/hls/%2e%2e/0.ts",
        "media/hls/a?b", "media/hls/a\\b", "thumbnails", "thumbnails/events", "salvage"})
    void serve_whatIsNoMediaOfTheRecording_isNotFound(String path) {
        String token = opened(aChannelEnd().build()).split("/", -1)[4];

        assertThat(refused(playback.serve(token, List.of(path.split("/", -1)), Optional.empty(), false)))
                .isEqualTo(Reason.NOT_FOUND);
        assertThat(links).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example.com/0.ts", "/0.ts", "../../../../../0.ts", "../../../events/a.ts",
        "//evil.example.com/0.ts", "%2e%2e/0.ts"})
    void serve_aPlaylistThatLeadsElsewhere_isRefused(String uri) {
        String url = opened(aChannelEnd().build());
        store(CHANNEL_LOCATION, "media/hls/360p30/playlist.m3u8", OPEN_PLAYLIST.replace("0.ts", uri));

        assertThat(refused(serve(resolve(url, "360p30/playlist.m3u8"), false))).isEqualTo(Reason.UNREADABLE);
    }

    @Test
    void serve_48HoursInTenSecondSegments_fitIntoAnAnswer() {
        String url = opened(aChannelEnd().lasting(Duration.ofDays(2)).build());
        StringBuilder longest = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:10\n");
        IntStream.range(0, 17_280).forEach(number -> longest.append("#EXT-X-PROGRAM-DATE-TIME:")
                .append(NOW.plusSeconds(10L * number)).append("\n#EXTINF:10.000,\n").append(number).append(".ts\n"));
        store(CHANNEL_LOCATION, "media/hls/1080p60/playlist.m3u8", longest.toString());

        PlaybackAnswer.Content plain = content(serve(resolve(url, "1080p60/playlist.m3u8"), false));
        PlaybackAnswer.Content packed = content(serve(resolve(url, "1080p60/playlist.m3u8"), true));

        assertThat(PlaylistParser.parseMedia(plain.body()).segments()).hasSize(17_280);
        assertThat(plain.body().length + 3 * 17_280).as("as JSON").isLessThan(Body.MAX_ANSWER);
        assertThat(packed.packed()).isTrue();
        assertThat(packed.body().length).isLessThan(plain.body().length / 5);
        assertThat(unpacked(packed)).isEqualTo(plain.body());
    }

    @Test
    void serve_whatIsTooLargeForAnAnswer_isPackedOrRefused() {
        String url = opened(aChannelEnd().build());
        store(CHANNEL_LOCATION, "media/hls/a/playlist.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:2\n"
                + "#EXT-X-PROGRAM-DATE-TIME:2026-03-07T09:04:31.250Z\n#EXTINF:2.000,\n123456.ts\n".repeat(86_400));

        assertThat(refused(serve(resolve(url, "a/playlist.m3u8"), false))).isEqualTo(Reason.TOO_LARGE);
        assertThat(content(serve(resolve(url, "a/playlist.m3u8"), true)).body().length).isLessThan(1_000_000);
    }

    @Test
    void open_thumbnails_areListedInTheOrderInWhichTheyWereTaken() {
        store(PARTICIPANT_LOCATION, "media/hls/multivariant.m3u8", MASTER);
        IntStream.rangeClosed(1, 12).forEach(number -> store(PARTICIPANT_LOCATION,
                "media/thumbnails/high/" + number + ".jpg", "picture"));
        JsonObject json = json(playback.open(Recording.of(idOf(PARTICIPANT_LOCATION))
                .join(List.of(aParticipantEnd().build())).summary(), BASE, Optional.empty()));
        String token = json.requireString("playlist").split("/", -1)[4];
        String list = "https://api.example.com/playback/" + token + "/thumbnails/media/thumbnails/high";

        List<String> urls = json(serve(list, false)).objects("images").stream().map(it -> it.requireString("url"))
                .toList();

        assertThat(urls).hasSize(12).startsWith("../../../media/thumbnails/high/1.jpg",
                "../../../media/thumbnails/high/2.jpg");
        assertThat(serve(resolve(list, urls.getLast()), false)).isInstanceOf(PlaybackAnswer.Redirect.class);
        assertThat(links.getLast()).contains(PARTICIPANT_LOCATION.key("media/thumbnails/high/12.jpg"));
    }

    @Test
    void thumbnails_thatCannotBeListed_areRefusedWithTheReason_andAreNoneInABucketThatIsGone() {
        String list = resolve(opened(aChannelEnd().build()), "../../thumbnails/media/thumbnails");
        assertThat(json(serve(list, false)).objects("images")).isEmpty();

        objects.deny(BUCKET);
        assertThat(serve(list, false)).isEqualTo(new PlaybackAnswer.Refused(Reason.UNREADABLE,
                "this deployment may not list the bucket: AccessDenied: as the test wants"));
        objects.breakDown(BUCKET);
        assertThat(refused(serve(list, false))).isEqualTo(Reason.UNAVAILABLE);
        Playback elsewhere = new Playback(new InMemoryMediaObjects(), presigning, new HmacSeal("a key of this test"),
                () -> now);
        List<String> elements = Arrays
                .asList(list.substring("https://api.example.com/playback/".length()).split("/", -1));
        assertThat(json(elsewhere.serve(elements.getFirst(), elements.subList(1, elements.size()), Optional.empty(),
                false)).objects("images")).isEmpty();
    }

    private String opened(Evidence evidence) {
        store(CHANNEL_LOCATION, "media/hls/master.m3u8", MASTER);
        return json(open(evidence, Optional.empty())).requireString("playlist");
    }

    private PlaybackAnswer open(Evidence evidence, Optional<Duration> lifetime) {
        return playback.open(Recording.of(idOf(CHANNEL_LOCATION)).join(List.of(evidence)).summary(), BASE, lifetime);
    }

    private PlaybackAnswer serve(String url, boolean gzip) {
        List<String> elements = Arrays
                .asList(url.substring("https://api.example.com/playback/".length()).split("/", -1));
        return playback.serve(elements.getFirst(), elements.subList(1, elements.size()), Optional.empty(), gzip);
    }

    private static String resolve(String url, String relative) {
        return URI.create(url).resolve(relative).toString();
    }

    private void store(S3Location location, String path, String text) {
        objects.put(location.bucket(), location.key(path), text);
    }

    private static PlaybackAnswer.Content content(PlaybackAnswer answer) {
        assertThat(answer).isInstanceOf(PlaybackAnswer.Content.class);
        return (PlaybackAnswer.Content) answer;
    }

    private static JsonObject json(PlaybackAnswer answer) {
        return JsonObject.parse(content(answer).body());
    }

    private static String text(PlaybackAnswer answer) {
        return new String(content(answer).body(), StandardCharsets.UTF_8);
    }

    private static Reason refused(PlaybackAnswer answer) {
        assertThat(answer).isInstanceOf(PlaybackAnswer.Refused.class);
        return ((PlaybackAnswer.Refused) answer).reason();
    }

    private static byte[] unpacked(PlaybackAnswer.Content content) {
        try (var stream = new GZIPInputStream(new ByteArrayInputStream(content.body()))) {
            return stream.readAllBytes();
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }
}
