package io.ivsorchestrator.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.Payload;
import io.ivsorchestrator.events.Samples;
import io.ivsorchestrator.local.laptop.LaptopCommand;
import io.ivsorchestrator.media.MetadataSamples;
import io.ivsorchestrator.recording.RecordingKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The one command, from its arguments to what it prints, on the embedded parts. */
class LaptopCommandTest {
    private static final String PREFIX = "ivs/v1/123456789012/Kp3dQ9xTzL7m/2026/3/7/9/4/y6TgBn2HjMk8";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private String typed = "";

    private int run(String... arguments) {
        return LaptopCommand.run(new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), arguments);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String told() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    @Test
    void story_printsTheIndexThatTheReadmeShows() throws IOException {
        assertThat(run("--exit")).isZero();

        String readme = Files.readString(Docs.root().resolve("README.md"));
        assertThat(printed().lines().toList()).isNotEmpty()
                .allSatisfy(line -> assertThat(readme).contains(line));
        assertThat(told()).contains("put aside: $: is no JSON").doesNotContain("given up on");
    }

    @Test
    void story_inAnyOrderOfItsEvents_isTheSameIndex() {
        run("--exit", "--seed", "1");
        String first = printed();
        out.reset();
        run("--exit", "--seed", "2");

        assertThat(printed()).isEqualTo(first);
    }

    @Test
    void story_withEveryIvsEventWithheld_hasAllRecordingsWithMetadata() {
        run("--exit");
        List<String> all = ids();
        out.reset();
        assertThat(run("--exit", "--withhold")).isZero();

        assertThat(all).hasSize(8);
        assertThat(ids()).hasSize(6).isSubsetOf(all);
        assertThat(all.stream().filter(id -> !ids().contains(id)))
                .as("a stream and a participant of which nothing was recorded")
                .anyMatch(id -> id.matches("channel\\.\\w+\\.st-\\w+")).anyMatch(id -> id.startsWith("participant."));
        assertThat(printed()).doesNotContain("IVS_EVENT");
    }

    @Test
    void questions_ofEveryAccessPath_areAnswered() {
        run("--exit");
        List<String> ids = ids();
        String[] merged = ids.get(0).split("\\.", -1);
        String[] failed = ids.get(1).split("\\.", -1);
        String unheard = ids.get(2).split("\\.", -1)[2];
        String[] alice = ids.get(3).split("\\.", -1);
        String composite = ids.get(4);
        String place = printed().lines().filter(line -> line.endsWith("/composite")).findFirst().orElseThrow().strip()
                .substring("s3://station-recordings/".length());
        String stream = printed().lines().skip(1).findFirst().orElseThrow().split(" +", -1)[8];
        out.reset();

        run("--exit", "--ask", "recording " + ids.get(0), "--ask", "at station-recordings " + place,
                "--ask", "channel " + failed[1] + " 2026-03-07T19:20:00Z", "--ask", "stage " + alice[1],
                "--ask", "session " + alice[1] + " " + alice[2], "--ask", "stream " + merged[1] + " " + stream,
                "--ask", "participant " + alice[1] + " " + alice[3], "--ask", "user bob", "--ask", "active",
                "--ask", "attention 2026-03-07", "--ask", "day 2026-03-07");

        List<String> answers = List.of(printed().split("\n> ")).stream().skip(1).toList();
        assertThat(answers.get(0)).contains("id " + ids.get(0) + ",");
        assertThat(answers.get(1)).contains("id " + composite + ",");
        assertThat(answers.get(2)).contains(unheard).doesNotContain(failed[2]);
        assertThat(answers.get(3)).contains("alice", "bob", "carol", "dave", "composite");
        assertThat(answers.get(4)).contains("alice", "bob", "carol", "dave", "inferred", composite);
        assertThat(answers.get(5)).contains("id " + ids.get(0) + ",");
        assertThat(answers.get(6)).contains("alice").doesNotContain("bob");
        assertThat(answers.get(7)).contains("bob").doesNotContain("alice");
        assertThat(answers.get(8)).contains("no recordings");
        assertThat(answers.get(9)).contains("carol", "dave", "InternalServerException").doesNotContain("alice");
        assertThat(answers.get(10).lines().filter(line -> line.startsWith("    id "))).hasSize(8);
    }

