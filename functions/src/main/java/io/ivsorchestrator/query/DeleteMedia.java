package io.ivsorchestrator.query;

import io.ivsorchestrator.index.Page;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.index.RecordingQuery;
import io.ivsorchestrator.query.RecordingObjects.Deleted;
import io.ivsorchestrator.recording.Evidence;
import io.ivsorchestrator.recording.Keeping;
import io.ivsorchestrator.recording.Recording;
import io.ivsorchestrator.recording.RecordingId;
import io.ivsorchestrator.recording.RecordingPrefix;
import io.ivsorchestrator.recording.RecordingSummary;
import io.ivsorchestrator.recording.S3Location;
import io.ivsorchestrator.runtime.DelayedMessages;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The second phase of a deletion, and what retention asks for. Every step may be repeated: what counts is what the index and the
 * bucket show when it is done.
 */
public final class DeleteMedia {
    private static final Logger LOG = LoggerFactory.getLogger(DeleteMedia.class);
    private static final String RETENTION = "retention policy";
    private static final int PAGE = 200;
    /** A deletion that was asked for this long ago may be nobody's: the next sweep, a day later at most, sends for it again. */
    private static final Duration LOST = Duration.ofHours(1);
    /** Below a recording's prefix. */
    private static final String SALVAGED = "salvage";

    private final RecordingIndex index;
    private final RecordingObjects objects;
    private final DelayedMessages queue;
    private final Deletions deletions;
    private final Retention retention;
    private final Duration tombstone;
    private final Duration salvaging;
    private final InstantSource clock;

    /**
     * @param tombstone for how long a deleted recording stays in the index
     * @param salvaging the longest that a salvage takes, which may have begun before it could see that a deletion is asked for
     */
    public DeleteMedia(RecordingIndex index, RecordingObjects objects, DelayedMessages queue, Retention retention,
            Duration tombstone, Duration salvaging, InstantSource clock) {
        this.index = index;
        this.objects = objects;
        this.queue = queue;
        this.deletions = new Deletions(index, queue, clock);
        this.retention = retention;
        this.tombstone = tombstone;
        this.salvaging = salvaging;
        this.clock = clock;
    }

    /** What came of a message. */
    public enum Result {
        /** A recording's media is gone. */
        DELETED,
        /** A recording was found to be held, to go on, or S3 refuses; written down, and not tried again until asked for again. */
        BLOCKED,
        /** There was no time to finish; another message goes on. */
        CONTINUED,
        /** What salvage wrote while it was deleted is gone. */
        TIDIED,
        /** Retention was looked after. */
        SWEPT,
        /** Nothing was to be done: it is done, or was given up. */
        NOTHING
    }

    /**
     * Does what a message asks for.
     *
     * @param goOn false when time runs out
     * @throws io.ivsorchestrator.events.json.JsonException if the message makes no sense
     * @throws RuntimeException                             if something does not answer: give the message back
     */
    public Result handle(String message, BooleanSupplier goOn) {
        return switch (DeletionTask.parse(message)) {
            case DeletionTask.OfRecording task -> delete(task, goOn);
            case DeletionTask.Tidying task -> tidy(task, goOn);
            case DeletionTask.OfDay task -> sweep(task, goOn);
            case DeletionTask.Sweep task -> sweep(task);
        };
    }

    private Result delete(DeletionTask.OfRecording task, BooleanSupplier goOn) {
        Optional<Recording> recording = index.findWithFacts(task.id());
        Optional<Keeping.Deletion> wanted = recording.flatMap(it -> it.summary().keeping().deletion())
                .filter(it -> it.change() == Evidence.DeletionChange.REQUESTED);
        if (recording.isEmpty() || wanted.isEmpty()) {
            return Result.NOTHING;
        }
        RecordingSummary summary = recording.get().summary();
        String by = wanted.get().by();
        Optional<String> obstacle = obstacle(summary);
        if (obstacle.isPresent()) {
            return blocked(summary, by, task.deleted(), obstacle.get());
        }
        if (summary.location().isEmpty()) {
            return done(summary, by, task.deleted(), clock);
        }
        // When the last round began, which found nothing: whatever is written later is there again.
        AtomicReference<Instant> looked = new AtomicReference<>(clock.instant());
        BooleanSupplier another = () -> {
            looked.set(clock.instant());
            return goOn.getAsBoolean() && unheld(task.id());
        };
        return switch (objects.deleteAll(summary.location().get(), another)) {
            case Deleted.All all -> {
                // Before it is written down: whoever dies in between does this again.
                queue.send(new DeletionTask.Tidying(task.id()).body(), salvaging);
                yield done(summary, by, task.deleted() + all.versions(), looked::get);
            }
            case Deleted.Refused refused -> blocked(summary, by, task.deleted() + refused.versions(), refused.reason());
            case Deleted.Interrupted interrupted -> {
                // A hold is seen by the next message, which looks at everything again.
                queue.send(new DeletionTask.OfRecording(task.id(), task.deleted() + interrupted.versions()).body(),
                        Duration.ZERO);
                yield Result.CONTINUED;
            }
        };
    }

