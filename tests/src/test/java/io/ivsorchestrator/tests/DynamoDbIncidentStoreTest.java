package io.ivsorchestrator.tests;

import io.ivsorchestrator.incident.IncidentStoreContract;
import io.ivsorchestrator.index.DynamoDbIndexTable;
import io.ivsorchestrator.index.IndexTable;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The incidents' contract on DynamoDB Local. */
class DynamoDbIncidentStoreTest extends IncidentStoreContract {
    @RegisterExtension
    static final EmbeddedTables TABLES = new EmbeddedTables();

    @Override
    protected IndexTable table() {
        return new DynamoDbIndexTable(TABLES.dynamoDb(), TABLES.create());
    }
}
