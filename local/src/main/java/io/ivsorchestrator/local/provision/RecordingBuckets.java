package io.ivsorchestrator.local.provision;

import io.ivsorchestrator.events.json.JsonException;
import io.ivsorchestrator.ivs.BucketPolicy;
import io.ivsorchestrator.recovery.Buckets;
import io.ivsorchestrator.recovery.Buckets.Bucket;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * What recording buckets need and lack, for people who bring buckets of their own. Nothing of a bucket is changed but, on request,
 * its policy, to which one statement is added.
 */
final class RecordingBuckets {
    /** IVS is in no other partition. */
    private static final String PARTITION = "aws";

    private final Buckets buckets;
    private final S3Client s3;
    private final String region;
    private final PrintStream out;

    RecordingBuckets(Buckets buckets, S3Client s3, String region, PrintStream out) {
        this.buckets = buckets;
        this.s3 = s3;
        this.region = region;
        this.out = out;
    }

    /**
     * Says what a bucket needs.
     *
     * @param merge whether to add the statement that IVS needs to the bucket's policy, if it is not there
     * @return whether it has all
     */
    boolean check(String bucket, boolean merge) {
        out.println("bucket " + bucket);
        return switch (buckets.look(bucket)) {
            case Bucket.Missing _ -> {
                say("region", "there is no such bucket");
                yield false;
            }
            case Bucket.Hidden(String why) -> {
                say("region", "not to be seen with these credentials: " + why);
                yield false;
            }
            case Bucket.Found found -> check(bucket, found, merge);
        };
    }

    private boolean check(String bucket, Bucket.Found found, boolean merge) {
        boolean near = found.region().equals(region);
        say("region", near ? region : found.region() + ", but channels and stages of " + region + " need one there");
        boolean encrypted = !found.encryption().equals(Optional.of(Buckets.Encryption.SSE_KMS));
        say("encryption", found.encryption().map(it -> encrypted
                ? "SSE-S3"
                : "SSE-KMS, with which recordings fail to start: make SSE-S3 the default").orElse("not to be seen"));
        boolean owned = !found.ownership().equals(Optional.of(Buckets.Ownership.OBJECT_WRITER));
        say("ownership", found.ownership().map(it -> owned
                ? "of the bucket's owner"
                : "Object writer, with which stages are refused: make it Bucket owner enforced")
                .orElse("not to be seen"));
        boolean told = notifications(bucket);
        boolean granted = near && grant(bucket, found, merge);
        return near && encrypted && owned && told && granted && found.unseen().isEmpty();
    }

    private void say(String what, String finding) {
        out.printf("  %-13s %s%n", what, finding);
    }

    private boolean notifications(String bucket) {
        try {
            boolean on = s3.getBucketNotificationConfiguration(request -> request.bucket(bucket))
                    .eventBridgeConfiguration() != null;
            say("notifications", on
                    ? "to EventBridge"
                    : "not to EventBridge, so recordings of which IVS tells nothing come to the index only by the hourly"
                            + " reconciling: docs/deploy.md says how to turn them on");
            return on;
        } catch (SdkException refused) {
            say("notifications", "not to be seen: " + refused.getMessage());
            return false;
        }
    }

    private boolean grant(String bucket, Bucket.Found found, boolean merge) {
        if (found.unseen().contains("bucket policy")) {
            say("policy", "not to be seen with these credentials");
            return false;
        }
        BucketPolicy policy;
        try {
            policy = found.policy().map(BucketPolicy::new).orElseGet(BucketPolicy::empty);
            if (policy.grants(bucket, region)) {
                say("policy", "lets IVS write" + denials(policy));
                return true;
            }
        } catch (JsonException unreadable) {
            say("policy", "cannot be read: " + unreadable.getMessage());
            return false;
        }
        if (merge) {
            return merge(bucket);
        }
        say("policy", "lacks the statement that stages and compositions need; --merge adds it to those that are there:"
                + denials(policy));
        out.println("  " + BucketPolicy.statement(bucket, region, PARTITION));
        return false;
    }

    private static String denials(BucketPolicy policy) {
        List<String> denials = policy.denials();
        return denials.isEmpty() ? "" : " (what is denied by " + String.join(", ", denials) + " is not looked at)";
    }

    /** S3 replaces the whole policy and has no condition for it, so it is read again to see that nobody came between. */
    private boolean merge(String bucket) {
        BucketPolicy before;
        BucketPolicy after;
        try {
            before = buckets.policy(bucket).map(BucketPolicy::new).orElseGet(BucketPolicy::empty);
            after = before.granting(bucket, region, PARTITION);
        } catch (JsonException unreadable) {
            say("policy", "cannot be added to: " + unreadable.getMessage());
            return false;
        }
        if (after.bytes() > BucketPolicy.MAX_BYTES) {
            say("policy", "would have " + after.bytes() + " bytes, and S3 takes " + BucketPolicy.MAX_BYTES
                    + ": make room for the statement");
            out.println("  " + BucketPolicy.statement(bucket, region, PARTITION));
            return false;
        }
        buckets.putPolicy(bucket, after.text());
        BucketPolicy found = buckets.policy(bucket).map(BucketPolicy::new).orElseGet(BucketPolicy::empty);
        boolean holds = found.grants(bucket, region) && found.keeps(before);
        say("policy", holds
                ? "lets IVS write now; its other statements are as they were" + denials(found)
                : "was written, but is another one now: somebody writes it, too. Before, it was:");
        if (!holds) {
            out.println("  " + before.text());
        }
        return holds;
    }
}
