package io.ivsorchestrator.reconciling;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.index.IndexTable;
import io.ivsorchestrator.index.IndexTable.Written;
import io.ivsorchestrator.index.InvalidCursorException;
import io.ivsorchestrator.index.Item;
import io.ivsorchestrator.index.ItemKey;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.ivs.IvsRefusedException;
import io.ivsorchestrator.ivs.LowLatencyApi;
import io.ivsorchestrator.ivs.RealTimeApi;
import io.ivsorchestrator.media.RecordingFiles;
import io.ivsorchestrator.media.RecordingFilesException;
import io.ivsorchestrator.media.RecordingListing;
import io.ivsorchestrator.reconciling.Questions.Done;
import io.ivsorchestrator.reconciling.Task.What;
import io.ivsorchestrator.runtime.DelayedMessages;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pass over everything that may have happened without an event: small tasks, the rest of which is written into one item
 * after each, so that whatever dies goes on where it was. Two at once do no harm: one gives way.
 *
 * <p>It asks and looks; what it finds becomes facts with their source. It changes nothing in IVS and nothing in a bucket.
 */
public final class Sweep {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);
    private static final ItemKey KEY = new ItemKey("reconciling", "sweep");
    private static final String STATE = "sweep";
    private static final Duration PAUSE = Duration.ofSeconds(30);
    /** What cannot be done after so many tries is left to the next sweep, so that it does not hold up the others. */
    private static final int MOST_TRIES = 5;
    /** Beyond the recent days one more is looked at each day, so that all of this many come round. */
    private static final int DAYS_ROUND = 365;

    private final IndexTable table;
    private final Questions questions;
    private final Settings settings;
    private final InstantSource clock;

    /**
     * @param index whose cursors other processes can open, too
     * @param table of that index; holds the checkpoint
     * @param salvage the way to the salvage queue
     */
    public Sweep(LowLatencyApi channels, RealTimeApi stages, RecordingListing listing, RecordingFiles files,
            RecordingIndex index, IndexTable table, DelayedMessages salvage, Settings settings, InstantSource clock) {
        this.table = table;
        BucketLook bucket = new BucketLook(listing, files, index);
        this.questions = new Questions(channels, stages, index, bucket,
                new KnownRecordings(index, bucket, salvage, settings, clock), settings, clock);
        this.settings = settings;
        this.clock = clock;
    }

    /** How a go ended. All counts are of the whole sweep. */
    public sealed interface Outcome {
        /** Everything was asked. */
        record Ended(long calls, long facts, long dropped) implements Outcome {}

        /** To be gone on with, not before that time. */
        record Later(Instant time) implements Outcome {}

        /** The budget is used up; the next scheduled sweep goes on. */
        record Paused(long calls, int tasks) implements Outcome {}

        /** Another process is at it. */
        record GivenWay() implements Outcome {}
    }

    /** What came of {@link #look}. */
    public sealed interface Looked {
        /** @param facts that were new to the index */
        record Seen(long facts) implements Looked {}

        /** To be asked again, not before that time. */
        record Later(Instant time) implements Looked {}
    }

    /**
     * Asks about one composition at once: an event said that a destination failed, and says neither where it was recorded nor
     * whether to S3 at all; five minutes later IVS has forgotten both.
     *
     * @param destination the one that is meant; empty = all
     * @throws IvsRefusedException if it cannot be asked
     */
    public Looked look(Arn composition, Optional<String> destination) {
        Task task = new Task(What.COMPOSITION, composition.value(), "", destination.orElse(""), "");
        try {
            return new Looked.Seen(questions.ask(task, clock.instant()).news());
        } catch (IvsRefusedException.Deferred | IvsRefusedException.Throttled
                | IvsRefusedException.Unavailable later) {
            // Not by the queue, which would bring it back when the composition is long forgotten.
            return new Looked.Later(later.notBefore().orElseGet(() -> clock.instant().plus(PAUSE)));
        } catch (IvsRefusedException.NotFound | IvsRefusedException.NotBroadcasting gone) {
            LOG.warn("RECONCILING_VANISHED: {} was forgotten by IVS before it could be asked about", composition);
            return new Looked.Seen(0);
        }
    }

    /**
     * A scheduled sweep: goes on with the last one if that has not ended, else begins anew.
     *
     * @param inTime asked before each task but the first
     * @throws io.ivsorchestrator.index.IndexUnavailableException if the table could not answer; nothing is lost
     */
    public Outcome begin(BooleanSupplier inTime) {
        SweepState known = load();
        SweepState state = known.ended()
                ? new SweepState(known.version(), clock.instant(), beginning(clock.instant()), 0, 0, 0, 0)
                // With a new budget, but with what was recent when it began.
                : new SweepState(known.version(), known.began(), known.tasks(), known.tries(), 0, known.facts(),
                        known.dropped());
        // Before anything is asked: whoever goes on later must find it.
        return save(state) ? go(state.saved(), inTime) : new Outcome.GivenWay();
    }

    /** Goes on after {@link Outcome.Later}; see {@link #begin}. */
    public Outcome goOn(BooleanSupplier inTime) {
        return go(load(), inTime);
    }

    /** The last is done first: what is soon forgotten by IVS (compositions, after five minutes) before what stays. */
    private List<Task> beginning(Instant now) {
        List<Task> tasks = new ArrayList<>();
        tasks.add(Task.of(What.UNENDED, ""));
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        tasks.add(Task.of(What.DAY, today.minusDays(Math.floorMod(today.toEpochDay(), DAYS_ROUND)).toString()));
        LocalDate oldest = LocalDate.ofInstant(now.minus(settings.lookback()), ZoneOffset.UTC);
        oldest.datesUntil(today.plusDays(1)).forEach(day -> tasks.add(Task.of(What.DAY, day.toString())));
        // Before participants and streams are asked for: what lies in a bucket says it all.
        tasks.add(Task.of(What.CHANNELS, ""));
        tasks.add(Task.of(What.STAGES, ""));
        tasks.add(Task.of(What.OPEN, ""));
        settings.buckets().forEach(bucket -> tasks.add(Task.of(What.BUCKET, bucket)));
        tasks.add(Task.of(What.COMPOSITIONS, ""));
        return tasks;
    }

    private Outcome go(SweepState from, BooleanSupplier inTime) {
        SweepState state = from;
        // However little time there is, one task gets on.
        for (boolean first = true; !state.ended(); first = false) {
            if (!first && !inTime.getAsBoolean()) {
                return new Outcome.Later(clock.instant());
            }
            Task task = state.tasks().getLast();
            if (Questions.asksIvs(task) && state.calls() >= settings.budget()) {
                LOG.warn("RECONCILING_BUDGET: {} calls to IVS are used up, {} tasks are left to the next sweep",
                        state.calls(), state.tasks().size());
                return save(state) ? new Outcome.Paused(state.calls(), state.tasks().size()) : new Outcome.GivenWay();
            }
            SweepState next;
            try {
                next = after(state, task, questions.ask(task, state.began()));
            } catch (IvsRefusedException refused) {
                switch (refused) {
                    case IvsRefusedException.Deferred it -> {
                        return new Outcome.Later(it.notBefore().orElseGet(clock::instant));
                    }
                    case IvsRefusedException.Throttled it -> {
                        return new Outcome.Later(it.notBefore().orElseGet(() -> clock.instant().plus(PAUSE)));
                    }
                    case IvsRefusedException.Unavailable _ -> {
                        return again(state, refused);
                    }
                    case IvsRefusedException.NotFound _,IvsRefusedException.NotBroadcasting _ ->
                            // Gone since it was listed; IVS forgets compositions within minutes.
                            next = after(state, task, Done.of(List.of()));
                    case IvsRefusedException.AccessDenied _,IvsRefusedException.Invalid _,IvsRefusedException.Conflict _ ->
                            next = dropped(state, refused);
                    case IvsRefusedException.QuotaExceeded _,IvsRefusedException.PendingVerification _ ->
                            next = dropped(state, refused);
                }
            } catch (RecordingFilesException unreadable) {
                return again(state, unreadable);
            } catch (InvalidCursorException otherKey) {
                // The key of cursors was replaced: the list from its beginning.
                next = after(state, task, Done.of(List.of(task.at(""))));
            }
            if (!save(next)) {
                return new Outcome.GivenWay();
            }
            state = next.saved();
        }
        return new Outcome.Ended(state.calls(), state.facts(), state.dropped());
    }

    private static SweepState after(SweepState state, Task task, Done done) {
        List<Task> left = new ArrayList<>(state.tasks().subList(0, state.tasks().size() - 1));
        left.addAll(done.more());
        return new SweepState(state.version(), state.began(), left, 0,
                state.calls() + (Questions.asksIvs(task) ? 1 : 0), state.facts() + done.news(), state.dropped());
    }

    private static SweepState dropped(SweepState state, RuntimeException because) {
        Task task = state.tasks().getLast();
        LOG.error("RECONCILING_DROPPED: {} {} cannot be reconciled: {}", task.what(), task.resource(),
                because.getMessage());
        return new SweepState(state.version(), state.began(), state.tasks().subList(0, state.tasks().size() - 1), 0,
                state.calls(), state.facts(), state.dropped() + 1);
    }

    /** Tries the task again after a while, and in the end does without. */
    private Outcome again(SweepState state, RuntimeException because) {
        SweepState next = state.tries() + 1 >= MOST_TRIES
                ? dropped(state, because)
                : new SweepState(state.version(), state.began(), state.tasks(), state.tries() + 1, state.calls(),
                        state.facts(), state.dropped());
        return save(next) ? new Outcome.Later(clock.instant().plus(PAUSE)) : new Outcome.GivenWay();
    }

    private SweepState load() {
        return table.get(KEY).map(item -> SweepState.parse(item.version(), item.attributes().getOrDefault(STATE, "{}")))
                .orElseGet(() -> new SweepState(0, Instant.EPOCH, List.of(), 0, 0, 0, 0));
    }

    private boolean save(SweepState state) {
        Item item = new Item(KEY, state.version() + 1, new TreeMap<>(Map.of(STATE, state.text())));
        return switch (table.put(item, List.of())) {
            case Written.Stored _ -> true;
            case Written.Refused _ -> false;
        };
    }
}