    /**
     * What salvage writes is not the recording's media and tells nobody of itself, so only this folder is looked at again, and
     * only as long as IVS writes nothing there itself.
     */
    private Result tidy(DeletionTask.Tidying task, BooleanSupplier goOn) {
        Optional<S3Location> location = index.find(task.id()).filter(RecordingSummary::deleted)
                .flatMap(RecordingSummary::location);
        if (location.isEmpty() || !unheld(task.id())) {
            return Result.NOTHING;
        }
        S3Location salvaged = new S3Location(location.get().bucket(), location.get().key(SALVAGED));
        return switch (objects.deleteAll(salvaged, () -> goOn.getAsBoolean() && unheld(task.id()))) {
            case Deleted.All all -> all.versions() > 0 ? Result.TIDIED : Result.NOTHING;
            case Deleted.Refused _ -> Result.BLOCKED;
            case Deleted.Interrupted _ -> {
                queue.send(task.body(), Duration.ZERO);
                yield Result.CONTINUED;
            }
        };
    }

    /** Before every round of deletions: a hold that is set now still saves the rest. */
    private boolean unheld(RecordingId id) {
        return index.find(id).filter(it -> it.keeping().holds().isEmpty()).isPresent();
    }

    private static Optional<String> obstacle(RecordingSummary summary) {
        try {
            Deletions.check(summary);
        } catch (ProblemException obstacle) {
            return Optional.of(obstacle.problem().detail());
        }
        boolean own = summary.location().map(S3Location::prefix)
                .map(prefix -> RecordingPrefix.parse(prefix).map(RecordingPrefix::id).filter(summary.id()::equals)
                        .isPresent())
                .orElse(true);
        // Cannot be, and would delete somebody else's objects if it were.
        return own ? Optional.empty() : Optional.of("the prefix is not the recording's own");
    }

    private Result done(RecordingSummary summary, String by, long versions, InstantSource looked) {
        Instant now = Deletions.after(looked, summary);
        index.record(summary.id(), List.of(new Evidence.DeletionReported(summary.id(), now,
                Evidence.DeletionChange.DONE, by, Optional.empty(), OptionalLong.of(versions),
                Optional.of(now.plus(tombstone)))));
        return Result.DELETED;
    }

    private Result blocked(RecordingSummary summary, String by, long versions, String reason) {
        index.record(summary.id(), List.of(new Evidence.DeletionReported(summary.id(),
                Deletions.after(clock, summary), Evidence.DeletionChange.BLOCKED, by, Optional.of(reason),
                OptionalLong.of(versions), Optional.empty())));
        return Result.BLOCKED;
    }

    /** One message a day, so that each is short and none is lost with the others. */
    private Result sweep(DeletionTask.Sweep task) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        Set<LocalDate> days = new TreeSet<>();
        for (int kept : retention.days().values()) {
            for (int before = 0; before < task.days(); before++) {
                days.add(today.minusDays((long) kept + before));
            }
        }
        days.forEach(day -> queue.send(new DeletionTask.OfDay(day, Optional.empty()).body(), Duration.ZERO));
        return Result.SWEPT;
    }

    private Result sweep(DeletionTask.OfDay task, BooleanSupplier goOn) {
        Optional<String> cursor = task.cursor();
        do {
            Page page = index.query(new RecordingQuery.OfDay(task.day()), cursor, PAGE);
            for (RecordingSummary listed : page.recordings()) {
                if (due(listed)) {
                    index.findWithFacts(listed.id()).filter(it -> due(it.summary())).ifPresent(this::request);
                }
            }
            cursor = page.next();
        } while (cursor.isPresent() && goOn.getAsBoolean());
        cursor.ifPresent(next -> queue.send(new DeletionTask.OfDay(task.day(), Optional.of(next)).body(),
                Duration.ZERO));
        return cursor.isPresent() ? Result.CONTINUED : Result.SWEPT;
    }

    private void request(Recording due) {
        try {
            deletions.request(due, RETENTION);
        } catch (ProblemException held) {
            // A hold that was set meanwhile counts, and is no reason to leave the rest of the day alone.
            LOG.info("kept recording={} cause={}", due.id().text(), held.getMessage());
        }
    }

    /** Over, not held, old enough, and nobody is known to be at it. */
    private boolean due(RecordingSummary recording) {
        return recording.keeping().holds().isEmpty() && unattended(recording)
                && retention.due(recording).filter(due -> !due.isAfter(clock.instant())).isPresent();
    }

    private boolean unattended(RecordingSummary recording) {
        Optional<Keeping.Deletion> last = recording.keeping().deletion();
        return last.isEmpty() || switch (last.get().change()) {
            // The message may have been lost after the fact was written. If it was not, two are at it, which does no harm.
            case REQUESTED -> !last.get().at().plus(LOST).isAfter(clock.instant());
            // What S3 refused once it refuses again; somebody has to look.
            case BLOCKED -> Deletions.stoppedByUs(last.get());
            case DONE -> !recording.deleted();
        };
    }
}
