package io.ivsorchestrator.index;

import io.ivsorchestrator.recording.RecordingSummary;
import java.util.List;
import java.util.Optional;

/**
 * Some recordings, newest first.
 *
 * @param next cursor of the next page; empty if this was the last
 */
public record Page(List<RecordingSummary> recordings, Optional<String> next) {
    public Page {
        recordings = List.copyOf(recordings);
    }
}
