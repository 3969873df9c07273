package io.ivsorchestrator.events;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * {@code Object Created}.
 *
 * @param size bytes
 */
public record ObjectCreated(Envelope envelope, String bucket, String key, OptionalLong size, Optional<String> etag,
        Optional<String> versionId, String sequencer, Optional<String> reason) implements S3ObjectEvent {}
