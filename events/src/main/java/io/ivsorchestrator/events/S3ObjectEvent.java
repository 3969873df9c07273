package io.ivsorchestrator.events;

import java.util.Optional;

/**
 * An event of source {@code aws.s3} about one object (S3 User Guide, "EventBridge event message structure").
 *
 * <p>At least once, in no order. Events of one key are ordered by {@link #sequencer()}; events of different keys are not
 * comparable.
 */
public sealed interface S3ObjectEvent extends Event permits ObjectCreated, ObjectDeleted {
    String bucket();

    /** The object's key as S3 holds it: EventBridge events, unlike S3 notifications, do not URL-encode it. */
    String key();

    /** Only with versioning. */
    Optional<String> versionId();

    /** Hexadecimal; to compare two of one key pad the shorter with zeros on the right, then compare as text. */
    String sequencer();

    /** For example {@code PutObject} or {@code Lifecycle Expiration}. */
    Optional<String> reason();
}
