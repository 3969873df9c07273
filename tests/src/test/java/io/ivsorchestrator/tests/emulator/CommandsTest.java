package io.ivsorchestrator.tests.emulator;

import static io.ivsorchestrator.tests.emulator.EmulatorUnderTest.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ivsorchestrator.local.embedded.LocalS3;
import io.ivsorchestrator.local.emulator.EmulatorService;
import io.ivsorchestrator.local.emulator.EmulatorSettings;
import io.ivsorchestrator.local.emulator.control.Arguments;
import io.ivsorchestrator.local.emulator.control.ControlException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ivs.model.ChannelType;
import software.amazon.awssdk.services.ivs.model.RecordingConfiguration;

/** What the emulator's commands answer, and how they refuse. */
class CommandsTest {
    private final EmulatorUnderTest emulator = new EmulatorUnderTest();

    @AfterEach
    void stop() {
        emulator.close();
    }

    private static ObjectNode play(EmulatorService service, String... lines) {
        return service.command("play", Arguments.of(new ObjectMapper().createObjectNode().put("file", "my.scenario")
                .put("scenario", String.join("\n", lines))));
    }

    private static void assertRefused(int status, String explanation, ThrowingCallable command) {
        ControlException refusal = catchThrowableOfType(ControlException.class, command);
        assertThat(refusal).isNotNull();
        assertThat(refusal.explanation()).contains(explanation);
        assertThat(refusal.status()).isEqualTo(status);
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }

    @Test
    void status_saysWhereItIsWhatTimeItIsAndWhatBecameOfEvents() {
        emulator.say("channel name=main");
        emulator.say("fault kind=lose-events source=aws.ivs most=1");
        emulator.say("start-stream channel=main for=20s");
        emulator.say("fault kind=delay-events by=1h source=aws.ivs most=1");
        emulator.say("channel name=another");

        ObjectNode status = emulator.say("status");

        assertThat(status.get("ivs").asText()).isEqualTo(emulator.service.endpoint().toString());
        assertThat(status.get("s3").asText()).isEqualTo(emulator.service.s3Endpoint().toString());
        assertThat(status.get("account").asText()).isEqualTo("123456789012");
        assertThat(status.get("region").asText()).isEqualTo("us-west-2");
        assertThat(status.get("seed").asLong()).isEqualTo(42);
        assertThat(status.get("time").asText()).isEqualTo("2026-03-07T09:00:00Z");
        assertThat(status.get("clock").asText()).isEqualTo("manual");
        assertThat(status.get("planned").asInt()).as("the stream's end").isEqualTo(1);
        assertThat(status.get("problems")).isEmpty();
        assertThat(status.at("/events/lost").asInt()).isEqualTo(1);
        assertThat(status.at("/events/held").asInt()).isEqualTo(1);
        assertThat(status.at("/events/delivered").asInt()).isEqualTo(emulator.events.size());
    }

    @Test
    void recordings_areTheTruthOfEveryKindAndState() {
        for (String line : List.of("channel name=main bucket=" + BUCKET, "stage name=room bucket=" + BUCKET,
                "clock by=10s", "start-stream channel=main for=20s", "publish stage=room user=alice for=60s",
                "clock by=10s", "start-composition stage=room bucket=" + BUCKET + " for=15s", "clock by=10m",
                "fault kind=grant-removed bucket=" + BUCKET, "publish stage=room user=bob for=20s", "clock by=10m",
                "mend fault=all", "start-stream channel=main", "clock by=10s")) {
            emulator.say(line);
        }

        List<JsonNode> truth = emulator.say("recordings").get("recordings").valueStream().toList();

        assertThat(truth).hasSize(5);
        JsonNode ended = only(truth, "CHANNEL", "STOPPED");
        assertThat(ended.get("sourceArn").asText()).contains(":channel/");
        assertThat(ended.get("bucket").asText()).isEqualTo(BUCKET);
        assertThat(ended.get("prefix").asText()).startsWith("ivs/v1/123456789012/");
        assertThat(ended.get("startedAt").asText()).isEqualTo("2026-03-07T09:00:10Z");
        assertThat(ended.get("endedAt").asText()).isEqualTo("2026-03-07T09:00:30Z");
        assertThat(ended.get("durationMs").asLong()).isBetween(15_000L, 25_000L);
        assertThat(ended.get("metadata").asText()).isEqualTo("ENDED");
        assertThat(ended.get("streamIds")).hasSize(1);
        assertThat(ended.has("failure")).isFalse();
        JsonNode live = only(truth, "CHANNEL", "ACTIVE");
        assertThat(live.get("endedAt").isNull()).isTrue();
        assertThat(live.get("metadata").asText()).isEqualTo("STARTED");
        JsonNode alice = only(truth, "PARTICIPANT", "STOPPED");
        assertThat(alice.get("userId").asText()).isEqualTo("alice");
        assertThat(alice.get("sessionIds")).hasSize(1);
        assertThat(alice.get("prefix").asText()).contains(alice.get("participantId").asText());
        JsonNode composite = only(truth, "COMPOSITE", "STOPPED");
        assertThat(composite.get("compositionArn").asText()).contains(":composition/");
        assertThat(composite.get("prefix").asText()).contains(composite.get("destinationId").asText());
        JsonNode bob = only(truth, "PARTICIPANT", "FAILED");
        assertThat(bob.get("metadata").asText()).isEqualTo("NONE");
        assertThat(bob.at("/failure/atStart").asBoolean()).isTrue();
        assertThat(bob.at("/failure/cause").asText()).isEqualTo("BUCKET_ACCESS_DENIED");
        assertThat(bob.at("/failure/errorCode").asText()).isEqualTo("AccessDeniedException");
    }

