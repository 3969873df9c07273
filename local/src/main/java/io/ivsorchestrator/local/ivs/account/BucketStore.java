package io.ivsorchestrator.local.ivs.account;

import java.util.Optional;

/** What IVS asks of S3 when configurations are created. */
public interface BucketStore {

    /** Whether the account has the bucket, in any region. */
    boolean exists(String bucket);

    /** The region of a bucket that exists. */
    String region(String bucket);

    /** The bucket policy as JSON text, if there is one. */
    Optional<String> policy(String bucket);

    /** Replaces the whole bucket policy. */
    void putPolicy(String bucket, String policy);
}
