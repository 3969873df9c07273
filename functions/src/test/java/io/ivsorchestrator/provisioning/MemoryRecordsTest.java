package io.ivsorchestrator.provisioning;

class MemoryRecordsTest extends ProvisioningRecordsContract {
    @Override
    ProvisioningRecords records() {
        return new MemoryRecords();
    }
}
