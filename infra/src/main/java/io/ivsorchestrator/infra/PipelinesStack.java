package io.ivsorchestrator.infra;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.ssm.ParameterTier;
import software.amazon.awscdk.services.ssm.StringParameter;
import software.constructs.Construct;

/** All that happens by itself: what arrives, what is done about it, and who is told. */
final class PipelinesStack extends Stack {
    private final List<Pipeline> pipelines = new ArrayList<>();
    private final Publishing publishing;

    PipelinesStack(Construct scope, String id, StackProps props, Deployment deployment, StorageStack storage) {
        super(scope, id, props);
        Notifications notifications = new Notifications(this, "Notifications", deployment);
        pipelines.add(Indexing.pipeline(this, deployment, storage));
        RecordingBus bus = new RecordingBus(this, "Bus", deployment);
        publishing = new Publishing(this, "Publishing", deployment, storage, bus);
        pipelines.add(Recovery.pipeline(this, deployment, storage, notifications, bus));
        pipelines.add(Salvaging.pipeline(this, deployment, storage, bus));
        pipelines.add(Provisioning.pipeline(this, deployment, storage, notifications));
        pipelines.add(Reconciling.pipeline(this, deployment, storage));
        pipelines.add(Backfilling.pipeline(this, deployment, storage));
        pipelines.add(Deleting.pipeline(this, deployment, storage));
        deployment.settings().recordingPolicy()
                .ifPresent(policy -> StringParameter.Builder.create(this, "RecordingPolicy")
                        .parameterName(deployment.names().policyParameter())
                        .description("How channels and stages are recorded; docs/provisioning.md has the format")
                        .tier(ParameterTier.INTELLIGENT_TIERING)
                        .stringValue(policy)
                        .build());
        switch (deployment.settings().trail()) {
            case EXISTING -> {
            }
            case CREATE -> new ConfigurationTrail(this, "Trail", deployment.names());
        }
    }

    Publishing publishing() {
        return publishing;
    }

    /** In the order in which an event passes them. */
    List<Pipeline> pipelines() {
        return List.copyOf(pipelines);
    }
}
