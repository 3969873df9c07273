package io.ivsorchestrator.local.story;

import java.time.Instant;

/** How a recording ends. */
public sealed interface Outcome {
    /** When IVS writes so, whole seconds; need not be the end of the media. */
    Instant at();

    /** It ended as it should: playlists complete, {@code recording-ended.json}. */
    record Ended(Instant at) implements Outcome {}

    /**
     * It broke off: playlists still open, {@code recording-failed.json}.
     *
     * @param message {@code recording_status_message}, written for channels only, such as InternalServerException
     */
    record Failed(Instant at, String message) implements Outcome {}
}
