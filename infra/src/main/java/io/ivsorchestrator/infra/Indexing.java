package io.ivsorchestrator.infra;

import io.ivsorchestrator.events.EventPatterns;
import io.ivsorchestrator.indexing.IndexingHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.s3.IBucket;

/** From events to the index. It calls no IVS API, and may call none. */
final class Indexing {
    static final String SERVICE = "indexing";

    private static final Duration PATIENCE = Duration.minutes(5);

    private Indexing() {
    }

    static Pipeline pipeline(Stack stack, Deployment deployment, StorageStack storage) {
        String account = stack.getAccount();
        List<Feed> feeds = new ArrayList<>(List.of(
                Feed.Matching.onDefaultBus("IvsEvents", EventPatterns.ivsEvents(account)),
                Feed.Matching.onDefaultBus("RecordingObjects", EventPatterns.recordingObjects(account,
                        storage.buckets().stream().map(IBucket::getBucketName).toList()))));
        if (deployment.settings().simulatedEvents()) {
            feeds.add(new Feed.Simulated("SimulatedEvents", EventPatterns.simulatedEvents(account),
                    EventPatterns.IVS_SOURCE));
        }
        return new Pipeline(stack, "Indexing", deployment, work(stack, deployment, storage), PATIENCE, feeds);
    }

    private static Work work(Stack stack, Deployment deployment, StorageStack storage) {
        return new Work(SERVICE, IndexingHandler.class.getName(), 30, 1024, deployment.settings().concurrency(),
                Map.of("TABLE_NAME", storage.table().getTableName(),
                        "QUARANTINE_BUCKET", storage.quarantine().getBucketName(),
                        "ACCOUNT_ID", stack.getAccount()),
                permissions(storage));
    }

    /** {@code TransactWriteItems} needs no action of its own: puts in a transaction are allowed as puts. */
    private static List<Permission> permissions(StorageStack storage) {
        return List.of(
                Permission.to(List.of("dynamodb:GetItem", "dynamodb:PutItem"), List.of(storage.tableArn())),
                Permission.to("dynamodb:Query", storage.tableAndIndexArns()),
                // The metadata of recordings, and never their media.
                Permission.to("s3:GetObject", storage.objects("*/events/recording-*.json")),
                // Without it S3 answers 403 for an object that is not there, which would read as "not allowed to look".
                Permission.to("s3:ListBucket", storage.bucketArns()),
                Permission.to("s3:PutObject", List.of(storage.quarantine().arnForObjects("quarantine/*"))));
    }
}
