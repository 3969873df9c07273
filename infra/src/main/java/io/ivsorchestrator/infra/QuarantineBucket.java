package io.ivsorchestrator.infra;

import java.util.List;
import java.util.Objects;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.amazon.awscdk.services.s3.ObjectOwnership;
import software.constructs.Construct;

/**
 * Where inputs go that no retry can help, each with its reason: long enough to be looked at and replayed, and not
 * longer, since they may hold what somebody sent by mistake.
 */
final class QuarantineBucket extends Construct {
    private static final int DAYS = 30;

    private final Bucket bucket;

    QuarantineBucket(Construct scope, String id) {
        super(scope, id);
        bucket = Bucket.Builder.create(this, "Bucket")
                .encryption(BucketEncryption.S3_MANAGED)
                .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
                .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                .enforceSsl(true)
                .lifecycleRules(List.of(LifecycleRule.builder()
                        .id("ExpireQuarantined")
                        .expiration(Duration.days(DAYS))
                        .build()))
                // CloudFormation deletes no bucket that holds something; what it holds goes by itself.
                .removalPolicy(RemovalPolicy.RETAIN)
                .build();
        Objects.requireNonNull(bucket.getPolicy()).applyRemovalPolicy(RemovalPolicy.RETAIN);
        AcceptedRisk.of(bucket, "AwsSolutions-S1", "Only our functions write, an operator reads; each object says in"
                + " itself what it is and when it came, and access logs would outlive it");
    }

    Bucket bucket() {
        return bucket;
    }
}
