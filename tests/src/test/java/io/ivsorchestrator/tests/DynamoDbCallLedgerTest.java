package io.ivsorchestrator.tests;

import io.ivsorchestrator.ivs.CallLedger;
import io.ivsorchestrator.ivs.CallLedgerContract;
import io.ivsorchestrator.ivs.DynamoDbCallLedger;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The ledger's contract on DynamoDB Local, in a table as it is deployed. */
class DynamoDbCallLedgerTest extends CallLedgerContract {
    @RegisterExtension
    static final EmbeddedTables TABLES = new EmbeddedTables();

    @Override
    protected CallLedger ledger() {
        return new DynamoDbCallLedger(TABLES.dynamoDb(), TABLES.create());
    }
}
