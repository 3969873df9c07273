package io.ivsorchestrator.tests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.OutboundChange;
import io.ivsorchestrator.events.OutboundNames;
import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.incident.IncidentStore;
import io.ivsorchestrator.incident.Notifications;
import io.ivsorchestrator.index.CursorSeal;
import io.ivsorchestrator.index.IndexUnavailableException;
import io.ivsorchestrator.index.Item;
import io.ivsorchestrator.index.KeySchema;
import io.ivsorchestrator.index.Outboxes;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.indexing.BatchReport;
import io.ivsorchestrator.indexing.IndexEvents;
import io.ivsorchestrator.indexing.Quarantine;
import io.ivsorchestrator.indexing.TrustedAccounts;
import io.ivsorchestrator.ivs.InMemoryIvs;
import io.ivsorchestrator.ivs.IvsCalls;
import io.ivsorchestrator.ivs.IvsOperation;
import io.ivsorchestrator.ivs.IvsRefusedException;
import io.ivsorchestrator.publishing.OutboundEvent;
import io.ivsorchestrator.publishing.PublishChanges;
import io.ivsorchestrator.publishing.PublishReport;
import io.ivsorchestrator.publishing.PublishUnpublished;
import io.ivsorchestrator.reconciling.Settings;
import io.ivsorchestrator.reconciling.Sweep;
import io.ivsorchestrator.recovery.Buckets;
import io.ivsorchestrator.recovery.InMemoryBuckets;
import io.ivsorchestrator.recovery.Outcome;
import io.ivsorchestrator.recovery.Recover;
import io.ivsorchestrator.recovery.RecoveryMode;
import io.ivsorchestrator.recovery.RecoveryReport;
import io.ivsorchestrator.runtime.DelayedMessages;
import io.ivsorchestrator.runtime.QueueMessage;
import io.ivsorchestrator.tests.simulation.Tally.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * One world by its seed: a truth, the events that follow from it on faulty ways, and all functions between queue, table, stream
 * and bus, several at a time and each as mortal as a process is. At the end the faults cease, dead letters are redriven, a sweep
 * reconciles, and everything must be as it truly was.
 */
final class Simulation implements Story.World {
    private static final Duration RESERVE = Duration.ofSeconds(20);
    private static final Duration FOUR_HOURS = Duration.ofHours(4);
    private static final Duration LOOKBACK = Duration.ofHours(26);
    private static final Set<String> NOTHING = Set.of();
    /** After that nothing of what IVS does is under way any more. */
    private static final Duration QUIET = Duration.ofMinutes(30);
    private static final String GO_ON = "go-on";
    private static final CursorSeal SEAL = CursorSeal.ofThisProcess();

    private final long seed;
    private final Chance chance;
    private final Timeline timeline;
    private final Calls calls;
    private final Sabotage sabotage;
    private final Faults faults;
    /** From the beginning on; recovery may restore what is missing. */
    private final boolean granted;
    private final boolean repairs;
    /** Nothing happens but that events come and perhaps backfills run, so that their order can be compared with another. */
    private final boolean eventsOnly;
    private final boolean backfills;
    private final Retaining retaining;
    private final Rules rules = new Rules();
    private final Ledger ledger = new Ledger();
    private final List<Telling> sent = new ArrayList<>();
    private final Set<String> quarantined = new HashSet<>();

    // The parts
    private final InMemoryIvs ivs;
    private final StoredObjects objects;
    private final InMemoryBuckets buckets = new InMemoryBuckets();
    private final List<String> notices = new ArrayList<>();
    private final SimulatedTable table;
    private final SimulatedBus bus;
    private final ChangeStream stream;
    private final SimulatedQueue indexingQueue;
    private final SimulatedQueue recoveryQueue;
    private final SimulatedQueue reconcilingQueue;

    // Our code
    private final RecordingIndex index;
    private final IndexEvents indexing;
    private final PublishChanges publishing;
    private final PublishUnpublished unpublished;
    private final Recover recover;

    private final Story story;
    private final Deleting deleting;
    private final Backfilling backfilling;
    private final Salvaging salvaging;
    private final Vanishing vanishing;
    /** Events that come within this time come together; none if zero. */
    private final Duration burst;
    private long dropped;

