package io.ivsorchestrator.provisioning;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.ivsorchestrator.incident.IncidentStore;
import io.ivsorchestrator.incident.SnsNotifications;
import io.ivsorchestrator.index.DynamoDbIndexTable;
import io.ivsorchestrator.ivs.AwsLowLatencyApi;
import io.ivsorchestrator.ivs.AwsRealTimeApi;
import io.ivsorchestrator.ivs.CallLimiter;
import io.ivsorchestrator.ivs.DynamoDbCallLedger;
import io.ivsorchestrator.ivs.LimitedCalls;
import io.ivsorchestrator.runtime.AwsClients;
import io.ivsorchestrator.runtime.DelayedMessages;
import io.ivsorchestrator.runtime.EmbeddedMetrics;
import io.ivsorchestrator.runtime.Environment;
import io.ivsorchestrator.runtime.Metrics;
import io.ivsorchestrator.runtime.SqsBatch;
import io.ivsorchestrator.runtime.SqsDelayedMessages;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.lambda.powertools.logging.PowertoolsLogging;

/**
 * The Lambda function behind the provisioning queue, which takes events of the default bus ({@link
 * io.ivsorchestrator.events.EventPatterns#configurationCalls}, {@code liveChanges}, {@code policyChanges}), the schedule's
 * {@link ProvisioningMessage#SWEEP} and the function's own delayed messages.
 *
 * <p>Needs, of AWS: {@code ivs:} {@code CreateRecordingConfiguration}, {@code GetRecordingConfiguration}, {@code
 * ListRecordingConfigurations}, {@code DeleteRecordingConfiguration}, {@code BatchGetChannel}, {@code ListChannels}, {@code
 * UpdateChannel}, {@code CreateStorageConfiguration}, {@code ListStorageConfigurations}, {@code DeleteStorageConfiguration},
 * {@code ListStages}, {@code GetStage}, {@code UpdateStage}, {@code TagResource} (to create with tags), on all resources: most
 * of them cannot be limited to one. For creating, on behalf of IVS: {@code iam:CreateServiceLinkedRole}, {@code
 * iam:AttachRolePolicy} and {@code iam:PutRolePolicy} on {@code AWSServiceRoleForIVSRecordToS3*}; {@code
 * s3:GetBucketLocation}, {@code s3:GetBucketPolicy} and {@code s3:PutBucketPolicy} on the recording buckets. {@code
 * ssm:GetParameter} on the policy; {@code dynamodb:GetItem}, {@code PutItem}, {@code Query} on the table; {@code
 * sqs:SendMessage} on the queue, beside what reading it needs; {@code sns:Publish} on the topic. In mode {@code observe} none of
 * those that create, update, delete or tag, and none on buckets and roles.
 */
public final class ProvisioningHandler implements RequestStreamHandler {
    /**
     * Read from the environment, and nothing else is. {@code DEPLOYMENT}: the deployment's name, which tags its configurations.
     * {@code RECORDING_BUCKETS}: names, comma-separated, the first is the default. {@code POLICY_PARAMETER}: a parameter's
     * name. {@code PROVISIONING_MODE}: {@code enforce}, or {@code observe} to change nothing whatever the policy says. {@code OWN_ROLES}: ARNs of the roles whose IVS calls are the deployment's own, comma-separated. {@code
     * IVS_CALL_SHARE}: of IVS's call rates, above 0, at most 1, for example 0.5. {@code AWS_REGION} is Lambda's own.
     */
    public static final List<String> VARIABLES = List.of("TABLE_NAME", "QUEUE_URL", "TOPIC_ARN", "DEPLOYMENT",
            "RECORDING_BUCKETS", "POLICY_PARAMETER", "PROVISIONING_MODE", "OWN_ROLES", "IVS_CALL_SHARE", "ACCOUNT_ID",
            "AWS_REGION");

    /** A step makes a few requests in a row; of a slow service the first one uses up its time, then it ends. */
    private static final Duration RESERVE = AwsClients.CALL.multipliedBy(2);

