package io.ivsorchestrator.events;

import java.util.Optional;
import java.util.stream.Stream;

/** The four changes that IVS reports of a channel recording and of a participant recording. */
public enum RecordingChange {
    /** The prefix exists and was validated; segments appear in S3 a little later. */
    START("Recording Start"),
    /** Recording stopped and its files are in S3; delayed by the reconnect window where there is one. */
    END("Recording End"),
    /** Live, but not recorded at all. */
    START_FAILURE("Recording Start Failure"),
    /** Errors while recording; part of the objects may exist. */
    END_FAILURE("Recording End Failure");

    private final String text;

    RecordingChange(String text) {
        this.text = text;
    }

    /** The change with that {@code recording_status} or {@code event_name}, compared exactly; empty if none. */
    public static Optional<RecordingChange> of(String text) {
        return Stream.of(values()).filter(change -> change.text.equals(text)).findFirst();
    }

    /** The value as IVS sends it, in {@code recording_status} (channels) or {@code event_name} (participants). */
    public String text() {
        return text;
    }
}
