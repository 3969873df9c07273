package io.ivsorchestrator.recovery;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.ivsorchestrator.incident.Cause;
import io.ivsorchestrator.incident.IncidentStore;
import io.ivsorchestrator.incident.SnsNotifications;
import io.ivsorchestrator.index.CursorSeal;
import io.ivsorchestrator.index.DynamoDbIndexTable;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.ivs.AwsLowLatencyApi;
import io.ivsorchestrator.ivs.AwsRealTimeApi;
import io.ivsorchestrator.ivs.CallLimiter;
import io.ivsorchestrator.ivs.DynamoDbCallLedger;
import io.ivsorchestrator.ivs.LimitedCalls;
import io.ivsorchestrator.runtime.AwsClients;
import io.ivsorchestrator.runtime.EmbeddedMetrics;
import io.ivsorchestrator.runtime.Environment;
import io.ivsorchestrator.runtime.Metrics;
import io.ivsorchestrator.runtime.SqsBatch;
import io.ivsorchestrator.runtime.SqsDelayedMessages;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;

/**
 * The Lambda function behind the recovery queue, which a rule on our own bus feeds with {@code Recording Failed}, {@code
 * Recording Started} and {@code Recording Ended}. The queue's visibility timeout must be longer than {@link Recover#LEASE}.
 *
 * <p>Needs on the table {@code dynamodb:GetItem}, {@code PutItem}, {@code Query}, and {@code Query}
 * on its indexes {@code statusIndex}; {@code sns:Publish} on the topic; {@code sqs:SendMessage} on its own queue; on the
 * recording buckets {@code s3:GetBucketLocation}, {@code GetBucketPolicy}, {@code GetEncryptionConfiguration}, {@code
 * GetBucketOwnershipControls}; of IVS {@code ivs:GetChannel}, {@code GetRecordingConfiguration}, {@code GetStage}, {@code
 * GetStorageConfiguration}. In mode {@code repair} also {@code s3:PutBucketPolicy} on those buckets, on
 * behalf of IVS {@code iam:CreateServiceLinkedRole}, {@code AttachRolePolicy} and {@code PutRolePolicy}, and {@code
 * ivs:CreateRecordingConfiguration}, {@code ListRecordingConfigurations}, {@code DeleteRecordingConfiguration}, {@code
 * UpdateChannel}, {@code ListChannels}, {@code GetStreamSession}, {@code CreateStorageConfiguration}, {@code
 * ListStorageConfigurations}, {@code UpdateStage}, {@code TagResource}; in mode {@code compose} {@code ivs:ListParticipants},
 * {@code ListCompositions}, {@code StartComposition}, {@code TagResource}, {@code ListEncoderConfigurations}, {@code
 * CreateEncoderConfiguration}; in mode {@code restart-stream} {@code ivs:GetStream}, {@code StopStream}.
 */
public final class RecoveryHandler implements RequestStreamHandler {
    /**
     * Read from the environment, and nothing else is. {@code RECOVERY_MODE} is {@code observe} or a list of {@code repair},
     * {@code compose}, {@code restart-stream}; {@code RUNBOOK_URL} ends in a slash; {@code IVS_CALL_SHARE} is above 0 and at
     * most 1. {@code AWS_REGION} is Lambda's own.
     */
    public static final List<String> VARIABLES = List.of("TABLE_NAME", "TOPIC_ARN", "QUEUE_URL", "ACCOUNT_ID",
            "RECOVERY_MODE", "RUNBOOK_URL", "IVS_CALL_SHARE", "AWS_REGION");

    /** One step of a batch makes a few requests in a row; of a slow service the first one uses up its time, then it ends. */
    private static final Duration RESERVE = AwsClients.CALL.multipliedBy(3);

    private static final Logger LOG = LoggerFactory.getLogger(RecoveryHandler.class);

    private final Recover recover;
    private final Metrics metrics;

    /** As Lambda makes it. */
    public RecoveryHandler() {
        this(Environment.ofThisFunction(VARIABLES));
    }

    private RecoveryHandler(Environment environment) {
        this(recover(environment, new AwsClients(environment)), new EmbeddedMetrics());
    }

    private static Recover recover(Environment environment, AwsClients aws) {
        DynamoDbClient dynamoDb = aws.dynamoDb();
        String table = environment.get("TABLE_NAME");
        LimitedCalls calls = LimitedCalls.inFunction(new CallLimiter(new DynamoDbCallLedger(dynamoDb, table),
                Double.parseDouble(environment.get("IVS_CALL_SHARE")), InstantSource.system(),
                RandomGenerator.getDefault()));
        DynamoDbIndexTable items = new DynamoDbIndexTable(dynamoDb, table);
        return new Recover(new IncidentStore(items), new RecordingIndex(items, CursorSeal.ofThisProcess()),
                new AwsLowLatencyApi(aws.ivs(), calls), new AwsRealTimeApi(aws.ivsRealTime(), calls),
                new S3Buckets(aws.s3()), new SnsNotifications(aws.sns(), environment.get("TOPIC_ARN")),
                new SqsDelayedMessages(aws.sqs(), environment.get("QUEUE_URL")),
                new Recover.Settings(RecoveryMode.parse(environment.get("RECOVERY_MODE")),
                        environment.get("ACCOUNT_ID"), environment.get("RUNBOOK_URL")),
                InstantSource.system());
    }

    /** As everybody else makes it. */
    public RecoveryHandler(Recover recover, Metrics metrics) {
        this.recover = recover;
        this.metrics = metrics;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        PowertoolsLogging.initializeLogging(context);
        RecoveryReport report = recover.handle(SqsBatch.read(input),
                () -> context.getRemainingTimeInMillis() > RESERVE.toMillis());
        report.outcomes().forEach(RecoveryHandler::log);
        metrics.count(counts(report));
        SqsBatch.writeFailures(output, report.returned());
    }

    private static Map<String, Long> counts(RecoveryReport report) {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("OutcomesReceived", (long) report.outcomes().size());
        counts.put("OutcomesReturned", (long) report.returned().size());
        counts.put("FailuresLinked",
                report.outcomes().values().stream().filter(Outcome.Linked.class::isInstance).count());
        report.outcomes().values().stream().filter(Outcome.Linked.class::isInstance).map(Outcome.Linked.class::cast)
                .flatMap(linked -> Cause.ofIncident(linked.incident()).stream())
                .forEach(cause -> counts.merge(cause.metric(), 1L, Long::sum));
        counts.put("IncidentsOpened", (long) report.opened());
        counts.put("IncidentsClosed", (long) report.closed());
        counts.put("RemediesTried", (long) report.attempts());
        counts.put("NoticesSent", (long) report.notices());
        return counts;
    }

    /** Only what a person may have to look at; the rest is counted. */
    private static void log(String messageId, Outcome outcome) {
        switch (outcome) {
            case Outcome.Returned it -> it.unforeseen().ifPresentOrElse(
                    mistake -> LOG.error("returned messageId={} cause={}", messageId, it.cause(), mistake),
                    () -> LOG.warn("returned messageId={} cause={}", messageId, it.cause()));
            case Outcome.Linked it -> LOG.info("failure messageId={} incident={}", messageId, it.incident());
            case Outcome.Postponed _ -> LOG.info("postponed messageId={}", messageId);
            case Outcome.Nothing _ -> LOG.trace("done messageId={}", messageId);
        }
    }
}
