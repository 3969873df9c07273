package io.ivsorchestrator.events;

/** An event that reached us through EventBridge. {@link EventDecoder} makes it from JSON. */
public sealed interface Event permits IvsEvent, S3ObjectEvent, ApiCall, Unrecognized {
    Envelope envelope();
}
