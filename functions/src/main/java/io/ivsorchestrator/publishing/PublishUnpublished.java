package io.ivsorchestrator.publishing;

import io.ivsorchestrator.index.IndexUnavailableException;
import io.ivsorchestrator.index.Item;
import io.ivsorchestrator.index.Outbox;
import io.ivsorchestrator.index.Outboxes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what waits in the outboxes, whatever became of the change stream, which forgets after 24 hours. An event that is
 * on its way through the stream at the same time is published twice, with the same id. The event carries the recording as it
 * is now, not as it was.
 */
public final class PublishUnpublished {
    private static final int PAGE = 100;
    private static final Logger LOG = LoggerFactory.getLogger(PublishUnpublished.class);

    private final Outboxes outboxes;
    private final OutboundBus bus;

    public PublishUnpublished(Outboxes outboxes, OutboundBus bus) {
        this.outboxes = outboxes;
        this.bus = bus;
    }

    /** @param inTime asked between pages and before each request; what is left is found again the next time */
    public PublishReport publish(BooleanSupplier inTime) {
        Sweep sweep = new Sweep(inTime);
        for (String shard : Outboxes.shards()) {
            sweep.shard(shard);
        }
        return sweep.report();
    }

    private final class Sweep {
        private final BooleanSupplier inTime;
        private int found;
        private long published;
        private final Map<String, Long> byName = new HashMap<>();
        private long refused;
        private int unreadable;
        private int unnoted;

        Sweep(BooleanSupplier inTime) {
            this.inTime = inTime;
        }

        void shard(String shard) {
            Optional<String> before = Optional.empty();
            while (inTime.getAsBoolean()) {
                List<Item> page = outboxes.unpublished(shard, before, PAGE);
                page.forEach(this::item);
                if (page.size() < PAGE) {
                    return;
                }
                before = Optional.of(Outboxes.position(page.getLast()));
            }
        }

        private void item(Item key) {
            if (!inTime.getAsBoolean()) {
                return;
            }
            found++;
            try {
                outboxes.find(key.key()).ifPresent(this::publish);
            } catch (IndexUnavailableException later) {
                LOG.warn("published and not noted, or not read, key={} cause={}", key.key(), later.getMessage());
                unnoted++;
            } catch (RuntimeException unforeseen) {
                LOG.error("unreadable item {}", key.key(), unforeseen);
                unreadable++;
            }
        }

        private void publish(Item item) {
            List<OutboundEvent> events = PublishChanges.recording(item).map(
                    id -> PublishChanges.events(id, Outbox.of(item.attributes()).entries(), item)).orElse(List.of());
            Publication publication = new Publication(bus, inTime);
            publication.publish(events);
            published += publication.taken();
            publication.takenByName().forEach((name, count) -> byName.merge(name, count, Long::sum));
            refused += publication.refused();
            List<OutboundEvent> inOrder = new ArrayList<>(events.stream().takeWhile(publication::took).toList());
            if (!inOrder.isEmpty()) {
                outboxes.published(item, inOrder.getLast().sequence());
            }
        }

        PublishReport report() {
            return new PublishReport(found, published, byName, refused, unreadable, unnoted, Optional.empty());
        }
    }
}
