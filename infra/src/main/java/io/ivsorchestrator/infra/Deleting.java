package io.ivsorchestrator.infra;

import io.ivsorchestrator.query.DeletionHandler;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;

/** Deletes the media of recordings that somebody had deleted or whose time is up: the only function that can. */
final class Deleting {
    static final String SERVICE = "deletion";

    private static final Duration PATIENCE = Duration.hours(1);
    private static final String TOMBSTONE_DAYS = "90";

    private Deleting() {
    }

    static Pipeline pipeline(Stack stack, Deployment deployment, StorageStack storage) {
        return new Pipeline(stack, "Deletion", deployment, work(stack, deployment, storage), PATIENCE, List.of(
                new Feed.Every("RetentionSweep", "rate(1 day)", "{\"sweep\":\"retention\"}")));
    }

    private static Work work(Stack stack, Deployment deployment, StorageStack storage) {
        Names names = deployment.names();
        String queue = names.queue(SERVICE);
        // One at a time: a long recording takes all of an invocation, and whoever waits behind it would be returned untried
        // until it lies among the dead letters.
        return new Work(SERVICE, DeletionHandler.class.getName(), 120, 1024, 2, 1, Map.of(
                "TABLE_NAME", storage.table().getTableName(),
                "DELETION_QUEUE_URL", names.queueUrl(stack, queue),
                "RETENTION", deployment.settings().retention(),
                "TOMBSTONE_DAYS", TOMBSTONE_DAYS),
                List.of(
                        Permission.to(List.of("dynamodb:GetItem", "dynamodb:PutItem"), List.of(storage.tableArn())),
                        Permission.to("dynamodb:Query", storage.tableAndIndexArns()),
                        Permission.to(List.of("s3:ListBucketVersions", "s3:ListBucketMultipartUploads"),
                                storage.bucketArns()),
                        Permission.to(List.of("s3:DeleteObject", "s3:DeleteObjectVersion", "s3:AbortMultipartUpload"),
                                storage.objects("*")),
                        Permission.to("sqs:SendMessage", List.of(names.queueArn(stack, queue)))));
    }
}
