package io.ivsorchestrator.ivs;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.ivs.CallLimiter.Permission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** Many functions at once, that dawdle, die and come back, and an IVS that counts calls in any second. */
class CallLimiterSimulationTest {
    private static final Instant START = Instant.parse("2026-03-07T09:00:00Z");
    private static final Duration LENGTH = Duration.ofSeconds(60);
    /** Between the permission and IVS: clocks that differ and the network, see {@link CallLimiter#WINDOW}. */
    private static final int MOST_DELAY_MILLIS = 50;

    private Instant now = START;

    private record Turn(Instant time, int function, long order) {}

    @Property(tries = 200)
    void anySecond_hasNoMoreCallsThanTheShare(@ForAll @IntRange(min = 1, max = 12) int functions,
            @ForAll @DoubleRange(min = 0.05, max = 1) double share, @ForAll long seed) {
        IvsOperation operation = seed % 2 == 0 ? IvsOperation.GET_CHANNEL : IvsOperation.LIST_RECORDING_CONFIGURATIONS;
        List<Instant> calls = simulate(functions, share, operation, new SplittableRandom(seed), 0);

        double perSecond = operation.perSecond() * share;
        int most = Math.max(1, (int) perSecond);
        assertThat(mostInASecond(calls)).as("calls in a second").isLessThanOrEqualTo(most);
        // Nothing is stuck: even functions that each make single calls get on.
        double rate = calls.size() / (double) LENGTH.toSeconds();
        assertThat(rate).as("calls a second of %s", perSecond).isGreaterThan(Math.min(perSecond, most) * 0.3);
    }

    @Property(tries = 100)
    void othersCalls_makeUsBackOffAndGoOn(@ForAll @IntRange(min = 1, max = 6) int functions, @ForAll long seed) {
        List<Instant> calls = simulate(functions, 1, IvsOperation.GET_CHANNEL, new SplittableRandom(seed), 3);

        assertThat(calls).as("calls that IVS took in a minute, of others' three a second").hasSizeGreaterThan(30);
    }

    /** Lets the functions run and tells which of their calls IVS took, when. */
    private List<Instant> simulate(int functions, double share, IvsOperation operation, SplittableRandom random,
            int others) {
        now = START;
        InMemoryCallLedger ledger = new InMemoryCallLedger();
        List<CallLimiter> limiters = new ArrayList<>();
        PriorityQueue<Turn> turns = new PriorityQueue<>(
                Comparator.comparing(Turn::time).thenComparingLong(Turn::order));
        long order = 0;
        for (int i = 0; i < functions; i++) {
            limiters.add(limiter(ledger, share, random));
            turns.add(new Turn(START.plusMillis(random.nextInt(2000)), i, order++));
        }
        List<Instant> taken = new ArrayList<>();
        while (!turns.isEmpty()) {
            Turn turn = turns.remove();
            now = turn.time();
            if (now.isAfter(START.plus(LENGTH))) {
                return taken;
            }
            if (random.nextInt(200) == 0) {
                // Killed; another one comes in its place, knowing nothing.
                limiters.set(turn.function(), limiter(ledger, share, random));
            }
            CallLimiter limiter = limiters.get(turn.function());
            Instant next = switch (limiter.ask(operation)) {
                case Permission.Now _ -> {
                    Instant arrived = now.plusMillis(random.nextInt(MOST_DELAY_MILLIS));
                    if (others > 0 && inLastSecond(taken, arrived) + others >= operation.perSecond()
                            && random.nextBoolean()) {
                        yield limiter.throttled(operation);
                    }
                    taken.add(arrived);
                    yield now.plusMillis(random.nextInt(random.nextInt(5) == 0 ? 1500 : 120));
                }
                case Permission.At at -> at.time().plusMillis(random.nextInt(50));
            };
            turns.add(new Turn(next, turn.function(), order++));
        }
        throw new AssertionError("all functions have gone");
    }

    private CallLimiter limiter(CallLedger ledger, double share, SplittableRandom random) {
        return new CallLimiter(ledger, share, () -> now, random.split());
    }

    private static long inLastSecond(List<Instant> calls, Instant time) {
        return calls.stream().filter(call -> call.isAfter(time.minusSeconds(1))).count();
    }

    private static int mostInASecond(List<Instant> calls) {
        List<Instant> sorted = calls.stream().sorted().toList();
        int most = 0;
        int from = 0;
        for (int to = 0; to < sorted.size(); to++) {
            while (!sorted.get(from).plusSeconds(1).isAfter(sorted.get(to))) {
                from++;
            }
            most = Math.max(most, to - from + 1);
        }
        return most;
    }
}
