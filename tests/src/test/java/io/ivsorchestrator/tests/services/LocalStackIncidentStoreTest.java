package io.ivsorchestrator.tests.services;

import io.ivsorchestrator.incident.IncidentStoreContract;
import io.ivsorchestrator.index.DynamoDbIndexTable;
import io.ivsorchestrator.index.IndexTable;
import io.ivsorchestrator.local.embedded.LocalClients;
import io.ivsorchestrator.local.laptop.IndexTables;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The incidents' contract on LocalStack's DynamoDB. */
@EnabledIf(value = "io.ivsorchestrator.tests.services.LocalStack#isPossible", disabledReason = "no container engine")
class LocalStackIncidentStoreTest extends IncidentStoreContract {
    private static DynamoDbClient dynamoDb;

    @BeforeAll
    static void start() {
        dynamoDb = LocalClients.dynamoDb(LocalStack.endpoint());
    }

    @AfterAll
    static void stop() {
        dynamoDb.close();
    }

    @Override
    protected IndexTable table() {
        String name = "table-" + System.nanoTime();
        IndexTables.create(dynamoDb, name);
        dynamoDb.waiter().waitUntilTableExists(request -> request.tableName(name));
        return new DynamoDbIndexTable(dynamoDb, name);
    }
}
