package io.ivsorchestrator.ivs;

import io.ivsorchestrator.ivs.CallLedger.Entry;
import io.ivsorchestrator.ivs.CallLedger.Lease;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Keeps all calls of a deployment to IVS within its share of what IVS takes, however many functions run. It answers "now"
 * or "not before then" and never waits.
 *
 * <p><b>How.</b> Who wants to call takes a lease of some calls, to be made soon, and writes it into the ledger by one
 * conditional write. A lease counts until {@link #WINDOW} after its end, and a new one is given only if all that count and it
 * are within the share. So in any second, wherever it begins, there are no more calls than the share: of the leases that
 * have calls in it, the latest was given while all others counted. Calls not made are lost; a crash leaves nothing behind
 * that does not pass by itself.
 *
 * <p><b>Cost.</b> One DynamoDB write for the first call; then one for as many as are free, at most a second's worth; one more
 * for each time that another process came first, and none while the answer is known to be "not yet".
 *
 * <p><b>Backing off.</b> The quota is the account's: others may use it up. When IVS says so, nobody here calls that operation
 * for a second or more, longer each time in a row, and then with half of the share each time, until it has been quiet.
 */
public final class CallLimiter {
    /** So long a lease lasts for each call: what a call takes, generously. Longer would hold back the others. */
    static final Duration PER_CALL = Duration.ofMillis(150);
    /** Quotas are per second; the rest is for clocks that differ and packets that dawdle. */
    static final Duration WINDOW = Duration.ofMillis(1050);
    /** After so long without refusal, one refusal less counts. */
    static final Duration QUIET = Duration.ofSeconds(15);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final int MOST_DOUBLINGS = 5;
    /** Who asks again so soon after the last call is likely to go on. */
    private static final Duration BUSY = Duration.ofSeconds(3);
    /** Each refused write means that another process got a lease, so soon nothing is free. */
    private static final int MAX_ATTEMPTS = 20;

    private final CallLedger ledger;
    private final double share;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Map<IvsOperation, Mine> mine = new EnumMap<>(IvsOperation.class);

    /**
     * Made once per process.
     *
     * @param share  of every quota, above 0, at most 1; the rest is for the customer's own calls. Rounded down to whole calls a
     *               second, but where that is none, one call every so many seconds
     * @param random jitter only
     */
    public CallLimiter(CallLedger ledger, double share, InstantSource clock, RandomGenerator random) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("the share of IVS calls must be above 0 and at most 1: " + share);
        }
        this.ledger = ledger;
        this.share = share;
        this.clock = clock;
        this.random = random;
    }

    /** Whether a call may be made. */
    public sealed interface Permission {
        /** At once: within milliseconds. */
        record Now() implements Permission {}

        /** Ask again then; it may be taken by others. */
        record At(Instant time) implements Permission {}
    }

    /**
     * What this process has of an operation.
     *
     * @param lease   the last one, id 0 for none
     * @param used    how many calls of it were made
     * @param lastUse when the last of them
     * @param seen    the ledger's entry as last seen
     */
    private record Mine(Lease lease, int used, Instant lastUse, Entry seen) {
        static final Mine NOTHING = new Mine(new Lease(0, 0, Instant.EPOCH), 0, Instant.EPOCH, Entry.NONE);

        Mine seeing(Entry entry) {
            return new Mine(lease, used, lastUse, entry);
        }

        boolean allows(Instant now) {
            return used < lease.calls() && !now.isAfter(lease.until());
        }

        /** Our own lease as only we know it: calls that were not made are free again. */
        Lease asUsed(Lease counted) {
            return counted.id() == lease.id() ? new Lease(lease.id(), used, lastUse) : counted;
        }
    }

    /**
     * Asks for one call, which then is made at once or not at all.
     *
     * @throws CallLedger.LedgerUnavailableException if nothing can be said; make no call
     */
    public synchronized Permission ask(IvsOperation operation) {
        Mine had = mine.getOrDefault(operation, Mine.NOTHING);
        Instant now = now();
        if (had.allows(now)) {
            mine.put(operation, new Mine(had.lease(), had.used() + 1, now, had.seen()));
            return new Permission.Now();
        }
        return lease(operation, had);
    }

    private Permission lease(IvsOperation operation, Mine had) {
        Entry seen = had.seen();
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Instant now = now();
            if (now.isBefore(seen.blocked())) {
                return notBefore(seen.blocked(), operation, had.seeing(seen));
            }
            Duration window = window(operation);
            List<Lease> counting = new ArrayList<>(seen.leases().stream().map(had::asUsed)
                    .filter(lease -> lease.until().plus(window).isAfter(now)).toList());
            int free = limit(operation, seen, now) - counting.stream().mapToInt(Lease::calls).sum();
            if (free <= 0) {
                return notBefore(freed(counting, 1 - free).plus(window), operation, had.seeing(seen));
            }
            boolean busy = had.lastUse().plus(BUSY).isAfter(now);
            int calls = busy ? free : 1;
            Lease lease = new Lease(seen.version() + 1, calls, now.plus(PER_CALL.multipliedBy(calls)));
            counting.add(lease);
            Entry next = new Entry(lease.id(), counting, seen.throttles(), seen.throttled(), seen.blocked());
            Optional<Entry> refused = ledger.write(operation, next);
            Instant written = now();
            // A write that took longer than the lease lasts gave nothing.
            if (refused.isEmpty() && !written.isAfter(lease.until())) {
                mine.put(operation, new Mine(lease, 1, written, next));
                return new Permission.Now();
            }
            seen = refused.orElse(next);
        }
        return notBefore(now().plus(WINDOW), operation, had.seeing(seen));
    }

    private Permission notBefore(Instant time, IvsOperation operation, Mine now) {
        mine.put(operation, now);
        return new Permission.At(time);
    }

    /** By when so many of the calls that count have been made. */
    private static Instant freed(List<Lease> counting, int needed) {
        int freed = 0;
        Instant time = Instant.EPOCH;
        for (Lease lease : counting.stream().sorted(Comparator.comparing(Lease::until)).toList()) {
            if (freed < needed) {
                freed += lease.calls();
                time = lease.until();
            }
        }
        return time;
    }

    /**
     * Tells that IVS refused a call for too many calls.
     *
     * @return until when nobody here will call
     * @throws CallLedger.LedgerUnavailableException if the others could not be told
     */
    public synchronized Instant throttled(IvsOperation operation) {
        Entry seen = mine.getOrDefault(operation, Mine.NOTHING).seen();
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Instant now = now();
            int throttles = Math.min(lasting(seen, now) + 1, MOST_DOUBLINGS);
            Entry next = new Entry(seen.version() + 1, seen.leases(), throttles, now, now.plus(pause(throttles)));
            Optional<Entry> refused = ledger.write(operation, next);
            seen = refused.orElse(next);
            mine.put(operation, Mine.NOTHING.seeing(seen));
            // Somebody else was refused in the same moment and wrote it down: one pause is enough for both.
            if (seen.blocked().isAfter(now)) {
                return seen.blocked();
            }
        }
        return now().plus(FIRST_PAUSE);
    }

    /** Whole calls of the share per second, of which each refusal has taken half. */
    private int limit(IvsOperation operation, Entry seen, Instant now) {
        return Math.max(1, (int) (operation.perSecond() * share) >> lasting(seen, now));
    }

    /** How long a call counts: longer than a second where the share is less than one call a second. */
    private Duration window(IvsOperation operation) {
        double perSecond = operation.perSecond() * share;
        return perSecond >= 1 ? WINDOW : WINDOW.plusMillis(Math.round(1000 / perSecond) - 1000);
    }

    /** Refusals in a row that have not been outlived. */
    private static int lasting(Entry seen, Instant now) {
        long outlived = Math.max(0, Duration.between(seen.throttled(), now).dividedBy(QUIET));
        return (int) Math.max(0, seen.throttles() - outlived);
    }

    /** Between one and two times as long as the last time, so that not all come back at once. */
    private Duration pause(int throttles) {
        Duration doubled = FIRST_PAUSE.multipliedBy(1L << (throttles - 1));
        long most = Math.min(doubled.toMillis(), LONGEST_PAUSE.toMillis());
        return Duration.ofMillis(most + random.nextLong(most));
    }

    /** Milliseconds, as the ledger keeps them. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
