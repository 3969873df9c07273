package io.ivsorchestrator.recovery;

import io.ivsorchestrator.incident.Cause;
import io.ivsorchestrator.incident.IncidentKey;
import java.util.Optional;

/** Why a recording failed, found by looking, with what tells one place of the cause from another. */
public sealed interface Diagnosis {
    Cause cause();

    /** Where the cause is. */
    String resource();

    default IncidentKey key() {
        return new IncidentKey(cause(), resource());
    }

    /** As incidents name a bucket. */
    static String bucketArn(String bucket) {
        return "arn:aws:s3:::" + bucket;
    }

    record BucketMissing(String bucket) implements Diagnosis {
        @Override
        public Cause cause() {
            return Cause.BUCKET_MISSING;
        }

        @Override
        public String resource() {
            return bucketArn(bucket);
        }
    }

    record BucketInOtherRegion(String bucket, String region, String needed) implements Diagnosis {
        @Override
        public Cause cause() {
            return Cause.BUCKET_IN_OTHER_REGION;
        }

        @Override
        public String resource() {
            return bucketArn(bucket);
        }
    }

    record GrantLost(String bucket, String region) implements Diagnosis {
        @Override
        public Cause cause() {
            return Cause.POLICY_GRANT_LOST;
        }

        @Override
        public String resource() {
            return bucketArn(bucket);
        }
    }

    record WriterOwnsObjects(String bucket) implements Diagnosis {
        @Override
        public Cause cause() {
            return Cause.OBJECT_OWNERSHIP;
        }

        @Override
        public String resource() {
            return bucketArn(bucket);
        }
    }

    record KmsEncryption(String bucket) implements Diagnosis {
        @Override
        public Cause cause() {
            return Cause.SSE_KMS;
        }

        @Override
        public String resource() {
            return bucketArn(bucket);
        }
    }

    record ConfigurationMissing(String configuration) implements Diagnosis {
        @Override
        public Cause cause() {
            return Cause.CONFIGURATION_MISSING;
        }

        @Override
        public String resource() {
            return configuration;
        }
    }

    record ConfigurationCreateFailed(String configuration, Optional<String> bucket) implements Diagnosis {
        @Override
        public Cause cause() {
            return Cause.CONFIGURATION_CREATE_FAILED;
        }

        @Override
        public String resource() {
            return configuration;
        }
    }

    record UnsupportedCodec(String source) implements Diagnosis {
        @Override
        public Cause cause() {
            return Cause.UNSUPPORTED_CODEC;
        }

        @Override
        public String resource() {
            return source;
        }
    }

    record ServiceError(String source) implements Diagnosis {
        @Override
        public Cause cause() {
            return Cause.SERVICE_ERROR;
        }

        @Override
        public String resource() {
            return source;
        }
    }

    record QuotaReached(String source) implements Diagnosis {
        @Override
        public Cause cause() {
            return Cause.QUOTA_EXCEEDED;
        }

        @Override
        public String resource() {
            return source;
        }
    }

    record Unknown(String source) implements Diagnosis {
        @Override
        public Cause cause() {
            return Cause.UNKNOWN;
        }

        @Override
        public String resource() {
            return source;
        }
    }
}
