package io.ivsorchestrator.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.tests.simulation.Tally.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Many worlds. {@code -Dsimulation.seeds=1000000} lives through more of them, {@code -Dsimulation.from=17
 * -Dsimulation.seeds=1} through one again.
 */
class SimulationTest {
    private static final long FROM = Long.getLong("simulation.from", 1);
    private static final long SEEDS = Long.getLong("simulation.seeds", 10_000);
    private static final int WORLDS_WITH_EVERYTHING = 300;
    /** So many broken worlds are told; more say nothing new. */
    private static final int MOST_TOLD = 5;

    @Test
    void everyWorld_endsAsItTrulyWas() throws Exception {
        Instant began = Instant.now();
        List<String> broken = new ArrayList<>();
        AtomicLong next = new AtomicLong(FROM);
        int workers = (int) Math.min(SEEDS, Runtime.getRuntime().availableProcessors());
        try (ExecutorService executor = Executors.newFixedThreadPool(workers)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                running.add(executor.submit(() -> live(next, broken)));
            }
            for (Future<?> each : running) {
                each.get();
            }
        }
        Duration took = Duration.between(began, Instant.now());
        System.out.printf(Locale.ROOT, "%d worlds in %.1f s, %.0f a second%n", SEEDS, took.toMillis() / 1000.0,
                SEEDS * 1000.0 / Math.max(1, took.toMillis()));
        assertThat(broken).as("broken worlds").isEmpty();
    }

    /** Rules that nothing puts to the test would hold, too. */
    @Test
    void worlds_haveEverythingInThemThatCanGoWrong() {
        Map<Seen, Long> sum = new EnumMap<>(Seen.class);
        for (long seed = 1; seed <= WORLDS_WITH_EVERYTHING; seed++) {
            Simulation.check(seed, Sabotage.NONE).counts().forEach((what, count) -> sum.merge(what, count, Long::sum));
        }
        System.out.println("in " + WORLDS_WITH_EVERYTHING + " worlds: " + sum);
        for (Seen what : Seen.values()) {
            assertThat(sum.getOrDefault(what, 0L)).as("%s", what).isGreaterThanOrEqualTo(10);
        }
    }

    @Test
    void sameSeed_isTheSameWorld() {
        for (long seed = 1; seed <= 20; seed++) {
            assertThat(Simulation.check(seed, Sabotage.NONE).counts())
                    .isEqualTo(Simulation.check(seed, Sabotage.NONE).counts());
        }
    }

    private static void live(AtomicLong next, List<String> broken) {
        for (long seed = next.getAndIncrement(); seed < FROM + SEEDS; seed = next.getAndIncrement()) {
            try {
                Simulation.check(seed, Sabotage.NONE);
            } catch (AssertionError found) {
                synchronized (broken) {
                    broken.add(found.getMessage());
                    System.out.println(found.getMessage() + "\nonce more: ./mvnw verify -pl tests -am -Dtest="
                            + "SimulationTest -Dsurefire.failIfNoSpecifiedTests=false -Dsimulation.from=" + seed
                            + " -Dsimulation.seeds=1");
                    if (broken.size() == 1 || SEEDS == 1) {
                        found.printStackTrace(System.out);
                    }
                    if (broken.size() >= MOST_TOLD) {
                        return;
                    }
                }
            }
        }
    }
}
