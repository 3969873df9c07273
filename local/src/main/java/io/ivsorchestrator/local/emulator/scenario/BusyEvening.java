package io.ivsorchestrator.local.emulator.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * An evening on which much goes on at once and much goes wrong, made up by chance. The same numbers and the same seed give the same
 * text, which can be kept, changed and played like any other scenario.
 *
 * @param recordings of channels; one stream in ten is merged into the one before it
 * @param sessions of stages, each of four participants
 * @param compositions each recorded
 * @param faultRate the share that each kind of fault strikes, from 0 to 1
 */
public record BusyEvening(long seed, int recordings, int sessions, int compositions, double faultRate) {
    private static final int PARTICIPANTS = 4;
    private static final Duration LENGTH = Duration.ofHours(4);
    /** No more, because the quota of storage configurations is five. */
    private static final List<String> STAGE_BUCKETS = List.of("stages-a", "stages-b", "stages-unfit");
    private static final List<String> CHANNEL_BUCKETS = List.of("channels-a", "channels-b");
    private static final List<String> UNFIT_CHANNEL_BUCKETS = List.of("channels-gone", "channels-elsewhere",
            "channels-kms", "channels-object-writer");

    public BusyEvening {
        if (recordings < 0 || sessions < 0 || compositions < 0) {
            throw new IllegalArgumentException("an evening has no negative number of anything");
        }
        if (compositions > 0 && sessions == 0) {
            throw new IllegalArgumentException("compositions need a stage session");
        }
        if (!(faultRate >= 0 && faultRate <= 1)) {
            throw new IllegalArgumentException("the rate of faults must be between 0 and 1: " + faultRate);
        }
    }

    /** The scenario as text. */
    public String text() {
        Random random = new Random(seed);
        List<String> lines = new ArrayList<>();
        lines.add(
                "# A busy evening: %d channel recordings, %d stage sessions of %d, %d compositions, faults at %.0f %%."
                        .formatted(recordings, sessions, PARTICIPANTS, compositions, 100 * faultRate));
        lines.add("begin 2026-03-07T18:00:00Z");
        lines.add("seed " + seed);
        buckets(lines);
        List<String> steps = new ArrayList<>();
        channels(random, lines, steps);
        stages(random, lines, steps);
        faults(steps);
        Collections.sort(steps);
        lines.addAll(steps);
        return String.join("\n", lines) + "\n";
    }

    /** The scenario. */
    public Scenario scenario() {
        return ScenarioReader.read("busy-evening", text());
    }

    private void buckets(List<String> lines) {
        for (List<String> buckets : List.of(CHANNEL_BUCKETS, UNFIT_CHANNEL_BUCKETS, STAGE_BUCKETS)) {
            buckets.forEach(bucket -> lines.add("bucket name=" + bucket));
        }
    }

    private void channels(Random random, List<String> lines, List<String> steps) {
        for (int number = 0; number < recordings; number++) {
            String name = "channel-" + number;
            boolean unfit = random.nextDouble() < faultRate;
            lines.add("channel name=" + name + " bucket=" + one(random, unfit ? UNFIT_CHANNEL_BUCKETS : CHANNEL_BUCKETS)
                    + " window=60s" + (random.nextInt(4) == 0 ? " thumbnails=off" : ""));
            Duration start = seconds(random, 60, LENGTH.toSeconds());
            Duration length = seconds(random, 20, 240);
            steps.add(time(start) + " start-stream channel=" + name + " for=" + length.toSeconds() + "s");
            if (random.nextInt(10) == 0) {
                Duration again = start.plus(length).plus(seconds(random, 12, 50));
                steps.add(time(again) + " start-stream channel=" + name + " for="
                        + seconds(random, 20, 120).toSeconds() + "s");
            }
        }
    }

    private void stages(Random random, List<String> lines, List<String> steps) {
        for (int number = 0; number < sessions; number++) {
            String name = "stage-" + number;
            boolean unfit = random.nextDouble() < faultRate;
            lines.add("stage name=" + name + " bucket="
                    + (unfit ? "stages-unfit" : one(random, STAGE_BUCKETS.subList(0, 2)))
                    + (random.nextInt(3) == 0 ? " window=60s" : "")
                    + (random.nextInt(3) == 0 ? " thumbnails=30s" : ""));
            Duration start = seconds(random, 60, LENGTH.toSeconds());
            for (int participant = 0; participant < PARTICIPANTS; participant++) {
                String who = " stage=" + name + " user=user-" + number + "-" + participant;
                Duration joins = start.plus(seconds(random, 0, 30));
                steps.add(time(joins) + " join" + who);
                Duration publishes = joins.plusSeconds(1);
                steps.add(time(publishes) + " publish" + who + " for=" + seconds(random, 40, 240).toSeconds() + "s");
            }
            if (number < compositions) {
                steps.add(time(start.plusSeconds(35)) + " start-composition stage=" + name + " bucket="
                        + one(random, STAGE_BUCKETS.subList(0, 2)) + " for=" + seconds(random, 20, 120).toSeconds()
                        + "s");
            }
        }
        for (int more = sessions; more < compositions; more++) {
            String name = "stage-" + more % sessions;
            steps.add(time(LENGTH.plusSeconds(120 + more)) + " publish stage=" + name + " user=late-" + more
                    + " for=90s");
            steps.add(time(LENGTH.plusSeconds(122 + more)) + " start-composition stage=" + name
                    + " bucket=stages-a for=60s");
        }
    }

    private void faults(List<String> steps) {
        if (faultRate == 0) {
            return;
        }
        String rate = " rate=" + String.format(Locale.ROOT, "%.4f", faultRate);
        String first = time(Duration.ofSeconds(1)) + " ";
        for (String kind : List.of("lose-events", "delay-events by=20m", "repeat-events times=2",
                "reorder-events within=25")) {
            steps.add(first + "fault kind=" + kind + rate + (kind.startsWith("lose") ? " source=aws.ivs" : ""));
        }
        steps.add(first + "fault kind=recording-start-fails cause=service-error" + rate);
        steps.add(first + "fault kind=recording-breaks-off after=25s" + rate);
        steps.add(first + "fault kind=recording-breaks-off objects=15 metadata=false" + rate);
        steps.add(first + "fault kind=unsupported-codec of=participant" + rate);
        steps.add(first + "fault kind=calls-fail operation=StartComposition" + rate);
        steps.add(first + "fault kind=calls-throttled operation=StopComposition" + rate);
        steps.add(first + "fault kind=bucket-deleted bucket=channels-gone");
        steps.add(first + "fault kind=bucket-elsewhere bucket=channels-elsewhere");
        steps.add(first + "fault kind=sse-kms bucket=channels-kms");
        steps.add(first + "fault kind=object-writer bucket=channels-object-writer");
        steps.add(first + "fault kind=grant-removed bucket=stages-unfit");
    }

    private static String one(Random random, List<String> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static Duration seconds(Random random, long least, long most) {
        return Duration.ofSeconds(random.nextLong(least, most + 1));
    }

    private static String time(Duration time) {
        return "%d:%02d:%02d".formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart());
    }
}
