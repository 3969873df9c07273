package io.ivsorchestrator.tests;

import io.ivsorchestrator.index.DynamoDbIndexTable;
import io.ivsorchestrator.index.IndexTable;
import io.ivsorchestrator.index.RecordingIndexContract;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The index's contract on DynamoDB Local. */
class DynamoDbRecordingIndexTest extends RecordingIndexContract {
    @RegisterExtension
    static final EmbeddedTables TABLES = new EmbeddedTables();

    @Override
    protected IndexTable table() {
        return new DynamoDbIndexTable(TABLES.dynamoDb(), TABLES.create());
    }
}
