package io.ivsorchestrator.query;

import io.ivsorchestrator.recording.RecordingSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * One recording on a session's timeline.
 *
 * @param inferred that it shows this session follows from overlap in time only
 * @param timedBy  where the pieces' times come from
 * @param pieces   what was recorded without a break, earliest first; at least one
 */
record Track(RecordingSummary recording, boolean inferred, TimedBy timedBy, List<Piece> pieces) {
    Track {
        pieces = List.copyOf(pieces);
    }

    /** How far the times can be trusted: the first to some milliseconds, the others to seconds. */
    enum TimedBy {
        /** {@code EXT-X-PROGRAM-DATE-TIME} of the media itself. */
        PROGRAM_DATE_TIME,
        /** Start and duration by metadata or events. */
        RECORDING
    }

    /** Something that was recorded from one moment to another. */
    record Piece(Instant start, Duration length) {
        Instant end() {
            return start.plus(length);
        }
    }

    Instant start() {
        return pieces.getFirst().start();
    }

    Instant end() {
        return pieces.getLast().end();
    }
}
