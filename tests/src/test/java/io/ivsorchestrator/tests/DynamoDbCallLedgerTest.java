package io.ivsorchestrator.tests;

import io.ivsorchestrator.ivs.CallLedger;
import io.ivsorchestrator.ivs.CallLedgerContract;
import io.ivsorchestrator.ivs.DynamoDbCallLedger;
import io.ivsorchestrator.local.embedded.LocalClients;
import io.ivsorchestrator.local.embedded.LocalDynamoDb;
import io.ivsorchestrator.local.laptop.IndexTables;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The ledger's contract on DynamoDB Local, in a table as it is deployed. */
class DynamoDbCallLedgerTest extends CallLedgerContract {
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
    protected CallLedger ledger() {
        String name = "ledger-" + System.nanoTime();
        IndexTables.create(dynamoDb, name);
        return new DynamoDbCallLedger(dynamoDb, name);
    }
}
