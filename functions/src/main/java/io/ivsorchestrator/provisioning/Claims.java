package io.ivsorchestrator.provisioning;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Who creates a configuration. IVS knows no unique names and no idempotency token here, so two that create at once make two.
 * A claim makes that rare; what it cannot prevent (its holder was slower than it lasts) the plan makes good.
 */
final class Claims {
    /** Longer than a call with its timeouts; then whoever held it is taken for dead. */
    static final Duration HOLD = Duration.ofMinutes(1);
    /** A configuration whose creation failed so often in a row is left for {@link #COOL_DOWN}. */
    static final int MAX_FAILURES = 3;
    static final Duration COOL_DOWN = Duration.ofHours(1);
    /** Failures before that do not count as in a row. */
    private static final Duration MEMORY = Duration.ofHours(24);

    private static final String UNTIL = "until";
    private static final String FAILURES = "failures";
    private static final String FAILED = "failed";
    private static final String COOLS = "cools";

    private final ProvisioningRecords records;

    Claims(ProvisioningRecords records) {
        this.records = records;
    }

    /** Whether one may create. */
    sealed interface Claim {
        record Granted() implements Claim {}

        /** Somebody else does. */
        record Held(Instant until) implements Claim {}

        /** It failed too often. */
        record Cooling(Instant until) implements Claim {}
    }

    Claim take(Content content, Instant now) {
        Optional<ProvisioningRecords.Entry> entry = records.find(name(content));
        Optional<Instant> cools = time(entry, COOLS).filter(now::isBefore);
        if (cools.isPresent()) {
            return new Claim.Cooling(cools.get());
        }
        Optional<Instant> held = time(entry, UNTIL).filter(now::isBefore);
        if (held.isPresent()) {
            return new Claim.Held(held.get());
        }
        boolean mine = records.put(name(content), version(entry) + 1, Map.of(
                UNTIL, now.plus(HOLD).toString(),
                FAILURES, Integer.toString(failures(entry, now)),
                FAILED, time(entry, FAILED).map(Instant::toString).orElse("")));
        return mine ? new Claim.Granted() : new Claim.Held(now.plus(HOLD));
    }

    /** Creating is over one way or the other, without a failure of the configuration's own: others need not wait. */
    void release(Content content, Instant now) {
        Optional<ProvisioningRecords.Entry> entry = records.find(name(content));
        if (time(entry, UNTIL).isPresent()) {
            records.put(name(content), version(entry) + 1, Map.of(
                    FAILURES, Integer.toString(failures(entry, now)),
                    FAILED, time(entry, FAILED).map(Instant::toString).orElse("")));
        }
    }

    /**
     * Creating failed.
     *
     * @param hopeless whether it would fail again
     * @return whether it is given up for {@link #COOL_DOWN}
     */
    boolean failed(Content content, Instant now, boolean hopeless) {
        Optional<ProvisioningRecords.Entry> entry = records.find(name(content));
        int failures = failures(entry, now) + 1;
        boolean givenUp = hopeless || failures >= MAX_FAILURES;
        // Refused only if another one writes at the same time, who then counts; one failure less is no harm.
        records.put(name(content), version(entry) + 1, Map.of(
                FAILURES, Integer.toString(givenUp ? 0 : failures),
                FAILED, now.toString(),
                COOLS, givenUp ? now.plus(COOL_DOWN).toString() : ""));
        return givenUp;
    }

    private static int failures(Optional<ProvisioningRecords.Entry> entry, Instant now) {
        boolean recent = time(entry, FAILED).filter(failed -> failed.plus(MEMORY).isAfter(now)).isPresent();
        return recent ? entry.flatMap(it -> it.value(FAILURES)).map(Integer::parseInt).orElse(0) : 0;
    }

    private static Optional<Instant> time(Optional<ProvisioningRecords.Entry> entry, String name) {
        return entry.flatMap(it -> it.value(name)).map(Instant::parse);
    }

    private static long version(Optional<ProvisioningRecords.Entry> entry) {
        return entry.map(ProvisioningRecords.Entry::version).orElse(0L);
    }

    private static String name(Content content) {
        return "claim." + content.hash();
    }
}
