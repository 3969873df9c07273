package io.ivsorchestrator.tests;

import static io.ivsorchestrator.recording.EvidenceBuilders.idOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.index.CursorSeal;
import io.ivsorchestrator.index.InMemoryIndexTable;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.local.embedded.LocalClients;
import io.ivsorchestrator.local.embedded.LocalS3;
import io.ivsorchestrator.media.MetadataParser;
import io.ivsorchestrator.media.S3MediaLinks;
import io.ivsorchestrator.media.S3MediaObjects;
import io.ivsorchestrator.media.hls.InitializationSection;
import io.ivsorchestrator.media.hls.MediaPlaylist;
import io.ivsorchestrator.media.hls.MediaSegment;
import io.ivsorchestrator.media.hls.MultivariantPlaylist;
import io.ivsorchestrator.media.hls.PlaylistParser;
import io.ivsorchestrator.playback.HmacSeal;
import io.ivsorchestrator.playback.Playback;
import io.ivsorchestrator.playback.PlaybackAnswer;
import io.ivsorchestrator.recording.Evidence;
import io.ivsorchestrator.recording.MetadataFile;
import io.ivsorchestrator.recording.RecordingSummary;
import io.ivsorchestrator.recording.S3Location;
import io.ivsorchestrator.salvaging.S3SalvageStore;
import io.ivsorchestrator.salvaging.SalvageRecording;
import io.ivsorchestrator.tests.RecordedObjects.Shape;
import io.ivsorchestrator.tests.RecordedObjects.Stored;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Recordings of every kind play from a private bucket: by structure always, in Chromium where there is one. */
class PlaybackTest {
    private static final Map<Shape, RecordedObjects> RECORDED = new EnumMap<>(Shape.class);
    private static final RecordingIndex INDEX = new RecordingIndex(new InMemoryIndexTable(),
            CursorSeal.ofThisProcess());
    private static final HttpClient HTTP = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
    /** Of the token; links are signed by the real clock, which S3 checks them with. */
    private static Instant now;
    private static LocalS3 server;
    private static S3Client s3;
    private static S3Presigner presigner;
    private static Playback playback;

    @BeforeAll
    static void start() {
        now = Instant.now();
        server = LocalS3.start();
        s3 = LocalClients.s3(server.endpoint());
        presigner = LocalClients.s3Presigner(server.endpoint());
        s3.createBucket(request -> request.bucket(RecordedObjects.BUCKET));
        for (Shape kind : Shape.values()) {
            RecordedObjects recorded = RecordedObjects.ended(kind);
            recorded.stored().forEach(PlaybackTest::store);
            RECORDED.put(kind, recorded);
            index(kind, recorded, MetadataFile.ENDED);
        }
        InstantSource clock = () -> now;
        playback = new Playback(new S3MediaObjects(s3), new S3MediaLinks(presigner), new HmacSeal("of this test"),
                clock);
    }

    @AfterAll
    static void stop() {
        presigner.close();
        s3.close();
        server.close();
    }

    private static void store(Stored object) {
        s3.putObject(request -> request.bucket(RecordedObjects.BUCKET).key(object.key())
                .contentType(object.contentType()), RequestBody.fromBytes(object.body()));
    }

    private static void index(Shape kind, RecordedObjects recorded, MetadataFile file) {
        byte[] metadata = recorded.stored().stream().filter(object -> object.key().endsWith(file.path())).findFirst()
                .orElseThrow().body();
        INDEX.record(idOf(recorded.location()), List.of(new Evidence.MetadataFound(idOf(recorded.location()),
                Instant.parse("2026-03-07T10:00:00Z"), file, recorded.location(),
                MetadataParser.parse(kind.kind, metadata))));
    }

