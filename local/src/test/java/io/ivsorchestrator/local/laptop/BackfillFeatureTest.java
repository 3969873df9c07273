package io.ivsorchestrator.local.laptop;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.local.backfill.BackfillCommand;
import io.ivsorchestrator.local.emulator.EmulatorSettings;
import io.ivsorchestrator.recording.RecordingState;
import io.ivsorchestrator.recording.RecordingSummary;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The command that the laptop prints, as it is printed, indexes what no event told of. */
class BackfillFeatureTest {
    /** Of the shell, and what the SDK calls the same within a JVM. */
    private static final Map<String, String> PROPERTIES = Map.of("AWS_REGION", "aws.region", "AWS_ACCESS_KEY_ID",
            "aws.accessKeyId", "AWS_SECRET_ACCESS_KEY", "aws.secretAccessKey");

    @Test
    void announcedCommand_indexesWhatWasPutThereByHand() {
        try (Laptop laptop = Laptop.start(List.of(new IndexingFeature(), new BackfillFeature()),
                EmulatorSettings.manual(7, EmulatorSettings.EVENING))) {
            laptop.putObject(Laptop.RECORDING_BUCKET,
                    "Wq8rT2yUi5Oa/st-aB1cD2eF3gH4i/Nb7vC6xZ5lKj/2026-03-07T09-04-31Z/events/recording-ended.json",
                    "{\"version\":\"v1\",\"recording_status\":\"RECORDING_ENDED\"}".getBytes(StandardCharsets.UTF_8),
                    "application/json");
            assertThat(laptop.everything()).isEmpty();
            String announced = laptop.announcements().stream().filter(line -> line.contains("local/backfill"))
                    .findFirst().orElseThrow();
            List<String> words = Arrays.asList(announced.substring(announced.indexOf("AWS_")).split(" ", -1));
            int command = words.indexOf("local/backfill");

            List<String> arguments = words.subList(command + 1, words.size());
            assertThat(run(words.subList(0, command), arguments)).contains("1 indexed");

            assertThat(laptop.everything()).extracting(RecordingSummary::state)
                    .containsExactly(RecordingState.STOPPED);
            List<String> verifying = new ArrayList<>(arguments);
            verifying.add("--verify");
            assertThat(run(words.subList(0, command), verifying))
                    .contains("1 as the index has them, 0 missing, 0 differing");
        }
    }

    private static String run(List<String> environment, List<String> arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        environment.forEach(assignment -> System.setProperty(property(assignment),
                assignment.substring(assignment.indexOf('=') + 1)));
        try {
            int status = BackfillCommand.run(new PrintStream(out, true, StandardCharsets.UTF_8),
                    new PrintStream(err, true, StandardCharsets.UTF_8), arguments.toArray(String[]::new));
            assertThat(status).as(() -> err.toString(StandardCharsets.UTF_8)).isZero();
        } finally {
            environment.forEach(assignment -> System.clearProperty(property(assignment)));
        }
        return Stream.of(out, err).map(it -> it.toString(StandardCharsets.UTF_8)).reduce("", String::concat);
    }

    private static String property(String assignment) {
        return PROPERTIES.getOrDefault(assignment.substring(0, assignment.indexOf('=')), "");
    }
}
