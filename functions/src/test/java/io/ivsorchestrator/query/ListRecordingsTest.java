package io.ivsorchestrator.query;

import static io.ivsorchestrator.query.ApiUnderTest.ids;
import static io.ivsorchestrator.query.ApiUnderTest.next;
import static io.ivsorchestrator.query.ApiUnderTest.problem;
import static io.ivsorchestrator.recording.EvidenceBuilders.BUCKET;
import static io.ivsorchestrator.recording.EvidenceBuilders.CHANNEL;
import static io.ivsorchestrator.recording.EvidenceBuilders.CHANNEL_ARN;
import static io.ivsorchestrator.recording.EvidenceBuilders.CHANNEL_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.PARTICIPANT;
import static io.ivsorchestrator.recording.EvidenceBuilders.PARTICIPANT_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.SESSION_1;
import static io.ivsorchestrator.recording.EvidenceBuilders.STAGE;
import static io.ivsorchestrator.recording.EvidenceBuilders.STREAM_1;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelStart;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelStartFailure;
import static io.ivsorchestrator.recording.EvidenceBuilders.aMetadata;
import static io.ivsorchestrator.recording.EvidenceBuilders.aParticipantEndFailure;
import static io.ivsorchestrator.recording.EvidenceBuilders.aParticipantStart;
import static io.ivsorchestrator.recording.EvidenceBuilders.aUser;
import static io.ivsorchestrator.recording.EvidenceBuilders.idOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.recording.EvidenceBuilders;
import io.ivsorchestrator.recording.MetadataFile;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists: what leads to which recordings, at what cost, and what does not. */
class ListRecordingsTest {
    private static final String CHANNEL_ID = idOf(CHANNEL_LOCATION).text();
    private static final String PARTICIPANT_ID = idOf(PARTICIPANT_LOCATION).text();
    private static final String UNRECORDED_ID = "channel." + CHANNEL + ".st-9P8o7N6m5L4k3J2h1G0fEdC";

