package io.ivsorchestrator.incident;

import io.ivsorchestrator.index.IndexTable;
import io.ivsorchestrator.index.IndexTable.Range;
import io.ivsorchestrator.index.IndexTable.Written;
import io.ivsorchestrator.index.IndexUnavailableException;
import io.ivsorchestrator.index.Item;
import io.ivsorchestrator.index.ItemKey;
import io.ivsorchestrator.index.KeySchema;
import io.ivsorchestrator.index.KeySchema.SecondaryIndex;
import io.ivsorchestrator.recording.RecordingId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The incidents in the index table, as items of their own:
 *
 * <pre>
 * incident.&lt;cause&gt;.&lt;digest&gt;     current                       the incident, guarded by its version
 *                               closed.&lt;opened&gt;               earlier ones of the same cause and resource
 *                               recording.&lt;opened&gt;.&lt;id&gt;       a recording that failed for it
 * incident-of.&lt;recording id&gt;    &lt;incident key&gt;                the same link, from the recording
 * symptom.&lt;symptom&gt;             current                       which incident a symptom led to last
 * incident-at.&lt;ARN&gt;             &lt;incident key&gt;                what was found by looking at that bucket, channel or stage
 * </pre>
 *
 * <p>An incident and the links to its recordings are written in one transaction guarded by the incident's version, so that
 * every recording is counted exactly once however often its failure is delivered and whoever counts at the same time.
 *
 * <p>Every method throws {@link IndexUnavailableException} if the table could not answer; then it may be repeated.
 */
public final class IncidentStore {
    static final String CURRENT = "current";
    private static final String CLOSED = "closed.";
    private static final String RECORDING = "recording.";
    private static final String OPEN_KEY = "incident-open";
    private static final String DAY_KEY = "incident-day.";
    /** Sorts after every sort key here. */
    private static final String END = "~";
    /** Two links each, and room for symptoms and an archived incident, below {@link IndexTable#MAX_POINTERS}. */
    private static final int LINKS_PER_WRITE = 20;
    /** Symptoms per write; the rest is written with the next sighting. */
    private static final int SYMPTOMS_PER_WRITE = 20;
    /** Resources per write, the incident's own first; a batch of failures names fewer. */
    private static final int PLACES_PER_WRITE = 30;
    /** Incidents of one cause and resource that are looked through for the one of a time: more than open in a day. */
    private static final int MOST_EARLIER = 100;
    /** Each refusal means that another writer succeeded. */
    private static final int MAX_ATTEMPTS = 25;
    private static final DateTimeFormatter MILLISECONDS = DateTimeFormatter
            .ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final IndexTable table;

    public IncidentStore(IndexTable table) {
        this.table = table;
    }

    /** The current incident, strongly consistent. */
    public Optional<Incident> find(IncidentKey key) {
        return table.get(current(key)).map(IncidentStore::read);
    }

    /** The incident to which a symptom led last, open or closed; strongly consistent. */
    public Optional<Incident> bySymptom(String symptom) {
        return table.get(symptomKey(symptom)).map(IncidentStore::read).flatMap(then -> find(then.key()));
    }

    /**
     * Opens an incident or counts on in the one that is open. A failure after an incident was closed opens another; one
     * before that is counted in the closed one, also when another has been opened since. A recording fails once, so one that is
     * linked already, to this incident or to another, is not counted again.
     *
     * @return the incident as it now is; the other one, where all recordings are linked to that
     */
    public Incident report(IncidentKey key, Sighting sighting) {
        List<RecordingId> recordings = sighting.recordings().stream().sorted().toList();
        Incident reported = report(key, sighting, recordings.subList(0, Math.min(LINKS_PER_WRITE, recordings.size())));
        for (int from = LINKS_PER_WRITE; from < recordings.size(); from += LINKS_PER_WRITE) {
            reported = report(key, sighting,
                    recordings.subList(from, Math.min(from + LINKS_PER_WRITE, recordings.size())));
        }
        return reported;
    }

