package io.ivsorchestrator.local.laptop;

import io.ivsorchestrator.index.KeySchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** Creates the index's table as it is deployed: keys, secondary indexes, projection, change stream. */
public final class IndexTables {
    private IndexTables() {
    }

    /** Creates the table; DynamoDB Local has it ready at once. */
    public static void create(DynamoDbClient dynamoDb, String table) {
        dynamoDb.createTable(request -> definition(request, table)
                .streamSpecification(stream -> stream.streamEnabled(true)
                        .streamViewType(StreamViewType.NEW_AND_OLD_IMAGES)));
    }

    /**
     * The same for measuring. With a change stream DynamoDB Local looks through the change records of all tables, oldest first,
     * on every request for any of them: what it then takes depends on what was written elsewhere before.
     */
    public static void createWithoutStream(DynamoDbClient dynamoDb, String table) {
        dynamoDb.createTable(request -> definition(request, table));
    }

    private static CreateTableRequest.Builder definition(CreateTableRequest.Builder request, String table) {
        return request.tableName(table).billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(attributes())
                .keySchema(keys(KeySchema.PARTITION, KeySchema.SORT))
                .globalSecondaryIndexes(
                        Arrays.stream(KeySchema.SecondaryIndex.values()).map(IndexTables::index).toList());
    }

    private static List<AttributeDefinition> attributes() {
        List<String> names = new ArrayList<>(List.of(KeySchema.PARTITION, KeySchema.SORT, KeySchema.STARTED));
        Arrays.stream(KeySchema.SecondaryIndex.values()).map(KeySchema.SecondaryIndex::partitionAttribute)
                .forEach(names::add);
        return names.stream()
                .map(name -> AttributeDefinition.builder().attributeName(name).attributeType(ScalarAttributeType.S)
                        .build())
                .toList();
    }

    private static GlobalSecondaryIndex index(KeySchema.SecondaryIndex index) {
        return GlobalSecondaryIndex.builder().indexName(index.indexName())
                .keySchema(keys(index.partitionAttribute(), KeySchema.STARTED))
                .projection(index.projectsView()
                        ? Projection.builder().projectionType(ProjectionType.INCLUDE)
                                .nonKeyAttributes(KeySchema.VIEW).build()
                        : Projection.builder().projectionType(ProjectionType.KEYS_ONLY).build())
                .build();
    }

    private static List<KeySchemaElement> keys(String partition, String sort) {
        return List.of(KeySchemaElement.builder().attributeName(partition).keyType(KeyType.HASH).build(),
                KeySchemaElement.builder().attributeName(sort).keyType(KeyType.RANGE).build());
    }
}
