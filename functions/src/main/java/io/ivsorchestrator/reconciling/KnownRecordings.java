package io.ivsorchestrator.reconciling;

import io.ivsorchestrator.index.JsonText;
import io.ivsorchestrator.index.Page;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.index.RecordingQuery;
import io.ivsorchestrator.reconciling.Questions.Done;
import io.ivsorchestrator.recording.Evidence;
import io.ivsorchestrator.recording.RecordingState;
import io.ivsorchestrator.recording.RecordingSummary;
import io.ivsorchestrator.recording.S3Location;
import io.ivsorchestrator.runtime.DelayedMessages;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;

/**
 * Looks at what the index knows: whether a recording that is open has ended, and whether media is left of what is over. What
 * broke off, or still has no end, is handed to salvage, once: whatever that comes to is known afterwards.
 */
final class KnownRecordings {
    private static final int PAGE = 100;
    /** A recording that has just begun need not have written anything. */
    private static final Duration YOUNG = Duration.ofMinutes(10);

    private final RecordingIndex index;
    private final BucketLook bucket;
    private final DelayedMessages salvage;
    private final Settings settings;
    private final InstantSource clock;

    /** @param salvage the way to the salvage queue */
    KnownRecordings(RecordingIndex index, BucketLook bucket, DelayedMessages salvage, Settings settings,
            InstantSource clock) {
        this.index = index;
        this.bucket = bucket;
        this.salvage = salvage;
        this.settings = settings;
        this.clock = clock;
    }

    Done open(Task task) {
        Page page = index.query(new RecordingQuery.Active(), task.page(), PAGE);
        long news = 0;
        for (RecordingSummary recording : page.recordings()) {
            if (isOld(recording.startedAt()) && mayBeRead(recording)) {
                S3Location location = recording.location().orElseThrow();
                news += bucket.below(location.bucket(), location.prefix() + "/");
            }
        }
        return new Done(more(task, page), news);
    }

    /** Of those that are open after everybody was asked. */
    Done unended(Task task) {
        Page page = index.query(new RecordingQuery.Active(), task.page(), PAGE);
        page.recordings().stream().filter(it -> isOld(it.startedAt()) && mayBeRead(it)).forEach(this::salvage);
        return Done.of(more(task, page));
    }

    Done day(Task task) {
        Page page = index.query(new RecordingQuery.OfDay(LocalDate.parse(task.resource())), task.page(), PAGE);
        long news = 0;
        for (RecordingSummary recording : page.recordings()) {
            boolean old = isOld(recording.endedAt().orElse(recording.startedAt()));
            if (!old || !recording.state().terminal() || !mayBeRead(recording)) {
                continue;
            }
            S3Location location = recording.location().orElseThrow();
            // Not when the answer has come: what is written while we wait for it is there.
            Instant looked = clock.instant();
            if (shouldHaveMedia(recording) && bucket.isEmpty(location)) {
                news += index.record(recording.id(), List.of(new Evidence.MediaMissed(recording.id(), looked,
                        location))).stream().filter(isNew -> isNew).count();
            } else if (recording.state() == RecordingState.FAILED) {
                salvage(recording);
            }
        }
        return new Done(more(task, page), news);
    }

    /** Salvage itself leaves alone what is still being written, and sees whether the segments went with the metadata. */
    private void salvage(RecordingSummary recording) {
        if (recording.salvage().isEmpty() && !recording.deleted()) {
            salvage.send(JsonText.object(json -> json.text("recordingId", recording.id().text())), Duration.ZERO);
        }
    }

    private boolean isOld(Instant time) {
        return time.isBefore(clock.instant().minus(YOUNG));
    }

    private boolean mayBeRead(RecordingSummary recording) {
        return recording.location().filter(it -> settings.buckets().contains(it.bucket())).isPresent();
    }

    /** It was seen, or it ended well a while ago; one that failed may never have had any. */
    private static boolean shouldHaveMedia(RecordingSummary recording) {
        return switch (recording.presence()) {
            case PRESENT -> true;
            case UNSEEN -> recording.state() == RecordingState.STOPPED;
            case GONE -> false;
        };
    }

    private static List<Task> more(Task task, Page page) {
        return page.next().map(next -> List.of(task.at(next))).orElse(List.of());
    }
}
