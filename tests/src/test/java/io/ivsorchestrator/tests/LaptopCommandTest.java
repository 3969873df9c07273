package io.ivsorchestrator.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.Payload;
import io.ivsorchestrator.events.Samples;
import io.ivsorchestrator.local.laptop.LaptopCommand;
import io.ivsorchestrator.media.MetadataSamples;
import io.ivsorchestrator.recording.RecordingKind;
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

    private int run(String... arguments) {
        return LaptopCommand.run(new PrintStream(out, true, StandardCharsets.UTF_8),
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
        assertThat(run("--exit", "--withhold")).isZero();

        assertThat(printed().lines().filter(line -> line.startsWith("    id "))
                .map(line -> line.strip().substring(0, line.strip().indexOf(','))))
                .containsExactlyInAnyOrder("id channel.Kp3dQ9xTzL7m.y6TgBn2HjMk8",
                        "id channel.Vb5nM2kJh8Gf.Zt4uI9oP1aSd",
                        "id participant.Wq8rT2yUi5Oa.st-aB1cD2eF3gH4i.Nb7vC6xZ5lKj.2026-03-07T19-40-00Z",
                        "id participant.Wq8rT2yUi5Oa.st-aB1cD2eF3gH4i.Gh3jK4lQ5wEr.2026-03-07T19-41-00Z",
                        "id participant.Wq8rT2yUi5Oa.st-aB1cD2eF3gH4i.Ty6uI7oP8aSd.2026-03-07T19-42-00Z",
                        "id composite.Hj4gF7dSa2Qw.Er3tY6uI9oPa");
        assertThat(printed()).doesNotContain("IVS_EVENT");
    }

    @Test
    void questions_ofEveryAccessPath_areAnswered() {
        run("--exit", "--ask", "recording channel.Kp3dQ9xTzL7m.y6TgBn2HjMk8",
                "--ask", "at station-recordings Mv2bN5cX8zLk/Hj4gF7dSa2Qw/Er3tY6uI9oPa/composite",
                "--ask", "channel Vb5nM2kJh8Gf 2026-03-07T19:20:00Z", "--ask", "stage Wq8rT2yUi5Oa",
                "--ask", "session Wq8rT2yUi5Oa st-aB1cD2eF3gH4i",
                "--ask", "stream Kp3dQ9xTzL7m st-2Z9y8X7w6V5u4T3s2R1qPoN",
                "--ask", "participant Wq8rT2yUi5Oa Nb7vC6xZ5lKj", "--ask", "user bob", "--ask", "active",
                "--ask", "attention 2026-03-07", "--ask", "day 2026-03-07");

        List<String> answers = List.of(printed().split("\n> ")).stream().skip(1).toList();
        assertThat(answers.get(0)).contains("id channel.Kp3dQ9xTzL7m.y6TgBn2HjMk8,");
        assertThat(answers.get(1)).contains("id composite.Hj4gF7dSa2Qw.Er3tY6uI9oPa,");
        assertThat(answers.get(2)).contains("Zt4uI9oP1aSd").doesNotContain("st-9P8o7N6m5L4k3J2h1G0fEdC");
        assertThat(answers.get(3)).contains("alice", "bob", "carol", "dave", "composite");
        assertThat(answers.get(4)).contains("alice", "bob", "carol", "dave", "inferred", "composite.Hj4gF7dSa2Qw");
        assertThat(answers.get(5)).contains("id channel.Kp3dQ9xTzL7m.y6TgBn2HjMk8,");
        assertThat(answers.get(6)).contains("alice").doesNotContain("bob");
        assertThat(answers.get(7)).contains("bob").doesNotContain("alice");
        assertThat(answers.get(8)).contains("no recordings");
        assertThat(answers.get(9)).contains("carol", "dave", "ValidationException").doesNotContain("alice");
        assertThat(answers.get(10).lines().filter(line -> line.startsWith("    id "))).hasSize(8);
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
