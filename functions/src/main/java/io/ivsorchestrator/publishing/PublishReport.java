package io.ivsorchestrator.publishing;

import io.ivsorchestrator.events.OutboundChange;
import io.ivsorchestrator.recording.RecordingKind;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What became of some changes.
 *
 * @param received   records, or items that a sweep looked at
 * @param published  events that the bus took
 * @param byName     those of them that tell of a recording's start, end or failure, by {@link #metric}
 * @param refused    how often the bus did not take one
 * @param unreadable records that make no sense; a mistake of ours
 * @param unnoted    items in which it could not be noted that their events are published
 * @param beginAgain the record from which on the stream must deliver again; empty if all are done
 */
public record PublishReport(int received, long published, Map<String, Long> byName, long refused, int unreadable,
        int unnoted,
        Optional<String> beginAgain) {
    public PublishReport {
        byName = Map.copyOf(byName);
    }

    /** For example {@code ParticipantRecordingFailed}; empty for what is no step of a recording. */
    public static Optional<String> metric(RecordingKind kind, OutboundChange change) {
        String of = kind.name().charAt(0) + kind.name().substring(1).toLowerCase(Locale.ROOT);
        return switch (change) {
            case STARTED, ENDED, FAILED -> Optional.of(of + change.detailType().replace(" ", ""));
            case MEDIA_CHANGED, DELETED -> Optional.empty();
        };
    }
}
