package io.ivsorchestrator.events;

/**
 * A well-formed event of a kind or with a discriminator that we do not know: AWS adds both without notice.
 *
 * @param discriminator the unknown {@code recording_status}, {@code event_name} or {@code deletion-type}; empty when the
 *                      {@code detail-type} itself is unknown
 */
public record Unrecognized(Envelope envelope, String discriminator) implements Event {}
