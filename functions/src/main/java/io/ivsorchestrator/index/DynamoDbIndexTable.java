package io.ivsorchestrator.index;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * The table in Amazon DynamoDB. One request per call (per page of an answer beyond 1 MB); an item with pointers is written
 * in a transaction, which costs double, and only merged recordings have any.
 */
public final class DynamoDbIndexTable implements IndexTable {
    private static final String ABSENT = "attribute_not_exists(#pk)";
    private static final String UNCHANGED = "#version = :previous";
    private static final String CONDITION_FAILED = "ConditionalCheckFailed";

    private final DynamoDbClient dynamoDb;
    private final String table;

    public DynamoDbIndexTable(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    @Override
    public Optional<Item> get(ItemKey key) {
        return ask("reading " + key, () -> {
            Map<String, AttributeValue> item = dynamoDb.getItem(request -> request.tableName(table)
                    .key(Map.of(KeySchema.PARTITION, text(key.partition()), KeySchema.SORT, text(key.sort())))
                    .consistentRead(true)).item();
            return item.isEmpty() ? Optional.empty() : Optional.of(item(item));
        });
    }

    @Override
    public List<Item> partition(String partition) {
        QueryRequest request = QueryRequest.builder().tableName(table).consistentRead(true)
                .keyConditionExpression("#pk = :pk")
                .expressionAttributeNames(Map.of("#pk", KeySchema.PARTITION))
                .expressionAttributeValues(Map.of(":pk", text(partition)))
                .build();
        return query(request, Integer.MAX_VALUE);
    }

    @Override
    public List<Item> query(Range range, int limit) {
        String partition = range.index().map(KeySchema.SecondaryIndex::partitionAttribute)
                .orElse(KeySchema.PARTITION);
        // "before" is exclusive while BETWEEN is inclusive, so its bound is found by the limit and dropped here.
        QueryRequest.Builder request = QueryRequest.builder().tableName(table)
                .keyConditionExpression(range.from().isEmpty()
                        ? "#partition = :partition AND #sort < :before"
                        : "#partition = :partition AND #sort BETWEEN :from AND :before")
                .expressionAttributeNames(Map.of("#partition", partition, "#sort",
                        range.index().isPresent() ? KeySchema.STARTED : KeySchema.SORT))
                .expressionAttributeValues(values(range)).scanIndexForward(false);
        range.index().ifPresent(index -> request.indexName(index.indexName()));
        int asked = range.from().isEmpty() ? limit : limit + 1;
        return query(request.limit(asked).build(), asked).stream()
                .filter(item -> !sort(range, item).equals(range.before())).limit(limit).toList();
    }

    private static Map<String, AttributeValue> values(Range range) {
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":partition", text(range.partition()));
        values.put(":before", text(range.before()));
        if (!range.from().isEmpty()) {
            values.put(":from", text(range.from()));
        }
        return values;
    }

    private static String sort(Range range, Item item) {
        return range.index().isPresent() ? item.attribute(KeySchema.STARTED) : item.key().sort();
    }

    /** A page ends at 1 MB whatever the limit, so it is asked on until the limit is reached or nothing is left. */
    private List<Item> query(QueryRequest first, int limit) {
        return ask("querying " + first.expressionAttributeValues().values(), () -> {
            List<Item> items = new ArrayList<>();
            QueryRequest request = first;
            while (true) {
                QueryResponse response = dynamoDb.query(request);
                response.items().forEach(item -> items.add(item(item)));
                if (items.size() >= limit || response.lastEvaluatedKey().isEmpty()) {
                    return items;
                }
                request = request.toBuilder().exclusiveStartKey(response.lastEvaluatedKey()).build();
            }
        });
    }

    @Override
    public Written put(Item item, List<Item> pointers) {
        return pointers.isEmpty() ? putAlone(item) : putTogether(item, pointers);
    }

