package io.ivsorchestrator.local.ivs.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ivsorchestrator.local.ivs.account.BucketStore;
import io.ivsorchestrator.local.ivs.account.IvsAccount;
import io.ivsorchestrator.local.ivs.account.StorageConfiguration;
import java.time.Instant;
import java.util.Map;

/** Where stages and compositions are recorded. Creating one grants IVS access in the bucket's policy. */
final class StorageConfigurations {
    private final IvsAccount account;

    StorageConfigurations(IvsAccount account) {
        this.account = account;
    }

    Map<String, Handler> handlers() {
        return Map.of(
                "CreateStorageConfiguration", this::create,
                "GetStorageConfiguration", this::get,
                "ListStorageConfigurations", this::list,
                "DeleteStorageConfiguration", this::delete);
    }

    private ObjectNode create(Input in, Instant now) {
        Refusal.requireRoom("storage configurations", account.storageConfigurations(),
                account.settings().quotas().storageConfigurations());
        var s3 = in.as("s3", StorageConfiguration.S3.class);
        grant(s3.bucketName());
        var configuration = new StorageConfiguration(account.newArn("storage-configuration"), in.text("name"), s3);
        account.storageConfigurations().put(configuration);
        account.tag(configuration.arn(), in.map("tags"));
        return Json.object("storageConfiguration", shown(configuration));
    }

    private void grant(String bucket) {
        BucketStore buckets = account.buckets();
        String region = account.settings().region();
        if (!buckets.exists(bucket)) {
            throw Refusal.missing(bucket);
        }
        if (!buckets.region(bucket).equals(region)) {
            throw Refusal.invalid("The bucket " + bucket + " is not in " + region);
        }
        BucketGrant grant = new BucketGrant(bucket, region);
        grant.addedTo(buckets.policy(bucket), account.ids()::statement)
                .ifPresent(policy -> buckets.putPolicy(bucket, policy));
    }

    private ObjectNode get(Input in, Instant now) {
        return Json.object("storageConfiguration", shown(account.storageConfigurations().get(in.text("arn"))));
    }

    private ObjectNode list(Input in, Instant now) {
        return Page.of("storageConfigurations", account.storageConfigurations().numbered(), in, this::shown);
    }

    private ObjectNode delete(Input in, Instant now) {
        StorageConfiguration configuration = account.storageConfigurations().get(in.text("arn"));
        String arn = configuration.arn();
        boolean composed = account.compositions()
                .all()
                .anyMatch(composition -> !composition.state().ended() && composition.usesStorage(arn));
        boolean staged = account.stages()
                .all()
                .anyMatch(stage -> stage.autoParticipantRecordingConfiguration().storageConfigurationArn().equals(arn));
        if (composed || staged) {
            throw Refusal.conflict("Resource is in use by a " + (composed ? "composition" : "stage"));
        }
        account.forget(account.storageConfigurations(), configuration);
        return Json.object();
    }

    private ObjectNode shown(StorageConfiguration configuration) {
        return Shown.tagged(configuration, account.tags(configuration.arn()));
    }
}
