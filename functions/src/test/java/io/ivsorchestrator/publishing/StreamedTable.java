package io.ivsorchestrator.publishing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.index.ForwardingIndexTable;
import io.ivsorchestrator.index.IndexTable;
import io.ivsorchestrator.index.Item;
import io.ivsorchestrator.index.KeySchema;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A table whose changes are kept as the records that Lambda would get, in one shard. */
public final class StreamedTable extends ForwardingIndexTable {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final IndexTable table;
    private final IndexTable images;
    private final List<String> records = new ArrayList<>();

    public StreamedTable(IndexTable table) {
        this(table, table);
    }

    /** @param images the same table by another way, so that looking at what was there before is nobody's request */
    public StreamedTable(IndexTable table, IndexTable images) {
        super(table);
        this.table = table;
        this.images = images;
    }

    @Override
    public Written put(Item item, List<Item> pointers) {
        Optional<Item> before = images.get(item.key());
        List<Optional<Item>> pointersBefore = pointers.stream().map(pointer -> images.get(pointer.key())).toList();
        Written written = table.put(item, pointers);
        if (written instanceof Written.Stored) {
            add(before, Optional.of(item), "");
            for (int i = 0; i < pointers.size(); i++) {
                add(pointersBefore.get(i), Optional.of(pointers.get(i)), "");
            }
        }
        return written;
    }

    @Override
    public void put(Item item) {
        Optional<Item> before = images.get(item.key());
        table.put(item);
        add(before, Optional.of(item), "");
    }

    /** As if time to live had removed the item. */
    public void expire(Item item) {
        add(Optional.of(item), Optional.empty(), "dynamodb.amazonaws.com");
    }

    /** As if somebody had removed the item. */
    public void remove(Item item) {
        add(Optional.of(item), Optional.empty(), "");
    }

    /** The records from one on. */
    public List<JsonObject> records(int from) {
        return texts(from).stream().map(JsonObject::parse).toList();
    }

    /** The records from one on, as JSON. */
    public List<String> texts(int from) {
        return List.copyOf(records.subList(from, records.size()));
    }

    private void add(Optional<Item> before, Optional<Item> after, String principal) {
        // An update that changes nothing is in no stream.
        if (!before.equals(after)) {
            records.add(record(records.size(), before, after, principal));
        }
    }

    /**
     * A change as Lambda gets it.
     *
     * @param number    the record's number in the stream, which is its sequence number
     * @param principal of a service that made the change; empty if it was a writer
     */
    public static String record(int number, Optional<Item> before, Optional<Item> after, String principal) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("eventID", "event-" + number);
            json.writeStringField("eventName", before.isEmpty() ? "INSERT" : after.isEmpty() ? "REMOVE" : "MODIFY");
            json.writeStringField("eventSource", "aws:dynamodb");
            if (!principal.isEmpty()) {
                json.writeObjectFieldStart("userIdentity");
                json.writeStringField("type", "Service");
                json.writeStringField("principalId", principal);
                json.writeEndObject();
            }
            json.writeObjectFieldStart("dynamodb");
            json.writeNumberField("ApproximateCreationDateTime", 1_772_874_276L + number);
            json.writeStringField("SequenceNumber", Integer.toString(number));
            json.writeStringField("StreamViewType", "NEW_AND_OLD_IMAGES");
            image(json, "OldImage", before);
            image(json, "NewImage", after);
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private static void image(JsonGenerator json, String name, Optional<Item> image) throws IOException {
        if (image.isEmpty()) {
            return;
        }
        Item item = image.get();
        json.writeObjectFieldStart(name);
        value(json, KeySchema.PARTITION, "S", item.key().partition());
        value(json, KeySchema.SORT, "S", item.key().sort());
        value(json, KeySchema.VERSION, "N", Long.toString(item.version()));
        for (Map.Entry<String, String> attribute : item.attributes().entrySet()) {
            value(json, attribute.getKey(), attribute.getKey().equals(KeySchema.EXPIRES) ? "N" : "S",
                    attribute.getValue());
        }
        json.writeEndObject();
    }

    private static void value(JsonGenerator json, String name, String type, String value) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeStringField(type, value);
        json.writeEndObject();
    }
}
