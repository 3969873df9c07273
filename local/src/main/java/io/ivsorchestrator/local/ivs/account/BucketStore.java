package io.ivsorchestrator.local.ivs.account;

import java.util.Optional;

/** What IVS meets in S3 when configurations are created and when something is recorded. */
public interface BucketStore {

    /** How S3 encrypts what is put without saying how. */
    enum Encryption {
        SSE_S3, SSE_KMS
    }

    /** S3 Object Ownership. */
    enum Ownership {
        BUCKET_OWNER_ENFORCED, BUCKET_OWNER_PREFERRED, OBJECT_WRITER
    }

    /** Whether the account has the bucket, in any region. */
    boolean exists(String bucket);

    /** The region of a bucket that exists. */
    String region(String bucket);

    /** The bucket policy as JSON text, if there is one. */
    Optional<String> policy(String bucket);

    /** The default encryption of a bucket that exists. */
    Encryption encryption(String bucket);

    /** The object ownership of a bucket that exists. */
    Ownership ownership(String bucket);

    /** Replaces the whole bucket policy. */
    void putPolicy(String bucket, String policy);
}