    private Incident report(IncidentKey key, Sighting sighting, List<RecordingId> recordings) {
        Optional<Item> stored = table.get(current(key)).map(now -> ofTime(sighting.at(), now));
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Optional<Incident> known = stored.map(IncidentStore::read);
            // Read after the incident: who links between the two readings also changes its version.
            Map<RecordingId, List<Item>> links = new TreeMap<>();
            recordings.forEach(id -> links.put(id, table.partition(linksOf(id))));
            Optional<Incident> other = otherOfAll(key, links.values());
            if (other.isPresent()) {
                return other.get();
            }
            Set<RecordingId> uncounted = new TreeSet<>(recordings);
            uncounted.removeIf(id -> !links.getOrDefault(id, List.of()).isEmpty());
            Sighting counted = new Sighting(sighting.at(), uncounted, sighting.affected(), sighting.symptoms(),
                    sighting.findings());
            boolean goesOn = known.filter(incident -> incident.covers(sighting.at())).isPresent();
            Incident next = goesOn
                    ? known.orElseThrow().seen(counted, uncounted.size())
                    : Incident.open(key, counted);
            if (known.filter(next::equals).isPresent()) {
                return next;
            }
            List<Item> others = links(next, uncounted);
            Optional<Incident> goneOn = goesOn ? known : Optional.empty();
            others.addAll(symptoms(next, newSymptoms(sighting, goneOn)));
            others.addAll(places(next, goneOn));
            if (!goesOn) {
                known.ifPresent(before -> others.add(archived(before)));
            }
            ItemKey place = goesOn ? stored.orElseThrow().key() : current(key);
            long version = stored.map(Item::version).orElse(0L) + 1;
            switch (table.put(item(place, next, version), others)) {
                case Written.Stored _ -> {
                    return next;
                }
                case Written.Refused refused -> stored = Optional.of(ofTime(sighting.at(), refused.current()));
            }
        }
        throw gaveUp(key);
    }

    /**
     * What is told late may be of the time of an incident that is closed, and another has been opened since: one query more,
     * only then.
     *
     * @return the earliest incident that covers the time; the given one if no earlier does
     */
    private Item ofTime(Instant at, Item known) {
        Incident incident = read(known);
        if (!at.isBefore(incident.opened())) {
            return known;
        }
        Range earlier = new Range(Optional.empty(), partition(incident.key()), CLOSED,
                CLOSED + MILLISECONDS.format(incident.opened()));
        return table.query(earlier, MOST_EARLIER).stream().takeWhile(item -> read(item).covers(at))
                .reduce((_, earliest) -> earliest).orElse(known);
    }

    /** Where every recording is counted already, if that is not here. */
    private Optional<Incident> otherOfAll(IncidentKey key, Collection<List<Item>> links) {
        boolean elsewhere = !links.isEmpty() && links.stream()
                .allMatch(
                        each -> !each.isEmpty() && each.stream().noneMatch(link -> link.key().sort().equals(key.id())));
        return elsewhere
                ? links.stream().flatMap(List::stream).map(IncidentStore::read).findFirst()
                        .flatMap(it -> find(it.key()))
                : Optional.empty();
    }

    /**
     * Changes the current incident.
     *
     * @return the incident as it now is; empty if there is none
     */
    public Optional<Incident> update(IncidentKey key, UnaryOperator<Incident> change) {
        Optional<Item> stored = table.get(current(key));
        for (int attempt = 0; attempt < MAX_ATTEMPTS && stored.isPresent(); attempt++) {
            Incident known = read(stored.get());
            Incident next = change.apply(known);
            if (next.equals(known)) {
                return Optional.of(known);
            }
            switch (table.put(item(next, stored.get().version() + 1), List.of())) {
                case Written.Stored _ -> {
                    return Optional.of(next);
                }
                case Written.Refused refused -> stored = Optional.of(refused.current());
            }
        }
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        throw gaveUp(key);
    }

    /**
     * Takes the incident for oneself, so that nobody else looks, repairs or tells at the same time. A lease that its holder
     * did not live to release runs out.
     *
     * <p>If only the answer to our own write was lost, the repeated one is refused and shows our own lease: it is ours, and
     * nobody else would look after the incident. That another took the same incident in the same nanosecond is no case.
     *
     * @param now as precise as the clock is
     * @return the incident, leased; empty if somebody else has it, or there is none
     */
    public Optional<Incident> lease(IncidentKey key, Instant now, Duration length) {
        AtomicReference<@Nullable Incident> ours = new AtomicReference<>();
        Optional<Incident> leased = update(key, incident -> {
            if (incident.leased(now)) {
                return incident;
            }
            Incident taken = incident.leasedFor(now, length);
            ours.set(taken);
            return taken;
        });
        return leased.filter(incident -> incident.equals(ours.get()));
    }

    /** Incidents that are not closed, newest first: one query. Eventually consistent. */
    public List<Incident> open(Optional<String> before, int limit) {
        return query(SecondaryIndex.BY_STATUS, OPEN_KEY, before, limit);
    }

    /** Incidents that were opened on a UTC day, newest first: one query. Eventually consistent. */
    public List<Incident> ofDay(LocalDate day, Optional<String> before, int limit) {
        return query(SecondaryIndex.BY_DAY, DAY_KEY + day, before, limit);
    }

    /** Where an incident stands in the order of {@link #open} and {@link #ofDay}: the next page comes before it. */
    public static String position(Incident incident) {
        return MILLISECONDS.format(incident.opened()) + "#" + incident.id();
    }

    private List<Incident> query(SecondaryIndex index, String partition, Optional<String> before, int limit) {
        return table.query(new Range(Optional.of(index), partition, "", before.orElse(END)), limit).stream()
                .map(IncidentStore::read).toList();
    }

    /** Recordings that failed for an incident, by descending id; the next page comes before the last one's. */
    public List<RecordingId> recordings(Incident incident, Optional<RecordingId> before, int limit) {
        String all = RECORDING + MILLISECONDS.format(incident.opened()) + ".";
        return table.query(new Range(Optional.empty(), partition(incident.key()), all,
                all + before.map(RecordingId::text).orElse(END)), limit).stream()
                .flatMap(link -> RecordingId.parse(link.key().sort().substring(all.length())).stream()).toList();
    }

    /** The incidents for which a recording failed: one query, and a read for each. Strongly consistent. */
    public List<Incident> ofRecording(RecordingId id) {
        return table.partition(linksOf(id)).stream().map(IncidentStore::read)
                .flatMap(then -> find(then.key()).filter(now -> now.opened().equals(then.opened()))
                        .or(() -> table.get(closedKey(then)).map(IncidentStore::read)).stream())
                .toList();
    }

    /**
     * The current incidents whose cause was found by looking, and which are of that resource or hit it: one query, and a read for
     * each. Strongly consistent.
     *
     * @param arn of a bucket, configuration, channel or stage
     */
    public List<Incident> at(String arn) {
        return table.partition(placed(arn)).stream().map(IncidentStore::read).flatMap(then -> find(then.key()).stream())
                .toList();
    }

    private static IndexUnavailableException gaveUp(IncidentKey key) {
        return new IndexUnavailableException(
                "gave up on incident " + key.id() + ": " + MAX_ATTEMPTS + " other writers came first");
    }

    private static String partition(IncidentKey key) {
        return "incident." + key.id();
    }

    private static ItemKey current(IncidentKey key) {
        return new ItemKey(partition(key), CURRENT);
    }

    private static ItemKey closedKey(Incident incident) {
        return new ItemKey(partition(incident.key()), CLOSED + MILLISECONDS.format(incident.opened()));
    }

    private static String linksOf(RecordingId id) {
        return "incident-of." + id.text();
    }

    private static ItemKey linkFrom(RecordingId id, IncidentKey key) {
        return new ItemKey(linksOf(id), key.id());
    }

    private static String placed(String arn) {
        return "incident-at." + arn;
    }

    private static ItemKey symptomKey(String symptom) {
        return new ItemKey("symptom." + symptom, CURRENT);
    }

    private static Incident read(Item item) {
        String view = item.attributes().get(KeySchema.VIEW);
        if (view == null) {
            throw new IllegalStateException("the item " + item.key() + " holds no incident");
        }
        return IncidentJson.read(view);
    }

    private static Item item(Incident incident, long version) {
        return item(current(incident.key()), incident, version);
    }

    private static Item archived(Incident incident) {
        return item(closedKey(incident), incident, 1);
    }

    private static Item item(ItemKey key, Incident incident, long version) {
        Map<String, String> attributes = new TreeMap<>();
        attributes.put(KeySchema.VIEW, IncidentJson.write(incident));
        attributes.put(KeySchema.KIND, "INCIDENT");
        attributes.put(KeySchema.STATE, incident.state().name());
        attributes.put(KeySchema.STARTED, position(incident));
        if (incident.state() != Incident.State.CLOSED) {
            attributes.put(SecondaryIndex.BY_STATUS.partitionAttribute(), OPEN_KEY);
        }
        attributes.put(SecondaryIndex.BY_DAY.partitionAttribute(),
                DAY_KEY + LocalDate.ofInstant(incident.opened(), ZoneOffset.UTC));
        return new Item(key, version, new TreeMap<>(attributes));
    }

    /** Both ways, so that an incident's recordings and a recording's incidents are one query each. */
    private static List<Item> links(Incident incident, Set<RecordingId> recordings) {
        List<Item> links = new ArrayList<>();
        String opened = MILLISECONDS.format(incident.opened());
        for (RecordingId id : recordings) {
            links.add(new Item(new ItemKey(partition(incident.key()), RECORDING + opened + "." + id.text()), 1,
                    new TreeMap<>()));
            links.add(new Item(linkFrom(id, incident.key()), 1, reference(incident)));
        }
        return links;
    }

    private static Set<String> newSymptoms(Sighting sighting, Optional<Incident> known) {
        Set<String> symptoms = new TreeSet<>(sighting.symptoms());
        known.ifPresent(incident -> symptoms.removeAll(incident.symptoms()));
        return symptoms;
    }

    private static List<Item> symptoms(Incident incident, Set<String> symptoms) {
        return symptoms.stream().sorted().limit(SYMPTOMS_PER_WRITE)
                .map(symptom -> new Item(symptomKey(symptom), 1, reference(incident))).toList();
    }

    /** Where one looks for an incident whose cause cannot be seen any more: written once for each resource. */
    private static List<Item> places(Incident incident, Optional<Incident> known) {
        if (!incident.key().cause().isSeenByLooking()) {
            return List.of();
        }
        Set<String> arns = new LinkedHashSet<>();
        arns.add(incident.key().resource());
        arns.addAll(incident.affected());
        known.ifPresent(before -> {
            arns.removeAll(before.affected());
            arns.remove(before.key().resource());
        });
        return arns.stream().limit(PLACES_PER_WRITE)
                .map(arn -> new Item(new ItemKey(placed(arn), incident.key().id()), 1, reference(incident))).toList();
    }

    /** Only what leads to the incident: a copy would be old as soon as it is written. */
    private static SortedMap<String, String> reference(Incident incident) {
        Incident bare = Incident.open(incident.key(),
                new Sighting(incident.opened(), Set.of(), Set.of(), Set.of(), List.of()));
        return new TreeMap<>(Map.of(KeySchema.VIEW, IncidentJson.write(bare)));
    }
}
