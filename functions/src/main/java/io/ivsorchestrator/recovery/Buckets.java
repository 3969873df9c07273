package io.ivsorchestrator.recovery;

import java.util.List;
import java.util.Optional;

/** What S3 says of buckets. Every method throws {@link LookException} if S3 could not answer; then ask again later. */
public interface Buckets {
    /** Looks at a bucket's settings; what we may not see is named as such. */
    Bucket look(String bucket);

    /** The bucket policy; empty if there is none. */
    Optional<String> policy(String bucket);

    /** Replaces the whole policy. */
    void putPolicy(String bucket, String policy);

    /** A bucket as far as recording is concerned. */
    sealed interface Bucket {
        /** Nobody has one of that name. */
        record Missing() implements Bucket {}

        /** It exists, and we may not look at it: another account's, or out of our permissions. */
        record Hidden(String why) implements Bucket {}

        /**
         * It is there.
         *
         * @param policy     JSON; empty if it has none or we may not see it
         * @param encryption absent if we may not see it
         * @param ownership  absent if we may not see it
         * @param unseen     what we may not see
         */
        record Found(String region, Optional<String> policy, Optional<Encryption> encryption,
                Optional<Ownership> ownership, List<String> unseen) implements Bucket {
            public Found {
                unseen = List.copyOf(unseen);
            }
        }
    }

    /** How S3 encrypts what is put without saying how. */
    enum Encryption {
        SSE_S3, SSE_KMS
    }

    /** S3 Object Ownership. */
    enum Ownership {
        BUCKET_OWNER_ENFORCED, BUCKET_OWNER_PREFERRED, OBJECT_WRITER
    }

    /** S3 could not be asked, or refused. */
    final class LookException extends RuntimeException {
        private static final long serialVersionUID = 1;

        public LookException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
