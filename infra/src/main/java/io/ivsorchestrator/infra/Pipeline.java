package io.ivsorchestrator.infra;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.events.targets.SqsQueue;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.Tracing;
import software.amazon.awscdk.services.lambda.eventsources.SqsEventSource;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.sqs.DeadLetterQueue;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/**
 * Rules on the default event bus, a queue, and the function that takes batches from it. The queue absorbs storms and
 * keeps what our code fails on; a rule with the function as target would hand events over and forget them.
 *
 * <p>There are two places for what went wrong, since they mean different things: {@code Undelivered} holds events that
 * EventBridge could not put into the queue, {@code DeadLetters} messages that the function returned again and again.
 */
final class Pipeline extends Construct {
    private static final int BATCH = 10;
    private static final int ATTEMPTS = 5;
    /** SQS's most. A dead letter keeps the age that it had, so this must be longer than {@link #QUEUED_DAYS}. */
    private static final int DEAD_DAYS = 14;
    private static final int QUEUED_DAYS = 4;
    /** "Configuring an Amazon SQS queue to use with Lambda": room for retries while Lambda throttles. */
    private static final int VISIBILITY_PER_TIMEOUT = 6;

    private final Queue undelivered;
    private final Queue deadLetters;
    private final Queue queue;

    /** @param rules event patterns as JSON text, by the rules' ids; whatever matches one of them goes into the queue */
    Pipeline(Construct scope, String id, Worker worker, Map<String, String> rules) {
        super(scope, id);
        undelivered = deadLetterQueue("Undelivered");
        deadLetters = deadLetterQueue("DeadLetters");
        queue = queue(worker);
        function(worker);
        new TreeMap<>(rules).forEach(this::rule);
        output("QueueUrl", queue, "Events wait here; quarantined ones are replayed into it");
        output("DeadLettersUrl", deadLetters, "Events that failed again and again");
        output("UndeliveredUrl", undelivered, "Events that EventBridge could not put into the queue");
    }

    private void output(String id, Queue queue, String description) {
        CfnOutput.Builder.create(this, id).value(queue.getQueueUrl()).description(description).build();
    }

    private Queue deadLetterQueue(String id) {
        Queue dead = Queue.Builder.create(this, id)
                .encryption(QueueEncryption.SQS_MANAGED)
                .enforceSsl(true)
                .retentionPeriod(Duration.days(DEAD_DAYS))
                .build();
        AcceptedRisk.of(dead, "AwsSolutions-SQS3", "It is a dead-letter queue itself");
        return dead;
    }

    private Queue queue(Worker worker) {
        return Queue.Builder.create(this, "Queue")
                .encryption(QueueEncryption.SQS_MANAGED)
                .enforceSsl(true)
                .retentionPeriod(Duration.days(QUEUED_DAYS))
                .visibilityTimeout(Duration.seconds(VISIBILITY_PER_TIMEOUT * worker.timeoutSeconds()))
                .deadLetterQueue(DeadLetterQueue.builder().queue(deadLetters).maxReceiveCount(ATTEMPTS).build())
                .build();
    }

    private void rule(String id, String pattern) {
        Rule.Builder.create(this, id)
                .eventPattern(PatternText.parse(pattern))
                .targets(List.of(SqsQueue.Builder.create(queue).deadLetterQueue(undelivered).build()))
                .build();
    }

    private void function(Worker worker) {
        LogGroup logs = LogGroup.Builder.create(this, "Logs")
                .retention(worker.logRetention())
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        Role role = role(worker, logs);
        Function function = Function.Builder.create(this, "Function")
                .runtime(Runtime.JAVA_25)
                .architecture(Architecture.ARM_64)
                .handler(worker.handler())
                .code(worker.code())
                .memorySize(worker.memoryMb())
                .timeout(Duration.seconds(worker.timeoutSeconds()))
                .environment(environment(worker))
                .tracing(Tracing.ACTIVE)
                .logGroup(logs)
                .role(role)
                .build();
        function.addEventSource(SqsEventSource.Builder.create(queue)
                .batchSize(BATCH)
                .reportBatchItemFailures(true)
                .maxConcurrency(worker.maximumConcurrency())
                .build());
        AcceptedRisk.of(role.getNode().findChild("DefaultPolicy"), "AwsSolutions-IAM5", "X-Ray's PutTraceSegments and"
                + " PutTelemetryRecords know no resources (Service Authorization Reference); other wildcards stand for"
                + " object keys within buckets that are named");
    }

    /** Of our own, since the construct's would carry AWSLambdaBasicExecutionRole: the logs of the whole account. */
    private Role role(Worker worker, LogGroup logs) {
        Role role = Role.Builder.create(this, "Role")
                .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
                .build();
        logs.grantWrite(role);
        worker.permissions().forEach(role::addToPrincipalPolicy);
        return role;
    }

    private static Map<String, String> environment(Worker worker) {
        Map<String, String> environment = new TreeMap<>(worker.environment());
        // Short-lived and on a fraction of a CPU: the serial collector and the first compiler tier start fastest.
        environment.put("JAVA_TOOL_OPTIONS", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1");
        return environment;
    }
}
