package io.ivsorchestrator.infra;

import io.ivsorchestrator.events.EventPatterns;
import io.ivsorchestrator.index.KeySchema;
import io.ivsorchestrator.indexing.IndexingHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.s3.IBucket;
import software.constructs.Construct;

/** The pipeline from events to the index. It calls no IVS API, and may call none. */
final class IndexingStack extends Stack {
    private static final String METRICS_NAMESPACE = "IvsRecordingOrchestrator";

    IndexingStack(Construct scope, String id, StackProps props, Settings settings, StorageStack storage) {
        super(scope, id, props);
        List<String> buckets = storage.buckets().stream().map(IBucket::getBucketName).toList();
        Worker worker = new Worker(IndexingHandler.class.getName(), Code.fromAsset(settings.functionJar().toString()),
                30,
                1024, 10, settings.logRetention(), environment(storage), permissions(storage));
        new Pipeline(this, "Indexing", worker, Map.of(
                "IvsEvents", EventPatterns.ivsEvents(getAccount()),
                "RecordingObjects", EventPatterns.recordingObjects(getAccount(), buckets)));
    }

    private Map<String, String> environment(StorageStack storage) {
        return Map.of(
                "TABLE_NAME", storage.table().getTableName(),
                "QUARANTINE_BUCKET", storage.quarantine().getBucketName(),
                "ACCOUNT_ID", getAccount(),
                "POWERTOOLS_SERVICE_NAME", "indexing",
                "POWERTOOLS_METRICS_NAMESPACE", METRICS_NAMESPACE,
                "POWERTOOLS_LOG_LEVEL", "INFO");
    }

    /** {@code TransactWriteItems} needs no action of its own: puts in a transaction are allowed as puts. */
    private static List<PolicyStatement> permissions(StorageStack storage) {
        String table = storage.table().getTableArn();
        List<String> indexes = Stream.of(KeySchema.SecondaryIndex.values())
                .map(index -> table + "/index/" + index.indexName())
                .toList();
        List<String> tableAndIndexes = new ArrayList<>(List.of(table));
        tableAndIndexes.addAll(indexes);
        return List.of(
                allow(List.of("dynamodb:GetItem", "dynamodb:PutItem"), List.of(table)),
                allow(List.of("dynamodb:Query"), tableAndIndexes),
                // The metadata of recordings, and never their media.
                allow(List.of("s3:GetObject"), storage.buckets().stream()
                        .map(bucket -> bucket.arnForObjects("*/events/recording-*.json"))
                        .toList()),
                // Without it S3 answers 403 for an object that is not there, which would read as "not allowed to look".
                allow(List.of("s3:ListBucket"), storage.buckets().stream().map(IBucket::getBucketArn).toList()),
                allow(List.of("s3:PutObject"), List.of(storage.quarantine().arnForObjects("quarantine/*"))));
    }

    private static PolicyStatement allow(List<String> actions, List<String> resources) {
        return PolicyStatement.Builder.create().actions(actions).resources(resources).build();
    }
}
