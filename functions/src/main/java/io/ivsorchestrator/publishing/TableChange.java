package io.ivsorchestrator.publishing;

import io.ivsorchestrator.events.json.JsonException;
import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.index.Item;
import io.ivsorchestrator.index.ItemKey;
import io.ivsorchestrator.index.KeySchema;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One record of the table's change stream (DynamoDB Developer Guide, "Change data capture for DynamoDB Streams"; the form in
 * which Lambda delivers it, "Using AWS Lambda with Amazon DynamoDB").
 *
 * @param sequenceNumber    by which Lambda is told where to begin again
 * @param before            absent for an insertion
 * @param after             absent for a removal
 * @param expired           removed by time to live: {@code userIdentity} names the service
 */
record TableChange(String sequenceNumber, Optional<Item> before, Optional<Item> after, boolean expired) {
    private static final String TTL_PRINCIPAL = "dynamodb.amazonaws.com";

    /** @throws JsonException if it is none */
    static TableChange read(JsonObject json) {
        JsonObject change = json.requireObject("dynamodb");
        boolean expired = json.object("userIdentity").flatMap(identity -> identity.string("principalId"))
                .filter(TTL_PRINCIPAL::equals).isPresent();
        return new TableChange(sequenceNumber(json), change.object("OldImage").map(TableChange::item),
                change.object("NewImage").map(TableChange::item), expired);
    }

    /** @throws JsonException if the record has none */
    static String sequenceNumber(JsonObject json) {
        return json.requireObject("dynamodb").requireString("SequenceNumber");
    }

    private static Item item(JsonObject image) {
        SortedMap<String, String> attributes = new TreeMap<>();
        long version = 0;
        for (String name : image.names()) {
            JsonObject value = image.requireObject(name);
            if (name.equals(KeySchema.VERSION)) {
                version = value.integer("N").orElseThrow(() -> value.error("N", "must be a number"));
            } else {
                // An empty text is no value to a JsonObject, but it is one to DynamoDB.
                value.string("S").or(() -> value.string("N")).ifPresent(text -> attributes.put(name, text));
            }
        }
        String partition = attributes.remove(KeySchema.PARTITION);
        String sort = attributes.remove(KeySchema.SORT);
        if (partition == null || sort == null) {
            throw image.error(KeySchema.PARTITION, "is missing, as is every item's key");
        }
        return new Item(new ItemKey(partition, sort), version, attributes);
    }
}