    Simulation(long seed, Sabotage sabotage) {
        this.seed = seed;
        this.chance = new Chance(seed);
        this.faults = Faults.of(chance);
        this.sabotage = sabotage;
        this.timeline = new Timeline(chance.split());
        this.calls = new Calls(timeline, chance.split(), faults);
        this.granted = !chance.in(0.25);
        this.repairs = chance.in(0.5);
        this.eventsOnly = chance.in(0.35);
        this.backfills = chance.in(0.4);
        this.retaining = !eventsOnly && chance.in(0.5) ? Retaining.of(chance.split()) : Retaining.FOR_EVER;
        this.burst = chance.one(List.of(Duration.ZERO, Duration.ofMinutes(30), FOUR_HOURS));
        this.ivs = new InMemoryIvs(timeline, ivsCalls());
        this.objects = new StoredObjects(calls, sabotage);
        this.table = new SimulatedTable(calls, this::changed, sabotage);
        this.bus = new SimulatedBus(calls, sabotage, this::route);
        int concurrency = chance.between(1, 4);
        this.indexingQueue = new SimulatedQueue(new SimulatedQueue.Shape("indexing", concurrency, 10,
                Duration.ofMinutes(1), 5), timeline, calls, sabotage, this::index);
        this.recoveryQueue = new SimulatedQueue(new SimulatedQueue.Shape("recovery", 2, 10, Duration.ofMinutes(1), 5),
                timeline, calls, Sabotage.NONE, this::recover);
        this.reconcilingQueue = new SimulatedQueue(new SimulatedQueue.Shape("reconciling", 2, 1, Duration.ofMinutes(5),
                5), timeline, calls, Sabotage.NONE, this::reconcile);
        this.stream = new ChangeStream(timeline, calls, this::publish);
        this.index = new RecordingIndex(table, SEAL);
        this.indexing = indexing(index);
        this.publishing = new PublishChanges(new Outboxes(table), bus);
        this.unpublished = new PublishUnpublished(new Outboxes(table), bus);
        this.recover = new Recover(new IncidentStore(table), index, ivs.lowLatency(), ivs.realTime(), faultyBuckets(),
                notifications(), recoveryQueue.asDelayedMessages(),
                new Recover.Settings(RecoveryMode.parse(repairs ? "repair" : "observe"),
                        InMemoryIvs.ACCOUNT, "https://example.com/runbook/"),
                timeline);
        this.story = new Story(chance.split(), timeline, this);
        this.deleting = new Deleting(chance.split(), timeline, calls, sabotage, story, objects, table, index, SEAL,
                retaining);
        this.backfilling = new Backfilling(chance.split(), timeline, calls, sabotage, objects, table, index);
        this.salvaging = new Salvaging(timeline, calls, sabotage, story, objects, table, index);
        this.vanishing = new Vanishing(chance.split(), timeline, calls, story, objects, deleting::locked);
    }

    /**
     * Lives through the world.
     *
     * @throws AssertionError if a rule does not hold
     */
    static Tally check(long seed, Sabotage sabotage) {
        Simulation simulation = new Simulation(seed, sabotage);
        try {
            simulation.run();
            return simulation.calls.tally();
        } catch (Throwable broken) {
            throw new AssertionError("seed " + seed + ": " + broken.getMessage() + "\nin a world with "
                    + simulation.faults, broken);
        }
    }

    private void run() {
        buckets.create(Story.BUCKET, InMemoryIvs.REGION);
        buckets.create(Story.FOREIGN_BUCKET, InMemoryIvs.REGION);
        if (granted) {
            buckets.policy(Story.BUCKET, Optional.of("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                    + "\"Principal\":{\"Service\":\"ivs-composite." + InMemoryIvs.REGION + ".amazonaws.com\"},"
                    + "\"Action\":[\"s3:PutObject\",\"s3:PutObjectAcl\"],\"Resource\":\"arn:aws:s3:::" + Story.BUCKET
                    + "/*\"}]}"));
        }
        story.plan();
        disturb();
        timeline.run();

        calls.expect(Faults.NONE);
        vanishing.end();
        settle();
        backfilling.checkEnded();
        if (eventsOnly) {
            compareWithTheSameInOrder();
        }
        reconcileAtTheEnd();
        checkKnown(true);
        salvaging.checkEnd(deleting::asked);
        if (backfills) {
            backfilling.verify(story.recordings());
        }
        if (retaining.isAnything()) {
            growOld();
        }
    }

