package io.ivsorchestrator.query;

import static io.ivsorchestrator.query.ApiUnderTest.problem;
import static io.ivsorchestrator.recording.EvidenceBuilders.BUCKET;
import static io.ivsorchestrator.recording.EvidenceBuilders.COMPOSITE_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.SESSION_1;
import static io.ivsorchestrator.recording.EvidenceBuilders.STAGE;
import static io.ivsorchestrator.recording.EvidenceBuilders.STAGE_ARN;
import static io.ivsorchestrator.recording.EvidenceBuilders.aMetadata;
import static io.ivsorchestrator.recording.EvidenceBuilders.aParticipantStart;
import static io.ivsorchestrator.recording.EvidenceBuilders.aUser;
import static io.ivsorchestrator.recording.EvidenceBuilders.idOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.index.RecordingQuery;
import io.ivsorchestrator.recording.Evidence;
import io.ivsorchestrator.recording.Media;
import io.ivsorchestrator.recording.Metadata;
import io.ivsorchestrator.recording.MetadataFile;
import io.ivsorchestrator.recording.RecordingState;
import io.ivsorchestrator.recording.S3Location;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A session on one timeline. Participants' playlists are as the IVS Real-Time User Guide shows them. */
class SessionViewTest {
    private static final String PATH = "/sessions/" + STAGE + "/" + SESSION_1;

    private final ApiUnderTest api = new ApiUnderTest();

    private static S3Location place(String participant, String started) {
        return new S3Location(BUCKET, STAGE + "/" + SESSION_1 + "/" + participant + "/" + started);
    }

    private void recorded(S3Location location, String started, String ended) {
        Media media = new Media(Optional.of(new Media.Hls("media/hls", "media/hls/multivariant.m3u8", Optional.empty(),
                Optional.of(Duration.between(Instant.parse(started), Instant.parse(ended))),
                List.of(new Media.Rendition("media/hls/high", "media/hls/high/playlist.m3u8", Optional.empty(),
                        OptionalInt.empty(),
                        OptionalInt.empty())))),
                Optional.empty(), Optional.empty());
        api.given(new Evidence.MetadataFound(idOf(location), Instant.parse(ended), MetadataFile.ENDED, location,
                new Metadata(Optional.of(STAGE_ARN), Optional.of(SESSION_1), Optional.empty(),
                        Optional.of(RecordingState.STOPPED), Optional.of(Instant.parse(started)),
                        Optional.of(Instant.parse(ended)), Optional.empty(), media)));
    }

    private void playlist(S3Location location, String... lines) {
        api.files.put(BUCKET, location.key("media/hls/high/playlist.m3u8"),
                ("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:6\n" + String.join("\n", lines)
                        + "\n#EXT-X-ENDLIST\n").getBytes(StandardCharsets.UTF_8),
                Instant.EPOCH);
    }

    private JsonObject session() {
        return JsonObject.parse(api.get(PATH).body());
    }

