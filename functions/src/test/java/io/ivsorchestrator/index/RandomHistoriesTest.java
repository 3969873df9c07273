package io.ivsorchestrator.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.recording.Evidence;
import io.ivsorchestrator.recording.EvidenceArbitraries;
import io.ivsorchestrator.recording.Facts;
import io.ivsorchestrator.recording.Histories;
import io.ivsorchestrator.recording.Histories.History;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Many random histories, each told in order and then shuffled, with repetitions and in batches; and of short ones every order
 * with every repetition. {@code -Dhistories=1000000 -Dhistories.seed=7} tells more of them, from another seed on.
 */
class RandomHistoriesTest {
    private static final long HISTORIES = Long.getLong("histories", 3_000);
    private static final long SEED = Long.getLong("histories.seed", 1);
    private static final int SHORT = 6;

    @Test
    void histories_shuffledRepeatedAndInBatches_giveTheSameTable() {
        long began = System.nanoTime();
        LongStream.range(SEED, SEED + HISTORIES).parallel().forEach(RandomHistoriesTest::check);
        System.out.printf(Locale.ROOT, "%d random histories from seed %d in %.1f s%n", HISTORIES, SEED,
                (System.nanoTime() - began) / 1e9);
    }

    private static void check(long seed) {
        Random random = new Random(seed);
        List<Evidence> facts = history(random);
        InMemoryIndexTable inOrder = new InMemoryIndexTable();
        facts.forEach(fact -> Telling.of(fact).to(inOrder));

        List<Evidence> shuffled = new ArrayList<>(facts);
        facts.stream().filter(_ -> random.nextInt(3) == 0).forEach(shuffled::add);
        Collections.shuffle(shuffled, random);
        InMemoryIndexTable otherwise = new InMemoryIndexTable();
        for (int from = 0; from < shuffled.size();) {
            int to = Math.min(shuffled.size(), from + 1 + random.nextInt(4));
            Telling.batch(shuffled.subList(from, to)).forEach(telling -> telling.to(otherwise));
            from = to;
        }

        String expected = inOrder.contents();
        String actual = otherwise.contents();
        if (!expected.equals(actual)) {
            throw new AssertionError(
                    "seed " + seed + ": " + shuffled + "\ngives\n" + actual + "\nand not\n" + expected);
        }
    }

    /** Two to ten facts about few subjects. */
    private static List<Evidence> history(Random random) {
        return IntStream.range(0, 2 + random.nextInt(9)).mapToObj(_ -> EvidenceArbitraries.any(random)).toList();
    }

    static Stream<History> shortHistories() {
        return Histories.all().stream().map(it -> new History(it.name(), it.facts().subList(0,
                Math.min(SHORT, it.facts().size()))));
    }

    /** All permutations of up to six facts, and with each of them every choice of facts that are told once more at the end. */
    @ParameterizedTest
    @MethodSource("shortHistories")
    void everyOrder_withEveryRepetition_givesTheSameFacts(History history) {
        Facts expected = Facts.of(history.facts());
        List<List<Evidence>> orders = new ArrayList<>();
        permute(new ArrayList<>(history.facts()), 0, orders);
        for (List<Evidence> order : orders) {
            Facts once = Facts.NONE;
            for (Evidence fact : order) {
                once = once.join(fact);
            }
            assertThat(once).as("%s", order).isEqualTo(expected);
            for (int again = 1; again < 1 << order.size(); again++) {
                Facts twice = once;
                for (int i = 0; i < order.size(); i++) {
                    twice = (again & 1 << i) == 0 ? twice : twice.join(order.get(i));
                }
                assertThat(twice).isSameAs(once);
            }
        }
        assertThat(orders).hasSize(IntStream.rangeClosed(1, history.facts().size()).reduce(1, (a, b) -> a * b));
    }

    /** A fact told again at any place, not only at the end. */
    @ParameterizedTest
    @MethodSource("shortHistories")
    void everyFactAgainAtEveryPlace_givesTheSameFacts(History history) {
        Facts expected = Facts.of(history.facts());
        List<List<Evidence>> orders = new ArrayList<>();
        permute(new ArrayList<>(history.facts()), 0, orders);
        for (List<Evidence> order : orders) {
            for (Evidence again : order) {
                for (int place = 0; place <= order.size(); place++) {
                    List<Evidence> repeated = new ArrayList<>(order);
                    repeated.add(place, again);
                    assertThat(Facts.of(repeated)).isEqualTo(expected);
                }
            }
        }
    }

    private static void permute(List<Evidence> facts, int fixed, List<List<Evidence>> orders) {
        if (fixed == facts.size()) {
            orders.add(List.copyOf(facts));
            return;
        }
        for (int i = fixed; i < facts.size(); i++) {
            Collections.swap(facts, fixed, i);
            permute(facts, fixed + 1, orders);
            Collections.swap(facts, fixed, i);
        }
    }
}
