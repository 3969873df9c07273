package io.ivsorchestrator.infra;

import io.ivsorchestrator.events.EventPatterns;
import io.ivsorchestrator.recovery.RecoveryHandler;
import io.ivsorchestrator.recovery.RecoveryMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;

/**
 * Finds out why recordings fail, tells once, and repairs what its mode allows: it has the permissions of its mode and no
 * others, so that {@code observe} cannot change anything even by mistake.
 */
final class Recovery {
    static final String SERVICE = "recovery";

    private static final Duration PATIENCE = Duration.minutes(30);

    private Recovery() {
    }

    static Pipeline pipeline(Stack stack, Deployment deployment, StorageStack storage, Notifications notifications,
            RecordingBus bus) {
        return new Pipeline(stack, "Recovery", deployment, work(stack, deployment, storage, notifications), PATIENCE,
                List.of(new Feed.Matching("RecordingOutcomes", EventPatterns.recordingOutcomes(stack.getAccount()),
                        Optional.of(bus.bus()))));
    }

    private static Work work(Stack stack, Deployment deployment, StorageStack storage, Notifications notifications) {
        Names names = deployment.names();
        List<Permission> permissions = new ArrayList<>(List.of(
                IvsAccess.reading("GetChannel", "GetRecordingConfiguration", "GetStage", "GetStorageConfiguration"),
                Permission.to(List.of("s3:GetBucketLocation", "s3:GetBucketOwnershipControls", "s3:GetBucketPolicy",
                        "s3:GetEncryptionConfiguration"), storage.bucketArns()),
                Permission.to(List.of("dynamodb:GetItem", "dynamodb:PutItem"), List.of(storage.tableArn())),
                Permission.to("dynamodb:Query", storage.tableAndIndexArns()),
                Permission.to("sqs:SendMessage", List.of(names.queueArn(stack, names.queue(SERVICE))))));
        permissions.addAll(notifications.publishing());
        IvsAccess ivs = new IvsAccess(stack, deployment);
        RecoveryMode mode = deployment.settings().recovery();
        for (RecoveryMode.Permission allowed : RecoveryMode.Permission.values()) {
            if (mode.allows(allowed)) {
                permissions.addAll(switch (allowed) {
                    case REPAIR -> repairing(ivs, storage);
                    case COMPOSE -> composing(ivs);
                    case RESTART_STREAM -> restarting(ivs);
                });
            }
        }
        return new Work(SERVICE, RecoveryHandler.class.getName(), 60, 1024, 2, Map.of(
                "TABLE_NAME", storage.table().getTableName(),
                "TOPIC_ARN", notifications.topic().getTopicArn(),
                "QUEUE_URL", names.queueUrl(stack, names.queue(SERVICE)),
                "ACCOUNT_ID", stack.getAccount(),
                "RECOVERY_MODE", deployment.settings().recoveryText(),
                "RUNBOOK_URL", deployment.settings().runbook(),
                "IVS_CALL_SHARE", deployment.settings().callShare()),
                permissions);
    }

    private static List<Permission> repairing(IvsAccess ivs, StorageStack storage) {
        List<Permission> permissions = new ArrayList<>(List.of(
                IvsAccess.reading("GetStreamSession", "ListChannels", "ListRecordingConfigurations",
                        "ListStorageConfigurations"),
                IvsAccess.creating("CreateRecordingConfiguration", "CreateStorageConfiguration"),
                ivs.taggingConfigurations(),
                ivs.changing("channel", "UpdateChannel"),
                ivs.changing("stage", "UpdateStage"),
                ivs.deletingOurs("recording-configuration", "DeleteRecordingConfiguration")));
        permissions.addAll(ivs.onBehalf(storage));
        return permissions;
    }

    private static List<Permission> composing(IvsAccess ivs) {
        return List.of(IvsAccess.reading("ListCompositions", "ListEncoderConfigurations", "ListParticipants"),
                IvsAccess.creating("CreateEncoderConfiguration", "StartComposition"), ivs.taggingCompositions());
    }

    private static List<Permission> restarting(IvsAccess ivs) {
        return List.of(IvsAccess.reading("GetStream"), ivs.changing("channel", "StopStream"));
    }
}
