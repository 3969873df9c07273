package io.ivsorchestrator.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.recording.Evidence;
import io.ivsorchestrator.recording.EvidenceArbitraries;
import io.ivsorchestrator.recording.Histories;
import io.ivsorchestrator.recording.Histories.History;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same facts give the same table, byte for byte, in whatever order, repetition and batches they come. */
class RecordingIndexOrderTest {
    static Stream<History> histories() {
        return Histories.all().stream();
    }

    /**
     * All orders, by induction over the sets of facts: if what is known of a set does not depend on the order, and each
     * further fact leads from there to the same as every other way to the larger set, then neither does the larger set.
     */
    @ParameterizedTest
    @MethodSource("histories")
    void record_everyOrder_givesTheSameTable(History history) {
        List<Evidence> facts = history.facts();
        List<InMemoryIndexTable> bySet = new ArrayList<>(List.of(new InMemoryIndexTable()));
        for (int set = 1; set < 1 << facts.size(); set++) {
            List<InMemoryIndexTable> ways = new ArrayList<>();
            for (int last = 0; last < facts.size(); last++) {
                if (isIn(set, last)) {
                    InMemoryIndexTable table = bySet.get(set ^ 1 << last).copy();
                    Telling.of(facts.get(last)).to(table);
                    ways.add(table);
                    assertThat(table.contents()).as("%s, %s last", subset(facts, set), facts.get(last))
                            .isEqualTo(ways.getFirst().contents());
                }
            }
            bySet.add(ways.getFirst());
        }
    }

    @ParameterizedTest
    @MethodSource("histories")
    void record_factsAgain_areNoNewsAndWriteNothing(History history) {
        List<Evidence> facts = history.facts();
        for (int set = 1; set < 1 << facts.size(); set++) {
            InMemoryIndexTable table = table(subset(facts, set));
            List<Item> before = table.items();
            for (Evidence fact : subset(facts, set)) {
                assertThat(Telling.of(fact).to(table)).as("%s", fact).containsExactly(false);
            }

            assertThat(table.items()).as("%s", subset(facts, set)).isEqualTo(before);
        }
    }

    /** Every set of facts that may be known already, and every set of others that may come together. */
    @ParameterizedTest
    @MethodSource("histories")
    void record_everyBatch_isAsOneFactAfterTheOther(History history) {
        List<Evidence> facts = history.facts();
        int all = (1 << facts.size()) - 1;
        List<InMemoryIndexTable> bySet = IntStream.rangeClosed(0, all).mapToObj(set -> table(subset(facts, set)))
                .toList();
        for (int known = 0; known <= all; known++) {
            for (int batch = all & ~known; batch > 0; batch = batch - 1 & ~known) {
                InMemoryIndexTable table = bySet.get(known).copy();
                Telling.batch(subset(facts, batch).reversed()).forEach(telling -> telling.to(table));

                assertThat(table.contents()).as("%s, then together %s", subset(facts, known), subset(facts, batch))
                        .isEqualTo(bySet.get(known | batch).contents());
            }
        }
    }

    private static boolean isIn(int set, int index) {
        return (set & 1 << index) != 0;
    }

    private static List<Evidence> subset(List<Evidence> facts, int set) {
        return IntStream.range(0, facts.size()).filter(index -> isIn(set, index)).mapToObj(facts::get).toList();
    }

    /** Histories that have nothing to do with each other, others that share subjects, and the same fact told twice. */
    @Property(tries = 30)
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

    @Provide
    Arbitrary<List<Evidence>> anyFacts() {
        return EvidenceArbitraries.anyEvidence().list().ofMinSize(2).ofMaxSize(10);
    }

    @Property(tries = 150)
    void record_anyFactsShuffled_giveTheSameTable(@ForAll("anyFacts") List<Evidence> facts, @ForAll Random random) {
        String expected = contents(facts);

        for (int i = 0; i < 4; i++) {
            List<Evidence> shuffled = new ArrayList<>(facts);
            shuffled.addAll(facts.subList(0, random.nextInt(facts.size())));
            Collections.shuffle(shuffled, random);
            assertThat(contents(shuffled)).as("%s", shuffled).isEqualTo(expected);
        }
    }

    private static String contents(List<Evidence> facts) {
        return table(facts).contents();
    }

    private static InMemoryIndexTable table(List<Evidence> facts) {
        InMemoryIndexTable table = new InMemoryIndexTable();
        facts.forEach(fact -> Telling.of(fact).to(table));
        return table;
    }
}
