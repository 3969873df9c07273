package io.ivsorchestrator.local.laptop;

import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.index.CursorSeal;
import io.ivsorchestrator.index.DynamoDbIndexTable;
import io.ivsorchestrator.index.KeySchema;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.index.SummaryJson;
import io.ivsorchestrator.local.embedded.Embedded;
import io.ivsorchestrator.local.embedded.LocalClients;
import io.ivsorchestrator.local.emulator.EmulatorService;
import io.ivsorchestrator.local.emulator.EmulatorSettings;
import io.ivsorchestrator.local.emulator.EventOutbox;
import io.ivsorchestrator.local.emulator.EventTaker;
import io.ivsorchestrator.local.emulator.control.Arguments;
import io.ivsorchestrator.local.emulator.control.Command;
import io.ivsorchestrator.local.emulator.scenario.Scenario;
import io.ivsorchestrator.local.routing.Rule;
import io.ivsorchestrator.recording.RecordingKind;
import io.ivsorchestrator.recording.RecordingSummary;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The whole system in one JVM: what AWS runs is embedded, what is ours is the very code that is deployed. Each
 * {@link Feature} of {@link #FEATURES} brings its functions.
 */
public final class Laptop implements AutoCloseable {
    /** What a laptop has unless it is started with others. */
    public static final List<Feature> FEATURES = features(Optional.empty());

    /** Of the ids and faults of the IVS emulator, where nobody chose another. */
    private static final long SEED = 42;
    /** A scenario sets up its channels and stages before it begins. */
    static final Duration PREPARATION = Duration.ofHours(1);
    private static final Duration GLANCE = Duration.ofMillis(20);
    /** Incidents are in the same table. */
    private static final Set<String> RECORDINGS = Arrays.stream(RecordingKind.values()).map(Enum::name)
            .collect(Collectors.toUnmodifiableSet());
    private static final String TABLE = "recordings";
    private static final String QUARANTINE_BUCKET = "quarantine-of-this-laptop";
    /** As the bucket that a deployment makes. */
    public static final String RECORDING_BUCKET = "recordings-of-this-laptop";
    private static final Duration TICK = Duration.ofSeconds(1);

    private final Embedded embedded;
    private final DynamoDbClient dynamoDb;
    private final S3Client s3;
    private final SqsClient sqs;
    private final RecordingIndex index;
    private final Counts counts = new Counts();
    private final EventBuses buses;
    private final Queues queues;
    private final EventOutbox outbox;
    private final EmulatorService emulator;
    /** What the emulator tells while a scenario is played whose events are to be delivered afterwards. */
    private final AtomicReference<@Nullable List<String>> held = new AtomicReference<>();
    private final List<Pipeline> pipelines = new ArrayList<>();
    private final List<Companion> companions = new ArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread passing = Thread.ofVirtual().name("emulated-time").unstarted(this::pass);

    private Laptop(Embedded embedded, List<Feature> features, EmulatorSettings ivs) {
        this.embedded = embedded;
        this.dynamoDb = LocalClients.dynamoDb(embedded.dynamoDb().endpoint());
        this.s3 = LocalClients.s3(embedded.s3().endpoint());
        this.sqs = LocalClients.sqs(embedded.sqs().endpoint());
        this.buses = new EventBuses(sqs);
        this.queues = new Queues(sqs);
        IndexTables.create(dynamoDb, TABLE);
        s3.createBucket(request -> request.bucket(QUARANTINE_BUCKET));
        s3.createBucket(request -> request.bucket(RECORDING_BUCKET));
        this.index = new RecordingIndex(new DynamoDbIndexTable(dynamoDb, TABLE), CursorSeal.ofThisProcess());
        this.outbox = EventOutbox.to(List.of(new EventTaker("the event bus", this::deliver)));
        this.emulator = EmulatorService.start(ivs, embedded.s3(), this::told);
        Parts parts = new Parts(embedded, dynamoDb, s3, sqs, TABLE, QUARANTINE_BUCKET, RECORDING_BUCKET, index, counts,
                buses,
                emulator.endpoint(), emulator.buckets(), ivs.clock(), queues::url);
        for (Feature feature : features) {
            Assembly assembly = feature.assemble(parts);
            pipelines.addAll(assembly.pipelines());
            companions.addAll(assembly.companions());
        }
        pipelines.forEach(queues::feed);
    }

    /** Starts everything. Takes a few seconds. */
    public static Laptop start() {
        return start(FEATURES, EmulatorSettings.manual(SEED, EmulatorSettings.EVENING.minus(PREPARATION)));
    }

    /**
     * Starts with these features only.
     *
     * @param ivs how the IVS emulator starts
     */
    public static Laptop start(List<Feature> features, EmulatorSettings ivs) {
        // Once, before three threads log their first line at the same time and SLF4J complains.
        LoggerFactory.getILoggerFactory();
        Embedded embedded = Embedded.start();
        try {
            return new Laptop(embedded, features, ivs);
        } catch (RuntimeException failed) {
            embedded.close();
            throw failed;
        }
    }

    /**
     * What a laptop has.
     *
     * @param policy a file with the recording policy; empty: the built-in one
     */
    static List<Feature> features(Optional<Path> policy) {
        return List.of(new IndexingFeature(), new PublishingFeature(), new ReconcilingFeature(), new RecoveryFeature(),
                new SalvageFeature(), new ProvisioningFeature(policy), new BackfillFeature(), new QueryFeature(0));
    }

    /** Sets the deployed rules for these accounts and recording buckets, and the laptop's own. */
    public void route(Collection<String> accounts, Collection<String> buckets) {
        Set<String> all = new HashSet<>(buckets);
        all.add(RECORDING_BUCKET);
        Routing routing = Routing.of(accounts, all);
        Map<EventRule.Bus, List<Rule>> rules = new EnumMap<>(EventRule.Bus.class);
        for (Pipeline pipeline : pipelines) {
            for (EventRule rule : pipeline.rules().apply(routing)) {
                rules.computeIfAbsent(rule.bus(), _ -> new ArrayList<>())
                        .add(new Rule(rule.name(), rule.pattern(), queues.url(pipeline.name())));
            }
        }
        buses.route(rules);
    }

    public void createBucket(String bucket) {
        s3.createBucket(request -> request.bucket(bucket));
    }

    public void putObject(String bucket, String key, byte[] body, String contentType) {
        s3.putObject(request -> request.bucket(bucket).key(key).contentType(contentType), RequestBody.fromBytes(body));
    }

    private void told(String event) {
        List<String> holding = held.get();
        if (holding == null) {
            outbox.accept(event);
        } else {
            holding.add(event);
        }
    }

    /** The IVS emulator, whose recordings are in this laptop's S3 and whose events go to its bus. */
    public EmulatorService emulator() {
        return emulator;
    }

    /**
     * Plays a scenario to its end. Its events are delivered as they come.
     *
     * @return what of it could not be done, each with its place
     */
    public List<String> play(Scenario scenario) {
        return emulator.play(scenario);
    }

    /**
     * Plays a scenario to its end and delivers its events afterwards.
     *
     * @param order makes of the events in the order in which they were told those that are delivered
     * @return what of it could not be done, each with its place
     */
    public List<String> play(Scenario scenario, UnaryOperator<List<String>> order) {
        List<String> events = Collections.synchronizedList(new ArrayList<>());
        held.set(events);
        try {
            return emulator.play(scenario);
        } finally {
            held.set(null);
            order.apply(List.copyOf(events)).forEach(outbox);
        }
    }

    /** Gives an event to the bus of AWS services, which drops and counts what no rule wants. */
    public void deliver(String event) {
        buses.deliver(EventRule.Bus.DEFAULT, event);
    }

    /** Puts a message into the indexing queue past the bus, as somebody with access to the queue could. */
    public void send(String message) {
        sqs.sendMessage(request -> request.queueUrl(queues.url(IndexingFeature.NAME)).messageBody(message));
    }

    /**
     * Waits until everything that was delivered, and what followed from it, is handled, put aside or given up on; false if the
     * time was too short.
     */
    public boolean settle(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (queues.drain(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))) {
            // In this order: what a companion does may fill a queue again.
            if (outbox.idle() && companions.stream().allMatch(Companion::idle) && queues.backlog() == 0) {
                return true;
            }
            Thread.sleep(GLANCE);
        }
        return false;
    }

    /** From now on the emulator's time goes by itself, so that what is done at its APIs has consequences. */
    void letTimePass() {
        passing.start();
    }

    private void pass() {
        try {
            while (!closed.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
                emulator.command(Command.CLOCK.written(), Arguments.of(List.of("by=" + TICK.toSeconds() + "s")));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many messages wait or are being handled. */
    public long backlog() {
        return queues.backlog();
    }

    public RecordingIndex index() {
        return index;
    }

    long counted(String name) {
        return counts.total(name);
    }

    /** Events that no rule wanted, by source and detail type. */
    Map<String, Long> unmatched() {
        return buses.of(EventRule.Bus.DEFAULT).unmatched();
    }

    /** An event that was put aside. */
    record Quarantined(String event, String reason) {}

    List<Quarantined> quarantined() {
        return s3.listObjectsV2Paginator(request -> request.bucket(QUARANTINE_BUCKET)).contents().stream()
                .map(S3Object::key)
                .map(key -> s3.getObjectAsBytes(request -> request.bucket(QUARANTINE_BUCKET).key(key))
                        .asString(StandardCharsets.UTF_8))
                .map(JsonObject::parse)
                .map(document -> new Quarantined(document.string("event").orElse(""), document.requireString("reason")))
                .toList();
    }

    /** How many messages were given up on. */
    long deadLetters() {
        return queues.deadLetters();
    }

    /** Every recording, oldest first, by reading the whole table: fine on a laptop, and no access path of the index. */
    public List<RecordingSummary> everything() {
        return dynamoDb.scanPaginator(request -> request.tableName(TABLE)
                .filterExpression("attribute_exists(#kind)").expressionAttributeNames(Map.of("#kind", KeySchema.KIND)))
                .items().stream()
                .filter(item -> RECORDINGS.contains(
                        Objects.requireNonNull(item.get(KeySchema.KIND), "was filtered by it").s()))
                .map(item -> Objects.requireNonNull(item.get(KeySchema.VIEW), "a recording has a view").s())
                .map(SummaryJson::read)
                .sorted(Comparator.comparing(RecordingSummary::startedAt).thenComparing(RecordingSummary::id))
                .toList();
    }

    URI queues() {
        return embedded.sqs().endpoint();
    }

    String endpoints() {
        return "DynamoDB " + embedded.dynamoDb().endpoint() + " (table " + TABLE + "), S3 " + embedded.s3().endpoint()
                + ", SQS " + embedded.sqs().endpoint() + ", IVS " + emulator.endpoint();
    }

    /** What the features have to say about themselves. */
    List<String> announcements() {
        return companions.stream().flatMap(companion -> companion.announcement().stream()).toList();
    }

    @Override
    public void close() {
        closed.countDown();
        emulator.close();
        outbox.close();
        queues.close();
        companions.reversed().forEach(Companion::close);
        dynamoDb.close();
        s3.close();
        sqs.close();
        embedded.close();
    }
}
