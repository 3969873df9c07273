package io.ivsorchestrator.ivs;

import io.ivsorchestrator.events.Arn;
import java.util.Map;
import java.util.Set;

/** Tags of any resource of the API. Every method throws {@link IvsRefusedException}. */
public interface Tagging {
    Map<String, String> listTags(Arn resource);

    /** Adds the tags to those that are there and overwrites equal names. */
    void tag(Arn resource, Map<String, String> tags);

    void untag(Arn resource, Set<String> names);
}