    private static RecordedObjects recorded(Shape kind) {
        return Objects.requireNonNull(RECORDED.get(kind), "recorded before the tests");
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void everyRendition_canBeReadToItsEndByWhoeverHasTheUrl(Shape kind) throws Exception {
        RecordedObjects recorded = recorded(kind);
        try (PlaybackServer api = new PlaybackServer(playback, List.of())) {
            JsonObject opened = open(recorded.location(), api.base());
            URI url = URI.create(opened.requireString("playlist"));

            MultivariantPlaylist multivariant = PlaylistParser.parseMultivariant(get(url).body());

            assertThat(multivariant.variants()).hasSize(kind == Shape.CHANNEL ? 3 : 1);
            for (MultivariantPlaylist.Variant variant : multivariant.variants()) {
                URI media = url.resolve(variant.uri());
                MediaPlaylist playlist = PlaylistParser.parseMedia(get(media).body());
                assertThat(playlist.ended()).isTrue();
                assertThat(playlist.segments()).hasSize(recorded.segments().size());
                for (MediaSegment segment : playlist.segments()) {
                    assertThat(get(media.resolve(segment.uri())).body())
                            .isEqualTo(stored(recorded, media.resolve(segment.uri())));
                    for (InitializationSection section : segment.initialization().stream().toList()) {
                        assertThat(get(media.resolve(section.uri())).body())
                                .isEqualTo(stored(recorded, media.resolve(section.uri())));
                    }
                }
            }
            assertThat(api.refusals()).isEmpty();
        }
    }

    @Test
    void aRange_isAnsweredAsOne() throws Exception {
        RecordedObjects recorded = recorded(Shape.CHANNEL);
        try (PlaybackServer api = new PlaybackServer(playback, List.of())) {
            URI byteRange = URI.create(open(recorded.location(), api.base()).requireString("byteRangePlaylist"));
            URI media = byteRange.resolve(PlaylistParser.parseMultivariant(get(byteRange).body()).variants().getFirst()
                    .uri());
            MediaSegment segment = PlaylistParser.parseMedia(get(media).body()).segments().getFirst();

            HttpResponse<byte[]> part = HTTP.send(HttpRequest.newBuilder(media.resolve(segment.uri()))
                    .header("Range", "bytes=188-375").build(), HttpResponse.BodyHandlers.ofByteArray());

            assertThat(segment.range()).isPresent();
            assertThat(part.statusCode()).isEqualTo(206);
            assertThat(part.body()).hasSize(188).startsWith(0x47);
        }
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void thumbnails_canBeListedAndSeen(Shape kind) throws Exception {
        try (PlaybackServer api = new PlaybackServer(playback, List.of())) {
            JsonObject opened = open(recorded(kind).location(), api.base());
            URI list = URI.create(opened.objects("thumbnails").getFirst().requireString("list"));

            List<JsonObject> images = JsonObject.parse(get(list).body()).objects("images");

            assertThat(images).isNotEmpty();
            assertThat(get(list.resolve(images.getFirst().requireString("url"))).body()).startsWith(0xff, 0xd8);
            URI latest = URI.create(opened.objects("latestThumbnails").getFirst().requireString("image"));
            assertThat(get(latest).body()).startsWith(0xff, 0xd8);
        }
    }

    @Test
    void expiredAndForeignUrls_areRefused() throws Exception {
        S3Location channel = recorded(Shape.CHANNEL).location();
        S3Location composite = recorded(Shape.COMPOSITE).location();
        try (PlaybackServer api = new PlaybackServer(playback, List.of())) {
            URI url = URI.create(open(channel, api.base()).requireString("playlist"));
            URI segment = url.resolve("360p30/0.ts");
            HttpResponse<byte[]> redirect = HttpClient.newHttpClient().send(HttpRequest.newBuilder(segment).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            URI link = URI.create(redirect.headers().firstValue("location").orElseThrow());

            assertThat(redirect.statusCode()).isEqualTo(302);
            assertThat(status(link)).isEqualTo(200);
            assertThat(status(URI.create(link.toString().replace("/0.ts", "/1.ts")))).as("another object")
                    .isEqualTo(403);
            assertThat(status(URI.create(link.toString().split("\\?", 2)[0]))).as("without signature").isEqualTo(403);
            assertThat(status(URI.create(url.toString().replace("media/hls/master.m3u8",
                    "../" + composite.prefix() + "/media/hls/multivariant.m3u8")))).isIn(403, 404);

            Instant before = now;
            now = before.plus(Duration.ofDays(4));
            try {
                assertThat(status(url)).isEqualTo(403);
                assertThat(status(segment)).isEqualTo(403);
            } finally {
                now = before;
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void inChromium_everyKindPlaysToItsEnd(Shape kind, @TempDir Path profile) throws Exception {
        RecordedObjects recorded = recorded(kind);
        List<String> told = new ArrayList<>();
        try (ChromiumPlayer player = player(profile);
                PlaybackServer api = new PlaybackServer(playback, List.of(player.origin()))) {
            JsonObject opened = open(recorded.location(), api.base());
            told.add(player.play(URI.create(opened.requireString("playlist"))));
            if (opened.string("byteRangePlaylist").isPresent()) {
                told.add(player.play(URI.create(opened.requireString("byteRangePlaylist"))));
            }
            assertThat(api.refusals()).isEmpty();
        }
        assertThat(told)
                .allMatch(result -> result.matches("ended at " + seconds(recorded.duration()) + " of \\d+ segments, "
                        + (kind.pictures().isEmpty() ? "without" : "with") + " pictures"), "is played to its end");
    }

    @Test
    void inChromium_aPageOfAnotherOrigin_playsNothing(@TempDir Path profile) throws Exception {
        try (ChromiumPlayer player = player(profile);
                PlaybackServer api = new PlaybackServer(playback, List.of("https://app.example.com"))) {
            URI url = URI.create(open(recorded(Shape.CHANNEL).location(), api.base())
                    .requireString("playlist"));

            assertThat(player.play(url)).startsWith("error networkError manifestLoadError");
        }
    }

    @Test
    void inChromium_aSalvagedRecording_playsOverItsGap(@TempDir Path profile) throws Exception {
        RecordedObjects recorded = RecordedObjects.failed(Shape.PARTICIPANT);
        S3Location elsewhere = new S3Location(RecordedObjects.BUCKET,
                recorded.location().prefix().replace("Nb7vC6xZ5lKj", "salvagedOne1"));
        RecordedObjects moved = new RecordedObjects(recorded.shape(), elsewhere, recorded.stored().stream()
                .map(object -> new Stored(object.key().replace(recorded.location().prefix(), elsewhere.prefix()),
                        object.body(), object.contentType()))
                .toList(), recorded.segments());
        moved.stored().stream().filter(object -> !object.key().endsWith("/1.mp4"))
                .filter(object -> !object.key().endsWith(".m3u8")).forEach(PlaybackTest::store);
        index(Shape.PARTICIPANT, moved, MetadataFile.FAILED);
        SalvageRecording.Outcome outcome = new SalvageRecording(INDEX, new S3MediaObjects(s3), new S3SalvageStore(s3),
                _ -> true, Duration.ZERO,
                InstantSource.system()).salvage(idOf(elsewhere));
        assertThat(outcome).isInstanceOf(SalvageRecording.Outcome.Done.class);

        try (ChromiumPlayer player = player(profile);
                PlaybackServer api = new PlaybackServer(playback, List.of(player.origin()))) {
            JsonObject opened = open(elsewhere, api.base());

            assertThat(opened.bool("salvaged")).contains(true);
            assertThat(player.play(URI.create(opened.requireString("playlist"))))
                    .matches("ended at " + seconds(recorded.duration().minus(recorded.duration(1))) + " of "
                            + (recorded.segments().size() - 1) + " segments, with pictures");
        }
    }

    private static ChromiumPlayer player(Path profile) throws Exception {
        Optional<Path> chromium = Programs.find("chromium").or(() -> Programs.find("google-chrome"));
        assumeTrue(chromium.isPresent(), "no Chromium: apt-get install chromium");
        assumeTrue(ChromiumPlayer.hls().isPresent(), "no hls.js: npm install hls.js, or name it in HLS_JS");
        return new ChromiumPlayer(chromium.orElseThrow(), ChromiumPlayer.hls().orElseThrow(), profile);
    }

    /** A pattern of the time at which so much ends, give or take a tenth. */
    private static String seconds(Duration duration) {
        long tenths = duration.toMillis() / 100;
        return "(" + (tenths - 1) / 10 + "\\." + (tenths - 1) % 10 + "|" + tenths / 10 + "\\." + tenths % 10 + "|"
                + (tenths + 1) / 10 + "\\." + (tenths + 1) % 10 + ")";
    }

    private static JsonObject open(S3Location location, URI base) {
        RecordingSummary recording = INDEX.find(idOf(location)).orElseThrow();
        PlaybackAnswer answer = playback.open(recording, base, Optional.empty());
        assertThat(answer).isInstanceOf(PlaybackAnswer.Content.class);
        return JsonObject.parse(((PlaybackAnswer.Content) answer).body());
    }

    private static byte[] stored(RecordedObjects recorded, URI url) {
        String path = url.getPath().split("/", 4)[3];
        return recorded.stored().stream().filter(object -> object.key().equals(recorded.location().key(path)))
                .reduce((_, last) -> last).orElseThrow().body();
    }

    private static HttpResponse<byte[]> get(URI url) throws Exception {
        HttpResponse<byte[]> answer = HTTP.send(HttpRequest.newBuilder(url).build(),
                HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).as(url.getPath()).isEqualTo(200);
        return answer;
    }

    private static int status(URI url) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    }
}
