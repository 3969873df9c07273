package io.ivsorchestrator.index;

class InMemoryRecordingIndexTest extends RecordingIndexContract {
    @Override
    protected IndexTable table() {
        return new InMemoryIndexTable();
    }
}