    private void checkKnown(boolean swept) {
        new Verdict(story.recordings(), sent, table.items(), bus.taken(), granted || repairs, notices,
                objects, swept).check();
        deleting.checkEnd(bus.taken());
    }

    /** Days pass, faults come and cease once more, and what is due goes. */
    private void growOld() {
        calls.expect(faults);
        Instant last = deleting.planDays();
        timeline.run();
        calls.expect(Faults.NONE);
        settle();
        timeline.at(last, deleting::lookAfterRetention);
        timeline.run();
        settle();
        checkKnown(false);
        deleting.checkRetained(last);
    }

    /** What happens besides: scheduled runs, an outage of the stream. */
    private void disturb() {
        int sweeps = eventsOnly ? 0 : chance.one(List.of(0, 1, 1, 2));
        for (int i = 0; i < sweeps; i++) {
            timeline.at(sometime(), () -> {
                calls.tally().saw(Seen.SWEEP_BETWEEN);
                beginSweep();
            });
        }
        if (backfills) {
            backfilling.plan();
        }
        if (!eventsOnly && chance.in(0.7)) {
            deleting.plan();
        }
        if (!eventsOnly && chance.in(0.5)) {
            vanishing.plan();
        }
        int scheduled = chance.below(3);
        for (int i = 0; i < scheduled; i++) {
            timeline.at(sometime(), () -> timeline.start(this::publishWaiting));
        }
        if (chance.in(faults.streamLost())) {
            Instant begin = sometime();
            timeline.at(begin, stream::stop);
            timeline.at(begin.plus(FOUR_HOURS), stream::goOnAfterADay);
        }
    }

    private Instant sometime() {
        return Timeline.BEGINNING.plus(chance.between(Duration.ofMinutes(10), Duration.ofHours(6)));
    }

    private void beginSweep() {
        reconcilingQueue.send("scheduled", Duration.ZERO);
    }

    private void settle() {
        deleting.askAgain();
        timeline.run();
        while (indexingQueue.redrive() + recoveryQueue.redrive() + reconcilingQueue.redrive()
                + deleting.queue().redrive() + backfilling.queue().redrive() + salvaging.queue().redrive() > 0) {
            timeline.run();
        }
        timeline.start(this::publishWaiting);
        timeline.run();
    }

    /** One that was left unfinished first, then a whole one, and another that sees what the first one found. */
    private void reconcileAtTheEnd() {
        timeline.pass(QUIET);
        for (int i = 0; i < 3; i++) {
            dropped = 0;
            beginSweep();
            timeline.run();
            settle();
        }
        assertThat(dropped).as("tasks that the last sweep gave up").isZero();
    }

    // The world

    @Override
    public InMemoryIvs ivs() {
        return ivs;
    }

    @Override
    public boolean grants() {
        return buckets.policy(Story.BUCKET).filter(policy -> policy.contains("ivs-composite")).isPresent();
    }

    @Override
    public void write(String name, String key, String content) {
        if (!name.equals(Story.BUCKET)) {
            throw new IllegalArgumentException("nobody here sees what lies in " + name);
        }
        objects.put(key, content, timeline.moment());
        deleting.written(key);
    }

    /** Lost, repeated, late, or together with others. */
    @Override
    public boolean tell(Telling telling) {
        boolean object = telling.json().contains("\"aws.s3\"");
        if (telling.use() == Telling.Use.FACT && calls.chance().in(object ? faults.objectLost() : faults.eventLost())) {
            calls.tally().saw(Seen.EVENT_LOST);
            return false;
        }
        sent.add(telling);
        if (sabotage == Sabotage.UNDELIVERED_LOSS && telling.json().contains("\"Object Deleted\"")) {
            return true;
        }
        send(telling.json(), telling);
        for (int i = 0; i < 3 && calls.chance().in(faults.repeated()); i++) {
            calls.tally().saw(Seen.SENT_AGAIN);
            // Whether IVS keeps the envelope's id when it sends an event again is not documented.
            send(calls.chance().in(0.5)
                    ? telling.json()
                    : telling.json().replace("\"id\":\"event-", "\"id\":\"again-" + i + "-"), telling);
        }
        return true;
    }

    private void send(String json, Telling telling) {
        ledger.expect(json, telling);
        indexingQueue.send(json, delay());
    }

