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
import java.util.Optional;
import java.util.TreeMap;

/**
 * The checkpoints of backfills in the index's table: {@code pk} = {@code backfill.<run>}, {@code sk} = {@code <bucket>/<prefix>}.
 */
public final class Checkpoints {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final String PROGRESS = "progress";

    private final IndexTable table;

    public Checkpoints(IndexTable table) {
        this.table = table;
    }

    /** One request. */
    Checkpoint load(Errand errand) {
        return table.get(key(errand)).map(Checkpoints::checkpoint).orElse(Checkpoint.NEW);
    }

    /**
     * One request.
     *
     * @return the checkpoint to go on with; empty if somebody else is at the same errand
     */
    Optional<Checkpoint> save(Errand errand, Checkpoint next) {
        Item item = new Item(key(errand), next.version() + 1, new TreeMap<>(Map.of(PROGRESS, text(next))));
        return switch (table.put(item, List.of())) {
            case Written.Stored _ -> Optional.of(new Checkpoint(next.version() + 1, next.position(), next.spread(),
                    next.counts(), next.differences()));
            case Written.Refused _ -> Optional.empty();
        };
    }

    /** All of a run together: one request per megabyte. */
    public Progress progress(String run) {
        List<Checkpoint> all = table.partition("backfill." + run).stream().map(Checkpoints::checkpoint).toList();
        return new Progress(all.stream().mapToLong(Checkpoint::spread).sum() + 1,
                all.stream().filter(it -> it.position().ended()).count(),
                all.stream().map(Checkpoint::counts).reduce(Counts.NONE, Counts::plus),
                all.stream().flatMap(it -> it.differences().stream()).toList());
    }

    private static ItemKey key(Errand errand) {
        return new ItemKey("backfill." + errand.run(),
                errand.bucket() + "/" + errand.prefix() + switch (errand.work()) {
                    case SPREAD -> "*";
                    case WALK -> "";
                });
    }

    private static String text(Checkpoint it) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("position", WalkPosition.text(it.position()));
            json.writeNumberField("spread", it.spread());
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
                json.integer("spread").orElse(0), Counts.of(counts),
                json.strings("differences"));
    }
}
