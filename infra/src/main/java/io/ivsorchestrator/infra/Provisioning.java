package io.ivsorchestrator.infra;

import io.ivsorchestrator.events.EventPatterns;
import io.ivsorchestrator.provisioning.ProvisioningHandler;
import io.ivsorchestrator.provisioning.ProvisioningMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.s3.IBucket;

/** Keeps channels and stages recorded as the policy says. Until something carries the tag it has nothing to do. */
final class Provisioning {
    static final String SERVICE = "provisioning";
    /** The rule by whose silence a missing trail is noticed. */
    static final String HEARTBEAT = "TrailHeartbeat";

    /** Its own delayed messages wait for up to a quarter of an hour. */
    private static final Duration PATIENCE = Duration.hours(1);

    private Provisioning() {
    }

    static Pipeline pipeline(Stack stack, Deployment deployment, StorageStack storage, Notifications notifications) {
        String account = stack.getAccount();
        Names names = deployment.names();
        return new Pipeline(stack, "Provisioning", deployment,
                work(stack, deployment, storage, notifications), PATIENCE, List.of(
                        Feed.Matching.onDefaultBus("ConfigurationCalls", EventPatterns.configurationCalls(account)),
                        Feed.Matching.onDefaultBus("LiveChanges", EventPatterns.liveChanges(account)),
                        Feed.Matching.onDefaultBus("PolicyChanges",
                                EventPatterns.policyChanges(account, names.policyParameter())),
                        // The function has no use for these few a day; that they arrive is what matters.
                        Feed.Matching.onDefaultBus(HEARTBEAT,
                                EventPatterns.logStreamCalls(account, names.logGroupPrefix())),
                        new Feed.Every("DriftSweep", "rate(1 day)", ProvisioningMessage.SWEEP)));
    }

    private static Work work(Stack stack, Deployment deployment, StorageStack storage, Notifications notifications) {
        Names names = deployment.names();
        IvsAccess ivs = new IvsAccess(stack, deployment);
        List<Permission> permissions = new ArrayList<>(List.of(
                IvsAccess.reading("BatchGetChannel", "GetRecordingConfiguration", "GetStage", "ListChannels",
                        "ListRecordingConfigurations", "ListStages", "ListStorageConfigurations"),
                Permission.to("ssm:GetParameter", List.of(stack.formatArn(ArnComponents.builder().service("ssm")
                        .resource("parameter" + names.policyParameter()).build()))),
                Permission.to(List.of("dynamodb:GetItem", "dynamodb:PutItem"), List.of(storage.tableArn())),
                Permission.to("dynamodb:Query", storage.tableAndIndexArns()),
                Permission.to("sqs:SendMessage", List.of(names.queueArn(stack, names.queue(SERVICE))))));
        switch (deployment.settings().provisioning()) {
            case ENFORCE -> {
                permissions.addAll(List.of(
                        IvsAccess.creating("CreateRecordingConfiguration", "CreateStorageConfiguration"),
                        ivs.taggingConfigurations(),
                        ivs.changing("channel", "UpdateChannel"),
                        ivs.changing("stage", "UpdateStage"),
                        ivs.deletingOurs("recording-configuration", "DeleteRecordingConfiguration"),
                        ivs.deletingOurs("storage-configuration", "DeleteStorageConfiguration")));
                permissions.addAll(ivs.onBehalf(storage));
            }
            case OBSERVE -> {
                // It looks and tells.
            }
        }
        permissions.addAll(notifications.publishing());
        return new Work(SERVICE, ProvisioningHandler.class.getName(), 60, 1024, 2, Map.of(
                "TABLE_NAME", storage.table().getTableName(),
                "QUEUE_URL", names.queueUrl(stack, names.queue(SERVICE)),
                "TOPIC_ARN", notifications.topic().getTopicArn(),
                "DEPLOYMENT", deployment.settings().deployment(),
                "RECORDING_BUCKETS", String.join(",",
                        storage.buckets().stream().map(IBucket::getBucketName).toList()),
                "POLICY_PARAMETER", names.policyParameter(),
                "PROVISIONING_MODE", deployment.settings().provisioning().name().toLowerCase(Locale.ROOT),
                "OWN_ROLES", String.join(",", names.roleArn(stack, SERVICE), names.roleArn(stack, Recovery.SERVICE)),
                "IVS_CALL_SHARE", deployment.settings().callShare(),
                "ACCOUNT_ID", stack.getAccount()),
                permissions);
    }
}
