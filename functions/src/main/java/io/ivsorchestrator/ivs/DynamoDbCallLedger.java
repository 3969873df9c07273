package io.ivsorchestrator.ivs;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * {@link CallLedger} in the index's table: one item per operation, {@code pk} = {@code ivs-calls.<operation>}, {@code sk} =
 * {@code calls}, so that no operation waits for another and a busy one has a partition of its own.
 *
 * <p>Needs {@code dynamodb:PutItem} on the table.
 */
public final class DynamoDbCallLedger implements CallLedger {
    private static final String PARTITION = "pk";
    private static final String SORT = "sk";
    private static final String VERSION = "version";
    /** Text: {@code <id>/<calls>/<until>} each, separated by blanks; times in milliseconds since 1970. */
    private static final String LEASES = "leases";
    private static final String THROTTLES = "throttles";
    private static final String THROTTLED = "throttled";
    private static final String BLOCKED = "blocked";

    private final DynamoDbClient dynamoDb;
    private final String table;

    /** The client stays the caller's to close. */
    public DynamoDbCallLedger(DynamoDbClient dynamoDb, String table) {
        this.dynamoDb = dynamoDb;
        this.table = table;
    }

    @Override
    public Optional<Entry> write(IvsOperation operation, Entry entry) {
        return ask("writing the calls of " + operation, () -> {
            PutItemRequest.Builder request = PutItemRequest.builder().tableName(table).item(item(operation, entry))
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
            if (entry.version() == 1) {
                request.conditionExpression("attribute_not_exists(#pk)")
                        .expressionAttributeNames(Map.of("#pk", PARTITION));
            } else {
                request.conditionExpression("#version = :previous")
                        .expressionAttributeNames(Map.of("#version", VERSION))
                        .expressionAttributeValues(Map.of(":previous", number(entry.version() - 1)));
            }
            try {
                dynamoDb.putItem(request.build());
                return Optional.empty();
            } catch (ConditionalCheckFailedException refused) {
                // Somebody deleted the item: what was in it is forgotten, and the next write begins anew.
                return Optional.of(refused.hasItem() && !refused.item().isEmpty()
                        ? entry(refused.item())
                        : Entry.NONE);
            }
        });
    }

    private static Map<String, AttributeValue> key(IvsOperation operation) {
        return Map.of(PARTITION, AttributeValue.fromS("ivs-calls." + operation.name()), SORT,
                AttributeValue.fromS("calls"));
    }

    private static Map<String, AttributeValue> item(IvsOperation operation, Entry entry) {
        Map<String, AttributeValue> item = new HashMap<>(key(operation));
        item.put(VERSION, number(entry.version()));
        item.put(LEASES, AttributeValue.fromS(entry.leases().stream()
                .map(lease -> lease.id() + "/" + lease.calls() + "/" + lease.until().toEpochMilli())
                .collect(Collectors.joining(" "))));
        item.put(THROTTLES, number(entry.throttles()));
        item.put(THROTTLED, number(entry.throttled().toEpochMilli()));
        item.put(BLOCKED, number(entry.blocked().toEpochMilli()));
        return item;
    }

    private static Entry entry(Map<String, AttributeValue> item) {
        List<Lease> leases = Stream.of(value(item, LEASES).s().split(" ")).filter(text -> !text.isEmpty())
                .map(text -> text.split("/"))
                .map(parts -> new Lease(Long.parseLong(parts[0]), Integer.parseInt(parts[1]), time(parts[2])))
                .toList();
        return new Entry(Long.parseLong(value(item, VERSION).n()), leases, Integer.parseInt(value(item, THROTTLES).n()),
                time(value(item, THROTTLED).n()), time(value(item, BLOCKED).n()));
    }

    private static AttributeValue value(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        if (value == null) {
            throw new IllegalStateException("the item of the calls to IVS has no attribute " + name);
        }
        return value;
    }

    private static Instant time(String millis) {
        return Instant.ofEpochMilli(Long.parseLong(millis));
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    private static <T> T ask(String what, Supplier<T> question) {
        try {
            return question.get();
        } catch (SdkException failed) {
            throw new LedgerUnavailableException(what + ": " + failed.getMessage(), failed);
        }
    }
}
