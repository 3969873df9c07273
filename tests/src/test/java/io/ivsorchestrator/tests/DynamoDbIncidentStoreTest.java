package io.ivsorchestrator.tests;

import io.ivsorchestrator.incident.IncidentStoreContract;
import io.ivsorchestrator.index.DynamoDbIndexTable;
import io.ivsorchestrator.index.IndexTable;
import io.ivsorchestrator.local.embedded.LocalClients;
import io.ivsorchestrator.local.embedded.LocalDynamoDb;
import io.ivsorchestrator.local.laptop.IndexTables;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The incidents' contract on DynamoDB Local. */
class DynamoDbIncidentStoreTest extends IncidentStoreContract {
    private static LocalDynamoDb server;
    private static DynamoDbClient dynamoDb;

    @BeforeAll
    static void start() {
        server = LocalDynamoDb.start();
        dynamoDb = LocalClients.dynamoDb(server.endpoint());
    }

    @AfterAll
    static void stop() {
        dynamoDb.close();
        server.close();
    }

    @Override
    protected IndexTable table() {
        String name = "incidents-" + System.nanoTime();
        IndexTables.create(dynamoDb, name);
        return new DynamoDbIndexTable(dynamoDb, name);
    }
}
