package io.ivsorchestrator.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.backfill.Backfill;
import io.ivsorchestrator.backfill.Checkpoints;
import io.ivsorchestrator.backfill.Errand;
import io.ivsorchestrator.backfill.Mode;
import io.ivsorchestrator.backfill.Progress;
import io.ivsorchestrator.index.IndexTable;
import io.ivsorchestrator.index.IndexUnavailableException;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.media.RecordingFilesException;
import io.ivsorchestrator.runtime.DelayedMessages;
import io.ivsorchestrator.runtime.QueueMessage;
import io.ivsorchestrator.tests.simulation.Tally.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** An operator who has the bucket indexed at any moment, and the function that does it, an errand at a time. */
final class Backfilling {
    private static final String LAST = "last";

    private final Chance chance;
    private final Timeline timeline;
    private final Calls calls;
    private final StoredObjects objects;
    private final SimulatedTable table;
    private final Backfill backfill;
    private final SimulatedQueue queue;
    private final Set<String> runs = new TreeSet<>();

    Backfilling(Chance chance, Timeline timeline, Calls calls, Sabotage sabotage, StoredObjects objects,
            SimulatedTable table,
            RecordingIndex index) {
        this.chance = chance;
        this.timeline = timeline;
        this.calls = calls;
        this.objects = objects;
        this.table = table;
        this.queue = new SimulatedQueue(new SimulatedQueue.Shape("backfill", chance.between(2, 5), 1,
                Duration.ofMinutes(5), 5), timeline, calls, Sabotage.NONE, this::handle);
        this.backfill = new Backfill(objects.listing(), objects.files(), index, new Checkpoints(table),
                sabotage == Sabotage.FORGOTTEN_ERRAND ? this::sendNowAndThen : queue.asDelayedMessages());
    }

    private void sendNowAndThen(String body, Duration delay) {
        if (!chance.in(0.2)) {
            queue.asDelayedMessages().send(body, delay);
        }
    }

    SimulatedQueue queue() {
        return queue;
    }

    /** Up to three times; also the same run again, before or after it has ended. */
    void plan() {
        int times = chance.between(1, 3);
        for (int i = 0; i < times; i++) {
            Instant time = Timeline.BEGINNING.plus(chance.between(Duration.ofMinutes(1), Duration.ofHours(3)));
            String run = chance.one(List.of("one", "another"));
            timeline.at(time, () -> begin(run, Mode.INDEX));
        }
    }

    /** When nothing else happens any more. */
    void planLast() {
        begin(LAST, Mode.INDEX);
    }

    private void begin(String run, Mode mode) {
        calls.tally().saw(Seen.BACKFILL);
        if (mode == Mode.INDEX) {
            runs.add(run);
        }
        queue.send(Errand.all(run, Story.BUCKET, mode).text(), Duration.ZERO);
    }

    /** As the handler does. */
    private Set<String> handle(List<QueueMessage> messages) {
        Set<String> failed = new HashSet<>();
        for (QueueMessage message : messages) {
            try {
                backfill.run(Errand.parse(message.body()), this::inTime);
            } catch (IndexUnavailableException | RecordingFilesException
                    | DelayedMessages.MessageNotSentException later) {
                failed.add(message.id());
            }
        }
        return failed;
    }

    /** A page may be the last that there is time for. */
    private boolean inTime() {
        boolean inTime = !chance.in(0.3);
        if (!inTime) {
            calls.tally().saw(Seen.BACKFILL_SENT_ON);
        }
        return inTime;
    }

    // What must hold

    /** Every run that was begun has ended, without anybody beginning it again. */
    void checkEnded() {
        for (String run : runs) {
            Progress progress = progress(run, Mode.INDEX);
            assertThat(progress.done()).as("errands that are done, of the backfill \"%s\": %s", run, progress)
                    .isEqualTo(progress.errands());
        }
    }

    private Progress progress(String run, Mode mode) {
        return new Checkpoints(table).progress(Errand.all(run, Story.BUCKET, mode));
    }

    /** Looks the whole bucket up in the index: everything is there, and nothing is counted twice. */
    void verify(List<TrueRecording> recordings) {
        begin("verification", Mode.VERIFY);
        timeline.run();
        Progress progress = progress("verification", Mode.VERIFY);
        assertThat(progress.ended()).as("the verification has ended").isTrue();
        assertThat(progress.differences()).as("differences of bucket and index").isEmpty();
        long withObjects = recordings.stream().filter(TrueRecording::readable).map(TrueRecording::prefix)
                .filter(prefix -> !prefix.isEmpty())
                .filter(prefix -> !objects.beginningWith(prefix + "/media/").isEmpty()
                        || !objects.beginningWith(prefix + "/events/").isEmpty())
                .count();
        long neighbours = recordings.stream().filter(recording -> recording.isChannel() && recording.readable())
                .map(TrueRecording::prefix).filter(prefix -> !prefix.isEmpty())
                .filter(prefix -> !objects.beginningWith(prefix + "0/").isEmpty()).count();
        assertThat(progress.counts().found()).as("recordings in the bucket").isEqualTo(withObjects + neighbours);
    }

    /** Into a table of its own, by one process without any fault. */
    void alone(IndexTable fresh, RecordingIndex index) {
        Deque<String> errands = new ArrayDeque<>(List.of(Errand.all(LAST, Story.BUCKET, Mode.INDEX).text()));
        Backfill alone = new Backfill(objects.listing(), objects.files(), index, new Checkpoints(fresh),
                (body, _) -> errands.add(body));
        while (!errands.isEmpty()) {
            alone.run(Errand.parse(errands.remove()), () -> true);
        }
    }
}
