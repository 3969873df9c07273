package io.ivsorchestrator.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.json.JsonException;
import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.fuzz.Mutations;
import io.ivsorchestrator.index.InMemoryIndexTable;
import io.ivsorchestrator.index.Outboxes;
import io.ivsorchestrator.index.Telling;
import io.ivsorchestrator.recording.EvidenceBuilders;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** A record of the stream that makes no sense is counted, and does not hold up those behind it. */
class TableChangeFuzzTest {
    @Property(tries = 2_000, shrinking = ShrinkingMode.OFF)
    void publish_mutatedRecord_goesOnWithTheNext(@ForAll Random random) {
        StreamedTable table = new StreamedTable(new InMemoryIndexTable());
        RememberedBus bus = new RememberedBus();
        Telling.of(EvidenceBuilders.aParticipantStart().build()).to(table);
        Telling.of(EvidenceBuilders.aChannelStart().build()).to(table);
        List<JsonObject> records = table.records(0);
        JsonObject mutated;
        try {
            mutated = JsonObject.parse(Mutations.ofJson(StreamedTable.record(0, Optional.empty(),
                    Optional.of(TableChange.read(records.getFirst()).after().orElseThrow()), ""), random));
        } catch (JsonException noJson) {
            // Lambda sends JSON.
            return;
        }

        PublishReport report = new PublishChanges(new Outboxes(table), bus).publish(List.of(mutated,
                records.getLast()), () -> true);

        assertThat(report.received()).isEqualTo(2);
        assertThat(bus.told()).anyMatch(event -> event.startsWith("channel."));
    }
}
