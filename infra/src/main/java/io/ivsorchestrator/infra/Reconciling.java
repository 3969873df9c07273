package io.ivsorchestrator.infra;

import io.ivsorchestrator.events.EventPatterns;
import io.ivsorchestrator.reconciling.ReconcilingHandler;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.s3.IBucket;

/** Looks, on a schedule, for what no event told, and at once where an event does not tell enough. It changes nothing in IVS. */
final class Reconciling {
    static final String SERVICE = "reconciling";

    private static final Duration PATIENCE = Duration.hours(2);
    /** Two days: longer than between two sweeps of any schedule that the settings take, by a day. */
    private static final String LOOKBACK_HOURS = "48";
    /** Of one sweep: at half of IVS's rates about half an hour. */
    private static final String CALL_BUDGET = "5000";

    private Reconciling() {
    }

    static Pipeline pipeline(Stack stack, Deployment deployment, StorageStack storage) {
        Names names = deployment.names();
        Work work = new Work(SERVICE, ReconcilingHandler.class.getName(), 300, 1024, 2, 1, Map.of(
                "TABLE_NAME", storage.table().getTableName(),
                "RECONCILING_QUEUE_URL", names.queueUrl(stack, names.queue(SERVICE)),
                "SALVAGE_QUEUE_URL", names.queueUrl(stack, names.queue(Salvaging.SERVICE)),
                "RECORDING_BUCKETS", String.join(",",
                        storage.buckets().stream().map(IBucket::getBucketName).toList()),
                "IVS_CALL_SHARE", deployment.settings().callShare(),
                "RECONCILING_LOOKBACK_HOURS", LOOKBACK_HOURS,
                "RECONCILING_CALL_BUDGET", CALL_BUDGET),
                List.of(
                        IvsAccess.reading("GetComposition", "GetParticipant", "GetStorageConfiguration",
                                "GetStreamSession", "ListChannels", "ListCompositions", "ListParticipants",
                                "ListStageSessions", "ListStages", "ListStreamSessions"),
                        Permission.to("s3:GetObject", storage.objects("*/events/recording-*.json")),
                        Permission.to("s3:ListBucket", storage.bucketArns()),
                        Permission.to(List.of("dynamodb:GetItem", "dynamodb:PutItem"), List.of(storage.tableArn())),
                        Permission.to("dynamodb:Query", storage.tableAndIndexArns()),
                        Permission.to("sqs:SendMessage", List.of(names.queueArn(stack, names.queue(SERVICE)),
                                names.queueArn(stack, names.queue(Salvaging.SERVICE))))));
        return new Pipeline(stack, "Reconciling", deployment, work, PATIENCE, List.of(
                new Feed.Every("Sweep", deployment.settings().reconcileEvery(), "sweep"),
                Feed.Matching.onDefaultBus("CompositionFailures",
                        EventPatterns.compositionFailures(stack.getAccount()))));
    }
}
