package io.ivsorchestrator.tests.services;

import io.ivsorchestrator.ivs.CallLedger;
import io.ivsorchestrator.ivs.CallLedgerContract;
import io.ivsorchestrator.ivs.DynamoDbCallLedger;
import io.ivsorchestrator.local.embedded.LocalClients;
import io.ivsorchestrator.local.laptop.IndexTables;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The ledger's contract on LocalStack's DynamoDB. */
@EnabledIf(value = "io.ivsorchestrator.tests.services.LocalStack#isPossible", disabledReason = "no container engine")
class LocalStackCallLedgerTest extends CallLedgerContract {
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
    protected CallLedger ledger() {
        String name = "ledger-" + System.nanoTime();
        IndexTables.create(dynamoDb, name);
        dynamoDb.waiter().waitUntilTableExists(request -> request.tableName(name));
        return new DynamoDbCallLedger(dynamoDb, name);
    }
}
