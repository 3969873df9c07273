package io.ivsorchestrator.index;

import io.ivsorchestrator.index.IndexTable.Written;
import io.ivsorchestrator.recording.Evidence;
import io.ivsorchestrator.recording.Facts;
import io.ivsorchestrator.recording.Recording;
import io.ivsorchestrator.recording.RecordingId;
import io.ivsorchestrator.recording.RecordingPrefix;
import io.ivsorchestrator.recording.RecordingSummary;
import io.ivsorchestrator.recording.S3Location;
import io.ivsorchestrator.recording.Subject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The index of all recordings: takes facts in any order and answers queries.
 *
 * <p><b>Writing</b> is load, join, save, guarded by the item's version, so that concurrent writers lose nothing.
 *
 * <p><b>Meeting.</b> A user belongs to a participant, a session's end to a composition, yet a recording's answer needs them,
 * and either may come first. Who writes either of the two writes its own item first and then reads the other's partition
 * strongly consistently: of two concurrent writers at least one sees the other. What is read back is decided by the facts at
 * hand and not by whether they were new, so that a repeated delivery completes what a crash left undone.
 *
 * <p>Every method throws {@link IndexUnavailableException} if the table could not answer; whatever was done until then may
 * be repeated.
 */
public final class RecordingIndex {
    /** Each refusal means that another writer succeeded, so this many in a row is a storm on one item. */
    private static final int MAX_ATTEMPTS = 25;

    private final IndexTable table;
    private final IndexQueries queries;

    public RecordingIndex(IndexTable table, CursorSeal seal) {
        this.table = table;
        this.queries = new IndexQueries(table, seal);
    }

    /**
     * Writes down what was told about a subject.
     *
     * @param evidence facts about that subject, in any order
     * @return for each of them, in that order, whether it was new
     */
    public List<Boolean> record(Subject subject, List<? extends Evidence> evidence) {
        if (evidence.isEmpty()) {
            // Of metadata that was gone when it was read: neither a reason to ask the table nor a recording to join anything to.
            return List.of();
        }
        Saved saved = switch (subject) {
            case RecordingId id -> recordRecording(id, evidence);
            case Subject.StreamSession _,Subject.StageParticipant _,Subject.Composition _ ->
                    save(Stored.absent(subject), evidence);
        };
        if (evidence.stream().anyMatch(RecordingIndex::mayConcernOthers)) {
            tellRecordings(saved.stored());
        }
        return saved.news();
    }

    private static boolean mayConcernOthers(Evidence evidence) {
        return switch (evidence) {
            case Evidence.UserSeen _,Evidence.UserTold _,Evidence.CompositionReported _ -> true;
            case Evidence.StreamReported report -> Recording.isFailure(report);
            case Evidence.ChannelRecordingReported report -> report.location().isEmpty();
            case Evidence.ParticipantRecordingReported _,Evidence.ParticipantReported _ -> false;
            case Evidence.MetadataFound _,Evidence.ObjectSeen _,Evidence.Superseded _ -> false;
            case Evidence.RecordingTold _,Evidence.MediaMissed _,Evidence.ReplacedBy _ -> false;
            case Evidence.Inspected _ -> false;
            case Evidence.Salvaged _,Evidence.ExpiryTold _,Evidence.HoldChanged _,Evidence.DeletionReported _ -> false;
        };
    }

    private Saved recordRecording(RecordingId id, List<? extends Evidence> evidence) {
        Set<String> places = meetingPlaces(Recording.of(id).join(evidence));
        Meeting before = Meeting.in(table, places);
        Saved saved = save(load(id, before), evidence, before);
        Recording recording = saved.stored().asRecording();
        Meeting after = Meeting.in(table, unseen(saved, evidence, places));
        saved = saved.then(save(saved.stored(), after.concerning(recording)));
        Stream.of(before, after).flatMap(meeting -> meeting.supersededBy(recording).stream()).distinct()
                .forEach(this::supersede);
        return saved;
    }

    /** Where something may stand that concerns the recording and that neither we nor its writer can have seen. */
    private static Set<String> unseen(Saved saved, List<? extends Evidence> evidence, Set<String> seenBefore) {
        Set<String> places = new TreeSet<>();
        Recording recording = saved.stored().asRecording();
        if (evidence.stream().anyMatch(RecordingIndex::namesRecordingSession)) {
            // It decides about the failed starts of all streams, not only of those that these facts name.
            places.addAll(meetingPlaces(recording));
            places.removeAll(seenBefore);
        }
        boolean first = saved.replaced().version() == 0
                || !recording.reach().equals(saved.replaced().asRecording().reach());
        // Refused by our own write, if only its answer was lost: then what was replaced is what we wrote.
        if (first || saved.refused()) {
            // A counterpart written between our reading and our writing could not tell a recording that it did not find.
            places.addAll(seenBefore);
        }
        return places;
    }

    private static boolean namesRecordingSession(Evidence evidence) {
        return evidence instanceof Evidence.ChannelRecordingReported report && report.recordingSessionId().isPresent();
    }

