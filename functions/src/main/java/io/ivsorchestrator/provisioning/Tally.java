package io.ivsorchestrator.provisioning;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** How many channels and stages fared how; the names are those of the metrics. */
final class Tally {
    static final String CHECKED = "ResourcesChecked";
    static final String DRIFTED = "ResourcesDrifted";
    static final String ATTACHED = "ResourcesAttached";
    static final String DETACHED = "ResourcesDetached";
    static final String LEFT_ALONE = "ResourcesLeftAlone";
    static final String UNFITTING = "ResourcesUnfitting";
    static final String BUSY = "ResourcesBusy";
    static final String FAILED = "ResourcesFailed";
    static final String CREATED = "ConfigurationsCreated";
    static final String COLLECTED = "ConfigurationsCollected";

    private final Map<String, Long> counts = new TreeMap<>();

    void add(String name, long number) {
        if (number != 0) {
            counts.merge(name, number, Long::sum);
        }
    }

    long count(String name) {
        return counts.getOrDefault(name, 0L);
    }

    void add(Tally other) {
        other.counts.forEach(this::add);
    }

    Map<String, Long> counts() {
        return new LinkedHashMap<>(counts);
    }

    /** Counts what came of a plan, but not what waits: that is looked at again. */
    void add(Provisioner.Progress progress) {
        add(CREATED, progress.created());
        for (Verdict verdict : progress.plan().verdicts()) {
            StepOutcome outcome = progress.outcomes().get(verdict.resource());
            if (outcome instanceof StepOutcome.Waiting || outcome instanceof StepOutcome.Stale) {
                continue;
            }
            add(CHECKED, 1);
            add(DRIFTED, verdict.drifted() ? 1 : 0);
            add(LEFT_ALONE, verdict.outcome() == Verdict.Outcome.LEFT_ALONE ? 1 : 0);
            add(UNFITTING, verdict.outcome() == Verdict.Outcome.DOES_NOT_FIT ? 1 : 0);
            switch (outcome) {
                case StepOutcome.Done() ->
                        add(verdict.outcome() == Verdict.Outcome.ATTACH ? ATTACHED : DETACHED, 1);
                case StepOutcome.Busy _ -> add(BUSY, 1);
                case StepOutcome.Failed _ -> add(FAILED, 1);
                case StepOutcome.Waiting _,StepOutcome.Stale _ -> throw new IllegalStateException("left out above");
                case null -> {
                    // Nothing was to be done, or only observed.
                }
            }
        }
    }
}
