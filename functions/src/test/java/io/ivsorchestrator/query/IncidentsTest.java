package io.ivsorchestrator.query;

import static io.ivsorchestrator.query.ApiUnderTest.next;
import static io.ivsorchestrator.query.ApiUnderTest.problem;
import static io.ivsorchestrator.recording.EvidenceBuilders.CHANNEL_ARN;
import static io.ivsorchestrator.recording.EvidenceBuilders.CHANNEL_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.PARTICIPANT_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.idOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.incident.Attempt;
import io.ivsorchestrator.incident.Cause;
import io.ivsorchestrator.incident.IncidentKey;
import io.ivsorchestrator.incident.Notice;
import io.ivsorchestrator.incident.Sighting;
import io.ivsorchestrator.recording.RecordingId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Incidents as recovery writes them, asked for in each way that there is. */
class IncidentsTest {
    private static final Instant NINE = Instant.parse("2026-03-07T09:00:00Z");
    private static final RecordingId CHANNEL = idOf(CHANNEL_LOCATION);

    private final ApiUnderTest api = new ApiUnderTest();

    private IncidentKey given(String bucket, Instant at, RecordingId... recordings) {
        IncidentKey key = new IncidentKey(Cause.POLICY_GRANT_LOST, "arn:aws:s3:::" + bucket);
        api.incidents.report(key, new Sighting(at, Set.of(recordings), Set.of(CHANNEL_ARN.value()),
                Set.of("CHANNEL.AccessDeniedException." + bucket), List.of("The bucket policy has no statement.")));
        return key;
    }

    private List<String> resources(String target) {
        HttpAnswer answer = api.get(target);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return JsonObject.parse(answer.body()).objects("incidents").stream().map(it -> it.requireString("resource"))
                .toList();
    }

    @Test
    void list_anIncident_hasAllThatIsKnownOfIt() {
        IncidentKey key = given("one", NINE, CHANNEL);
        Instant later = NINE.plusSeconds(60);
        api.incidents.update(key, it -> it
                .attempted(new Attempt(later, "restore-policy-grant", Attempt.Outcome.DONE, "{}", "{\"a\":1}", ""))
                .coolingUntil(later.plusSeconds(300)).noticed(new Notice(later, "Recording fails"))
                .leasedFor(later, Duration.ofMinutes(1)));

        JsonObject incident = JsonObject.parse(api.get("/incidents").body()).objects("incidents").getFirst();

        assertThat(incident.requireString("cause")).isEqualTo("POLICY_GRANT_LOST");
        assertThat(incident.requireString("resource")).isEqualTo("arn:aws:s3:::one");
        assertThat(incident.integer("recordings")).hasValue(1);
        assertThat(incident.strings("affected")).containsExactly(CHANNEL_ARN.value());
        assertThat(incident.strings("findings")).containsExactly("The bucket policy has no statement.");
        assertThat(incident.objects("attempts")).singleElement().satisfies(attempt -> assertThat(
                attempt.requireString("remedy") + attempt.requireString("outcome"))
                .isEqualTo("restore-policy-grantDONE"));
        assertThat(incident.objects("notices")).hasSize(1);
    }

    @Test
    void list_withoutParameters_hasThoseThatAreNotClosedNewestFirst() {
        given("one", NINE);
        IncidentKey mended = given("two", NINE.plusSeconds(60));
        given("three", NINE.plusSeconds(120));
        api.incidents.update(mended, it -> it.worked(NINE.plusSeconds(600)));

        assertThat(resources("/incidents")).containsExactly("arn:aws:s3:::three", "arn:aws:s3:::one");
    }

    @Test
    void list_ofADay_hasTheClosedOnesToo() {
        IncidentKey mended = given("one", NINE);
        api.incidents.update(mended, it -> it.worked(NINE.plusSeconds(600)));
        given("two", NINE.plus(Duration.ofDays(1)));

        assertThat(resources("/incidents?day=2026-03-07")).containsExactly("arn:aws:s3:::one");
        assertThat(resources("/incidents?day=2026-03-08")).containsExactly("arn:aws:s3:::two");
        assertThat(resources("/incidents?day=2026-03-09")).isEmpty();
    }

    @Test
    void list_ofARecording_hasItsOwn() {
        given("one", NINE, CHANNEL);
        given("two", NINE, idOf(PARTICIPANT_LOCATION));

        assertThat(resources("/incidents?recording=" + CHANNEL.text())).containsExactly("arn:aws:s3:::one");
        assertThat(resources("/incidents?recording=channel.another.one")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/incidents?", "/incidents?day=2026-03-07&"})
    void list_pageByPage_isCompleteAndInOrder(String target) {
        for (int i = 0; i < 7; i++) {
            given("bucket-" + i, NINE.plusSeconds(60L * i));
        }

        List<String> seen = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            HttpAnswer page = api.get(target + "limit=3" + cursor.map(it -> "&cursor=" + it).orElse(""));
            JsonObject.parse(page.body()).objects("incidents").forEach(it -> seen.add(it.requireString("resource")));
            cursor = next(page);
        } while (cursor.isPresent());

        assertThat(seen).hasSize(7).isEqualTo(resources(target)).doesNotHaveDuplicates()
                .startsWith("arn:aws:s3:::bucket-6");
    }

    @Test
    void list_cursorOfAnotherDay_isRefused() {
        given("one", NINE);
        given("two", NINE.plusSeconds(60));
        String cursor = next(api.get("/incidents?day=2026-03-07&limit=1")).orElseThrow();

        assertThat(problem(api.get("/incidents?day=2026-03-08&cursor=" + cursor))).isEqualTo("400 invalid-cursor");
        assertThat(problem(api.get("/incidents?cursor=" + cursor))).isEqualTo("400 invalid-cursor");
        assertThat(problem(api.get("/recordings?day=2026-03-07&cursor=" + cursor))).isEqualTo("400 invalid-cursor");
    }

    @Test
    void list_otherwise_namesTheWaysThatThereAre() {
        HttpAnswer answer = api.get("/incidents?channel=Kp3dQ9xTzL7m");

        assertThat(problem(answer)).isEqualTo("400 no-such-access-path");
        assertThat(JsonObject.parse(answer.body()).strings("combinations")).contains("day", "recording");
        assertThat(problem(api.get("/incidents?recording=x"))).isEqualTo("400 invalid-parameter");
        assertThat(problem(api.get("/incidents?day=yesterday"))).isEqualTo("400 invalid-parameter");
    }
}