    private static Set<String> meetingPlaces(Recording recording) {
        return recording.counterparts().stream().map(ItemKey::partitionOf)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** A link or a shared partition told whether it exists; else the write will, by being refused. */
    private Stored load(RecordingId id, Meeting before) {
        return before.find(id).or(() -> before.linked(id) ? get(id) : Optional.empty())
                .orElseGet(() -> Stored.absent(id));
    }

    private Optional<Stored> get(Subject subject) {
        return table.get(ItemKey.of(subject)).flatMap(Stored::of);
    }

    /** Passes a counterpart's facts on to the recordings that they concern. */
    private void tellRecordings(Stored counterpart) {
        Meeting meeting = Meeting.in(table, Set.of(ItemKey.partitionOf(counterpart.subject())));
        for (RecordingId id : meeting.recordings()) {
            Optional<Stored> recording = meeting.find(id).or(() -> get(id));
            if (!id.equals(counterpart.subject()) && recording.isPresent()) {
                save(recording.get(), meeting.concerning(recording.get().asRecording()));
                meeting.supersededBy(recording.get().asRecording())
                        .forEach(this::supersede);
            }
        }
    }

    /** Leaves the failed start as a link to its recording. */
    private void supersede(Evidence fact) {
        save(Stored.absent(fact.subject()), List.of(fact));
    }

    private Saved save(Stored base, Collection<? extends Evidence> evidence) {
        return save(base, evidence, Meeting.in(table, Set.of()));
    }

    /**
     * @param met read before; its facts about others are joined in the same write, and links that it holds are not written
     *            again
     */
    private Saved save(Stored base, Collection<? extends Evidence> evidence, Meeting met) {
        Stored current = base;
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            List<Boolean> news = new ArrayList<>();
            Facts joined = current.facts();
            for (Evidence each : evidence) {
                news.add(!joined.knows(each));
                joined = joined.join(each);
            }
            if (current.subject() instanceof RecordingId id) {
                joined = joined.join(met.concerning(new Recording(id, joined)));
            }
            if (joined.equals(current.facts())) {
                return new Saved(current, current, news, attempt > 0);
            }
            Stored next = current.with(joined);
            switch (write(current, next, met)) {
                case Written.Stored _ -> {
                    return new Saved(next, current, news, attempt > 0);
                }
                case Written.Refused refused -> current = Stored.of(refused.current()).orElseThrow();
            }
        }
        throw new IndexUnavailableException(
                "gave up on " + base.subject().text() + ": " + MAX_ATTEMPTS + " other writers came first");
    }

    private Written write(Stored current, Stored next, Meeting met) {
        if (current.subject() instanceof RecordingId id) {
            link(id, current.asRecording(), next.asRecording(), met);
            return table.put(IndexItems.of(next), IndexItems.pointers(id, next.facts(), next.version()));
        }
        return table.put(IndexItems.of(next), List.of());
    }

    /** Before the recording itself: a counterpart's writer that sees the recording's facts must find the way to it. */
    private void link(RecordingId id, Recording before, Recording after, Meeting met) {
        Set<String> places = meetingPlaces(after);
        places.removeAll(meetingPlaces(before));
        places.remove(ItemKey.partitionOf(id));
        places.stream().filter(place -> !met.linked(place, id))
                .forEach(place -> table.put(IndexItems.link(place, id)));
    }

    /** One recording, strongly consistent. */
    public Optional<RecordingSummary> find(RecordingId id) {
        return get(id).map(stored -> stored.asRecording().summary());
    }

    /** One recording with all facts about it, strongly consistent. */
    public Optional<Recording> findWithFacts(RecordingId id) {
        return get(id).map(Stored::asRecording);
    }

    /** The recording at a bucket and prefix, strongly consistent; empty also if it is known in other buckets only. */
    public Optional<RecordingSummary> findAt(S3Location location) {
        return RecordingPrefix.parse(location.prefix()).flatMap(prefix -> find(prefix.id()))
                .filter(summary -> summary.location().equals(Optional.of(location)));
    }

    /**
     * A page of an access path, newest first, eventually consistent.
     *
     * @param cursor the previous page's {@link Page#next()}, empty for the first page
     * @param limit  1 to {@value IndexQueries#MAX_LIMIT}
     * @throws IllegalArgumentException if the limit is out of range
     * @throws InvalidCursorException   if the cursor is not one of this query's
     */
    public Page query(RecordingQuery query, Optional<String> cursor, int limit) {
        return queries.page(query, cursor, limit);
    }

    /**
     * All recordings of a stage session: its participants' and, inferred from overlap in time, the stage's composites, which
     * name no session. Of a larger session than anybody can draw the latest participants' and a cursor for the others.
     *
     * @param limit how many participants' recordings, 1 to {@value IndexQueries#MAX_SESSION}; one request for each
     *              {@value IndexQueries#MAX_LIMIT}
     * @throws IllegalArgumentException if the limit is out of range
     * @throws InvalidCursorException   if the cursor is not one of this query's
     */
    public StageSessionPage stageSession(String stageId, String sessionId, Optional<String> cursor, int limit) {
        return queries.stageSession(stageId, sessionId, cursor, limit);
    }

    /**
     * The outcome of a save: the facts as they now are and as they were, for each that was given whether it was new, and
     * whether a write was refused on the way.
     */
    private record Saved(Stored stored, Stored replaced, List<Boolean> news, boolean refused) {
        Saved then(Saved later) {
            return new Saved(later.stored, replaced, news, refused);
        }
    }
}