    @Test
    void session_withDatedMedia_isLaidOutToTheMillisecond() {
        S3Location alice = place("alice1alice1", "2026-03-07T09-00-00Z");
        S3Location bob = place("bob1bob1bob1", "2026-03-07T09-00-05Z");
        recorded(alice, "2026-03-07T09:00:00Z", "2026-03-07T09:00:30Z");
        recorded(bob, "2026-03-07T09:00:05Z", "2026-03-07T09:00:40Z");
        playlist(alice, "#EXT-X-PROGRAM-DATE-TIME:2026-03-07T09:00:00.250Z", "#EXTINF:6.0,", "0.mp4", "#EXTINF:6.0,",
                "1.mp4", "#EXT-X-DISCONTINUITY", "#EXT-X-PROGRAM-DATE-TIME:2026-03-07T09:00:20.000Z", "#EXTINF:6.0,",
                "2.mp4");
        playlist(bob, "#EXT-X-PROGRAM-DATE-TIME:2026-03-07T09:00:06.250Z", "#EXTINF:4.000,", "0.mp4",
                "#EXTINF:4.000,", "1.mp4");
        api.given(aUser("user-alice").participant("alice1alice1").build());

        JsonObject session = session();

        assertThat(session.requireString("origin")).isEqualTo("2026-03-07T09:00:00.250Z");
        assertThat(session.integer("lengthMs")).hasValue(25_750);
        assertThat(session.strings("userIds")).containsExactly("user-alice");
        List<JsonObject> tracks = session.objects("tracks");
        assertThat(tracks).extracting(track -> track.requireString("recordingId"))
                .containsExactly(idOf(alice).text(), idOf(bob).text());
        assertThat(tracks).allMatch(track -> track.requireString("timedBy").equals("PROGRAM_DATE_TIME"));
        assertThat(spans(tracks.getFirst().objects("pieces"))).containsExactly("0+12000", "19750+6000");
        assertThat(spans(tracks.getLast().objects("pieces"))).containsExactly("6000+8000");
        assertThat(spans(session.objects("overlaps"))).containsExactly("6000+6000");
        assertThat(session.objects("overlaps").getFirst().strings("tracks")).containsExactly("0", "1");
        assertThat(spans(session.objects("gaps"))).containsExactly("14000+5750");
    }

    private static List<String> spans(List<JsonObject> spans) {
        return spans.stream().map(it -> it.requireString("offsetMs") + "+" + it.requireString("durationMs")).toList();
    }

    @Test
    void session_withUndatedOrUnreadableMedia_isTimedByWhatTheIndexKnows() {
        S3Location alice = place("alice1alice1", "2026-03-07T09-00-00Z");
        S3Location bob = place("bob1bob1bob1", "2026-03-07T09-00-05Z");
        S3Location carol = place("carol1carol1", "2026-03-07T09-00-40Z");
        recorded(alice, "2026-03-07T09:00:00Z", "2026-03-07T09:00:30Z");
        recorded(bob, "2026-03-07T09:00:30Z", "2026-03-07T09:00:40Z");
        recorded(carol, "2026-03-07T09:00:50Z", "2026-03-07T09:01:00Z");
        playlist(alice, "#EXTINF:6.0,", "0.mp4");
        playlist(bob, "#EXTINF:nonsense,", "0.mp4");

        JsonObject session = session();

        assertThat(session.objects("tracks")).allMatch(track -> track.requireString("timedBy").equals("RECORDING"));
        assertThat(session.objects("overlaps")).as("who follows at once does not overlap").isEmpty();
        assertThat(spans(session.objects("gaps"))).containsExactly("40000+10000");
    }

    @Test
    void session_withAComposite_showsItAsInferredAndOutsideOverlaps() {
        S3Location alice = place("alice1alice1", "2026-03-07T09-00-00Z");
        recorded(alice, "2026-03-07T09:00:00Z", "2026-03-07T09:30:00Z");
        api.given(aMetadata(COMPOSITE_LOCATION, MetadataFile.ENDED).started("2026-03-07T09:10:00Z")
                .ended("2026-03-07T09:20:00Z").lasting(Duration.ofMinutes(10)).build());

        JsonObject session = session();

        List<JsonObject> tracks = session.objects("tracks");
        assertThat(tracks).extracting(track -> track.requireString("recordingId") + track.requireString("inferred"))
                .containsExactly(idOf(alice).text() + "false", idOf(COMPOSITE_LOCATION).text() + "true");
        assertThat(spans(tracks.getLast().objects("pieces"))).containsExactly("600000+600000");
        assertThat(session.objects("overlaps")).isEmpty();
    }

    @Test
    void session_readsOnePlaylistPerRecordingAndAsksTheTableTwice() {
        recorded(place("alice1alice1", "2026-03-07T09-00-00Z"), "2026-03-07T09:00:00Z", "2026-03-07T09:30:00Z");
        api.table.takeCalls();

        session();

        assertThat(api.table.takeCalls()).containsExactly("query", "query");
    }

