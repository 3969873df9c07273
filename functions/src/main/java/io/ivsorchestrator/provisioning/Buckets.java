package io.ivsorchestrator.provisioning;

import java.util.Optional;

/** What is to be known of a recording bucket when a configuration for it fails. */
public interface Buckets {
    /** Looks at a bucket. Never throws: who cannot look says so. */
    Look look(String bucket);

    /**
     * Whether the bucket's policy lets IVS Real-Time write, which creating a storage configuration sees to. Never throws.
     *
     * @param region of the stages
     */
    Grant grant(String bucket, String region);

    /** See {@link #grant}. */
    enum Grant {
        /** It does. */
        THERE,
        /** It does not. */
        LOST,
        /** We were not told. */
        UNKNOWN
    }

    /** What is there. */
    sealed interface Look {
        /** There is none of that name. */
        record Missing() implements Look {}

        /** It is there. */
        record In(String region) implements Look {}

        /** We were not told. */
        record Unknown(String why) implements Look {}
    }

    /** The cause of a failure, as far as looking can tell. */
    static Optional<String> wrong(Look look, String region) {
        return switch (look) {
            case Look.Missing() -> Optional.of("the bucket does not exist");
            case Look.In(String other) when !other.equals(region) ->
                    Optional.of("the bucket is in " + other + ", but must be in " + region);
            case Look.In _,Look.Unknown _ -> Optional.empty();
        };
    }
}
