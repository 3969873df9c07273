package io.ivsorchestrator.publishing;

import static io.ivsorchestrator.recording.EvidenceBuilders.CHANNEL_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelStart;
import static io.ivsorchestrator.recording.EvidenceBuilders.aParticipantStart;
import static io.ivsorchestrator.recording.EvidenceBuilders.channelLocation;
import static io.ivsorchestrator.recording.EvidenceBuilders.idOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.index.ForwardingIndexTable;
import io.ivsorchestrator.index.InMemoryIndexTable;
import io.ivsorchestrator.index.Item;
import io.ivsorchestrator.index.ItemKey;
import io.ivsorchestrator.index.KeySchema;
import io.ivsorchestrator.index.Outboxes;
import io.ivsorchestrator.index.Telling;
import io.ivsorchestrator.recording.S3Location;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PublishUnpublishedTest {
    private final InMemoryIndexTable table = new InMemoryIndexTable();
    private final RememberedBus bus = new RememberedBus();

    /** One of the shards has more than a page of them. */
    @Test
    void afterALongOutage_everythingThatWaitsIsToldOnce() {
        int recordings = 100 * Outboxes.shards().size() + 1;
        for (int i = 0; i < recordings; i++) {
            S3Location location = channelLocation("Rec%09d".formatted(i));
            Telling.of(aChannelStart().in(location).build()).to(table);
        }
        PublishUnpublished publishing = new PublishUnpublished(new Outboxes(table), bus);

        PublishReport report = publishing.publish(() -> true);

        assertThat(report.received()).isEqualTo(recordings);
        assertThat(bus.told()).hasSize(recordings).doesNotHaveDuplicates();
        assertThat(publishing.publish(() -> true).received()).isZero();
    }

    /** As if somebody had edited it by hand. */
    @Test
    void itemThatMakesNoSense_isCounted_andTheOthersAreTold() {
        Telling.of(aChannelStart().build()).to(table);
        Telling.of(aParticipantStart().build()).to(table);
        ForwardingIndexTable edited = new ForwardingIndexTable(table) {
            @Override
            public Optional<Item> get(ItemKey key) {
                return table.get(key).map(item -> item.attributes().getOrDefault(KeySchema.SUBJECT, "")
                        .equals(idOf(CHANNEL_LOCATION).text()) ? withoutView(item) : item);
            }
        };

        PublishReport report = new PublishUnpublished(new Outboxes(edited), bus).publish(() -> true);

        assertThat(report.received()).isEqualTo(2);
        assertThat(report.unreadable()).isEqualTo(1);
        assertThat(bus.told()).singleElement().asString().startsWith("participant.");
    }

    private static Item withoutView(Item item) {
        SortedMap<String, String> attributes = new TreeMap<>(item.attributes());
        attributes.remove(KeySchema.VIEW);
        return new Item(item.key(), item.version(), attributes);
    }
}
