package io.ivsorchestrator.publishing;

import static io.ivsorchestrator.recording.EvidenceBuilders.CHANNEL_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelEnd;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelStart;
import static io.ivsorchestrator.recording.EvidenceBuilders.aMetadata;
import static io.ivsorchestrator.recording.EvidenceBuilders.aParticipantEnd;
import static io.ivsorchestrator.recording.EvidenceBuilders.aParticipantStartFailure;
import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.index.CursorSeal;
import io.ivsorchestrator.index.ForwardingIndexTable;
import io.ivsorchestrator.index.InMemoryIndexTable;
import io.ivsorchestrator.index.IndexTable;
import io.ivsorchestrator.index.Item;
import io.ivsorchestrator.index.Outboxes;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.recording.Evidence;
import io.ivsorchestrator.recording.MetadataFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Kills the publisher at every call that it makes to the bus or the table, before the call and after it, once and twice, with
 * the changes in batches of every size; and loses whole stretches of the stream. Whatever happens, every event of every
 * recording arrives, none that is not one, and each always under the same id.
 */
class PublisherDeathTest {
    private static final List<Evidence> HISTORY = List.of(aChannelStart().build(), aParticipantStartFailure().build(),
            aMetadata(CHANNEL_LOCATION, MetadataFile.STARTED).build(), aChannelEnd().build(),
            aMetadata(CHANNEL_LOCATION, MetadataFile.ENDED).build(), aParticipantEnd().build());

    private final Set<String> expected = everythingToldWithoutTrouble();

    private static Set<String> everythingToldWithoutTrouble() {
        Run run = new Run();
        HISTORY.forEach(run::tell);
        run.deliver(HISTORY.size(), new Fuse(-1, false));
        return new HashSet<>(run.bus.told());
    }

    /** Burns down at a call, counted from 0: before it is made, or before its answer arrives. */
    private static final class Fuse {
        private final int deadly;
        private final boolean madeFirst;
        private int calls;

        Fuse(int deadly, boolean madeFirst) {
            this.deadly = deadly;
            this.madeFirst = madeFirst;
        }

        <T> T call(Supplier<T> call) {
            int number = calls++;
            if (number == deadly && !madeFirst) {
                throw new Death();
            }
            T answer = call.get();
            if (number == deadly) {
                throw new Death();
            }
            return answer;
        }
    }

    /** Not an exception, which the code under test might catch. */
    private static final class Death extends Error {
        private static final long serialVersionUID = 1;
    }

    private static final class MortalTable extends ForwardingIndexTable {
        private final Fuse fuse;

        MortalTable(IndexTable table, Fuse fuse) {
            super(table);
            this.fuse = fuse;
        }

        @Override
        protected <T> T call(Supplier<T> call) {
            return fuse.call(call);
        }
    }

    /** One table, its stream, one bus. */
    private static final class Run {
        private final StreamedTable table = new StreamedTable(new InMemoryIndexTable());
        private final RecordingIndex index = new RecordingIndex(table, CursorSeal.ofThisProcess());
        private final RememberedBus bus = new RememberedBus();
        private int read;

        void tell(Evidence evidence) {
            index.record(evidence.subject(), List.of(evidence));
        }

        /** @return whether it lived to the end */
        boolean deliver(int batch, Fuse fuse) {
            OutboundBus mortalBus = events -> fuse.call(() -> bus.put(events));
            PublishChanges publisher = new PublishChanges(new Outboxes(new MortalTable(table, fuse)), mortalBus);
            try {
                while (!table.records(read).isEmpty()) {
                    List<JsonObject> records = table.records(read);
                    List<JsonObject> some = records.subList(0, Math.min(batch, records.size()));
                    PublishReport report = publisher.publish(some, () -> true);
                    read = report.beginAgain().map(Integer::parseInt).orElse(read + some.size());
                }
                return true;
            } catch (Death death) {
                return false;
            }
        }

