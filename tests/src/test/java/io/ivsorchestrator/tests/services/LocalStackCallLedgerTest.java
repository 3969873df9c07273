package io.ivsorchestrator.tests.services;

import io.ivsorchestrator.ivs.CallLedger;
import io.ivsorchestrator.ivs.CallLedgerContract;
import io.ivsorchestrator.ivs.DynamoDbCallLedger;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The ledger's contract on LocalStack's DynamoDB. */
@EnabledIf(value = "io.ivsorchestrator.tests.services.LocalStack#isPossible", disabledReason = "no container engine")
class LocalStackCallLedgerTest extends CallLedgerContract {
    @RegisterExtension
    static final LocalStackTables TABLES = new LocalStackTables();

    @Override
    protected CallLedger ledger() {
        return new DynamoDbCallLedger(TABLES.dynamoDb(), TABLES.create());
    }
}
