package io.ivsorchestrator.infra;

import io.ivsorchestrator.backfill.BackfillHandler;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;

/** Indexes what buckets hold already, once somebody puts an errand into its queue; it begins nothing by itself. */
final class Backfilling {
    static final String SERVICE = "backfill";

    /** A large bucket's errands wait for each other. */
    private static final Duration PATIENCE = Duration.hours(12);

    private Backfilling() {
    }

    static Pipeline pipeline(Stack stack, Deployment deployment, StorageStack storage) {
        Names names = deployment.names();
        Work work = new Work(SERVICE, BackfillHandler.class.getName(), 300, 1024, 5, 1, Map.of(
                "TABLE_NAME", storage.table().getTableName(),
                "BACKFILL_QUEUE_URL", names.queueUrl(stack, names.queue(SERVICE))),
                List.of(
                        Permission.to("s3:GetObject", storage.objects("*/events/recording-*.json")),
                        Permission.to("s3:ListBucket", storage.bucketArns()),
                        Permission.to(List.of("dynamodb:GetItem", "dynamodb:PutItem"), List.of(storage.tableArn())),
                        Permission.to("dynamodb:Query", storage.tableAndIndexArns()),
                        Permission.to("sqs:SendMessage", List.of(names.queueArn(stack, names.queue(SERVICE))))));
        return new Pipeline(stack, "Backfill", deployment, work, PATIENCE, List.of());
    }
}
