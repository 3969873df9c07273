package io.ivsorchestrator.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.recording.Evidence;
import io.ivsorchestrator.recording.Histories;
import io.ivsorchestrator.recording.Histories.History;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same facts give the same table, byte for byte, in whatever order, repetition and batches they come. */
class RecordingIndexOrderTest {
    static Stream<History> histories() {
        return Histories.all().stream();
    }

    @ParameterizedTest
    @MethodSource("histories")
    void record_everyOrder_givesTheSameTable(History history) {
        assertThat(history.facts()).as("few enough to try all orders").hasSizeLessThanOrEqualTo(6);
        String expected = contents(history.facts());

        permutations(history.facts(), permutation -> assertThat(contents(permutation)).as("%s", permutation)
                .isEqualTo(expected));
    }

    @ParameterizedTest
    @MethodSource("histories")
    void record_everyOrderToldTwice_givesTheSameTable(History history) {
        String expected = contents(history.facts());

        permutations(history.facts(), permutation -> {
            List<Evidence> twice = new ArrayList<>(permutation);
            twice.addAll(history.facts());
            assertThat(contents(twice)).as("%s", permutation).isEqualTo(expected);
        });
    }

    @ParameterizedTest
    @MethodSource("histories")
    void record_everyOrderInBatches_givesTheSameTable(History history) {
        String expected = contents(history.facts());

        permutations(history.facts(), permutation -> {
            for (int size = 2; size <= permutation.size(); size++) {
                InMemoryIndexTable table = new InMemoryIndexTable();
                for (int from = 0; from < permutation.size(); from += size) {
                    Telling.batch(permutation.subList(from, Math.min(from + size, permutation.size())))
                            .forEach(telling -> telling.to(table));
                }
                assertThat(table.contents()).as("%s in batches of %s", permutation, size).isEqualTo(expected);
            }
        });
    }

    /** Histories that have nothing to do with each other, others that share subjects, and the same fact told twice. */
    @Property(tries = 200)
    void record_severalHistoriesShuffled_giveTheSameTable(@ForAll Random random) {
        List<Evidence> facts = new ArrayList<>();
        List<History> all = Histories.all();
        for (int i = 0; i < 3; i++) {
            facts.addAll(all.get(random.nextInt(all.size())).facts());
        }
        String expected = contents(facts);

        for (int i = 0; i < 5; i++) {
            List<Evidence> shuffled = new ArrayList<>(facts);
            shuffled.addAll(facts.subList(0, random.nextInt(facts.size())));
            Collections.shuffle(shuffled, random);
            assertThat(contents(shuffled)).as("%s", shuffled).isEqualTo(expected);
        }
    }

    private static String contents(List<Evidence> facts) {
        InMemoryIndexTable table = new InMemoryIndexTable();
        facts.forEach(fact -> Telling.of(fact).to(table));
        return table.contents();
    }

    private static void permutations(List<Evidence> facts, Consumer<List<Evidence>> each) {
        permute(new ArrayList<>(facts), 0, each);
    }

    private static void permute(List<Evidence> facts, int fixed, Consumer<List<Evidence>> each) {
        if (fixed == facts.size()) {
            each.accept(List.copyOf(facts));
            return;
        }
        for (int i = fixed; i < facts.size(); i++) {
            Collections.swap(facts, fixed, i);
            permute(facts, fixed + 1, each);
            Collections.swap(facts, fixed, i);
        }
    }
}