    private static JsonNode only(List<JsonNode> truth, String kind, String state) {
        List<JsonNode> found = truth.stream().filter(recording -> recording.get("kind").asText().equals(kind)
                && recording.get("state").asText().equals(state)).toList();
        assertThat(found).as("%s that is %s", kind, state).hasSize(1);
        return found.getFirst();
    }

    @Test
    void channel_isRecordedAsTheCommandSays() {
        emulator.say("channel name=main type=advanced-hd bucket=" + BUCKET
                + " window=60s renditions=hd,lowest-resolution thumbnails=30s");
        emulator.say("channel name=bare bucket=" + BUCKET + " renditions=none thumbnails=off");

        var main = configurationOf("main");
        assertThat(emulator.ivs.listChannels(request -> request.filterByName("main")).channels().getFirst().type())
                .isEqualTo(ChannelType.ADVANCED_HD);
        assertThat(main.recordingReconnectWindowSeconds()).isEqualTo(60);
        assertThat(main.renditionConfiguration().renditionSelectionAsString()).isEqualTo("CUSTOM");
        assertThat(main.renditionConfiguration().renditionsAsStrings()).containsExactly("HD", "LOWEST_RESOLUTION");
        assertThat(main.thumbnailConfiguration().targetIntervalSeconds()).isEqualTo(30);
        var bare = configurationOf("bare");
        assertThat(bare.renditionConfiguration().renditionSelectionAsString()).isEqualTo("NONE");
        assertThat(bare.thumbnailConfiguration().recordingModeAsString()).isEqualTo("DISABLED");
    }

    private RecordingConfiguration configurationOf(String channel) {
        String arn = emulator.ivs.listChannels(request -> request.filterByName(channel)).channels().getFirst()
                .recordingConfigurationArn();
        return emulator.ivs.getRecordingConfiguration(request -> request.arn(arn)).recordingConfiguration();
    }

    @Test
    void stage_isRecordedAsTheCommandSays() {
        String arn = emulator
                .say("stage name=room bucket=" + BUCKET + " window=30s segment=4s media=audio-video thumbnails=10s")
                .get("stage").asText();

        var recording = emulator.realTime.getStage(request -> request.arn(arn)).stage()
                .autoParticipantRecordingConfiguration();
        assertThat(recording.recordingReconnectWindowSeconds()).isEqualTo(30);
        assertThat(recording.hlsConfiguration().targetSegmentDurationSeconds()).isEqualTo(4);
        assertThat(recording.mediaTypesAsStrings()).containsExactly("AUDIO_VIDEO");
        assertThat(recording.thumbnailConfiguration().targetIntervalSeconds()).isEqualTo(10);
    }

    @Test
    void channelOrStage_thatIsThereAndRecorded_isTakenAsItIs() {
        String channel = emulator.say("channel name=main bucket=" + BUCKET).get("channel").asText();
        String stage = emulator.say("stage name=room bucket=" + BUCKET).get("stage").asText();

        ObjectNode channelAgain = emulator.say("channel name=main bucket=" + BUCKET);
        ObjectNode stageAgain = emulator.say("stage name=room bucket=" + BUCKET);

        assertThat(channelAgain.get("created").asBoolean()).isFalse();
        assertThat(channelAgain.get("channel").asText()).isEqualTo(channel);
        assertThat(stageAgain.get("created").asBoolean()).isFalse();
        assertThat(stageAgain.get("stage").asText()).isEqualTo(stage);
    }

