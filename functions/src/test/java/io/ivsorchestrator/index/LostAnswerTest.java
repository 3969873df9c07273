package io.ivsorchestrator.index;

import static io.ivsorchestrator.recording.EvidenceBuilders.aParticipantStart;
import static io.ivsorchestrator.recording.EvidenceBuilders.aUser;
import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.recording.Evidence;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A write was done, its answer was lost, and the SDK repeats it: the table refuses our own write. */
class LostAnswerTest {
    private final InMemoryIndexTable table = new InMemoryIndexTable();

    @Test
    void record_answerOfTheFirstWriteLostWhileTheUserIsWritten_userReachesTheRecording() {
        Evidence start = aParticipantStart().build();
        Evidence user = aUser("alice").build();

        Telling.of(start).to(new Losing(table, () -> Telling.of(user).to(table)));

        assertThat(table.contents()).isEqualTo(sequential(start, user));
    }

    private static String sequential(Evidence... facts) {
        InMemoryIndexTable alone = new InMemoryIndexTable();
        for (Evidence fact : facts) {
            Telling.of(fact).to(alone);
        }
        return alone.contents();
    }

    /** Lets another writer go before the first guarded write, and then refuses that write although it was done. */
    private static final class Losing extends ForwardingIndexTable {
        private final IndexTable table;
        private final Runnable other;
        private boolean lost;

        Losing(IndexTable table, Runnable other) {
            super(table);
            this.table = table;
            this.other = other;
        }

        @Override
        public Written put(Item item, List<Item> pointers) {
            if (!lost) {
                lost = true;
                other.run();
                table.put(item, pointers);
            }
            return table.put(item, pointers);
        }
    }
}
