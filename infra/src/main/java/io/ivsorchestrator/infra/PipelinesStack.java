package io.ivsorchestrator.infra;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.constructs.Construct;

/** All that happens by itself: what arrives, what is done about it, and who is told. */
final class PipelinesStack extends Stack {
    private final List<Pipeline> pipelines = new ArrayList<>();

    PipelinesStack(Construct scope, String id, StackProps props, Deployment deployment, StorageStack storage) {
        super(scope, id, props);
        Notifications _ = new Notifications(this, "Notifications", deployment);
        pipelines.add(Indexing.pipeline(this, deployment, storage));
        pipelines.add(Deleting.pipeline(this, deployment, storage));
        switch (deployment.settings().trail()) {
            case EXISTING -> {
            }
            case CREATE -> new ConfigurationTrail(this, "Trail", deployment.names());
        }
    }

    /** In the order in which an event passes them. */
    List<Pipeline> pipelines() {
        return List.copyOf(pipelines);
    }
}
