package io.ivsorchestrator.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.incident.IncidentStore;
import io.ivsorchestrator.index.CursorSeal;
import io.ivsorchestrator.index.IndexUnavailableException;
import io.ivsorchestrator.index.Item;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.media.InMemoryMediaObjects;
import io.ivsorchestrator.playback.Playback;
import io.ivsorchestrator.playback.TokenSeal;
import io.ivsorchestrator.publishing.OutboundEvent;
import io.ivsorchestrator.query.Caller;
import io.ivsorchestrator.query.DeleteMedia;
import io.ivsorchestrator.query.HttpAnswer;
import io.ivsorchestrator.query.HttpRequest;
import io.ivsorchestrator.query.Permission;
import io.ivsorchestrator.query.QueryApi;
import io.ivsorchestrator.query.RecordingObjects;
import io.ivsorchestrator.runtime.DelayedMessages;
import io.ivsorchestrator.runtime.QueueMessage;
import io.ivsorchestrator.tests.simulation.SimulatedTable.Change;
import io.ivsorchestrator.tests.simulation.Tally.Seen;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * People who hold recordings, release them and ask for their deletion at any moment, through the API, and the function that
 * deletes. Remembers what they were promised.
 */
final class Deleting implements FaultyDeletion.Watch {
    private static final Duration API_TIMEOUT = Duration.ofSeconds(29);
    private static final Duration TOMBSTONE = Duration.ofDays(90);
    private static final List<String> NAMES = List.of("legal", "editors");
    private static final Caller OPERATOR = new Caller("arn:aws:iam::123456789012:role/operator",
            EnumSet.of(Permission.HOLD, Permission.DELETE));
    /** How far the clock of a process may be behind. */
    private static final int BEHIND_MILLIS = 500;

    private final Chance chance;
    private final Timeline timeline;
    private final Calls calls;
    private final Story story;
    private final StoredObjects objects;
    private final SimulatedTable table;
    private final Retaining retaining;
    private final QueryApi api;
    private final DeleteMedia deletion;
    private final SimulatedQueue queue;
    private final Map<TrueRecording, Promises> promises = new HashMap<>();
    private final Set<String> lockedKeys = new HashSet<>();
    private boolean deletesWhatFails;
    private long moment;

    Deleting(Chance chance, Timeline timeline, Calls calls, Sabotage sabotage, Story story, StoredObjects objects,
            SimulatedTable table, RecordingIndex index, CursorSeal seal, Retaining retaining) {
        this.chance = chance;
        this.timeline = timeline;
        this.calls = calls;
        this.story = story;
        this.objects = objects;
        this.table = table;
        this.retaining = retaining;
        this.queue = new SimulatedQueue(new SimulatedQueue.Shape("deletion", 2, 1, Duration.ofMinutes(2), 5), timeline,
                calls, Sabotage.NONE, this::delete);
        InstantSource behind = () -> timeline.instant().minusMillis(chance.below(BEHIND_MILLIS));
        this.api = new QueryApi(index, objects.files(), unusedPlayback(timeline), new IncidentStore(table), seal,
                queue.asDelayedMessages(), retaining.policy(), behind);
        InstantSource clock = sabotage == Sabotage.HASTY_CLOCK
                ? () -> timeline.instant().plus(Duration.ofHours(12))
                : timeline;
        this.deletion = new DeleteMedia(index, new FaultyDeletion(objects, calls, sabotage, this),
                sabotage == Sabotage.FORGOTTEN_DAY ? this::sendNoDays : queue.asDelayedMessages(), retaining.policy(),
                TOMBSTONE, Salvaging.TIMEOUT, clock);
    }

    private void sendNoDays(String body, Duration delay) {
        if (!body.contains("retentionDay")) {
            queue.asDelayedMessages().send(body, delay);
        }
    }

    private static Playback unusedPlayback(InstantSource clock) {
        return new Playback(new InMemoryMediaObjects(), (bucket, key, _) -> URI.create("https://" + bucket + "/" + key),
                new TokenSeal() {
                    @Override
                    public String seal(String text) {
                        return text;
                    }

                    @Override
                    public Optional<String> open(String token) {
                        return Optional.of(token);
                    }
                }, clock);
    }

    // People

    private enum Act {
        DELETE, SET, RELEASE
    }

