package io.ivsorchestrator.provisioning;

import io.ivsorchestrator.index.IndexTable;
import io.ivsorchestrator.index.Item;
import io.ivsorchestrator.index.ItemKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** In the index table, in a partition of the deployment's own: {@code provisioning.<deployment>}. */
public final class IndexRecords implements ProvisioningRecords {
    private final IndexTable table;
    private final String partition;

    public IndexRecords(IndexTable table, Deployment deployment) {
        this.table = table;
        this.partition = "provisioning." + deployment.id();
    }

    @Override
    public Optional<Entry> find(String name) {
        return table.get(new ItemKey(partition, name)).map(item -> new Entry(item.version(), item.attributes()));
    }

    @Override
    public boolean put(String name, long version, Map<String, String> values) {
        Item item = new Item(new ItemKey(partition, name), version, new TreeMap<>(values));
        return switch (table.put(item, List.of())) {
            case IndexTable.Written.Stored() -> true;
            case IndexTable.Written.Refused _ -> false;
        };
    }
}
