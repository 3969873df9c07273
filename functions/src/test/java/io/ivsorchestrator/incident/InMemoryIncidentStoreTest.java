package io.ivsorchestrator.incident;

import io.ivsorchestrator.index.InMemoryIndexTable;
import io.ivsorchestrator.index.IndexTable;

class InMemoryIncidentStoreTest extends IncidentStoreContract {
    @Override
    protected IndexTable table() {
        return new InMemoryIndexTable();
    }
}