    /** Of the recordings that were printed, in that order. */
    private List<String> ids() {
        return printed().lines().filter(line -> line.startsWith("    id "))
                .map(line -> line.strip().substring("id ".length(), line.strip().indexOf(','))).toList();
    }

    @Test
    void scenario_ofTheUser_isPlayedAndComparedWithTheTruth(@TempDir Path folder) throws IOException {
        write(folder.resolve("mine.scenario"), """
                begin 2026-03-07T19:00:00Z
                bucket  name=mine
                channel name=only bucket=mine
                0:00:10 start-stream channel=only for=20s
                """);

        assertThat(run("--exit", "--scenario", folder.resolve("mine.scenario").toString())).isZero();

        assertThat(ids()).hasSize(1);
        assertThat(printed()).contains("1 recordings are in the index as they were").contains("differences: 0");
    }

    @Test
    void scenario_withMistakes_namesEachByFileAndLine(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("wrong.scenario");
        write(file, "bucket name=mine\n0:00:10 start-dancing channel=only\n0:00:20 end-stream channel only\n");

        assertThat(run("--exit", "--scenario", file.toString())).isEqualTo(2);

        assertThat(told()).contains(file + ":2: ", "start-dancing", file + ":3: expected name=value, not \"channel\"");
    }

    @Test
    void busyEvening_smallOne_givesAnIndexThatEqualsTheTruth() {
        assertThat(run("--exit", "--busy", "--channels", "20", "--stages", "10", "--compositions", "2", "--seed", "3",
                "--ask", "day 2026-03-07")).as(() -> told()).isZero();

        assertThat(told()).contains("from seed 3");
        assertThat(printed()).contains("differences: 0").containsPattern("more: repeat the question with: after \\S+");
        assertThat(ids()).as("a page").hasSize(25);
    }

    @Test
    void busyEvening_thatMakesNoSense_isRefused() {
        assertThat(run("--exit", "--busy", "--stages", "0", "--compositions", "1")).isEqualTo(2);
        assertThat(run("--exit", "--busy", "--faults", "2")).isEqualTo(2);
        assertThat(run("--exit", "--busy", "--channels", "-1")).isEqualTo(2);

        assertThat(told()).contains("local/run: compositions need a stage session",
                "local/run: the rate of faults must be between 0 and 1: 2.0",
                "local/run: an evening has no negative number of anything");
    }

    @Test
    void policy_thatIsAbsentOrRefused_isSaidBeforeAnythingStarts(@TempDir Path folder) throws IOException {
        write(folder.resolve("wrong.json"), "{\"version\": 1, \"rules\": [{\"name\": 7}]}");

        assertThat(run("--exit", "--policy", folder.resolve("absent.json").toString())).isEqualTo(2);
        assertThat(run("--exit", "--policy", folder.resolve("wrong.json").toString())).isEqualTo(2);

        assertThat(told()).contains("local/run: cannot read the policy " + folder.resolve("absent.json"),
                "local/run: " + folder.resolve("wrong.json") + " is refused:", "$.rules[0].name");
    }

    @Test
    void questions_typedUntilQuit_areAnsweredOneByOne(@TempDir Path folder) throws IOException {
        write(folder.resolve("start.json"), Samples.json("channel-recording/recording-start"));
        typed = """
                recording channel.Kp3dQ9xTzL7m.y6TgBn2HjMk8

                facts channel.Kp3dQ9xTzL7m.y6TgBn2HjMk8
                dance
                 quit
                user nobody
                """;

        assertThat(run(folder.toString())).isZero();

        assertThat(told()).contains("Running. Ask (help for the questions, quit to stop).");
        assertThat(ids()).containsExactly("channel.Kp3dQ9xTzL7m.y6TgBn2HjMk8", "channel.Kp3dQ9xTzL7m.y6TgBn2HjMk8",
                "channel.Kp3dQ9xTzL7m.y6TgBn2HjMk8");
        assertThat(printed()).contains("  IVS_EVENT  ", "about channel.Kp3dQ9xTzL7m.y6TgBn2HjMk8",
                "no such question: dance").doesNotContain("no recordings");
    }

