package io.ivsorchestrator.tests.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.fuzz.Mutations;
import io.ivsorchestrator.local.emulator.scenario.BusyEvening;
import io.ivsorchestrator.local.emulator.scenario.Scenario;
import io.ivsorchestrator.local.emulator.scenario.ScenarioException;
import io.ivsorchestrator.local.emulator.scenario.ScenarioReader;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever a scenario's text is, it is a scenario or a list of mistakes, each with its line, in no time. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ScenarioFuzzTest {
    private static final int TRIES = 3_000;
    private static final String EVERYTHING = """
            # Every statement.
            begin 2026-03-07T19:00:00Z
            seed  -7
            bucket  name=acme region=eu-west-1
            channel name=main bucket=acme window=60s thumbnails=off renditions="hd,sd"
            0:01:00 start-stream channel=main for=1h30m width=1280 # and so on
            12:59:59 fault kind=lose-events rate=10% name="Recording End"
            """;

    @Test
    void scenario_mutated_isAScenarioOrMistakesAtTheirLines() {
        int read = 0;
        for (long seed = 1; seed <= TRIES; seed++) {
            Random random = new Random(seed);
            String text = seed % 4 == 0 ? new BusyEvening(seed, 2, 1, 1, 0.1).text() : EVERYTHING;
            for (int mutations = random.nextInt(4); mutations >= 0; mutations--) {
                text = Mutations.ofText(text, random);
            }
            try {
                read += understood(text) ? 1 : 0;
            } catch (RuntimeException | StackOverflowError | AssertionError unforeseen) {
                throw new AssertionError("seed " + seed + ": " + text, unforeseen);
            }
        }

        assertThat(read).as("both are tried").isBetween(TRIES / 20, TRIES * 19 / 20);
    }

    private static boolean understood(String text) {
        Scenario scenario;
        try {
            scenario = ScenarioReader.read("f", text);
        } catch (ScenarioException clear) {
            long lines = text.lines().count();
            assertThat(String.valueOf(clear.getMessage()).lines()).isNotEmpty().allSatisfy(line -> assertThat(line)
                    .matches("f:[1-9]\\d*: .+"));
            assertThat(String.valueOf(clear.getMessage()).lines()).hasSizeLessThanOrEqualTo(Math.toIntExact(lines));
            return false;
        }
        assertThat(Stream.concat(scenario.setup().stream(), scenario.steps().stream())).allSatisfy(step -> {
            assertThat(step.place()).matches("f:[1-9]\\d*");
            assertThat(step.at()).isBetween(Duration.ZERO, scenario.length());
        });
        return true;
    }
}
