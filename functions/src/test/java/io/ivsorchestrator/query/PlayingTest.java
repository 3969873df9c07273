package io.ivsorchestrator.query;

import static io.ivsorchestrator.query.ApiUnderTest.problem;
import static io.ivsorchestrator.recording.EvidenceBuilders.BUCKET;
import static io.ivsorchestrator.recording.EvidenceBuilders.CHANNEL_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelEnd;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelStartFailure;
import static io.ivsorchestrator.recording.EvidenceBuilders.anObject;
import static io.ivsorchestrator.recording.EvidenceBuilders.idOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.playback.PlaybackAnswer.Reason;
import io.ivsorchestrator.recording.Evidence;
import io.ivsorchestrator.recording.MetadataFile;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What playback answers over HTTP, and each refusal as a problem of its status. */
class PlayingTest {
    private static final String MASTER = """
            #EXTM3U
            #EXT-X-VERSION:3
            #EXT-X-STREAM-INF:BANDWIDTH=3000000
            720p30/playlist.m3u8
            """;
    private static final String PATH = "/recordings/" + idOf(CHANNEL_LOCATION).text() + "/playback";

    private final ApiUnderTest api = new ApiUnderTest();

    private void store(String path, String text) {
        api.media.put(BUCKET, CHANNEL_LOCATION.key(path), text);
    }

    private HttpAnswer play(String path, Map<String, String> headers) {
        return api.ask("GET", path, headers, "", Optional.empty());
    }

    /** Of the playlist, as a player asks for it. */
    private String opened() {
        HttpAnswer answer = api.get(PATH);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return URI.create(JsonObject.parse(answer.body()).requireString("playlist")).getPath();
    }

    private void givenMedia() {
        store("media/hls/master.m3u8", MASTER);
        api.given(aChannelEnd().build());
    }

    @Test
    void playlist_isPlainOrPacked_andASegmentARedirect() {
        givenMedia();
        String playlist = opened();

        assertThat(play(playlist, Map.of()).body()).isEqualTo(MASTER);
        store("media/hls/720p30/playlist.m3u8", "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:10\n"
                + "#EXTINF:10.000,\n0.ts\n".repeat(20_000) + "#EXT-X-ENDLIST\n");
        HttpAnswer packed = play(playlist.replace("master.m3u8", "720p30/playlist.m3u8"),
                Map.of("accept-encoding", "br, gzip"));
        assertThat(packed.status()).isEqualTo(200);
        assertThat(packed.headers()).containsEntry("content-encoding", "gzip");
        assertThat(packed.packed()).isTrue();
        HttpAnswer segment = play(playlist.replace("master.m3u8", "720p30/0.ts"), Map.of());
        assertThat(segment.status()).isEqualTo(302);
        assertThat(segment.headers().get("location")).startsWith("https://" + BUCKET + ".s3.example.com/");
    }

    @ParameterizedTest
    @CsvSource({"59", "259201", "-1", "1.5", "1000000000", "soon"})
    void lifetime_thatMakesNoSense_isInvalid(String lifetime) {
        givenMedia();

        assertThat(problem(api.get(PATH + "?lifetime=" + lifetime))).isEqualTo("400 invalid-parameter");
    }

    @Test
    void tokenOfSomebodyElse_isForbidden_andWhatIsNoMediaIsNotThere() {
        givenMedia();
        String playlist = opened();

        assertThat(problem(play("/playback/AAAA/media/hls/master.m3u8", Map.of()))).isEqualTo("403 forbidden");
        assertThat(problem(play(playlist.replace("media/hls/master.m3u8", "events/recording-ended.json"), Map.of())))
                .isEqualTo("404 not-found");
    }

    @Test
    void failedStart_isNotPlayable() {
        Evidence failure = aChannelStartFailure().build();
        api.given(failure);

        assertThat(problem(api.get("/recordings/" + failure.subject().text() + "/playback")))
                .isEqualTo("409 not-playable");
    }

    @Test
    void mediaThatIsGone_cannotBeRead_orNotJustNow_isSaid() {
        givenMedia();
        String playlist = opened();

        api.media.breakDown(BUCKET);
        assertThat(problem(api.get(PATH))).isEqualTo("503 unavailable");
        assertThat(problem(play(playlist, Map.of()))).isEqualTo("503 unavailable");
        api.media.deny(BUCKET);
        api.given(anObject(CHANNEL_LOCATION, MetadataFile.ENDED).sequencer("02").deleted().build());
        assertThat(problem(api.get(PATH))).isEqualTo("410 gone");
    }

    @Test
    void whatIsNoPlaylist_isUnreadable() {
        store("media/hls/master.m3u8", "<html>");
        api.given(aChannelEnd().build());

        assertThat(problem(api.get(PATH))).isEqualTo("502 unreadable");
    }

    @ParameterizedTest
    @CsvSource({"INVALID, INVALID_PARAMETER", "FORBIDDEN, FORBIDDEN", "NOT_FOUND, NOT_FOUND",
        "TOO_LARGE, PLAYLIST_TOO_LARGE", "NOT_PLAYABLE, NOT_PLAYABLE", "GONE, GONE", "UNREADABLE, UNREADABLE",
        "UNAVAILABLE, UNAVAILABLE"})
    void reason_hasTheStatusOfItsProblem(Reason reason, Problem.Kind kind) {
        assertThat(JsonObject.parse(new Problem(kind, "x", Map.of()).answer().body()).smallInteger("status"))
                .hasValue(reason.status());
    }
}
