package io.ivsorchestrator.query;

import static io.ivsorchestrator.query.ApiUnderTest.problem;
import static io.ivsorchestrator.recording.EvidenceBuilders.CHANNEL_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.PARTICIPANT_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelEnd;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelStart;
import static io.ivsorchestrator.recording.EvidenceBuilders.aMetadata;
import static io.ivsorchestrator.recording.EvidenceBuilders.aParticipantEndFailure;
import static io.ivsorchestrator.recording.EvidenceBuilders.aParticipantStart;
import static io.ivsorchestrator.recording.EvidenceBuilders.aUser;
import static io.ivsorchestrator.recording.EvidenceBuilders.anExpiry;
import static io.ivsorchestrator.recording.EvidenceBuilders.idOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.index.CursorSeal;
import io.ivsorchestrator.index.ForwardingIndexTable;
import io.ivsorchestrator.index.InMemoryIndexTable;
import io.ivsorchestrator.index.Item;
import io.ivsorchestrator.index.ItemKey;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.recording.Evidence;
import io.ivsorchestrator.recording.MetadataFile;
import io.ivsorchestrator.recording.Salvage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One recording, and why it is what it is. */
class SingleRecordingTest {
    private static final String ID = idOf(CHANNEL_LOCATION).text();

    private final ApiUnderTest api = new ApiUnderTest();

    private HttpAnswer knowing(String tag) {
        return api.ask("GET", "/recordings/" + ID, Map.of("if-none-match", tag), "",
                Optional.of(ApiUnderTest.OPERATOR));
    }

    @Test
    void get_aRecording_isOneRead() {
        api.given(aChannelStart().build());
        api.table.takeCalls();

        assertThat(JsonObject.parse(api.get("/recordings/" + ID).body()).requireString("state")).isEqualTo("ACTIVE");
        assertThat(api.table.takeCalls()).containsExactly("get");
    }

    @Test
    void get_conditionally_answersOnlyWhatChanged() {
        api.given(aChannelStart().build());
        String tag = api.get("/recordings/" + ID).headers().getOrDefault("etag", "");

        assertThat(tag).matches("\"[A-Za-z0-9_-]{22}\"");
        assertThat(List.of(knowing(tag), knowing("W/" + tag), knowing("\"x\", " + tag), knowing("*")))
                .allSatisfy(answer -> {
                    assertThat(answer.status()).isEqualTo(304);
                    assertThat(answer.body()).isEmpty();
                    assertThat(answer.headers()).containsEntry("etag", tag);
                });
        assertThat(knowing("\"other\"").status()).isEqualTo(200);

        api.given(aChannelEnd().build());
        assertThat(knowing(tag).status()).as("changed").isEqualTo(200);
    }

