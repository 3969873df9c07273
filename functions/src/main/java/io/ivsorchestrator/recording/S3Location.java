package io.ivsorchestrator.recording;

import java.util.Comparator;

/**
 * Where a recording's objects are.
 *
 * @param prefix no slash at either end
 */
public record S3Location(String bucket, String prefix) implements Comparable<S3Location> {
    private static final Comparator<S3Location> ORDER = Comparator.comparing(S3Location::bucket)
            .thenComparing(S3Location::prefix);

    @Override
    public int compareTo(S3Location other) {
        return ORDER.compare(this, other);
    }

    /** The key of an object below the prefix. */
    public String key(String relativePath) {
        return prefix + "/" + relativePath;
    }

    @Override
    public String toString() {
        return "s3://" + bucket + "/" + prefix;
    }
}
