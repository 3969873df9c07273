package io.ivsorchestrator.local.emulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ivsorchestrator.local.emulator.control.Arguments;
import io.ivsorchestrator.local.emulator.control.ControlException;
import io.ivsorchestrator.local.ivs.account.Channel;
import io.ivsorchestrator.local.ivs.account.Stage;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Makes buckets, channels and stages where there are none of that name, through the API of IVS as a user would. */
final class ResourceCommands {
    private static final Duration EVERY_MINUTE = Duration.ofMinutes(1);

    private final Stand stand;
    /** Configurations by what is in them, since quotas are small. */
    private final Map<String, String> configurations = new HashMap<>();

    ResourceCommands(Stand stand) {
        this.stand = stand;
    }

    ObjectNode bucket(Arguments arguments) {
        String name = arguments.required("name");
        var region = arguments.text("region");
        arguments.requireAllKnown();
        stand.buckets().ensure(name);
        region.ifPresent(elsewhere -> stand.buckets().move(name, elsewhere));
        return object().put("bucket", name).put("region", stand.buckets().region(name));
    }

    ObjectNode channel(Arguments arguments) {
        String name = arguments.required("name");
        ObjectNode request = object().put("name", name);
        arguments.text("type").ifPresent(type -> request.put("type", type.toUpperCase(Locale.ROOT).replace('-', '_')));
        ObjectNode recording = object();
        arguments.duration("window").ifPresent(
                window -> recording.put("recordingReconnectWindowSeconds", window.toSeconds()));
        recording.set("thumbnailConfiguration", thumbnails(arguments, EVERY_MINUTE));
        arguments.text("renditions").ifPresent(renditions -> recording.set("renditionConfiguration",
                renditions(renditions)));
        var bucket = arguments.text("bucket");
        arguments.requireAllKnown();
        List<Channel> present = stand.ivs().mediaPlane().channelsNamed(name);
        if (!present.isEmpty()) {
            requireRecorded("channel " + name, bucket, !present.getFirst().recordingConfigurationArn().isEmpty());
            return object().put("channel", present.getFirst().arn()).put("created", false);
        }
        bucket.ifPresent(to -> request.put("recordingConfigurationArn", recordingConfiguration(to, recording)));
        ObjectNode made = stand.ivs().call("CreateChannel", request);
        return object().put("channel", made.at("/channel/arn").asText())
                .put("streamKey", made.at("/streamKey/value").asText()).put("created", true);
    }

    private static ObjectNode renditions(String said) {
        return switch (said) {
            case "all" -> object().put("renditionSelection", "ALL");
            case "none" -> object().put("renditionSelection", "NONE");
            default -> {
                ObjectNode custom = object().put("renditionSelection", "CUSTOM");
                List.of(said.split(",")).forEach(name -> custom.withArray("renditions")
                        .add(name.toUpperCase(Locale.ROOT).replace('-', '_')));
                yield custom;
            }
        };
    }

    private String recordingConfiguration(String bucket, ObjectNode settings) {
        settings.putObject("destinationConfiguration").putObject("s3").put("bucketName", bucket);
        return configurations.computeIfAbsent("recording " + settings, _ -> stand.ivs()
                .call("CreateRecordingConfiguration", settings.put("name", "to-" + nameOf(bucket)))
                .at("/recordingConfiguration/arn").asText());
    }

    ObjectNode stage(Arguments arguments) {
        String name = arguments.required("name");
        ObjectNode recording = object();
        arguments.duration("window").ifPresent(
                window -> recording.put("recordingReconnectWindowSeconds", window.toSeconds()));
        arguments.duration("segment").ifPresent(segment -> recording.putObject("hlsConfiguration")
                .put("targetSegmentDurationSeconds", segment.toSeconds()));
        arguments.text("media").ifPresent(media -> recording.putArray("mediaTypes")
                .add(media.toUpperCase(Locale.ROOT).replace('-', '_')));
        if (arguments.text("thumbnails").isPresent()) {
            recording.set("thumbnailConfiguration", thumbnails(arguments, EVERY_MINUTE));
        }
        var bucket = arguments.text("bucket");
        arguments.requireAllKnown();
        List<Stage> present = stand.ivs().mediaPlane().stagesNamed(name);
        if (!present.isEmpty()) {
            requireRecorded("stage " + name, bucket, present.getFirst().autoParticipantRecordingConfiguration().on());
            return object().put("stage", present.getFirst().arn()).put("created", false);
        }
        ObjectNode request = object().put("name", name);
        bucket.ifPresent(to -> request.set("autoParticipantRecordingConfiguration",
                recording.put("storageConfigurationArn", storageConfiguration(to))));
        return object().put("stage", stand.ivs().call("CreateStage", request).at("/stage/arn").asText())
                .put("created", true);
    }

    /** What was made otherwise, by an SDK for example, is not changed; but nobody shall wait for its recordings. */
    private static void requireRecorded(String what, Optional<String> bucket, boolean recorded) {
        if (bucket.isPresent() && !recorded) {
            throw ControlException
                    .conflict(what + " is there already and is not recorded; choose another name, or attach a"
                            + " configuration to it at the API");
        }
    }

    /** As both APIs take it. */
    private static ObjectNode thumbnails(Arguments arguments, Duration otherwise) {
        if (arguments.text("thumbnails").filter("off"::equals).isPresent()) {
            return object().put("recordingMode", "DISABLED");
        }
        ObjectNode thumbnails = object().put("recordingMode", "INTERVAL")
                .put("targetIntervalSeconds", arguments.duration("thumbnails").orElse(otherwise).toSeconds());
        thumbnails.putArray("storage").add("SEQUENTIAL").add("LATEST");
        return thumbnails;
    }

    /** The ARN of the storage configuration to that bucket, made if there is none yet. */
    String storageConfiguration(String bucket) {
        ObjectNode request = object().put("name", "to-" + nameOf(bucket));
        request.putObject("s3").put("bucketName", bucket);
        return configurations.computeIfAbsent("storage " + bucket, _ -> stand.ivs()
                .call("CreateStorageConfiguration", request).at("/storageConfiguration/arn").asText());
    }

    /** The ARN of the one encoder configuration, 720p. */
    String encoderConfiguration() {
        return configurations.computeIfAbsent("encoder", _ -> stand.ivs()
                .call("CreateEncoderConfiguration", object().put("name", "plain-720p"))
                .at("/encoderConfiguration/arn").asText());
    }

    /** Names take no dots, buckets do. */
    private static String nameOf(String bucket) {
        return bucket.replace('.', '-');
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** @throws ControlException if there is no such bucket */
    void requireBucket(String bucket) {
        if (!stand.buckets().exists(bucket)) {
            throw ControlException.missing("there is no bucket " + bucket);
        }
    }
}