    @Test
    void get_neverToldOf_isNotFound() {
        assertThat(problem(api.get("/recordings/" + ID))).isEqualTo("404 not-found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "channel.a", "channel.a.b.c", "%2e%2e", "stage.a.b.c"})
    void get_whatIsNoId_isNotFound(String id) {
        assertThat(problem(api.get("/recordings/" + id))).isEqualTo("404 not-found");
    }

    @Test
    void get_salvaged_saysWhatCameOfIt() {
        Instant looked = Instant.parse("2026-03-07T11:00:00Z");
        api.given(aMetadata(CHANNEL_LOCATION, MetadataFile.FAILED).build(),
                new Evidence.Salvaged(idOf(CHANNEL_LOCATION),
                        looked, CHANNEL_LOCATION, new Salvage.Unsalvageable("there is nothing below media/hls/")));
        assertThat(salvage().requireString("because")).isEqualTo("there is nothing below media/hls/");

        api.given(new Evidence.Salvaged(idOf(CHANNEL_LOCATION), looked.plusSeconds(1), CHANNEL_LOCATION,
                new Salvage.Playable("salvage/hls/multivariant.m3u8", Duration.ofSeconds(60), 10, 1)));
        assertThat(salvage().requireString("playlist")).isEqualTo("salvage/hls/multivariant.m3u8");
        assertThat(salvage().integer("missing")).hasValue(1);
    }

    private JsonObject salvage() {
        return JsonObject.parse(api.get("/recordings/" + ID).body()).requireObject("salvage");
    }

    @Test
    void get_saysUntilWhenMediaIsKeptAndWhy() {
        api.given(aMetadata(CHANNEL_LOCATION, MetadataFile.ENDED).ended("2026-03-07T10:00:00Z").build());
        JsonObject kept = JsonObject.parse(api.get("/recordings/" + ID).body()).requireObject("kept");
        assertThat(kept.requireString("until")).isEqualTo("2027-03-07T10:00:00Z");
        assertThat(kept.requireString("by")).isEqualTo("POLICY");

        api.given(anExpiry(CHANNEL_LOCATION, MetadataFile.ENDED, "2026-06-05T00:00:00Z"));
        JsonObject sooner = JsonObject.parse(api.get("/recordings/" + ID).body()).requireObject("kept");
        assertThat(sooner.requireString("until")).isEqualTo("2026-06-05T00:00:00Z");
        assertThat(sooner.requireString("by")).isEqualTo("LIFECYCLE");
    }

    @Test
    void why_failed_namesTheFactThatDecidedAndWhatTheOthersDid() {
        api.given(aParticipantStart().build(), aUser("alice").build(), aParticipantEndFailure().build());
        String id = idOf(PARTICIPANT_LOCATION).text();

        JsonObject why = JsonObject.parse(api.get("/recordings/" + id + "/why").body());

        assertThat(why.requireString("state")).isEqualTo("FAILED");
        assertThat(why.requireString("because")).contains("Recording End Failure", "ResourceNotFoundException",
                "2026-03-07T10:36:12Z");
        List<JsonObject> facts = why.objects("facts");
        assertThat(facts).extracting(fact -> fact.requireString("type")).containsExactlyInAnyOrder(
                "ParticipantRecordingReported", "UserSeen", "ParticipantRecordingReported");
        assertThat(facts.getLast().strings("decides")).contains("state", "endedAt", "failure");
        assertThat(facts.getLast().requireString("implies")).isEqualTo("FAILED");
        assertThat(facts.stream().filter(fact -> fact.requireString("type").equals("UserSeen")).findFirst()
                .orElseThrow().strings("decides")).containsExactly("users");
    }

    @Test
    void why_severalSources_saysWhichCounted() {
        api.given(aChannelStart().at("2026-03-07T09:04:36Z").build(),
                aMetadata(CHANNEL_LOCATION, MetadataFile.STARTED).started("2026-03-07T09:04:30Z").build());

        List<JsonObject> facts = JsonObject.parse(api.get("/recordings/" + ID + "/why").body()).objects("facts");

        assertThat(facts).filteredOn(fact -> fact.strings("decides").contains("startedAt"))
                .extracting(fact -> fact.requireString("type")).containsExactly("MetadataFound");
        assertThat(facts).as("both imply it").allMatch(fact -> fact.strings("decides").contains("state"));
    }

    @Test
    void why_forAPerson_isText() {
        api.given(aParticipantStart().build(), aParticipantEndFailure().build());
        String id = idOf(PARTICIPANT_LOCATION).text();

        HttpAnswer answer = api.ask("GET", "/recordings/" + id + "/why", Map.of("accept", "text/plain"), "",
                Optional.of(ApiUnderTest.OPERATOR));

        assertThat(answer.headers()).containsEntry("content-type", "text/plain; charset=utf-8");
        assertThat(answer.body().lines()).contains(id + " is FAILED").anyMatch(
                line -> line.startsWith("2026-03-07T10:36:12Z  IVS: Recording End Failure"))
                .anyMatch(line -> line.contains("implies FAILED; decides state"));
    }

    /** An item that somebody edited by hand, for example. */
    @Test
    void get_mistakeOfOurs_isAProblemThatTellsNothingOfTheInside() {
        ApiUnderTest broken = new ApiUnderTest(new RecordingIndex(new ForwardingIndexTable(new InMemoryIndexTable()) {
            @Override
            public Optional<Item> get(ItemKey key) {
                throw new IllegalStateException("the item " + key + " has no view");
            }
        }, CursorSeal.ofThisProcess()));

        HttpAnswer answer = broken.get("/recordings/" + ID);

        assertThat(problem(answer)).isEqualTo("500 internal");
        assertThat(answer.body()).doesNotContain("view");
    }
}
