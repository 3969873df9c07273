package io.ivsorchestrator.backfill;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.index.IndexTable;
import io.ivsorchestrator.index.IndexTable.Written;
import io.ivsorchestrator.index.Item;
import io.ivsorchestrator.index.ItemKey;
import io.ivsorchestrator.media.WalkPosition;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The checkpoints of backfills in the index's table: {@code pk} = {@code backfill.<run>.<mode>}, {@code sk} = {@code <bucket>/<prefix>}.
 */
public final class Checkpoints {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final String PROGRESS = "progress";
    /** No key of IVS ends so. */
    private static final String SPREAD = "*";

    private final IndexTable table;

    public Checkpoints(IndexTable table) {
        this.table = table;
    }

    /** One request. */
    Checkpoint load(Errand errand) {
        return table.get(key(errand)).map(Checkpoints::checkpoint).orElse(Checkpoint.NEW);
    }

    /**
     * One request, and another if the errand was announced meanwhile.
     *
     * @param known from where the step was made
     * @param next  to where
     * @return the checkpoint to go on with: another's, if somebody who is at the same errand was first. Whoever gave way to that
     *         one, or to a write of its own whose answer was lost, would leave the errand to nobody: a queue takes it for done as
     *         soon as one of its deliveries is.
     */
    Checkpoint save(Errand errand, Checkpoint known, Checkpoint next) {
        long version = next.version();
        while (true) {
            Item item = new Item(key(errand), version + 1, new TreeMap<>(Map.of(PROGRESS, text(next))));
            switch (table.put(item, List.of())) {
                case Written.Stored _ -> {
                    return checkpoint(item);
                }
                case Written.Refused refused -> {
                    Checkpoint stored = checkpoint(refused.current());
                    if (!stored.position().equals(known.position())) {
                        return stored;
                    }
                    version = stored.version();
                }
            }
        }
    }

    /** Writes down that there is such an errand, if that is not known: one request. */
    void announce(Errand errand) {
        Checkpoint none = Checkpoint.NEW;
        Item item = new Item(key(errand), none.version() + 1, new TreeMap<>(Map.of(PROGRESS, text(none))));
        table.put(item, List.of());
    }

    /**
     * The errands of a run that are not done: one request per megabyte.
     *
     * @param all with which the run begins. Nobody announces it, so that no checkpoint tells of it before its first page is done
     * @throws IllegalArgumentException if the run is of another bucket
     */
    public List<Errand> unfinished(Errand all) {
        List<Item> items = items(all);
        return Stream.concat(hasBegun(all, items) ? Stream.empty() : Stream.of(all),
                items.stream().filter(item -> !checkpoint(item).position().ended()).map(item -> errand(all, item)))
                .toList();
    }

    private List<Item> items(Errand all) {
        List<Item> items = table.partition(partition(all));
        items.stream().map(item -> item.key().sort()).filter(sort -> !sort.startsWith(all.bucket() + "/")).findFirst()
                .ifPresent(other -> {
                    throw new IllegalArgumentException("the run " + all.run() + " is of another bucket: " + other);
                });
        return items;
    }

    private static boolean hasBegun(Errand all, List<Item> items) {
        return items.stream().anyMatch(item -> item.key().equals(key(all)));
    }

    private static Errand errand(Errand all, Item item) {
        String prefix = item.key().sort().substring(all.bucket().length() + 1);
        return prefix.endsWith(SPREAD)
                ? all.below(prefix.substring(0, prefix.length() - SPREAD.length()), Errand.Work.SPREAD)
                : all.below(prefix, Errand.Work.WALK);
    }

    /**
     * All of a run together: one request per megabyte.
     *
     * @param all with which the run begins: it is one of the errands, also before a checkpoint tells of it
     * @throws IllegalArgumentException if the run is of another bucket
     */
    public Progress progress(Errand all) {
        List<Item> items = items(all);
        List<Checkpoint> checkpoints = items.stream().map(Checkpoints::checkpoint).toList();
        return new Progress(items.size() + (hasBegun(all, items) ? 0 : 1),
                checkpoints.stream().filter(it -> it.position().ended()).count(),
                checkpoints.stream().map(Checkpoint::counts).reduce(Counts.NONE, Counts::plus),
                checkpoints.stream().flatMap(it -> it.differences().stream()).toList());
    }

    /** With the mode: that something was counted does not mean that it was indexed. */
    private static String partition(Errand errand) {
        return "backfill." + errand.run() + "." + errand.mode();
    }

    private static ItemKey key(Errand errand) {
        return new ItemKey(partition(errand),
                errand.bucket() + "/" + errand.prefix() + switch (errand.work()) {
                    case SPREAD -> SPREAD;
                    case WALK -> "";
                });
    }

    private static String text(Checkpoint it) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("position", WalkPosition.text(it.position()));
            for (Map.Entry<String, Long> count : it.counts().byName().entrySet()) {
                json.writeNumberField(count.getKey(), count.getValue());
            }
            json.writeArrayFieldStart("differences");
            for (String difference : it.differences()) {
                json.writeString(difference);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private static Checkpoint checkpoint(Item item) {
        JsonObject json = JsonObject.parse(item.attributes().getOrDefault(PROGRESS, "{}"));
        Map<String, Long> counts = new LinkedHashMap<>();
        Counts.NONE.byName().keySet().forEach(name -> counts.put(name, json.integer(name).orElse(0)));
        return new Checkpoint(item.version(), WalkPosition.parse(json.requireString("position")),
                Counts.of(counts),
                json.strings("differences"));
    }
}