    private Duration delay() {
        boolean late = calls.chance().in(faults.late());
        if (late) {
            calls.tally().saw(Seen.LATE);
        }
        Duration delay = late
                ? calls.chance().between(Duration.ofMinutes(1), Duration.ofHours(5))
                : Duration.ofMillis(calls.chance().below(3000));
        if (burst.isZero()) {
            return delay;
        }
        long arrival = timeline.now() + delay.toMillis();
        long spacing = burst.toMillis();
        return Duration.ofMillis((arrival / spacing + 1) * spacing - timeline.now());
    }

    private void changed(SimulatedTable.Change change) {
        rules.check(change);
        deleting.check(change);
        salvaging.check(change, deleting::asked);
        stream.add(change);
    }

    /** The rules on our bus: to recovery and salvage, at least once. */
    private void route(OutboundEvent event) {
        switch (event.change()) {
            case STARTED, ENDED, FAILED -> {
                String body = "{\"version\":\"0\",\"source\":\"" + OutboundNames.SOURCE + "\",\"account\":\""
                        + InMemoryIvs.ACCOUNT + "\",\"detail-type\":\"" + event.change().detailType()
                        + "\",\"detail\":" + event.detail() + "}";
                recoveryQueue.send(body, Duration.ofMillis(calls.chance().below(2000)));
                if (event.change() == OutboundChange.FAILED && !eventsOnly) {
                    salvaging.failed(body);
                    deleting.failed(event.recording().text());
                }
            }
            case MEDIA_CHANGED, DELETED -> {
                // The rule does not match.
            }
        }
    }

    // Faulty ways to the parts

    private IvsCalls ivsCalls() {
        return new IvsCalls() {
            @Override
            public <T> T call(IvsOperation operation, Supplier<T> call) {
                return calls.make(call, () -> calls.chance().in(0.5)
                        ? new IvsRefusedException.Throttled(operation, "ThrottlingException", "simulated")
                        : new IvsRefusedException.Unavailable(operation, "InternalServerException", "simulated"));
            }
        };
    }

    private Buckets faultyBuckets() {
        return new FaultyBuckets(buckets, calls);
    }

    private Notifications notifications() {
        return (subject, text) -> calls.make(() -> notices.add(subject),
                () -> new Notifications.NotificationException("simulated", new IllegalStateException("simulated")));
    }

    private IndexEvents indexing(RecordingIndex recordings) {
        Quarantine quarantine = (message, reason) -> calls.make(() -> quarantined.add(message.id()),
                () -> new Quarantine.QuarantineException("simulated", new IllegalStateException("simulated")));
        return new IndexEvents(recordings, objects.files(), quarantine, new TrustedAccounts.Only(InMemoryIvs.ACCOUNT));
    }

    // The functions

    private BooleanSupplier inTime() {
        return inTime(timeline);
    }

    /** Whether the invocation that is running has time for another step. */
    static BooleanSupplier inTime(Timeline timeline) {
        Life life = Objects.requireNonNull(Objects.requireNonNull(timeline.running()).life());
        return () -> timeline.now() + RESERVE.toMillis() < life.deadline();
    }

    private Set<String> index(List<QueueMessage> messages) {
        BatchReport report = indexing.index(messages, inTime());
        ledger.count(messages, report, quarantined, sabotage);
        Set<String> returned = Set.copyOf(report.returned());
        messages.stream().filter(message -> !returned.contains(message.id()))
                .forEach(message -> rules.checkAcknowledged(ledger.telling(message), table));
        return returned;
    }

    private Optional<String> publish(List<JsonObject> records) {
        PublishReport report = publishing.publish(records, inTime());
        assertThat(report.unreadable()).as("unreadable records").isZero();
        return report.beginAgain();
    }

    /** As a schedule calls the publisher; an invocation that fails is made again. */
    private void publishWaiting() {
        Timeline.Strand process = Objects.requireNonNull(timeline.running());
        for (int attempt = 0; attempt < 3; attempt++) {
            process.live(new Life(timeline.now() + Duration.ofMinutes(1).toMillis()));
            try {
                PublishReport report = unpublished.publish(inTime());
                assertThat(report.unreadable()).as("unreadable items").isZero();
                process.live(null);
                return;
            } catch (IndexUnavailableException | Life.Death again) {
                process.live(null);
                timeline.pause(60_000);
            }
        }
    }

