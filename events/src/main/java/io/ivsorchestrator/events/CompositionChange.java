package io.ivsorchestrator.events;

import java.util.Optional;
import java.util.stream.Stream;

/** The seven changes that IVS reports of a composition: of its session, and of each of its destinations. */
public enum CompositionChange {
    /** The pipeline is up and receives media. */
    SESSION_START("Session Start"),
    /** The composition completed; after this its S3 recording may be processed. */
    SESSION_END("Session End"),
    /** The pipeline failed; says nothing about a destination that ended well. */
    SESSION_FAILURE("Session Failure"),
    /** Output to the destination began. */
    DESTINATION_START("Destination Start"),
    /** Output to the destination finished. */
    DESTINATION_END("Destination End"),
    /** Output to the destination was interrupted and is being tried again. */
    DESTINATION_RECONNECTING("Destination Reconnecting"),
    /** Output to the destination failed for good. */
    DESTINATION_FAILURE("Destination Failure");

    private final String text;

    CompositionChange(String text) {
        this.text = text;
    }

    /** The change with that {@code event_name}, compared exactly; empty if there is none. */
    public static Optional<CompositionChange> of(String text) {
        return Stream.of(values()).filter(change -> change.text.equals(text)).findFirst();
    }

    /** The value as IVS sends it in {@code event_name}. */
    public String text() {
        return text;
    }

    /** Whether the change is of one destination (and the event names it) rather than of the whole composition. */
    public boolean ofDestination() {
        return switch (this) {
            case SESSION_START, SESSION_END, SESSION_FAILURE -> false;
            case DESTINATION_START, DESTINATION_END, DESTINATION_RECONNECTING, DESTINATION_FAILURE -> true;
        };
    }
}
