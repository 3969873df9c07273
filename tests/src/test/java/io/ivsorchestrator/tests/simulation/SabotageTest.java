package io.ivsorchestrator.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rules can fail: each planted mistake is found within few worlds. */
class SabotageTest {
    private static final int ENOUGH_WORLDS = 100;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void mistakeInAPart_isFound(Sabotage sabotage) {
        for (long seed = 1; seed <= ENOUGH_WORLDS; seed++) {
            try {
                Simulation.check(seed, sabotage);
            } catch (AssertionError found) {
                System.out.println(sabotage + " found in world " + seed + ": " + firstLine(found));
                return;
            }
        }
        assertThat(sabotage).as("found within %d worlds", ENOUGH_WORLDS).isNull();
    }

    private static String firstLine(AssertionError found) {
        return String.valueOf(found.getMessage()).lines().findFirst().orElse("");
    }
}