    /** A few cases, each of a few acts about one recording: at once, soon after each other, or much later. */
    void plan() {
        deletesWhatFails = chance.in(0.3);
        int cases = chance.between(2, 6);
        for (int i = 0; i < cases; i++) {
            Instant time = Timeline.BEGINNING.plus(chance.between(Duration.ofMinutes(5), Duration.ofHours(5)));
            timeline.at(time, this::begin);
        }
    }

    /** Somebody's own rule on our bus has the media of what failed deleted at once. */
    void failed(String id) {
        if (deletesWhatFails) {
            story.recordings().stream().filter(recording -> recording.id().equals(id)).map(this::promises)
                    .forEach(of -> timeline.after(chance.below(40), () -> timeline.start(
                            () -> doing(Act.DELETE, of, ""))));
        }
    }

    private void begin() {
        List<TrueRecording> over = story.recordings().stream()
                .filter(recording -> recording.rank().compareTo(TrueRecording.Rank.STOPPED) >= 0).toList();
        List<TrueRecording> of = over.isEmpty() || chance.in(0.2) ? story.recordings() : over;
        if (!of.isEmpty()) {
            begin(promises(chance.one(of)));
        }
    }

    private void begin(Promises of) {
        long delay = 0;
        if (chance.in(0.5)) {
            timeline.start(() -> doing(Act.DELETE, of, ""));
            // While it is being deleted.
            delay = chance.below(30);
            timeline.after(delay, () -> timeline.start(() -> doing(Act.SET, of, NAMES.getFirst())));
        }
        int acts = chance.between(0, 6);
        for (int i = 0; i < acts; i++) {
            Act act = chance.one(List.of(Act.DELETE, Act.DELETE, Act.DELETE, Act.SET, Act.SET, Act.RELEASE));
            String name = chance.one(NAMES);
            timeline.after(delay, () -> timeline.start(() -> doing(act, of, name)));
            delay += switch (chance.below(8)) {
                case 0, 1, 2 -> 0;
                case 3, 4, 5 -> chance.below(15);
                case 6 -> chance.below(20_000);
                default -> chance.below(3_600_000);
            };
        }
    }

    private Promises promises(TrueRecording recording) {
        return promises.computeIfAbsent(recording, it -> {
            boolean locked = chance.in(0.3) && it.readable();
            if (locked) {
                objects.beginningWith(it.prefix() + "/").stream().findFirst().ifPresent(lockedKeys::add);
            }
            return new Promises(it, locked);
        });
    }

    /** Asks until there is an answer, but not for ever. */
    private void doing(Act act, Promises of, String name) {
        for (int attempt = 0; attempt < 3; attempt++) {
            if (attempt(act, of, name)) {
                return;
            }
            timeline.pause(chance.below(3000));
        }
    }

    /** Whether it was answered. */
    private boolean attempt(Act act, Promises of, String name) {
        return switch (act) {
            case DELETE -> askForDeletion(of);
            case SET, RELEASE -> hold(act == Act.SET, of, name);
        };
    }

    private boolean askForDeletion(Promises of) {
        long begun = ++moment;
        boolean terminal = state(of.recording()).filter(state -> state.equals("STOPPED") || state.equals("FAILED"))
                .isPresent();
        boolean known = state(of.recording()).isPresent();
        of.asks();
        int status = ask("DELETE", List.of("recordings", of.recording().id()));
        moment++;
        switch (status) {
            case 202 -> {
                calls.tally().saw(Seen.DELETION_ACCEPTED);
                of.accepts(begun);
            }
            case 200 -> assertThat(deletion(of.recording())).as("deletion of %s, which is said to be deleted",
                    of.recording()).contains("DONE");
            case 409 -> {
                calls.tally().saw(Seen.DELETION_CONFLICT);
                assertThat(terminal && !of.everHeld()).as("%s was over and not held when its deletion was refused",
                        of.recording()).isFalse();
            }
            case 404 -> assertThat(known).as("%s was in the index when it was not found", of.recording()).isFalse();
            default -> {
                return unanswered(status);
            }
        }
        of.answered();
        return true;
    }

    private boolean hold(boolean sets, Promises of, String name) {
        boolean known = state(of.recording()).isPresent();
        if (sets) {
            of.holds(name);
        }
        Hold hold = of.hold(name);
        Hold.Attempt attempt = hold.begin(sets, ++moment);
        int status = ask(sets ? "PUT" : "DELETE", List.of("recordings", of.recording().id(), "holds", name));
        hold.end(attempt, status == 200, ++moment);
        switch (status) {
            case 200 -> calls.tally().saw(sets ? Seen.HELD : Seen.RELEASED);
            case 410 -> assertThat(deletion(of.recording())).as("deletion of %s, which is said to be gone",
                    of.recording()).contains("DONE");
            case 404 -> assertThat(known && sets).as("%s was in the index when it was not found", of.recording())
                    .isFalse();
            default -> {
                return unanswered(status);
            }
        }
        return true;
    }