    private Set<String> recover(List<QueueMessage> messages) {
        RecoveryReport report = recover.handle(messages, inTime());
        report.outcomes().values().forEach(outcome -> {
            if (outcome instanceof Outcome.Returned returned && returned.unforeseen().isPresent()) {
                throw new AssertionError("recovery: " + returned.cause(), returned.unforeseen().get());
            }
        });
        assertThat(report.outcomes().keySet()).as("messages that recovery reports")
                .containsExactlyElementsOf(messages.stream().map(QueueMessage::id).toList());
        return Set.copyOf(report.returned());
    }

    /** A sweep remembers what it asked, and each of two at once is a process of its own. */
    private Sweep sweep() {
        return new Sweep(ivs.lowLatency(), ivs.realTime(), objects.listing(), objects.files(), index, table,
                salvaging.errands(),
                new Settings(List.of(Story.BUCKET), LOOKBACK, 100_000), timeline);
    }

    /** As the handler does. */
    private Set<String> reconcile(List<QueueMessage> messages) {
        Sweep sweep = sweep();
        Set<String> failed = new HashSet<>();
        for (QueueMessage message : messages) {
            try {
                switch (message.body().equals(GO_ON) ? sweep.goOn(inTime()) : sweep.begin(inTime())) {
                    case Sweep.Outcome.Ended it -> dropped = it.dropped();
                    case Sweep.Outcome.Later it -> reconcilingQueue.asDelayedMessages().send(GO_ON,
                            atMost15Minutes(Duration.between(timeline.instant(), it.time())));
                    case Sweep.Outcome.Paused it -> throw new AssertionError("the budget is not used up: " + it);
                    case Sweep.Outcome.GivenWay _ -> {
                        // Another one goes on.
                    }
                }
            } catch (IndexUnavailableException | DelayedMessages.MessageNotSentException later) {
                failed.add(message.id());
            }
        }
        return failed;
    }

    private static Duration atMost15Minutes(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(DelayedMessages.LONGEST) < 0 ? wait : DelayedMessages.LONGEST;
    }

    // Whatever order

    private void compareWithTheSameInOrder() {
        if (!backfills) {
            calls.tally().saw(Seen.REPLAYED);
            assertThat(contents(table, NOTHING)).as("what any order of the same events leads to")
                    .isEqualTo(contents(replayed(), NOTHING));
            return;
        }
        calls.tally().saw(Seen.BACKFILL_REPLAYED);
        backfilling.planLast();
        timeline.run();
        SimulatedTable inOrder = replayed();
        backfilling.alone(inOrder, new RecordingIndex(inOrder, SEAL));
        // One that ran in between may have read what the later object says again: another fact, and the same answer.
        assertThat(contents(table, Set.of(KeySchema.FACTS))).as("what the same events and one backfill lead to")
                .isEqualTo(contents(inOrder, Set.of(KeySchema.FACTS)));
    }

    /** A table that was told the same events one after the other, each once, by one process without any fault. */
    private SimulatedTable replayed() {
        SimulatedTable fresh = new SimulatedTable(calls, _ -> {}, Sabotage.NONE);
        IndexEvents alone = indexing(new RecordingIndex(fresh, SEAL));
        int number = 0;
        for (Telling telling : sent) {
            alone.index(List.of(new QueueMessage("replayed-" + number++, telling.json())), () -> true);
        }
        return fresh;
    }

    /** Without what tells how often something was written, and without incidents, which no event makes by itself. */
    private static String contents(SimulatedTable of, Set<String> without) {
        Set<String> varying = new HashSet<>(without);
        varying.addAll(Set.of(KeySchema.SEQUENCE, KeySchema.PUBLISHED, KeySchema.OUTBOX,
                KeySchema.SecondaryIndex.UNPUBLISHED.partitionAttribute()));
        List<String> lines = new ArrayList<>();
        for (Item item : of.items()) {
            String partition = item.key().partition();
            if (!partition.startsWith("incident") && !partition.startsWith("symptom.")
                    && !partition.startsWith("reconciling") && !partition.startsWith("backfill")) {
                StringBuilder line = new StringBuilder(item.key().toString());
                item.attributes().forEach((name, value) -> {
                    if (!varying.contains(name)) {
                        line.append(' ').append(name).append('=').append(value);
                    }
                });
                lines.add(line.toString());
            }
        }
        lines.sort(null);
        return String.join("\n", lines);
    }

    @Override
    public String toString() {
        return "the world of seed " + seed;
    }
}
