package io.ivsorchestrator.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.Effect;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.CfnBucket;
import software.amazon.awscdk.services.s3.CorsRule;
import software.amazon.awscdk.services.s3.HttpMethods;
import software.amazon.awscdk.services.s3.IBucket;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.amazon.awscdk.services.s3.ObjectOwnership;
import software.constructs.Construct;

/**
 * A bucket that IVS records to: private, never emptied by us, and as IVS needs it. The default encryption must be
 * SSE-S3 (with SSE-KMS recordings fail to start) and ACLs must not take objects from the bucket's owner (IVS
 * Low-Latency Streaming User Guide, "Troubleshooting"; IVS Real-Time Streaming User Guide, "Individual Participant
 * Recording").
 */
final class RecordingBucket extends Construct {
    private static final CorsRule SIGNED_READS = CorsRule.builder().allowedOrigins(List.of("*"))
            .allowedMethods(List.of(HttpMethods.GET, HttpMethods.HEAD)).allowedHeaders(List.of("range"))
            .exposedHeaders(List.of("content-length", "content-range")).maxAge(3600).build();

    private final Bucket bucket;

    /**
     * @param expiry  days after which objects are removed; empty: never
     * @param playing whether pages play from it: after the API's redirect a browser calls any page {@code null}, so the rule
     *                names none. What can be read is what the API signed, for pages that the API names (docs/playback.md)
     */
    RecordingBucket(Construct scope, String id, Optional<Integer> expiry, boolean playing) {
        super(scope, id);
        bucket = Bucket.Builder.create(this, "Bucket")
                .encryption(BucketEncryption.S3_MANAGED)
                .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
                .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                .enforceSsl(true)
                .lifecycleRules(lifecycle(expiry))
                .cors(playing ? List.of(SIGNED_READS) : null)
                .removalPolicy(RemovalPolicy.RETAIN)
                .build();
        notifyEventBridge();
        ownWholePolicy();
        AcceptedRisk.of(bucket, "AwsSolutions-S1",
                "Access logs would cost a request and an object for each segment that"
                        + " IVS writes; who wants them turns on S3 data events or server access logs on the bucket");
    }

    /** Parts of uploads that never ended cost money and are no recording; all else stays unless the team says otherwise. */
    private static List<LifecycleRule> lifecycle(Optional<Integer> expiry) {
        List<LifecycleRule> rules = new ArrayList<>(List.of(LifecycleRule.builder()
                .id("AbandonUnfinishedUploads")
                .abortIncompleteMultipartUploadAfter(Duration.days(7))
                .build()));
        expiry.ifPresent(days -> rules.add(LifecycleRule.builder()
                .id("ExpireRecordings")
                .expiration(Duration.days(days))
                .build()));
        return rules;
    }

    Bucket bucket() {
        return bucket;
    }

    /**
     * The bucket's own property. {@code eventBridgeEnabled} of the construct would deploy a function that may change
     * the notifications of every bucket in the account.
     */
    private void notifyEventBridge() {
        CfnBucket resource = (CfnBucket) Objects.requireNonNull(bucket.getNode().getDefaultChild());
        resource.setNotificationConfiguration(CfnBucket.NotificationConfigurationProperty.builder()
                .eventBridgeConfiguration(CfnBucket.EventBridgeConfigurationProperty.builder()
                        .eventBridgeEnabled(true)
                        .build())
                .build());
    }

    /**
     * IVS adds its statement when a storage configuration is created, and the next update of the policy by
     * CloudFormation would drop it. So it is part of our policy from the start, which stays with the bucket: a
     * recording that runs while the stack is removed goes on.
     */
    private void ownWholePolicy() {
        bucket.addToResourcePolicy(ivsGrant(this, bucket));
        Objects.requireNonNull(bucket.getPolicy()).applyRemovalPolicy(RemovalPolicy.RETAIN);
    }

    /**
     * What IVS needs in the policy of a bucket that stages or compositions record to, as IVS itself writes it ("IVS
     * Composite Recording"). Channels need none: they record through a service-linked role.
     */
    static PolicyStatement ivsGrant(Construct scope, IBucket bucket) {
        return PolicyStatement.Builder.create()
                .sid("IvsRecordingWrite")
                .effect(Effect.ALLOW)
                .principals(List.of(new ServicePrincipal(
                        "ivs-composite." + Stack.of(scope).getRegion() + ".amazonaws.com")))
                .actions(List.of("s3:PutObject", "s3:PutObjectAcl"))
                .resources(List.of(bucket.arnForObjects("*")))
                .conditions(Map.of(
                        "StringEquals", Map.of("s3:x-amz-acl", "bucket-owner-full-control"),
                        "Bool", Map.of("aws:SecureTransport", "true")))
                .build();
    }
}
