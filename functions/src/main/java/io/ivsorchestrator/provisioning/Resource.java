package io.ivsorchestrator.provisioning;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.ivs.Channel;
import io.ivsorchestrator.ivs.Stage;
import io.ivsorchestrator.ivs.StageRecording;
import java.util.Map;
import java.util.Optional;

/** A channel or stage as it is. */
public sealed interface Resource {
    Arn arn();

    String name();

    Map<String, String> tags();

    /** What it records by now; empty = it does not record. */
    Optional<Arn> configuration();

    ResourceKind kind();

    /** What is there, to be restored one day. */
    Before before();

    record OfChannel(Arn arn, String name, Map<String, String> tags, Optional<Arn> configuration)
            implements
            Resource {
        public OfChannel {
            tags = Map.copyOf(tags);
        }

        /** As IVS told it. */
        public static OfChannel of(Channel channel) {
            return new OfChannel(channel.arn(), channel.name(), channel.tags(), channel.recordingConfiguration());
        }

        @Override
        public ResourceKind kind() {
            return ResourceKind.CHANNEL;
        }

        @Override
        public Before before() {
            return new Before.OfChannel(configuration);
        }
    }

    record OfStage(Arn arn, String name, Map<String, String> tags, StageRecording recording) implements Resource {
        public OfStage {
            tags = Map.copyOf(tags);
        }

        /** As IVS told it. */
        public static OfStage of(Stage stage) {
            return new OfStage(stage.arn(), stage.name(), stage.tags(), stage.recording());
        }

        @Override
        public Optional<Arn> configuration() {
            return recording.storageConfiguration();
        }

        @Override
        public ResourceKind kind() {
            return ResourceKind.STAGE;
        }

        @Override
        public Before before() {
            return new Before.OfStage(recording);
        }
    }
}
