package io.ivsorchestrator.local.ivs.account;

/** Where stages and compositions are recorded. Components have the API's names. */
public record StorageConfiguration(String arn, String name, S3 s3) implements Keyed {

    public record S3(String bucketName) {}

    @Override
    public String key() {
        return arn;
    }
}
