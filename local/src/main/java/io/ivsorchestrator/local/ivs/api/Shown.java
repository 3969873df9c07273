package io.ivsorchestrator.local.ivs.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ivsorchestrator.local.ivs.account.RecordingConfiguration;
import java.time.Instant;
import java.util.Map;

/** Resources as the API shows them, where that is more than their components. */
final class Shown {

    private Shown() {
    }

    static ObjectNode tagged(Object resource, Map<String, String> tags) {
        return Json.tree(resource).set("tags", Json.tree(tags));
    }

    static ObjectNode recordingConfiguration(
            RecordingConfiguration configuration, Instant now, Map<String, String> tags) {
        return tagged(configuration, tags).put("state", configuration.state(now).name());
    }
}
