package io.ivsorchestrator.local.ivs.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ivsorchestrator.local.ivs.account.IvsAccount;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tags of all resources of both APIs. */
final class Tagging {
    private static final int MOST = 50;

    private final IvsAccount account;

    Tagging(IvsAccount account) {
        this.account = account;
    }

    Map<String, Handler> handlers() {
        return Map.of(
                "TagResource", this::tag,
                "UntagResource", this::untag,
                "ListTagsForResource", this::list);
    }

    private ObjectNode tag(Input in, Instant now) {
        String arn = existing(in);
        Map<String, String> tags = new LinkedHashMap<>(account.tags(arn));
        tags.putAll(in.map("tags"));
        if (tags.size() > MOST) {
            throw Refusal.invalid("A resource has at most " + MOST + " tags");
        }
        account.tag(arn, tags);
        return Json.object();
    }

    private ObjectNode untag(Input in, Instant now) {
        String arn = existing(in);
        Map<String, String> tags = new LinkedHashMap<>(account.tags(arn));
        in.list("tagKeys").forEach(tags::remove);
        account.tag(arn, tags);
        return Json.object();
    }

    private ObjectNode list(Input in, Instant now) {
        return Json.object("tags", Json.tree(account.tags(existing(in))));
    }

    private String existing(Input in) {
        String arn = in.text("resourceArn");
        if (!account.taggable(arn)) {
            throw Refusal.missing(arn);
        }
        return arn;
    }
}
