package io.ivsorchestrator.local.laptop;

import io.ivsorchestrator.local.embedded.LocalClients;
import io.ivsorchestrator.local.emulator.EmulatorSettings;
import io.ivsorchestrator.local.emulator.control.Command;
import io.ivsorchestrator.local.emulator.scenario.Scenario;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A scenario on the laptop: what happens is played by the IVS emulator, its events go to the bus, and in the end the index is
 * compared with the truth.
 */
public final class Play {
    private static final long SEED = 42;

    private final Scenario scenario;
    private final boolean keepsMedia;

    private Play(Scenario scenario, boolean keepsMedia) {
        this.scenario = scenario;
        this.keepsMedia = keepsMedia;
    }

    /** A scenario with its media in S3. */
    public static Play of(Scenario scenario) {
        return new Play(scenario, true);
    }

    /** The same without segments and thumbnails, of which a long evening has gigabytes. */
    public static Play withoutMedia(Scenario scenario) {
        return new Play(scenario, false);
    }

    /** How the laptop's emulator must start for it. */
    public EmulatorSettings settings() {
        EmulatorSettings settings = EmulatorSettings.manual(scenario.seed().orElse(SEED),
                scenario.begin().orElse(EmulatorSettings.EVENING).minus(Laptop.PREPARATION));
        return keepsMedia ? settings : settings.withoutMedia();
    }

    /** Its events come as the scenario's faults let them. */
    public List<String> on(Laptop laptop) {
        route(laptop);
        return laptop.play(scenario);
    }

    /**
     * Its events come when all is over, in any order.
     *
     * @param seed of the order
     * @param withheld whether IVS sends no event at all; S3's come
     */
    List<String> shuffledOn(Laptop laptop, long seed, boolean withheld) {
        route(laptop);
        return laptop.play(scenario, told -> {
            List<String> events = new ArrayList<>(told);
            Collections.shuffle(events, new Random(seed));
            if (withheld) {
                events.removeIf(event -> event.contains("\"aws.ivs\""));
            }
            return events;
        });
    }

    private void route(Laptop laptop) {
        Set<String> buckets = scenario.setup().stream().filter(step -> step.command() == Command.BUCKET)
                .map(step -> step.arguments().text("name")).flatMap(Optional::stream).collect(Collectors.toSet());
        laptop.route(Set.of(LocalClients.ACCOUNT), buckets);
    }

    /** Compares the index with the truth, once everything has settled. */
    public static Comparison.Result compare(Laptop laptop) {
        return Comparison.of(laptop.everything(), laptop.emulator().recorded(), laptop.emulator().lostEvents());
    }
}
