package io.ivsorchestrator.recording;

/**
 * A recording's state in IVS's own words (those of the participant API), for all kinds. The order of the constants is
 * their rank: facts only ever raise it, so a late or repeated event cannot reopen what is over.
 */
public enum RecordingState {
    /** Announced, nothing written yet. */
    STARTING,
    /** Being recorded. */
    ACTIVE,
    /** Output has ended, its files are not yet known to be complete. */
    STOPPING,
    /** Ended well: all files are in S3. */
    STOPPED,
    /** Not recorded at all, or ended with errors; what media exists says {@link Failure#partial()}. */
    FAILED;

    /** Whether nothing more will be recorded. */
    public boolean terminal() {
        return switch (this) {
            case STARTING, ACTIVE, STOPPING -> false;
            case STOPPED, FAILED -> true;
        };
    }

    RecordingState max(RecordingState other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