    @Test
    void questions_thatAreMistyped_areSaidAndTheNextIsAnswered(@TempDir Path folder) throws IOException {
        write(folder.resolve("start.json"), Samples.json("channel-recording/recording-start"));
        typed = "day 2026-03-07\n";
        String absent = "channel.Kp3dQ9xTzL7m.absent";

        run("--exit", "--ask", "help", "--ask", "", "--ask", "dance", "--ask", "recording", "--ask",
                "recording nonsense", "--ask", "recording " + absent, "--ask", "facts " + absent, "--ask", "at bucket",
                "--ask", "at bucket prefix", "--ask", "day yesterday", "--ask", "channel x noon", "--ask",
                "day 2026-03-07 after nonsense", "--ask", "after nonsense", "--ask", "day 2026-03-07",
                folder.toString());

        List<String> answers = List.of(printed().split("\n> ", -1)).stream().skip(1)
                .map(answer -> answer.substring(answer.indexOf('\n') + 1)).toList();
        assertThat(answers.get(0)).startsWith("recording <id> ").contains("after <cursor>");
        assertThat(answers.get(1)).startsWith("no such question: \nrecording <id> ");
        assertThat(answers.get(2)).startsWith("no such question: dance\nrecording <id> ");
        assertThat(answers.get(3)).startsWith("that question needs more values:\nrecording <id> ");
        assertThat(answers.get(4)).isEqualTo("not a recording id: nonsense\n");
        assertThat(answers.get(5)).isEqualTo("no such recording: " + absent + "\n");
        assertThat(answers.get(6)).isEqualTo("no such recording\n");
        assertThat(answers.get(7)).startsWith("that question needs more values:");
        assertThat(answers.get(8)).isEqualTo("no such recording: bucket prefix\n");
        assertThat(answers.get(9)).startsWith("not a time or day: yesterday\n");
        assertThat(answers.get(10)).startsWith("not a time or day: noon\n");
        assertThat(answers.get(11)).contains("cursor");
        assertThat(answers.get(12)).startsWith("no such question: after\n");
        assertThat(answers.get(13)).contains("id channel.Kp3dQ9xTzL7m.y6TgBn2HjMk8,");
    }

    @Test
    void ownFiles_withNothingInThem_areNamed(@TempDir Path folder) throws IOException {
        write(folder.resolve("notes.txt"), "nothing of use");
        write(folder.resolve("empty.json"), "");

        assertThat(run("--exit", folder.resolve("notes.txt").toString())).isEqualTo(1);
        assertThat(told()).contains("not used: no metadata and no event found in [" + folder.resolve("notes.txt") + "]",
                "1 other files left alone");
        assertThat(run("--exit", folder.resolve("empty.json").toString())).isEqualTo(1);
        assertThat(told()).contains("empty.json: holds no event");
    }

    @Test
    void ownFiles_recordingsAndEventsInAnyOrder_areIndexed(@TempDir Path folder) throws IOException {
        write(folder.resolve("dump").resolve(PREFIX).resolve("events/recording-ended.json"),
                new String(MetadataSamples.json(RecordingKind.CHANNEL, "ended"), StandardCharsets.UTF_8));
        write(folder.resolve("dump").resolve(PREFIX).resolve("media/hls/master.m3u8"), "#EXTM3U");
        write(folder.resolve("captured/all.json"), "[" + Samples.json("channel-recording/recording-end") + ","
                + Samples.json("stage-update/participant-published") + "]");
        write(folder.resolve("captured/more.jsonl"), Payload.of("participant-recording/recording-start").json() + "\n"
                + Payload.of("participant-recording/recording-end").json() + "\n");

        assertThat(run("--exit", folder.toString())).isZero();

        assertThat(printed()).contains("id channel.Kp3dQ9xTzL7m.y6TgBn2HjMk8, told by S3_METADATA, S3_EVENT, IVS_EVENT",
                "s3://acme-live-recordings-usw2/" + PREFIX, "media/hls/master.m3u8 with 720p60 (1280x720)", "user-42",
                "0:09:07.3");
        assertThat(told()).contains("1 metadata objects and 4 events; 1 other files left alone");
    }

