package io.ivsorchestrator.infra;

import io.ivsorchestrator.query.QueryHandler;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Stack;

/** Answers questions, takes orders for deletions and holds. It reads media, and can delete none. */
final class Querying {
    static final String SERVICE = "query";

    /** Within the gateway's 30 seconds, so that a caller gets our answer and not the gateway's. */
    private static final int TIMEOUT_SECONDS = 29;

    private Querying() {
    }

    /** No queue stands before it: its concurrency is the account's. */
    static Work work(Stack stack, Deployment deployment, StorageStack storage) {
        Names names = deployment.names();
        return new Work(SERVICE, QueryHandler.class.getName(), TIMEOUT_SECONDS, 1024, 2, Map.of(
                "TABLE_NAME", storage.table().getTableName(),
                "DELETION_QUEUE_URL", names.queueUrl(stack, names.queue(Deleting.SERVICE)),
                "AUTHORIZATION", switch (deployment.settings().apiAuth()) {
                    case ApiAuth.Iam _ -> "IAM";
                    case ApiAuth.Jwt _ -> "JWT";
                },
                "RETENTION", deployment.settings().retention()),
                List.of(
                        Permission.to(List.of("dynamodb:GetItem", "dynamodb:PutItem"), List.of(storage.tableArn())),
                        Permission.to("dynamodb:Query", storage.tableAndIndexArns()),
                        Permission.to("s3:GetObject", storage.objects("*")),
                        Permission.to("s3:ListBucket", storage.bucketArns()),
                        Permission.to("sqs:SendMessage",
                                List.of(names.queueArn(stack, names.queue(Deleting.SERVICE))))));
    }
}
