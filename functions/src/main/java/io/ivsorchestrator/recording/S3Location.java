package io.ivsorchestrator.recording;

/**
 * Where a recording's objects are.
 *
 * @param prefix no slash at either end
 */
public record S3Location(String bucket, String prefix) {
    /** The key of an object below the prefix. */
    public String key(String relativePath) {
        return prefix + "/" + relativePath;
    }

    @Override
    public String toString() {
        return "s3://" + bucket + "/" + prefix;
    }
}