    @Test
    void ownFiles_ofAnotherAccount_areBelieved(@TempDir Path folder) throws IOException {
        write(folder.resolve("start.json"),
                Payload.of("channel-recording/recording-start").with("account", "999999999999").json());

        assertThat(run("--exit", folder.toString())).isZero();

        assertThat(printed()).contains("id channel.Kp3dQ9xTzL7m.y6TgBn2HjMk8");
    }

    @Test
    void ownFiles_whatCannotBeUsed_isNamedWithFilePlaceAndCauseAndTheRestIsIndexed(@TempDir Path folder)
            throws IOException {
        write(folder.resolve("good.json"), Samples.json("channel-recording/recording-start"));
        write(folder.resolve("bad.json"), "{\"id\": ");
        write(folder.resolve("odd.json"), Payload.of("channel-recording/recording-start").without("detail.stream_id")
                .json());
        write(folder.resolve(PREFIX).resolve("events/recording-ended.json"), "{\"media\": 3}");

        assertThat(run("--exit", folder.toString(), folder.resolve("absent").toString())).isEqualTo(1);

        assertThat(printed()).contains("id channel.Kp3dQ9xTzL7m.y6TgBn2HjMk8");
        assertThat(told().lines().filter(line -> line.startsWith("not used: "))).hasSize(4)
                .anySatisfy(line -> assertThat(line).contains("bad.json", "is no JSON at line 1"))
                .anySatisfy(line -> assertThat(line).contains("odd.json, event 1", "$.detail.stream_id"))
                .anySatisfy(line -> assertThat(line).contains("recording-ended.json", "$.media"))
                .anySatisfy(line -> assertThat(line).contains("absent", "no such file"));
    }

    @Test
    void ownFiles_eventsOfSeveralBuckets_askForTheBucket(@TempDir Path folder) throws IOException {
        write(folder.resolve("a.json"), Samples.json("channel-recording/recording-start"));
        write(folder.resolve("b.json"), Payload.of("participant-recording/recording-start")
                .with("detail.recording_s3_bucket_name", "another-bucket").json());

        write(folder.resolve(PREFIX).resolve("events/recording-ended.json"),
                new String(MetadataSamples.json(RecordingKind.CHANNEL, "ended"), StandardCharsets.UTF_8));

        assertThat(run("--exit", folder.toString())).isEqualTo(2);

        assertThat(told()).contains("acme-live-recordings-usw2, another-bucket", "--bucket");
    }

    @Test
    void ownFiles_eventThatIsPutAside_isNamedWithItsFile(@TempDir Path folder) throws IOException {
        write(folder.resolve("good.json"), Samples.json("channel-recording/recording-start"));
        write(folder.resolve("new.json"), Payload.of("channel-recording/recording-end")
                .with("detail.recording_s3_key_prefix", "ivs/v2/x").with("detail.recording_s3_bucket_name", "My_Bucket")
                .json());

        assertThat(run("--exit", folder.toString())).isEqualTo(1);

        assertThat(printed()).contains("id channel.Kp3dQ9xTzL7m.y6TgBn2HjMk8");
        assertThat(told()).containsPattern("not used: .*new.json, event 1: was put aside: .*recording_s3_key_prefix")
                .contains("not used: bucket My_Bucket cannot be");
    }

    @Test
    void questions_reversedTimeRange_isSaidAndTheNextIsAnswered() {
        run("--exit", "--ask", "channel Vb5nM2kJh8Gf 2026-03-08T00:00:00Z 2026-03-07T00:00:00Z", "--ask", "user bob");

        assertThat(printed()).contains("ends before it begins", "bob");
    }
}