    /** From nine o'clock on one each minute, each as long as is said; the first one as long as all together. */
    private void crowd(int participants, Duration each) {
        Instant nine = Instant.parse("2026-03-07T09:00:00Z");
        for (int i = 0; i < participants; i++) {
            Instant start = nine.plus(Duration.ofMinutes(i));
            Instant end = i == 0 ? nine.plus(Duration.ofMinutes(participants)) : start.plus(each);
            recorded(place("member%06d".formatted(i), start.toString().replace(':', '-')), start.toString(),
                    end.toString());
        }
    }

    @Test
    void session_ofManyRecordings_isOneWholeWithoutFalseGaps() {
        crowd(450, Duration.ofSeconds(30));
        assertThat(session().string("next")).as("whose seal is made once").isEmpty();
        api.table.takeCalls();

        JsonObject session = session();

        assertThat(session.bool("complete")).contains(true);
        assertThat(session.string("next")).isEmpty();
        assertThat(session.objects("tracks")).hasSize(450);
        assertThat(session.objects("gaps")).as("the first one was recorded all the time").isEmpty();
        assertThat(session.objects("overlaps")).hasSize(449);
        assertThat(api.table.takeCalls()).as("a query for 200, and one for the composites").hasSize(4)
                .containsOnly("query");
    }

    @Test
    void session_largerThanAnAnswer_saysSoAndGoesOn() {
        crowd(501, Duration.ofSeconds(30));

        JsonObject latest = session();
        JsonObject others = JsonObject.parse(
                api.get(PATH + "?cursor=" + latest.string("next").orElseThrow()).body());

        assertThat(latest.bool("complete")).contains(false);
        assertThat(latest.objects("tracks")).hasSize(500);
        assertThat(others.bool("complete")).contains(false);
        assertThat(others.objects("tracks")).hasSize(1);
        assertThat(others.string("next")).isEmpty();
    }

    @Test
    void session_asLargeAsItGets_staysBelowWhatLambdaTakes() {
        String[] broken = IntStream.range(0, 400)
                .mapToObj(i -> "#EXT-X-DISCONTINUITY\n#EXT-X-PROGRAM-DATE-TIME:"
                        + Instant.parse("2026-03-07T09:00:00Z").plusSeconds(i * 20L) + "\n#EXTINF:6.0,\n" + i + ".mp4")
                .toArray(String[]::new);
        crowd(500, Duration.ofHours(2));
        api.index.query(new RecordingQuery.OfStageSession(STAGE, SESSION_1), Optional.empty(), 200).recordings()
                .forEach(it -> playlist(it.location().orElseThrow(), broken));

        String body = api.get(PATH).body();

        assertThat(body.getBytes(StandardCharsets.UTF_8).length).isLessThan(4 << 20);
        assertThat(JsonObject.parse(body).objects("tracks").stream().mapToInt(it -> it.objects("pieces").size()).max())
                .hasValue(40);
    }

    @Test
    void session_thatGoesOn_isRecordedUntilNow() {
        api.now = Instant.parse("2026-03-07T09:30:00Z");
        S3Location bob = place("bob1bob1bob1", "2026-03-07T09-00-00Z");
        api.given(aParticipantStart().at("2026-03-07T09:10:00Z").build());
        recorded(bob, "2026-03-07T09:00:00Z", "2026-03-07T09:20:00Z");

        JsonObject session = session();

        assertThat(session.integer("lengthMs")).hasValue(Duration.ofMinutes(30).toMillis());
        assertThat(spans(session.objects("overlaps"))).as("both").containsExactly("600000+600000");
    }

    @Test
    void session_nobodyRecorded_isNotFound() {
        assertThat(problem(api.get(PATH))).isEqualTo("404 not-found");
        assertThat(problem(api.get(PATH + "?from=2026-03-07"))).isEqualTo("400 invalid-parameter");
        assertThat(problem(api.get("/sessions/a%20b/c"))).isEqualTo("400 invalid-parameter");
    }
}