    private final ApiUnderTest api = new ApiUnderTest().given(aChannelStart().build(), aParticipantStart().build(),
            aUser("user/7+1").build(), aParticipantEndFailure().build(),
            aChannelStartFailure().stream("st-9P8o7N6m5L4k3J2h1G0fEdC").recordingSession("other").build());

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            channel=Kp3dQ9xTzL7m                                            | 1 | CHANNEL UNRECORDED
            channel=arn:aws:ivs:us-west-2:123456789012:channel/Kp3dQ9xTzL7m | 1 | CHANNEL UNRECORDED
            channel=Kp3dQ9xTzL7m&from=2026-03-07&to=2026-03-08              | 1 | CHANNEL UNRECORDED
            channel=Kp3dQ9xTzL7m&to=2026-03-07T09:00:00Z                    | 1 | -
            channel=Kp3dQ9xTzL7m&stream=st-1A2b3C4d5E6f7G8h9I0jKlM          | 1 | CHANNEL
            stage=Wq8rT2yUi5Oa                                              | 1 | PARTICIPANT
            stage=Wq8rT2yUi5Oa&from=2026-03-08T00:00:00%2B01:00             | 1 | -
            stage=Wq8rT2yUi5Oa&session=st-aB1cD2eF3gH4i                     | 1 | PARTICIPANT
            stage=Wq8rT2yUi5Oa&participant=Nb7vC6xZ5lKj                     | 1 | PARTICIPANT
            user=user/7%2B1                                                 | 1 | PARTICIPANT
            status=active                                                   | 8 | CHANNEL
            status=attention&day=2026-03-07                                 | 8 | PARTICIPANT UNRECORDED
            day=2026-03-07                                                  | 8 | PARTICIPANT CHANNEL UNRECORDED
            day=2026-03-08                                                  | 8 | -""")
    void list_anAccessPath_isOneQueryPerShardAndNothingElse(String query, int requests, String expected) {
        api.table.takeCalls();

        HttpAnswer page = api.get("/recordings?" + query);

        assertThat(page.status()).isEqualTo(200);
        assertThat(ids(page)).containsExactlyInAnyOrderElementsOf(List.of(expected.split(" ", -1)).stream()
                .filter(name -> !name.equals("-")).map(ListRecordingsTest::id).toList());
        assertThat(api.table.takeCalls()).hasSize(requests).containsOnly("query");
    }

    private static String id(String name) {
        return Map.of("CHANNEL", CHANNEL_ID, "PARTICIPANT", PARTICIPANT_ID, "UNRECORDED", UNRECORDED_ID)
                .getOrDefault(name, "");
    }

    @Test
    void list_aPlace_isOneRead() {
        api.table.takeCalls();

        assertThat(ids(api.get("/recordings?bucket=" + BUCKET + "&prefix=" + CHANNEL_LOCATION.prefix() + "/")))
                .containsExactly(CHANNEL_ID);
        assertThat(api.table.takeCalls()).containsExactly("get");
        assertThat(ids(api.get("/recordings?bucket=another&prefix=" + CHANNEL_LOCATION.prefix()))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "from=2026-03-07", "channel=a&stage=b", "channel=a&user=b", "stream=st-1",
        "state=FAILED",
        "stage=a&session=b&from=2026-03-07", "user=a&status=active", "bucket=b", "kind=channel&channel=a"})
    void list_combinationWithoutAccessPath_namesThoseThatExist(String query) {
        HttpAnswer answer = api.get("/recordings?" + query);

        assertThat(problem(answer)).isEqualTo("400 no-such-access-path");
        assertThat(JsonObject.parse(answer.body()).strings("combinations")).contains("channel [from, to]",
                "stage, session", "status=attention, day", "bucket, prefix");
    }

    @ParameterizedTest
    @ValueSource(strings = {"channel=a/b", "channel=", "channel", "channel=a&channel=b", "channel=%zz", "channel=%ff",
        "channel=arn:aws:ivs:us-west-2:123456789012:stage/Wq8rT2yUi5Oa", "channel=arn:nonsense", "user=%00",
        "stage=a&from=yesterday", "stage=a&from=2026-03-08&to=2026-03-07", "stage=a&from=%2B99999-01-01T00:00:00Z",
        "day=2026-02-30", "day=0000-01-01", "status=gone", "status=active&day=2026-03-07", "status=attention",
        "channel=a&limit=0", "channel=a&limit=201", "channel=a&limit=-1", "channel=a&limit=x",
        "channel=a&limit=99999999999", "bucket=b&prefix=holiday/photos", "bucket=b&prefix=a&limit=3"})
    void list_parameterThatCannotBe_isNamed(String query) {
        assertThat(problem(api.get("/recordings?" + query))).isEqualTo("400 invalid-parameter");
    }

    @Test
    void list_userIdLongerThanAKey_isRefusedHere() {
        assertThat(problem(api.get("/recordings?user=" + "%C3%BC".repeat(513)))).isEqualTo("400 invalid-parameter");
    }

    @Test
    void list_cursorOfAnotherQuery_isRefused() {
        String cursor = next(api.get("/recordings?channel=" + CHANNEL + "&limit=1")).orElseThrow();

        assertThat(ids(api.get("/recordings?channel=" + CHANNEL + "&cursor=" + cursor))).hasSize(1);
        assertThat(ids(api.get("/recordings?channel=" + CHANNEL_ARN.value() + "&cursor=" + cursor)))
                .as("the same question in other words").hasSize(1);
        assertThat(problem(api.get("/recordings?channel=another&cursor=" + cursor))).isEqualTo("400 invalid-cursor");
        assertThat(problem(api.get("/recordings?channel=" + CHANNEL + "&from=2026-03-07&cursor=" + cursor)))
                .isEqualTo("400 invalid-cursor");
        assertThat(problem(api.get("/recordings?stage=" + STAGE + "&cursor=" + cursor)))
                .isEqualTo("400 invalid-cursor");
        assertThat(problem(api.get("/incidents?cursor=" + cursor))).isEqualTo("400 invalid-cursor");
    }

    @Property(tries = 200)
    void list_cursorWithAnythingChanged_isRefused(@ForAll @IntRange(max = 1000) int place,
            @ForAll @IntRange(min = 1, max = 63) int change) {
        ApiUnderTest fresh = new ApiUnderTest().given(aChannelStart().build(),
                aChannelStart().in(EvidenceBuilders.channelLocation("anotherOne")).stream("st-2").build());
        StringBuilder cursor = new StringBuilder(
                next(fresh.get("/recordings?channel=" + CHANNEL + "&limit=1")).orElseThrow());
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int at = place % cursor.length();
        cursor.setCharAt(at, alphabet.charAt((alphabet.indexOf(cursor.charAt(at)) + change) % alphabet.length()));

        assertThat(problem(fresh.get("/recordings?channel=" + CHANNEL + "&cursor=" + cursor)))
                .isEqualTo("400 invalid-cursor");
    }

    @Test
    void list_cursorOfAnotherInstance_isUnderstood() {
        String cursor = next(api.get("/recordings?channel=" + CHANNEL + "&limit=1")).orElseThrow();
        QueryApi another = new QueryApi(api.index, api.files, api.playback, api.incidents,
                io.ivsorchestrator.index.CursorSeal.sharedThrough(api.table), api.messages, Retention.FOR_EVER,
                () -> ApiUnderTest.NOW);

        HttpAnswer page = another.answer(new HttpRequest("GET", List.of("recordings"),
                "channel=" + CHANNEL + "&cursor=" + cursor, Map.of(), "", Optional.of(ApiUnderTest.OPERATOR),
                "https://api.example.com"));

        assertThat(ids(page)).hasSize(1);
    }

    /** Whatever is added while somebody pages: in order, nothing twice, and nothing lost that was there from the beginning. */
    @Property(tries = 150)
    void list_whileRowsAreAdded_pagesAreCompleteAndOrdered(@ForAll @IntRange(min = 1, max = 7) int limit,
            @ForAll @IntRange(min = 0, max = 25) int before, @ForAll @IntRange(min = 0, max = 25) int meanwhile,
            @ForAll long seed, @ForAll boolean spread) {
        ApiUnderTest fresh = new ApiUnderTest();
        Random random = new Random(seed);
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < before + meanwhile; i++) {
            numbers.add("r%03d".formatted(i));
        }
        Collections.shuffle(numbers, random);
        numbers.subList(0, before).forEach(number -> start(fresh, number, random));
        List<String> there = everything(fresh);
        List<String> added = new ArrayList<>(numbers.subList(before, numbers.size()));

        List<String> seen = new ArrayList<>();
        String query = spread ? "/recordings?day=2026-03-07" : "/recordings?channel=" + CHANNEL;
        Optional<String> cursor = Optional.empty();
        do {
            HttpAnswer page = fresh.get(query + "&limit=" + limit + cursor.map(it -> "&cursor=" + it).orElse(""));
            seen.addAll(ids(page));
            cursor = next(page);
            if (!added.isEmpty()) {
                start(fresh, added.removeLast(), random);
            }
        } while (cursor.isPresent());

        assertThat(seen).doesNotHaveDuplicates().containsAll(there);
        List<String> all = everything(fresh);
        assertThat(seen).isEqualTo(all.stream().filter(new TreeSet<>(seen)::contains).toList());
    }

    private static List<String> everything(ApiUnderTest api) {
        return ids(api.get("/recordings?channel=" + CHANNEL + "&limit=200"));
    }

    private static void start(ApiUnderTest api, String number, Random random) {
        api.given(aMetadata(EvidenceBuilders.channelLocation(number), MetadataFile.STARTED)
                .started("2026-03-07T09:%02d:00Z".formatted(random.nextInt(60))).build());
    }

    @Test
    void list_sessionAndParticipant_areThoseOfTheBuilders() {
        assertThat(List.of(SESSION_1, PARTICIPANT, STREAM_1)).as("the table above is about these")
                .containsExactly("st-aB1cD2eF3gH4i", "Nb7vC6xZ5lKj", "st-1A2b3C4d5E6f7G8h9I0jKlM");
    }
}
