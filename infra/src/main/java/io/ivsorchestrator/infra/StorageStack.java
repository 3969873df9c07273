package io.ivsorchestrator.infra;

import io.ivsorchestrator.index.KeySchema;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.BillingMode;
import software.amazon.awscdk.services.dynamodb.GlobalSecondaryIndexProps;
import software.amazon.awscdk.services.dynamodb.PointInTimeRecoverySpecification;
import software.amazon.awscdk.services.dynamodb.ProjectionType;
import software.amazon.awscdk.services.dynamodb.StreamViewType;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.IBucket;
import software.constructs.Construct;

/**
 * What outlives the code: recordings, their index and the quarantine. It changes rarely and everything in it is
 * retained, so that no change of a pipeline, and no removal, can take a recording along.
 */
final class StorageStack extends Stack {
    private final Table index;
    private final List<IBucket> recordingBuckets;
    private final List<IBucket> salvageBuckets;
    private final Bucket quarantine;

    StorageStack(Construct scope, String id, StackProps props, Settings settings) {
        super(scope, id, props);
        index = index();
        recordingBuckets = recordingBuckets(settings);
        salvageBuckets = recordingBuckets.stream()
                .filter(bucket -> bucket instanceof Bucket || settings.salvageExisting()).toList();
        quarantine = new QuarantineBucket(this, "Quarantine").bucket();
        output("IndexTableName", index.getTableName(), "The index of all recordings");
        output("QuarantineBucketName", quarantine.getBucketName(), "Inputs that could not be processed, and why");
    }

    Table table() {
        return index;
    }

    /** Those that IVS may record to: made here, or named in the settings. At least one. */
    List<IBucket> buckets() {
        return recordingBuckets;
    }

    /** Those that salvage may write to: made here, or named and allowed in the settings. */
    List<IBucket> salvageBuckets() {
        return salvageBuckets;
    }

    String tableArn() {
        return index.getTableArn();
    }

    /** Of the table and of each secondary index by its name, for queries. */
    List<String> tableAndIndexArns() {
        return Stream.concat(Stream.of(tableArn()), Stream.of(KeySchema.SecondaryIndex.values())
                .map(secondary -> tableArn() + "/index/" + secondary.indexName())).toList();
    }

    List<String> bucketArns() {
        return recordingBuckets.stream().map(IBucket::getBucketArn).toList();
    }

    /** ARNs of the objects in all recording buckets whose keys are like this. */
    List<String> objects(String keys) {
        return recordingBuckets.stream().map(bucket -> bucket.arnForObjects(keys)).toList();
    }

    Bucket quarantine() {
        return quarantine;
    }

    /** One attribute after another from {@link KeySchema}: what the code asks for is what is deployed. */
    private Table index() {
        Table table = Table.Builder.create(this, "Index")
                .partitionKey(text(KeySchema.PARTITION))
                .sortKey(text(KeySchema.SORT))
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .pointInTimeRecoverySpecification(PointInTimeRecoverySpecification.builder()
                        .pointInTimeRecoveryEnabled(true)
                        .build())
                .deletionProtection(true)
                .removalPolicy(RemovalPolicy.RETAIN)
                .stream(StreamViewType.NEW_AND_OLD_IMAGES)
                .timeToLiveAttribute(KeySchema.EXPIRES)
                .build();
        for (KeySchema.SecondaryIndex secondary : KeySchema.SecondaryIndex.values()) {
            GlobalSecondaryIndexProps.Builder index = GlobalSecondaryIndexProps.builder()
                    .indexName(secondary.indexName())
                    .partitionKey(text(secondary.partitionAttribute()))
                    .sortKey(text(KeySchema.STARTED));
            // Queries answer the view only; the facts would make every write of an index much larger.
            table.addGlobalSecondaryIndex(secondary.projectsView()
                    ? index.projectionType(ProjectionType.INCLUDE).nonKeyAttributes(List.of(KeySchema.VIEW)).build()
                    : index.projectionType(ProjectionType.KEYS_ONLY).build());
        }
        return table;
    }

    private static Attribute text(String name) {
        return Attribute.builder().name(name).type(AttributeType.STRING).build();
    }

    private List<IBucket> recordingBuckets(Settings settings) {
        List<IBucket> buckets = new ArrayList<>();
        if (settings.createBucket()) {
            Bucket bucket = new RecordingBucket(this, "Recordings", settings.recordingExpiry(),
                    !settings.playbackOrigins().isEmpty()).bucket();
            output("RecordingBucketName", bucket.getBucketName(),
                    "Name it in recording and storage configurations; IVS may write to it");
            buckets.add(bucket);
        }
        for (String name : settings.existingBuckets()) {
            Construct existing = new Construct(this, "Existing-" + name);
            IBucket bucket = Bucket.fromBucketName(existing, "Bucket", name);
            // Its policy is not ours to write: a policy resource would replace what its owner put there.
            CfnOutput.Builder.create(existing, "IvsGrant")
                    .value(toJsonString(RecordingBucket.ivsGrant(this, bucket).toStatementJson()))
                    .description(
                            "For stages and compositions, the policy of bucket " + name + " needs this statement; and"
                                    + " its EventBridge notifications must be on")
                    .build();
            buckets.add(bucket);
        }
        return List.copyOf(buckets);
    }

    private void output(String id, String value, String description) {
        CfnOutput.Builder.create(this, id).value(value).description(description).build();
    }
}
