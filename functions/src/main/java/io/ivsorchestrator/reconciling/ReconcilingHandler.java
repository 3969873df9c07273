package io.ivsorchestrator.reconciling;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.ivsorchestrator.events.CompositionStateChange;
import io.ivsorchestrator.events.Event;
import io.ivsorchestrator.events.EventDecoder;
import io.ivsorchestrator.events.json.JsonException;
import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.index.CursorSeal;
import io.ivsorchestrator.index.DynamoDbIndexTable;
import io.ivsorchestrator.index.IndexTable;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.ivs.AwsLowLatencyApi;
import io.ivsorchestrator.ivs.AwsRealTimeApi;
import io.ivsorchestrator.ivs.CallLimiter;
import io.ivsorchestrator.ivs.DynamoDbCallLedger;
import io.ivsorchestrator.ivs.IvsCalls;
import io.ivsorchestrator.ivs.LimitedCalls;
import io.ivsorchestrator.media.S3RecordingFiles;
import io.ivsorchestrator.media.S3RecordingListing;
import io.ivsorchestrator.runtime.AwsClients;
import io.ivsorchestrator.runtime.DelayedMessages;
import io.ivsorchestrator.runtime.EmbeddedMetrics;
import io.ivsorchestrator.runtime.Environment;
import io.ivsorchestrator.runtime.Metrics;
import io.ivsorchestrator.runtime.QueueMessage;
import io.ivsorchestrator.runtime.SqsBatch;
import io.ivsorchestrator.runtime.SqsDelayedMessages;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;

/**
 * The Lambda function behind the reconciling queue: a schedule's message (any text) begins a sweep or goes on with one that was
 * not finished; its own message, {@value #GO_ON}, goes on; an {@code IVS Composition State Change} ({@link
 * io.ivsorchestrator.events.EventPatterns#compositionFailures}) lets it ask about that composition at once.
 *
 * <p>Needs of {@code ivs:} on {@code *}: {@code ListChannels}, {@code ListStreamSessions}, {@code GetStreamSession},
 * {@code ListStages}, {@code ListStageSessions}, {@code ListParticipants}, {@code GetParticipant}, {@code ListCompositions},
 * {@code GetComposition}, {@code GetStorageConfiguration}; {@code s3:ListBucket} and {@code s3:GetObject} on the buckets;
 * {@code dynamodb:GetItem}, {@code Query} and {@code PutItem} on the table and its indexes; {@code sqs:SendMessage} on its own
 * queue and on the salvage queue. One at a time is enough: maximum concurrency 2, batch size 1, a timeout of at least five minutes.
 */
public final class ReconcilingHandler implements RequestStreamHandler {
    static final String TABLE_NAME = "TABLE_NAME";
    static final String RECONCILING_QUEUE_URL = "RECONCILING_QUEUE_URL";
    /** Where recordings go that broke off or never ended. */
    static final String SALVAGE_QUEUE_URL = "SALVAGE_QUEUE_URL";
    /** Names, separated by commas. */
    static final String RECORDING_BUCKETS = "RECORDING_BUCKETS";
    /** Of the calls that IVS takes, above 0, at most 1; the same for all functions. */
    static final String IVS_CALL_SHARE = "IVS_CALL_SHARE";
    /** How far back a sweep looks; more than the time between two. */
    static final String RECONCILING_LOOKBACK_HOURS = "RECONCILING_LOOKBACK_HOURS";
    /** Calls to IVS for one sweep. */
    static final String RECONCILING_CALL_BUDGET = "RECONCILING_CALL_BUDGET";
    /** The environment variables that are read; {@code AWS_REGION} is Lambda's own. */
    public static final List<String> VARIABLES = List.of(TABLE_NAME, RECONCILING_QUEUE_URL, SALVAGE_QUEUE_URL,
            RECORDING_BUCKETS, IVS_CALL_SHARE, RECONCILING_LOOKBACK_HOURS, RECONCILING_CALL_BUDGET, "AWS_REGION");

    /** The function's message to itself. */
    static final String GO_ON = "go-on";

    private static final Logger LOG = LoggerFactory.getLogger(ReconcilingHandler.class);
    /** For one more task: a page, and what follows from each thing on it. */
    private static final int MILLIS_PER_TASK = 60_000;

    private final Sweep sweep;
    private final DelayedMessages queue;
    private final Metrics metrics;
    private final InstantSource clock;

