package io.ivsorchestrator.provisioning;

import io.ivsorchestrator.index.InMemoryIndexTable;
import java.util.List;

class IndexRecordsTest extends ProvisioningRecordsContract {
    @Override
    ProvisioningRecords records() {
        return new IndexRecords(new InMemoryIndexTable(), new Deployment("main", List.of("bucket")));
    }
}
