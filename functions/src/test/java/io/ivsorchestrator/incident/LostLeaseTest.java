package io.ivsorchestrator.incident;

import static io.ivsorchestrator.incident.Sightings.KEY;
import static io.ivsorchestrator.incident.Sightings.aSighting;
import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.index.InMemoryIndexTable;
import io.ivsorchestrator.index.IndexTable;
import io.ivsorchestrator.index.Item;
import io.ivsorchestrator.index.ItemKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Found by the simulation: a lease was written, its answer was lost, the SDK repeated the write, and the refusal was read as
 * somebody else's lease. Then nobody was told of the incident.
 */
class LostLeaseTest {
    private static final Instant AT = Instant.parse("2026-03-07T09:04:36Z");
    private static final Duration LENGTH = Duration.ofMinutes(2);

    private final InMemoryIndexTable table = new InMemoryIndexTable();

    @Test
    void answerToTheLeaseLost_itIsOursAllTheSame() {
        new IncidentStore(table).report(KEY, aSighting(AT, 1));

        assertThat(new IncidentStore(new WritingTwice(table)).lease(KEY, AT, LENGTH)).isPresent();
    }

    @Test
    void leaseOfAnother_isNotOursHoweverOftenWeAsk() {
        IncidentStore store = new IncidentStore(new WritingTwice(table));
        store.report(KEY, aSighting(AT, 1));
        store.lease(KEY, AT, LENGTH);

        assertThat(store.lease(KEY, AT.plusNanos(1000), LENGTH)).isEmpty();
    }

    /** Makes each guarded write twice and answers what the second one came to. */
    private record WritingTwice(IndexTable table) implements IndexTable {
        @Override
        public Optional<Item> get(ItemKey key) {
            return table.get(key);
        }

        @Override
        public List<Item> partition(String partition) {
            return table.partition(partition);
        }

        @Override
        public Written put(Item item, List<Item> pointers) {
            table.put(item, pointers);
            return table.put(item, pointers);
        }

        @Override
        public void put(Item item) {
            table.put(item);
        }

        @Override
        public List<Item> query(Range range, int limit) {
            return table.query(range, limit);
        }
    }
}
