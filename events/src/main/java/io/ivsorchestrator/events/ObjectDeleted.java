package io.ivsorchestrator.events;

import java.util.Optional;

/** {@code Object Deleted}: an object or one version of it is gone, or a delete marker now hides it. */
public record ObjectDeleted(Envelope envelope, String bucket, String key, Optional<String> versionId, String sequencer,
        Optional<String> reason, Deletion deletion) implements S3ObjectEvent {

    /** {@code detail.deletion-type}. */
    public enum Deletion {
        /** {@code Permanently Deleted}: the object, or (versioned) just the named version, no longer exists. */
        PERMANENT,
        /** {@code Delete Marker Created}: versions remain; the named version is the marker. */
        MARKER_CREATED
    }
}
