package io.ivsorchestrator.tests.services;

import io.ivsorchestrator.incident.IncidentStoreContract;
import io.ivsorchestrator.index.DynamoDbIndexTable;
import io.ivsorchestrator.index.IndexTable;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The incidents' contract on LocalStack's DynamoDB. */
@EnabledIf(value = "io.ivsorchestrator.tests.services.LocalStack#isPossible", disabledReason = "no container engine")
class LocalStackIncidentStoreTest extends IncidentStoreContract {
    @RegisterExtension
    static final LocalStackTables TABLES = new LocalStackTables();

    @Override
    protected IndexTable table() {
        return new DynamoDbIndexTable(TABLES.dynamoDb(), TABLES.create());
    }
}
