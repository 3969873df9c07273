package io.ivsorchestrator.events;

import java.util.Optional;
import java.util.stream.Stream;

/** {@code Object Deleted}: an object or one version of it is gone, or a delete marker now hides it. */
public record ObjectDeleted(Envelope envelope, String bucket, String key, Optional<String> versionId, String sequencer,
        Optional<String> reason, Deletion deletion) implements S3ObjectEvent {

    /** {@code detail.deletion-type}. */
    public enum Deletion {
        /** {@code Permanently Deleted}: the object, or (versioned) just the named version, no longer exists. */
        PERMANENT("Permanently Deleted"),
        /** {@code Delete Marker Created}: versions remain; the named version is the marker. */
        MARKER_CREATED("Delete Marker Created");

        private final String text;

        Deletion(String text) {
            this.text = text;
        }

        /** The deletion with that {@code deletion-type}, compared exactly; empty if there is none. */
        public static Optional<Deletion> of(String text) {
            return Stream.of(values()).filter(deletion -> deletion.text.equals(text)).findFirst();
        }

        /** The value as S3 sends it. */
        public String text() {
            return text;
        }
    }
}
