package io.ivsorchestrator.ivs;

import io.ivsorchestrator.events.Arn;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Tags of an account in memory; the same in both APIs. */
abstract class InMemoryTagging implements Tagging {
    final InMemoryIvs account;
    final IvsCalls calls;

    InMemoryTagging(InMemoryIvs account, IvsCalls calls) {
        this.account = account;
        this.calls = calls;
    }

    @Override
    public Map<String, String> listTags(Arn resource) {
        IvsOperation operation = IvsOperation.LIST_TAGS_FOR_RESOURCE;
        return calls.call(operation, () -> account.tags(resource, operation));
    }

    @Override
    public void tag(Arn resource, Map<String, String> tags) {
        calls.call(IvsOperation.TAG_RESOURCE, () -> {
            account.retag(resource, IvsOperation.TAG_RESOURCE, known -> {
                Map<String, String> all = new TreeMap<>(known);
                all.putAll(tags);
                return all;
            });
            return tags;
        });
    }

    @Override
    public void untag(Arn resource, Set<String> names) {
        calls.call(IvsOperation.UNTAG_RESOURCE, () -> {
            account.retag(resource, IvsOperation.UNTAG_RESOURCE, known -> {
                Map<String, String> left = new TreeMap<>(known);
                left.keySet().removeAll(names);
                return left;
            });
            return names;
        });
    }
}