    private static boolean unanswered(int status) {
        assertThat(status).as("what the API answers").isIn(0, 503);
        return false;
    }

    /** 0 if there is no answer. */
    private int ask(String method, List<String> path) {
        Timeline.Strand process = Objects.requireNonNull(timeline.running());
        process.live(new Life(timeline.now() + API_TIMEOUT.toMillis()));
        try {
            HttpAnswer answer = api.answer(new HttpRequest(method, path, "", Map.of(), "", Optional.of(OPERATOR),
                    "https://api.example.com"));
            return answer.status();
        } catch (Life.Death death) {
            return 0;
        } finally {
            process.live(null);
        }
    }

    private Optional<JsonObject> view(TrueRecording recording) {
        return Optional.ofNullable(table.bySubject().get(recording.id())).map(Rules::view).map(JsonObject::parse);
    }

    private Optional<String> state(TrueRecording recording) {
        return view(recording).map(view -> view.requireString("state"));
    }

    private Optional<String> deletion(TrueRecording recording) {
        return view(recording).flatMap(view -> view.object("deletion")).map(it -> it.requireString("change"));
    }

    // The function

    /** As the handler does. */
    private Set<String> delete(List<QueueMessage> messages) {
        BooleanSupplier inTime = Simulation.inTime(timeline);
        Set<String> returned = new HashSet<>();
        for (QueueMessage message : messages) {
            try {
                if (!inTime.getAsBoolean()) {
                    returned.add(message.id());
                    continue;
                }
                switch (deletion.handle(message.body(), inTime)) {
                    case BLOCKED -> calls.tally().saw(Seen.DELETION_BLOCKED);
                    case SWEPT -> calls.tally().saw(Seen.RETENTION_SWEPT);
                    case DELETED, CONTINUED, TIDIED, NOTHING -> {
                        // As it should.
                    }
                }
            } catch (IndexUnavailableException | DelayedMessages.MessageNotSentException
                    | RecordingObjects.RecordingObjectsException later) {
                returned.add(message.id());
            }
        }
        return returned;
    }

    SimulatedQueue queue() {
        return queue;
    }

    // What must hold

    @Override
    public long moment() {
        return ++moment;
    }

    @Override
    public void deleted(String key, long asked) {
        Promises of = promises.values().stream().filter(it -> owns(it.recording(), key)).findFirst()
                .orElseThrow(() -> new AssertionError(key + " is deleted, which belongs to no recording that anybody"
                        + " asked to delete"));
        of.deletes(key, asked);
        if (objects.has(key)) {
            calls.tally().saw(Seen.OBJECT_DELETED);
            story.deleted(of.recording(), key, Story.DELETED);
        }
    }

    @Override
    public void empty(String prefix) {
        promises.values().stream().filter(it -> prefix.equals(it.recording().prefix() + "/")).forEach(Promises::empty);
    }

    @Override
    public boolean locked(String key) {
        return lockedKeys.contains(key);
    }

    private static boolean owns(TrueRecording recording, String key) {
        return !recording.prefix().isEmpty() && key.startsWith(recording.prefix() + "/");
    }

    /** Whether somebody asked for the deletion of a recording. */
    boolean asked(String id) {
        return promises.values().stream().anyMatch(it -> it.recording().id().equals(id) && it.asked());
    }

    /** IVS writes an object. */
    void written(String key) {
        promises.values().stream().filter(it -> owns(it.recording(), key)).forEach(Promises::written);
    }

