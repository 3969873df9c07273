package io.ivsorchestrator.local.ivs.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ivsorchestrator.local.ivs.account.BucketStore;
import io.ivsorchestrator.local.ivs.account.IvsAccount;
import io.ivsorchestrator.local.ivs.account.RecordingConfiguration;
import java.time.Instant;
import java.util.Map;

/** Where channels are recorded. There is no update: create another one, attach it, delete the old one. */
final class RecordingConfigurations {
    /** Where an unusable bucket makes the configuration fail rather than the call. */
    private static final String LENIENT_REGION = "us-east-1";

    private final IvsAccount account;

    RecordingConfigurations(IvsAccount account) {
        this.account = account;
    }

    Map<String, Handler> handlers() {
        return Map.of(
                "CreateRecordingConfiguration", this::create,
                "GetRecordingConfiguration", this::get,
                "ListRecordingConfigurations", this::list,
                "DeleteRecordingConfiguration", this::delete);
    }

    private ObjectNode create(Input in, Instant now) {
        Refusal.requireRoom("recording configurations", account.recordingConfigurations(),
                account.settings().quotas().recordingConfigurations());
        if (!in.body().required("destinationConfiguration").hasNonNull("s3")) {
            throw Refusal.invalid("destinationConfiguration.s3 is required");
        }
        var renditions = in.as("renditionConfiguration", RecordingConfiguration.Renditions.class);
        if (renditions.renditionSelection().equals("CUSTOM") && renditions.renditions().isEmpty()) {
            throw Refusal.invalid("renditionConfiguration.renditions is required with renditionSelection CUSTOM");
        }
        var destination = in.as("destinationConfiguration", RecordingConfiguration.Destination.class);
        var configuration = new RecordingConfiguration(
                account.newArn("recording-configuration"),
                in.text("name"),
                destination,
                in.as("thumbnailConfiguration", RecordingConfiguration.Thumbnails.class),
                in.number("recordingReconnectWindowSeconds"),
                renditions,
                now.plus(account.settings().timings().recordingConfigurationCreation()),
                !usable(destination.s3().bucketName()));
        account.recordingConfigurations().put(configuration);
        account.tag(configuration.arn(), in.map("tags"));
        return Json.object("recordingConfiguration", shown(configuration, now));
    }

    private boolean usable(String bucket) {
        BucketStore buckets = account.buckets();
        String region = account.settings().region();
        boolean usable = buckets.exists(bucket) && buckets.region(bucket).equals(region);
        if (!usable && !region.equals(LENIENT_REGION)) {
            throw Refusal.invalid("The bucket " + bucket + " does not exist in " + region);
        }
        return usable && !account.settings().creationFails();
    }

    private ObjectNode get(Input in, Instant now) {
        return Json.object("recordingConfiguration",
                shown(account.recordingConfigurations().get(in.text("arn")), now));
    }

    private ObjectNode list(Input in, Instant now) {
        return Page.of("recordingConfigurations", account.recordingConfigurations().numbered(), in,
                configuration -> shown(configuration, now));
    }

    private ObjectNode delete(Input in, Instant now) {
        RecordingConfiguration configuration = account.recordingConfigurations().get(in.text("arn"));
        boolean attached = account.channels()
                .all()
                .anyMatch(channel -> channel.recordingConfigurationArn().equals(configuration.arn()));
        if (attached) {
            throw Refusal.conflict("Resource is in use by a channel");
        }
        account.forget(account.recordingConfigurations(), configuration);
        return Json.object();
    }

    private ObjectNode shown(RecordingConfiguration configuration, Instant now) {
        return Shown.recordingConfiguration(configuration, now, account.tags(configuration.arn()));
    }
}
