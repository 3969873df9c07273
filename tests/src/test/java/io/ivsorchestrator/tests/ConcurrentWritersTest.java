package io.ivsorchestrator.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.index.DynamoDbIndexTable;
import io.ivsorchestrator.index.IndexTable;
import io.ivsorchestrator.index.Telling;
import io.ivsorchestrator.recording.Evidence;
import io.ivsorchestrator.recording.Histories;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Several writers at once on DynamoDB Local, each telling everything in an order of its own: whatever the interleaving, the
 * table ends as after one writer. That all interleavings of two do so the tests of the index show without threads.
 */
class ConcurrentWritersTest {
    private static final int WRITERS = 4;

    @RegisterExtension
    static final EmbeddedTables TABLES = new EmbeddedTables();

    static List<Histories.History> histories() {
        return Histories.all();
    }

    @ParameterizedTest
    @MethodSource("histories")
    void record_byWritersAtOnce_endsAsByOne(Histories.History history) throws Exception {
        String alone = TABLES.create();
        tell(alone, history.facts());

        String together = TABLES.create();
        long seed = System.nanoTime();
        System.out.println("ConcurrentWritersTest " + history.name() + " seed=" + seed);
        try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> told = new ArrayList<>();
            IntStream.range(0, WRITERS).forEach(writer -> told.add(writers.submit(() -> {
                List<Evidence> shuffled = new ArrayList<>(history.facts());
                Collections.shuffle(shuffled, new Random(seed + writer));
                tell(together, shuffled);
            })));
            join(told);
        }

        assertThat(TableContents.of(TABLES.dynamoDb(), together)).as("seed %d", seed)
                .isEqualTo(TableContents.of(TABLES.dynamoDb(), alone));
    }

    private static void join(List<Future<?>> told) throws InterruptedException, ExecutionException {
        for (Future<?> each : told) {
            each.get();
        }
    }

    private static void tell(String table, List<? extends Evidence> facts) {
        IndexTable index = new DynamoDbIndexTable(TABLES.dynamoDb(), table);
        facts.forEach(fact -> Telling.of(fact).to(index));
    }
}