    private static final Logger LOG = LoggerFactory.getLogger(ProvisioningHandler.class);

    private final ProvisionEvents events;
    private final Metrics metrics;

    /** As Lambda makes it. */
    public ProvisioningHandler() {
        this(assembled(Environment.ofThisFunction(VARIABLES)), new EmbeddedMetrics());
    }

    /** As everybody else makes it. */
    public ProvisioningHandler(ProvisionEvents events, Metrics metrics) {
        this.events = events;
        this.metrics = metrics;
    }

    private static ProvisionEvents assembled(Environment environment) {
        AwsClients aws = new AwsClients(environment);
        InstantSource clock = InstantSource.system();
        DynamoDbClient dynamoDb = aws.dynamoDb();
        DynamoDbIndexTable table = new DynamoDbIndexTable(dynamoDb, environment.get("TABLE_NAME"));
        CallLimiter limiter = new CallLimiter(new DynamoDbCallLedger(dynamoDb, environment.get("TABLE_NAME")),
                Double.parseDouble(environment.get("IVS_CALL_SHARE")), clock,
                () -> ThreadLocalRandom.current().nextLong());
        LimitedCalls calls = LimitedCalls.inCommand(limiter, notBefore -> waited(notBefore, clock));
        Deployment deployment = new Deployment(environment.get("DEPLOYMENT"),
                list(environment.get("RECORDING_BUCKETS")));
        Place place = new Place(environment.get("ACCOUNT_ID"), environment.get("AWS_REGION"));
        ProvisioningRecords records = new IndexRecords(table, deployment);
        ProvisioningIncidents incidents = new StoredIncidents(new IncidentStore(table),
                new SnsNotifications(aws.sns(), environment.get("TOPIC_ARN")), clock);
        DelayedMessages messages = new SqsDelayedMessages(aws.sqs(), environment.get("QUEUE_URL"));
        String parameter = environment.get("POLICY_PARAMETER");
        Provisioner provisioner = new Provisioner(new AwsLowLatencyApi(aws.ivs(), calls),
                new AwsRealTimeApi(aws.ivsRealTime(), calls), deployment, place, records, incidents,
                new S3Buckets(aws.s3()), clock);
        Policies policies = new Policies(new SsmPolicySource(aws.ssm(), parameter), records, deployment, incidents,
                mode(environment.get("PROVISIONING_MODE")), clock);
        return new ProvisionEvents(provisioner, policies,
                new Sweeps(provisioner, policies, records, messages, incidents, () -> UUID.randomUUID().toString(),
                        clock),
                messages, place, Set.copyOf(list(environment.get("OWN_ROLES"))), parameter, clock);
    }

    private static RecordingPolicy.Mode mode(String text) {
        return switch (text) {
            case "enforce" -> RecordingPolicy.Mode.ENFORCE;
            case "observe" -> RecordingPolicy.Mode.OBSERVE;
            default ->
                    throw new IllegalArgumentException("PROVISIONING_MODE is enforce or observe, not \"" + text + '"');
        };
    }

    private static List<String> list(String text) {
        return Arrays.stream(text.split(",", -1)).map(String::strip).filter(it -> !it.isEmpty()).toList();
    }

    /** What is longer is the queue's to wait for: see {@link Delays}. */
    private static boolean waited(Instant notBefore, InstantSource clock) {
        return Duration.between(clock.instant(), notBefore).compareTo(Delays.IN_PLACE) <= 0
                && Delays.waited(notBefore, clock);
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        PowertoolsLogging.initializeLogging(context);
        ProvisionEvents.Report report = events.provision(SqsBatch.read(input),
                () -> context.getRemainingTimeInMillis() > RESERVE.toMillis());
        report.returned().forEach((id, why) -> LOG.warn("returned messageId={} cause={}", id, why));
        Map<String, Long> counts = new LinkedHashMap<>(report.counts());
        counts.put("MessagesReturned", (long) report.returned().size());
        metrics.count(counts);
        SqsBatch.writeFailures(output, report.returned().keySet());
    }
}