    private Written putAlone(Item item) {
        return ask("writing " + item.key(), () -> {
            try {
                dynamoDb.putItem(PutItemRequest.builder().tableName(table).item(attributes(item))
                        .conditionExpression(condition(item)).expressionAttributeNames(conditionNames(item))
                        .expressionAttributeValues(conditionValues(item))
                        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD).build());
                return new Written.Stored();
            } catch (ConditionalCheckFailedException refused) {
                return refused(item, refused.hasItem() ? refused.item() : Map.of());
            }
        });
    }

    private Written putTogether(Item item, List<Item> pointers) {
        List<TransactWriteItem> writes = new ArrayList<>();
        writes.add(TransactWriteItem.builder().put(Put.builder().tableName(table).item(attributes(item))
                .conditionExpression(condition(item)).expressionAttributeNames(conditionNames(item))
                .expressionAttributeValues(conditionValues(item))
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD).build()).build());
        pointers.stream().limit(MAX_POINTERS).forEach(pointer -> writes.add(TransactWriteItem.builder()
                .put(Put.builder().tableName(table).item(attributes(pointer)).build()).build()));
        return ask("writing " + item.key() + " with " + pointers.size() + " pointers", () -> {
            try {
                dynamoDb.transactWriteItems(request -> request.transactItems(writes));
                return new Written.Stored();
            } catch (TransactionCanceledException cancelled) {
                CancellationReason reason = cancelled.cancellationReasons().getFirst();
                if (!CONDITION_FAILED.equals(reason.code())) {
                    throw cancelled;
                }
                return refused(item, reason.hasItem() ? reason.item() : Map.of());
            }
        });
    }

    private static Written refused(Item item, Map<String, AttributeValue> current) {
        if (current.isEmpty()) {
            // Version 1 was refused, or a later one because the item was deleted meanwhile: both come right when repeated.
            throw new IndexUnavailableException("the item " + item.key() + " vanished while it was written");
        }
        return new Written.Refused(item(current));
    }

    @Override
    public void put(Item item) {
        ask("writing " + item.key(), () -> dynamoDb.putItem(request -> request.tableName(table)
                .item(attributes(item))));
    }

    private static String condition(Item item) {
        return item.version() == 1 ? ABSENT : UNCHANGED;
    }

    private static Map<String, String> conditionNames(Item item) {
        return item.version() == 1 ? Map.of("#pk", KeySchema.PARTITION) : Map.of("#version", KeySchema.VERSION);
    }

    /** Null and not empty where there are none: DynamoDB refuses an empty map. */
    private static @Nullable Map<String, AttributeValue> conditionValues(Item item) {
        return item.version() == 1 ? null : Map.of(":previous", number(item.version() - 1));
    }

    private static Map<String, AttributeValue> attributes(Item item) {
        Map<String, AttributeValue> attributes = new HashMap<>();
        item.attributes().forEach((name, value) -> attributes.put(name, name.equals(KeySchema.EXPIRES)
                ? AttributeValue.fromN(value)
                : text(value)));
        attributes.put(KeySchema.PARTITION, text(item.key().partition()));
        attributes.put(KeySchema.SORT, text(item.key().sort()));
        attributes.put(KeySchema.VERSION, number(item.version()));
        return attributes;
    }

    private static Item item(Map<String, AttributeValue> stored) {
        TreeMap<String, String> attributes = new TreeMap<>();
        stored.forEach((name, value) -> {
            if (value.s() != null) {
                attributes.put(name, value.s());
            } else if (name.equals(KeySchema.EXPIRES)) {
                attributes.put(name, value.n());
            }
        });
        String partition = attributes.remove(KeySchema.PARTITION);
        String sort = attributes.remove(KeySchema.SORT);
        // A secondary index projects no version, and nobody writes what was read from one.
        long version = stored.containsKey(KeySchema.VERSION) ? Long.parseLong(stored.get(KeySchema.VERSION).n()) : 0;
        return new Item(new ItemKey(String.valueOf(partition), String.valueOf(sort)), version, attributes);
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    /** The SDK has retried by now what is worth it within one invocation. */
    private <T> T ask(String what, Supplier<T> question) {
        try {
            return question.get();
        } catch (SdkException failed) {
            throw new IndexUnavailableException(what + " in " + table + ": " + failed.getMessage(), failed);
        }
    }
}
