package io.ivsorchestrator.provisioning;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a configuration says, and so its identity: channels that want the same share one recording configuration, stages that
 * want the same bucket share one storage configuration. None can be changed in IVS, so equal content stays equal.
 */
public sealed interface Content {
    /** Of a recording configuration. */
    record OfChannels(ChannelSettings.On settings) implements Content {
        @Override
        public String bucket() {
            return settings.bucket();
        }

        @Override
        public ResourceKind kind() {
            return ResourceKind.CHANNEL;
        }

        /** Every part has its place, so that no two contents have one text. */
        @Override
        public String text() {
            return "recording;bucket=" + settings.bucket() + ";window=" + settings.reconnectWindowSeconds()
                    + ";thumbnails=" + settings.thumbnails().mode().orElse("")
                    + "," + settings.thumbnails().targetIntervalSeconds().orElse(0)
                    + "," + settings.thumbnails().resolution().orElse("")
                    + "," + String.join("+", settings.thumbnails().storage())
                    + ";renditions=" + settings.renditions().selection()
                    + "," + String.join("+", settings.renditions().renditions());
        }
    }

    /** Of a storage configuration; all else is a stage's own. */
    record OfStages(String bucket) implements Content {
        @Override
        public ResourceKind kind() {
            return ResourceKind.STAGE;
        }

        @Override
        public String text() {
            return "storage;bucket=" + bucket;
        }
    }

    /** Where it records to. */
    String bucket();

    /** For what it is. */
    ResourceKind kind();

    /** All of it, for people and for {@link #hash()}. */
    String text();

    /** 16 hexadecimal digits of SHA-256: in the configuration's name and tag. */
    default String hash() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, Long.BYTES);
        } catch (NoSuchAlgorithmException unsupported) {
            throw new IllegalStateException("every Java runtime has SHA-256", unsupported);
        }
    }
}