    /** Of each write to the table. */
    void check(Change change) {
        // Most writes have none, and a text is looked through more quickly than read.
        if (!Rules.isRecording(change.after()) || !Rules.view(change.after()).contains("\"deletion\"")) {
            return;
        }
        JsonObject after = JsonObject.parse(Rules.view(change.after()));
        Item before = change.before();
        // A failure that only the API tells is due by the time of its question, which the story does not have; it has no media.
        boolean unrecorded = retaining.isAnything() && after.requireString("id").endsWith(".unrecorded");
        if (before != null && after.object("deletion").isPresent() && !unrecorded) {
            JsonObject was = JsonObject.parse(Rules.view(before));
            Promises of = byId(after.requireString("id"));
            if (askedByRetention(after) && !askedByRetention(was)) {
                calls.tally().saw(Seen.RETENTION_ASKED);
                // The clock of our code is less than a millisecond ahead of the world's.
                assertThat(retaining.mayBeDue(of.recording(), timeline.moment().plusMillis(1)))
                        .as("%s is due, whose deletion retention asks for", of.recording()).isTrue();
                of.asksByItself();
            }
            of.check(was, after);
        }
    }

    private static boolean askedByRetention(JsonObject view) {
        return view.object("deletion").filter(it -> it.requireString("change").equals("REQUESTED"))
                .filter(it -> it.requireString("by").equals(Retaining.BY)).isPresent();
    }

    // Retention

    /**
     * Days on which the scheduler has retention looked after, at the same hour, sometimes twice, and people act as before, also
     * in that moment.
     *
     * @return when it is done once more, a day later
     */
    Instant planDays() {
        retaining.begin(story.recordings());
        story.recordings().forEach(this::promises);
        Duration hour = chance.between(Duration.ZERO, Duration.ofHours(8));
        int days = chance.between(1, 2);
        for (int day = 1; day <= days; day++) {
            Instant time = Timeline.BEGINNING.plus(Duration.ofDays(day)).plus(hour);
            int times = chance.in(0.2) ? 2 : 1;
            for (int i = 0; i < times; i++) {
                timeline.at(time, this::lookAfterRetention);
            }
            int cases = chance.between(0, 3);
            for (int i = 0; i < cases; i++) {
                timeline.at(time.plusMillis(chance.in(0.6) ? chance.below(60) : chance.below(7_200_000) - 3_600_000),
                        this::begin);
            }
        }
        return Timeline.BEGINNING.plus(Duration.ofDays(days + 1)).plus(hour);
    }

    /** As the scheduler asks for it, but for the days on which nothing happened. */
    void lookAfterRetention() {
        queue.send("{\"sweep\":\"retention\",\"days\":3}", Duration.ZERO);
    }

    /**
     * When everything works and retention was looked after: what is due and not held is deleted.
     *
     * @param looked when it was looked after
     */
    void checkRetained(Instant looked) {
        story.recordings().stream().filter(it -> retaining.isDue(it, looked))
                .forEach(it -> view(it).ifPresent(view -> checkDue(it, view)));
    }

    private void checkDue(TrueRecording recording, JsonObject view) {
        boolean over = List.of("STOPPED", "FAILED").contains(view.requireString("state"));
        if (!over || !view.strings("supersededBy").isEmpty()) {
            return;
        }
        Promises of = promises(recording);
        boolean refused = of.locked() || !recording.readable();
        if (!view.strings("holds").isEmpty()) {
            calls.tally().saw(Seen.RETENTION_HELD);
            return;
        }
        assertThat(deletion(recording)).as("deletion of %s, which is due", recording)
                .isIn(Optional.of("DONE"), Optional.of(refused ? "BLOCKED" : "DONE"));
        if (view.requireObject("deletion").requireString("by").equals(Retaining.BY)) {
            calls.tally().saw(Seen.RETENTION_DELETED);
        }
    }

    private Promises byId(String id) {
        return promises.values().stream().filter(it -> it.recording().id().equals(id)).findFirst()
                .orElseThrow(() -> new AssertionError(id + " has a deletion, for which nobody asked"));
    }

    /** Whoever never got an answer asks once more, now that everything works. */
    void askAgain() {
        List<Promises> open = new ArrayList<>(promises.values().stream().filter(Promises::unanswered).toList());
        open.sort(Promises.BY_ID);
        open.forEach(of -> timeline.start(() -> doing(Act.DELETE, of, "")));
    }

    void checkEnd(List<OutboundEvent> published) {
        promises.values().stream().sorted(Promises.BY_ID).forEach(of -> view(of.recording()).ifPresent(view -> {
            long deleted = published.stream().filter(event -> event.change().name().equals("DELETED"))
                    .filter(event -> event.recording().text().equals(of.recording().id()))
                    .map(OutboundEvent::sequence).distinct().count();
            of.checkEnd(view, of.recording().prefix().isEmpty()
                    ? List.of()
                    : objects.beginningWith(of.recording().prefix() + "/"), deleted);
        }));
    }
}