    /** For Lambda. */
    public ReconcilingHandler() {
        this(Environment.ofThisFunction(VARIABLES));
    }

    private ReconcilingHandler(Environment environment) {
        AwsClients clients = new AwsClients(environment);
        DynamoDbClient dynamoDb = clients.dynamoDb();
        S3Client s3 = clients.s3();
        this.clock = InstantSource.system();
        IndexTable table = new DynamoDbIndexTable(dynamoDb, environment.get(TABLE_NAME));
        IvsCalls calls = LimitedCalls.inFunction(new CallLimiter(
                new DynamoDbCallLedger(dynamoDb, environment.get(TABLE_NAME)),
                Double.parseDouble(environment.get(IVS_CALL_SHARE)), clock, new SecureRandom()));
        Settings settings = new Settings(List.of(environment.get(RECORDING_BUCKETS).split(",")),
                Duration.ofHours(Long.parseLong(environment.get(RECONCILING_LOOKBACK_HOURS))),
                Long.parseLong(environment.get(RECONCILING_CALL_BUDGET)));
        this.sweep = new Sweep(new AwsLowLatencyApi(clients.ivs(), calls),
                new AwsRealTimeApi(clients.ivsRealTime(), calls), new S3RecordingListing(s3), new S3RecordingFiles(s3),
                new RecordingIndex(table, CursorSeal.sharedThrough(table)), table,
                new SqsDelayedMessages(clients.sqs(), environment.get(SALVAGE_QUEUE_URL)), settings, clock);
        this.queue = new SqsDelayedMessages(clients.sqs(), environment.get(RECONCILING_QUEUE_URL));
        this.metrics = new EmbeddedMetrics();
    }

    /** For everybody else. */
    public ReconcilingHandler(Sweep sweep, DelayedMessages queue, Metrics metrics, InstantSource clock) {
        this.sweep = sweep;
        this.queue = queue;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        PowertoolsLogging.initializeLogging(context);
        List<String> failed = new ArrayList<>();
        BooleanSupplier inTime = () -> context.getRemainingTimeInMillis() > MILLIS_PER_TASK;
        for (QueueMessage message : SqsBatch.read(input)) {
            try {
                Optional<CompositionStateChange> failure = failure(message.body());
                if (failure.isPresent()) {
                    handle(sweep.look(failure.get().composition(), failure.get().destinationId()), message.body());
                } else {
                    handle(message.body().equals(GO_ON) ? sweep.goOn(inTime) : sweep.begin(inTime));
                }
            } catch (RuntimeException later) {
                LOG.warn("RECONCILING_RETRY: message {} is tried again", message.id(), later);
                failed.add(message.id());
            }
        }
        SqsBatch.writeFailures(output, failed);
    }

    /** Of an event; a schedule's message is none. */
    private static Optional<CompositionStateChange> failure(String body) {
        if (!body.startsWith("{")) {
            return Optional.empty();
        }
        JsonObject json = JsonObject.parse(body);
        if (!json.names().contains("detail-type")) {
            return Optional.empty();
        }
        return Optional.of(switch (EventDecoder.decode(json)) {
            case CompositionStateChange change -> change;
            case Event other -> throw new JsonException("$.detail-type", "is no composition's: "
                    + other.envelope().detailType());
        });
    }

    private void handle(Sweep.Looked looked, String event) {
        switch (looked) {
            case Sweep.Looked.Seen it -> metrics.count(Map.of("ReconcilingFacts", it.facts()));
            case Sweep.Looked.Later it -> queue.send(event, Duration.between(clock.instant(), it.time()));
        }
    }

    private void handle(Sweep.Outcome outcome) {
        switch (outcome) {
            case Sweep.Outcome.Ended it -> {
                LOG.info("the sweep has ended: {}", it);
                metrics.count(Map.of("ReconcilingEnded", 1L, "ReconcilingCalls", it.calls(), "ReconcilingFacts",
                        it.facts(), "ReconcilingDropped", it.dropped()));
            }
            case Sweep.Outcome.Later it -> queue.send(GO_ON, Duration.between(clock.instant(), it.time()));
            case Sweep.Outcome.Paused it -> metrics.count(Map.of("ReconcilingPaused", 1L, "ReconcilingCalls",
                    it.calls(), "ReconcilingTasksLeft", (long) it.tasks()));
            case Sweep.Outcome.GivenWay _ -> LOG.info("another process is sweeping");
        }
    }
}
