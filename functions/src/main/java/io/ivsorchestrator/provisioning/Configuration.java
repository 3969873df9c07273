package io.ivsorchestrator.provisioning;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.ivs.RecordingConfiguration;
import io.ivsorchestrator.ivs.StorageConfiguration;
import java.util.Map;
import java.util.Optional;

/** A recording or storage configuration that exists, ours or not. */
public record Configuration(Arn arn, ResourceKind kind, String name, Optional<String> bucket, State state,
        Map<String, String> tags) {
    public Configuration {
        tags = Map.copyOf(tags);
    }

    /** A storage configuration has no state in IVS: it is there or not. */
    public enum State {
        READY, CREATING, FAILED
    }

    /** As IVS told it. */
    public static Configuration of(RecordingConfiguration it) {
        State state = it.isActive() ? State.READY : it.hasFailed() ? State.FAILED : State.CREATING;
        return new Configuration(it.arn(), ResourceKind.CHANNEL, it.name(), it.bucket(), state, it.tags());
    }

    /** As IVS told it. */
    public static Configuration of(StorageConfiguration it) {
        return new Configuration(it.arn(), ResourceKind.STAGE, it.name(), it.bucket(), State.READY, it.tags());
    }

    boolean hasContent(String hash) {
        return hash.equals(tags.get(Deployment.CONTENT_TAG));
    }
}
