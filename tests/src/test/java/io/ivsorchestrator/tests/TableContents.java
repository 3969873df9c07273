package io.ivsorchestrator.tests;

import io.ivsorchestrator.index.KeySchema;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What two tables that were told the same in different orders have in common. */
public final class TableContents {
    private TableContents() {
    }

    /** By key; everything but versions, which count the writes, and what is to be published, which tells the order of arrival. */
    public static Map<String, Map<String, String>> of(DynamoDbClient dynamoDb, String table) {
        Map<String, Map<String, String>> contents = new TreeMap<>();
        dynamoDb.scanPaginator(request -> request.tableName(table)).items().forEach(item -> {
            Map<String, String> attributes = new TreeMap<>();
            item.forEach((name, value) -> attributes.put(name, String.valueOf(value.s())));
            attributes.keySet().removeAll(Set.of(KeySchema.VERSION, KeySchema.SEQUENCE, KeySchema.PUBLISHED,
                    KeySchema.OUTBOX, KeySchema.SecondaryIndex.UNPUBLISHED.partitionAttribute()));
            contents.put(attributes.get(KeySchema.PARTITION) + " " + attributes.get(KeySchema.SORT), attributes);
        });
        return contents;
    }
}