        boolean sweep(Fuse fuse) {
            OutboundBus mortalBus = events -> fuse.call(() -> bus.put(events));
            try {
                new PublishUnpublished(new Outboxes(new MortalTable(table, fuse)), mortalBus).publish(() -> true);
                return true;
            } catch (Death death) {
                return false;
            }
        }

        void loseTheStream() {
            read = table.records(0).size();
        }

        List<Item> waiting() {
            List<Item> waiting = new ArrayList<>();
            Outboxes.shards().forEach(
                    shard -> waiting.addAll(new Outboxes(table).unpublished(shard, Optional.empty(), 100)));
            return waiting;
        }
    }

    private void check(Run run, String how) {
        assertThat(new HashSet<>(run.bus.told())).as(how).isEqualTo(expected);
        Map<String, Long> last = new HashMap<>();
        Set<String> seen = new HashSet<>();
        for (OutboundEvent event : run.bus.taken()) {
            if (seen.add(event.id())) {
                long before = last.getOrDefault(event.recording().text(), 0L);
                assertThat(event.sequence()).as("%s: %s first after number %s", how, event.id(), before)
                        .isEqualTo(before + 1);
                last.put(event.recording().text(), event.sequence());
            }
        }
        assertThat(run.waiting()).as(how).isEmpty();
    }

    @Test
    void deathAtAnyCall_losesAndInventsNothing() {
        int deaths = 0;
        for (int batch = 1; batch <= 12; batch++) {
            for (boolean madeFirst : new boolean[]{false, true}) {
                for (int deadly = 0;; deadly++) {
                    Run run = new Run();
                    HISTORY.forEach(run::tell);
                    boolean lived = run.deliver(batch, new Fuse(deadly, madeFirst));
                    run.deliver(batch, new Fuse(-1, false));
                    check(run, "batches of " + batch + ", dead at call " + deadly + ", made first " + madeFirst);
                    if (lived) {
                        break;
                    }
                    deaths++;
                }
            }
        }
        assertThat(deaths).isGreaterThan(100);
    }

    @Test
    void deathsTwiceInARow_whileTheRecordingGoesOn_loseAndInventNothing() {
        for (int first = 0; first < 5; first++) {
            for (int second = 0; second < 5; second++) {
                for (boolean madeFirst : new boolean[]{false, true}) {
                    Run run = new Run();
                    for (Evidence each : HISTORY) {
                        run.tell(each);
                        run.deliver(3, new Fuse(first, madeFirst));
                        run.deliver(3, new Fuse(second, !madeFirst));
                    }
                    run.deliver(3, new Fuse(-1, false));
                    check(run, "dead at calls " + first + " and " + second + " of each, made first " + madeFirst);
                }
            }
        }
    }

    @Test
    void streamLostAfterAnyChange_theSweepMakesUpForIt_whereverThatDies() {
        for (int lost = 0; lost <= HISTORY.size(); lost++) {
            for (int deadly = -1; deadly < 24; deadly++) {
                for (boolean madeFirst : new boolean[]{false, true}) {
                    Run run = new Run();
                    for (int i = 0; i < HISTORY.size(); i++) {
                        run.tell(HISTORY.get(i));
                        if (i < lost) {
                            run.deliver(4, new Fuse(-1, false));
                        }
                    }
                    run.loseTheStream();
                    run.sweep(new Fuse(deadly, madeFirst));
                    run.sweep(new Fuse(-1, false));
                    check(run, "stream lost after " + lost + ", sweep dead at call " + deadly);
                }
            }
        }
    }

    @Test
    void sweepOfWhatIsPublished_publishesNothing() {
        Run run = new Run();
        HISTORY.forEach(run::tell);
        run.deliver(100, new Fuse(-1, false));
        int published = run.bus.taken().size();

        assertThat(run.sweep(new Fuse(-1, false))).isTrue();
        assertThat(run.bus.taken()).hasSize(published).hasSize(expected.size());
    }
}
