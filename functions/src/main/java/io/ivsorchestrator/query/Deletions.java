package io.ivsorchestrator.query;

import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.recording.Evidence;
import io.ivsorchestrator.recording.Keeping;
import io.ivsorchestrator.recording.Recording;
import io.ivsorchestrator.recording.RecordingSummary;
import io.ivsorchestrator.runtime.DelayedMessages;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The first phase of a deletion: writes down that it is wanted, and has it done. The second is {@link DeleteMedia}, which looks
 * at everything again.
 */
final class Deletions {
    private static final String HOLD_SET = "a hold was set";
    private static final String RELEASE = "release the holds first: ";
    private static final String WHEN_OVER = "; it can be deleted when it is STOPPED or FAILED";

    private final RecordingIndex index;
    private final DelayedMessages queue;
    private final InstantSource clock;

    Deletions(RecordingIndex index, DelayedMessages queue, InstantSource clock) {
        this.index = index;
        this.queue = queue;
        this.clock = clock;
    }

    /**
     * Asks for the deletion of a recording's media. May be repeated; what is being deleted already is only looked after again.
     *
     * @return the recording as it now is
     * @throws ProblemException if the recording goes on or is held
     */
    Recording request(Recording recording, String by) {
        RecordingSummary summary = recording.summary();
        if (requested(summary) && held(summary)) {
            // Whether anybody is at it is not known: the message may have been lost. The row must not say so for ever.
            giveUp(recording, by);
        }
        check(summary);
        if (summary.deleted()) {
            return recording;
        }
        Recording asked = recording;
        if (!requested(summary)) {
            report(recording, Evidence.DeletionChange.REQUESTED, by, Optional.empty());
            asked = index.findWithFacts(recording.id()).orElseThrow();
            if (held(asked.summary())) {
                // Set between our looking and our writing: the hold counts.
                giveUp(asked, by);
                check(asked.summary());
            }
        }
        // Also when it was asked for before: the message may have been lost after the fact was written.
        queue.send(new DeletionTask.OfRecording(recording.id(), 0).body(), Duration.ZERO);
        return asked;
    }

    private static boolean requested(RecordingSummary summary) {
        return summary.keeping().deletion().map(Keeping.Deletion::change)
                .filter(change -> change == Evidence.DeletionChange.REQUESTED).isPresent();
    }

    private static boolean held(RecordingSummary summary) {
        return !summary.keeping().holds().isEmpty();
    }

    private void giveUp(Recording recording, String by) {
        report(recording, Evidence.DeletionChange.BLOCKED, by, Optional.of(HOLD_SET));
    }

    static void check(RecordingSummary summary) {
        if (!summary.state().terminal()) {
            throw new ProblemException(Problem.Kind.NOT_OVER,
                    "the recording is " + summary.state() + WHEN_OVER);
        }
        if (held(summary)) {
            throw new ProblemException(Problem.Kind.HELD,
                    RELEASE + String.join(", ", summary.keeping().holds()));
        }
    }

    /** Whether what stood in a deletion's way is of a kind that {@link #check} finds: then it says whether it still does. */
    static boolean stoppedByUs(Keeping.Deletion blocked) {
        return blocked.detail()
                .filter(it -> it.equals(HOLD_SET) || it.startsWith(RELEASE) || it.endsWith(WHEN_OVER)).isPresent();
    }

    private void report(Recording recording, Evidence.DeletionChange change, String by, Optional<String> detail) {
        index.record(recording.id(), List.of(new Evidence.DeletionReported(recording.id(),
                after(clock, recording.summary()), change, by, detail, OptionalLong.empty(), Optional.empty())));
    }

    /** Whatever is told later is later, also within one millisecond or by a clock that is behind. */
    static Instant after(InstantSource clock, RecordingSummary summary) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return summary.keeping().deletion().map(last -> last.at().plus(Duration.ofMillis(1)))
                .filter(it -> it.isAfter(now)).orElse(now);
    }
}
