package io.ivsorchestrator.local.emulator.scenario;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Who streams where, for how long, and what goes wrong.
 *
 * @param begin the time of its beginning, where that matters
 * @param seed of ids, faults and order, where it says so
 * @param setup done first, before the beginning
 * @param steps in the order of the file
 */
public record Scenario(
        String name, Optional<Instant> begin, OptionalLong seed, List<Step> setup, List<Step> steps) {
    public Scenario {
        setup = List.copyOf(setup);
        steps = List.copyOf(steps);
    }

    /** From the beginning to the last step. */
    public Duration length() {
        return steps.stream().map(Step::at).max(Duration::compareTo).orElse(Duration.ZERO);
    }
}