    @Test
    void clock_tellsTheTime_andIsMovedByOrTo() {
        assertThat(emulator.say("clock").get("time").asText()).isEqualTo("2026-03-07T09:00:00Z");
        assertThat(emulator.say("clock by=1h30m").get("time").asText()).isEqualTo("2026-03-07T10:30:00Z");
        assertThat(emulator.say("clock to=2026-03-08T00:00:00Z").get("time").asText())
                .isEqualTo("2026-03-08T00:00:00Z");

        assertRefused(409, "the clock does not go back", () -> emulator.say("clock to=2026-03-07T23:59:59Z"));
        assertRefused(400, "either by or to", () -> emulator.say("clock by=1s to=2026-03-09T00:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "dance | 404 | there is no command dance; there are status, clock",
        "status now=1 | 400 | there is no now here",
        "clock by=soon | 400 | by must be a time such as 90s or 1h30m",
        "clock by=99999999999d | 400 | by must be a time such as 90s or 1h30m, at most 3650d",
        "clock by=P9999999999D | 400 | at most 3650d",
        "clock by=-PT1S | 400 | by must be a time",
        "clock to=+999999999-12-31T23:59:59Z | 400 | of the years 1970 to 9999",
        "clock to=noon | 400 | to must be like 2026-03-07T19:00:00Z",
        "bucket | 400 | name is missing",
        "bucket name=A_B | 400 | bucket A_B cannot be made",
        "channel name=a:b | 400 | ValidationException",
        "channel name=main bucket=acme-live-recordings | 409 | channel main is there already and is not recorded; choose",
        "stage name=room bucket=acme-live-recordings | 409 | stage room is there already and is not recorded; choose",
        "channel name=other bucket=absent | 400 | ValidationException",
        "start-stream channel=nobody | 404 | there is no channel named nobody",
        "start-stream chanel=main | 400 | channel is missing",
        "end-stream channel=main | 404 | ChannelNotBroadcasting",
        "start-stream channel=main width=wide | 400 | width must be a whole number",
        "start-stream channel=twin | 409 | 2 channels are named twin; give the ARN",
        "publish stage=nowhere user=a | 404 | there is no stage named nowhere",
        "publish stage=room | 404 | say who, by user or by participant",
        "leave stage=room user=nobody | 404 | user nobody has not joined that stage",
        "mend fault=f9 | 404 | no fault f9 is on",
        "fault kind=rain | 400 | there is no fault of kind rain; there are lose-events",
        "fault kind=lose-events rate=110% | 400 | rate must be between 0% and 100%",
        "fault kind=lose-events rate=often | 400 | rate must be like 10%",
        "fault kind=repeat-events times=0 | 400 | times must be at least 1, not 0",
        "fault kind=recording-breaks-off | 400 | say either after which time",
        "fault kind=recording-breaks-off after=1s metadata=perhaps | 400 | metadata must be true or false",
        "fault kind=recording-start-fails cause=rain | 400 | cause must be one of bucket-not-found",
        "fault kind=calls-fail error=Rain | 400 | error must be one of",
        "fault kind=sse-kms bucket=absent | 404 | there is no bucket absent",
        "stop-composition | 400 | composition is missing"
    })
    void command_thatCannotBe_saysWhyWithTheStatusOfHttp(String line, int status, String explanation) {
        emulator.say("channel name=main");
        emulator.say("stage name=room");
        Stream.of("twin", "twin").forEach(name -> emulator.ivs.createChannel(request -> request.name(name)));

        assertRefused(status, explanation, () -> emulator.say(line));
    }

    @Test
    void play_atOnceWhereTheClockIsMovedByHand_answersWithTheTruthAndWhatCouldNotBeDone() {
        ObjectNode answer = play(emulator.service, "begin 2026-03-07T19:00:00Z", "bucket name=mine",
                "channel name=main bucket=mine", "channel name=a:b", "0:00:10 start-stream channel=main for=20s",
                "0:00:20 start-stream channel=main", "0:00:21 leave stage=nowhere user=x",
                "0:00:22 fault kind=rain");

        assertThat(answer.get("played").asBoolean()).isTrue();
        assertThat(answer.get("recordings")).hasSize(1);
        assertThat(answer.at("/recordings/0/startedAt").asText()).isEqualTo("2026-03-07T19:00:10Z");
        assertThat(texts(answer.get("problems"))).hasSize(4)
                .anySatisfy(problem -> assertThat(problem).startsWith("my.scenario:4: ValidationException"))
                .anySatisfy(problem -> assertThat(problem).startsWith("my.scenario:6: ConflictException"))
                .anySatisfy(problem -> assertThat(problem).isEqualTo("my.scenario:7: there is no stage named nowhere"))
                .anySatisfy(problem -> assertThat(problem).startsWith("my.scenario:8: there is no fault of kind rain"));
        assertThat(texts(emulator.say("status").get("problems"))).isEqualTo(texts(answer.get("problems")));
        assertRefused(400, "my.scenario:1: expected a time like 0:05:00 or a command, not \"dance\"",
                () -> play(emulator.service, "dance"));
    }

    @Test
    void play_inRealTime_isPlannedFromNow() {
        try (LocalS3 s3 = LocalS3.start();
                EmulatorService real = EmulatorService.start(EmulatorSettings.real(0, 42), s3, _ -> {})) {
            assertRefused(409, "clock is the real one", () -> real.command("clock", Arguments.of(List.of("by=1s"))));

            ObjectNode answer = play(real, "begin 2026-03-07T19:00:00Z", "bucket name=mine",
                    "channel name=main bucket=mine", "1:00:00 start-stream channel=main for=20s");

            assertThat(answer.get("played").asBoolean()).isFalse();
            assertThat(Duration.between(Instant.now(), Instant.parse(answer.get("until").asText())))
                    .isBetween(Duration.ofMinutes(59), Duration.ofMinutes(61));
            assertThat(real.command("status", Arguments.of(List.of())).get("planned").asInt()).isEqualTo(1);
            assertThat(real.command("status", Arguments.of(List.of())).get("clock").asText()).isEqualTo("real");
        }
    }

    @Test
    void play_thatBeginsInThePast_isRefusedBeforeAnythingIsDone() {
        assertRefused(409, "the scenario begins at 2026-03-07T09:00:04Z, but the clock is at 2026-03-07T09:00:00Z; it"
                + " must be at least 5 s earlier",
                () -> play(emulator.service, "begin 2026-03-07T09:00:04Z",
                        "channel name=main"));

        assertThat(emulator.ivs.listChannels(request -> request.maxResults(1)).channels()).isEmpty();
    }

    @Test
    void flush_deliversWhatIsHeld() {
        emulator.say("fault kind=delay-events by=1h");
        emulator.say("channel name=main");
        assertThat(emulator.events).isEmpty();

        emulator.say("flush");

        assertThat(emulator.events).singleElement().satisfies(event -> assertThat(event).contains("CreateChannel"));
    }

    @Test
    void overHttp_whatChangesNothingIsThereToGet_andTheRestToPost() throws Exception {
        assertThat(http("GET", "", "").body()).contains("\"clock\":\"manual\"");
        assertThat(http("GET", "/recordings", "").body()).isEqualTo("{\"recordings\":[]}");
        assertThat(http("POST", "/channel", "{\"name\":\"main\"}").body()).contains("\"created\":true");
        assertThat(http("POST", "/clock", "").statusCode()).isEqualTo(200);

        assertProblem(http("GET", "/channel", ""), 405, "channel changes something: use POST");
        assertProblem(http("PUT", "/channel", "{}"), 405, "use POST, or GET for what changes nothing");
        assertProblem(http("POST", "/dance", "{}"), 404, "there is no command dance");
        assertProblem(http("POST", "/channel", "{"), 400, "the request is no JSON");
        assertProblem(http("POST", "/channel", "[]"), 400, "the request is no JSON object");
        assertProblem(http("POST", "/channel", "{\"name\":{}}"), 400, "name must be text, a number, true or false");
        assertProblem(http("POST", "/play", "{\"scenario\":\"" + "#".repeat(17 << 20) + "\"}"), 413,
                "longer than 16 MiB");
        HttpResponse<String> head = http("HEAD", "/status", "");
        assertThat(head.statusCode()).isEqualTo(405);
        assertThat(head.body()).isEmpty();
    }

    private HttpResponse<String> http(String method, String path, String body) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(emulator.service.endpoint().resolve("/_emulator" + path))
                    .method(method, BodyPublishers.ofString(body)).timeout(Duration.ofSeconds(30)).build(),
                    BodyHandlers.ofString());
        }
    }

    private static void assertProblem(HttpResponse<String> response, int status, String detail) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(response.body()).contains("\"status\":" + status, detail);
    }
}
