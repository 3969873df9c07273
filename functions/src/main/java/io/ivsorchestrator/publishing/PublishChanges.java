package io.ivsorchestrator.publishing;

import io.ivsorchestrator.events.OutboundChange;
import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.index.IndexUnavailableException;
import io.ivsorchestrator.index.Item;
import io.ivsorchestrator.index.ItemKey;
import io.ivsorchestrator.index.KeySchema;
import io.ivsorchestrator.index.Outbox;
import io.ivsorchestrator.index.Outboxes;
import io.ivsorchestrator.index.SummaryJson;
import io.ivsorchestrator.recording.Announcement;
import io.ivsorchestrator.recording.RecordingId;
import io.ivsorchestrator.recording.Subject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what a batch of changes to the table added to the recordings' outboxes, and notes in each item how far it got.
 *
 * <p>Whoever dies after an event was put on the bus and before that was noted leaves a record that the stream brings again:
 * the event is then published twice, with the same id. A change that adds nothing to an outbox publishes nothing, the note
 * itself among them, so the stream does not feed itself.
 */
public final class PublishChanges {
    private static final Logger LOG = LoggerFactory.getLogger(PublishChanges.class);

    private final Outboxes outboxes;
    private final OutboundBus bus;

    public PublishChanges(Outboxes outboxes, OutboundBus bus) {
        this.outboxes = outboxes;
        this.bus = bus;
    }

    /**
     * Handles the records of one shard, oldest first.
     *
     * @param inTime asked before each request; once it says no, the rest is given back
     */
    public PublishReport publish(List<JsonObject> records, BooleanSupplier inTime) {
        Batch batch = new Batch();
        Optional<String> stopped = Optional.empty();
        for (JsonObject json : records) {
            try {
                batch.plan(TableChange.read(json));
            } catch (IndexUnavailableException later) {
                LOG.warn("returned sequenceNumber={} cause={}", TableChange.sequenceNumber(json), later.getMessage());
                stopped = Optional.of(TableChange.sequenceNumber(json));
                break;
            } catch (RuntimeException unforeseen) {
                // Held up by it, the shard would lose all that follow. It stays in its outbox, where the sweep finds it.
                LOG.error("unreadable record {}", json, unforeseen);
                batch.unreadable++;
            }
        }
        return batch.send(new Publication(bus, inTime), stopped, records.size());
    }

    /** What follows from one record; the item as it now is, if it is there to be noted in. */
    private record Planned(String sequenceNumber, Optional<Item> item, List<OutboundEvent> events) {}

    private final class Batch {
        private final List<Planned> planned = new ArrayList<>();
        /** Up to which sequence an item's events are on the bus once this batch is. */
        private final Map<ItemKey, Long> reached = new HashMap<>();
        private int unreadable;

        void plan(TableChange change) {
            if (change.after().isPresent()) {
                recording(change.after().get()).ifPresent(id -> planWritten(change, id));
            } else if (!change.expired() && change.before().isPresent()) {
                recording(change.before().get()).ifPresent(id -> planRemoved(change, change.before().get(), id));
            }
        }

        private void planWritten(TableChange change, RecordingId id) {
            Item item = change.after().orElseThrow();
            Outbox outbox = Outbox.of(item.attributes());
            long told = change.before().map(before -> Outbox.of(before.attributes()).sequence()).orElse(0L);
            if (outbox.sequence() <= told) {
                return;
            }
            long known = Math.max(outbox.published(), reached.getOrDefault(item.key(), 0L));
            if (known < told) {
                // An earlier event was not yet noted when this was written. Was it since, or did the stream lose it?
                known = Math.max(known, outboxes.find(item.key()).map(now -> Outbox.of(now.attributes()).published())
                        .orElse(told));
            }
            List<OutboundEvent> events = events(id, outbox.after(Math.min(known, told)), item);
            planned.add(new Planned(change.sequenceNumber(), Optional.of(item), events));
            reached.put(item.key(), outbox.sequence());
        }

        /** Somebody took the item out of the table. After our own deletion of the media it has been told. */
        private void planRemoved(TableChange change, Item item, RecordingId id) {
            if (SummaryJson.read(view(item)).keeping().deleted()) {
                return;
            }
            Outbox.Entry deleted = new Outbox.Entry(Outbox.of(item.attributes()).sequence() + 1,
                    new Announcement(OutboundChange.DELETED, new TreeSet<>()));
            planned.add(new Planned(change.sequenceNumber(), Optional.empty(), events(id, List.of(deleted), item)));
        }

        PublishReport send(Publication publication, Optional<String> stopped, int received) {
            publication.publish(planned.stream().flatMap(each -> each.events.stream()).toList());
            Optional<String> failed = planned.stream()
                    .filter(each -> !each.events.stream().allMatch(publication::took))
                    .map(Planned::sequenceNumber).findFirst();
            return new PublishReport(received, publication.taken(), publication.takenByName(), publication.refused(),
                    unreadable,
                    note(publication), failed.or(() -> stopped));
        }

        /** @return how many notes could not be written; then the sweep publishes those events once more */
        private int note(Publication publication) {
            Map<ItemKey, Item> latest = new LinkedHashMap<>();
            Map<ItemKey, Long> done = new HashMap<>();
            for (Planned each : planned) {
                each.item.ifPresent(item -> each.events.forEach(event -> {
                    boolean inOrder = publication.took(event)
                            && done.getOrDefault(item.key(), event.sequence() - 1) == event.sequence() - 1;
                    if (inOrder) {
                        done.put(item.key(), event.sequence());
                        latest.put(item.key(), item);
                    }
                }));
            }
            int missed = 0;
            for (Map.Entry<ItemKey, Item> each : latest.entrySet()) {
                try {
                    outboxes.published(each.getValue(), done.getOrDefault(each.getKey(), 0L));
                } catch (IndexUnavailableException later) {
                    LOG.warn("published and not noted key={} cause={}", each.getKey(), later.getMessage());
                    missed++;
                }
            }
            return missed;
        }
    }

    static List<OutboundEvent> events(RecordingId id, List<Outbox.Entry> entries, Item item) {
        return entries.stream().map(entry -> OutboundEvent.of(id, entry, view(item))).toList();
    }

    private static String view(Item item) {
        String view = item.attributes().get(KeySchema.VIEW);
        if (view == null) {
            throw new IllegalStateException("the item " + item.key() + " has no view");
        }
        return view;
    }

    /** Empty for the table's other items: streams, participants, compositions, links, pointers, incidents. */
    static Optional<RecordingId> recording(Item item) {
        return Optional.ofNullable(item.attributes().get(KeySchema.SUBJECT)).flatMap(Subject::parse)
                .filter(RecordingId.class::isInstance).map(RecordingId.class::cast);
    }
}
