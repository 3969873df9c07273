package io.ivsorchestrator.events;

import java.util.Optional;
import java.util.stream.Stream;

/** The seven changes that IVS reports of a channel's live stream. */
public enum StreamChange {
    /** The stream key was accepted, no video processed yet. */
    SESSION_CREATED("Session Created"),
    /** Segments are available to viewers. */
    STREAM_START("Stream Start"),
    /** No more segments are produced. */
    STREAM_END("Stream End"),
    /** The encoder is gone; may arrive before {@link #STREAM_END}. */
    SESSION_ENDED("Session Ended"),
    /** Processing capacity was exceeded. */
    STREAM_FAILURE("Stream Failure"),
    /** Another encoder took the stream over. */
    STREAM_TAKEOVER("Stream Takeover"),
    /** A takeover was refused. */
    STREAM_TAKEOVER_FAILURE("Stream Takeover Failure");

    private final String text;

    StreamChange(String text) {
        this.text = text;
    }

    /** The change with that {@code event_name}, compared exactly; empty if there is none. */
    public static Optional<StreamChange> of(String text) {
        return Stream.of(values()).filter(change -> change.text.equals(text)).findFirst();
    }

    /** The value as IVS sends it in {@code event_name}. */
    public String text() {
        return text;
    }
}
