package io.ivsorchestrator.infra;

import java.util.List;
import java.util.Objects;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.cloudtrail.ReadWriteType;
import software.amazon.awscdk.services.cloudtrail.Trail;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.amazon.awscdk.services.s3.ObjectOwnership;
import software.constructs.Construct;

/**
 * A trail for an account that has none in the region: EventBridge has {@code AWS API Call via CloudTrail} events only where a
 * trail logs management events ("AWS service events delivered via CloudTrail"). Writing calls only, which is what the
 * patterns ask for; what it stores is for an auditor and goes after a while.
 */
final class ConfigurationTrail extends Construct {
    private static final int KEPT_DAYS = 90;

    ConfigurationTrail(Construct scope, String id, Names names) {
        super(scope, id);
        Bucket bucket = Bucket.Builder.create(this, "Bucket")
                .encryption(BucketEncryption.S3_MANAGED)
                .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
                .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                .enforceSsl(true)
                .lifecycleRules(List.of(LifecycleRule.builder()
                        .id("ExpireTrail")
                        .expiration(Duration.days(KEPT_DAYS))
                        .build()))
                .removalPolicy(RemovalPolicy.RETAIN)
                .build();
        AcceptedRisk.of(bucket, "AwsSolutions-S1", "It holds a log itself");
        Trail trail = Trail.Builder.create(this, "Trail")
                .trailName(names.trail())
                .bucket(bucket)
                .managementEvents(ReadWriteType.WRITE_ONLY)
                .isMultiRegionTrail(false)
                .includeGlobalServiceEvents(false)
                .enableFileValidation(true)
                .build();
        trail.getNode().addDependency(Objects.requireNonNull(bucket.getPolicy()));
        bucket.getPolicy().applyRemovalPolicy(RemovalPolicy.RETAIN);
    }
}
