package io.ivsorchestrator.infra;

import io.ivsorchestrator.infra.Alarms.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.IWidget;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.events.EventField;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.events.RuleTargetInput;
import software.amazon.awscdk.services.events.targets.SqsQueue;
import software.amazon.awscdk.services.lambda.eventsources.SqsEventSource;
import software.amazon.awscdk.services.scheduler.Schedule;
import software.amazon.awscdk.services.scheduler.ScheduleExpression;
import software.amazon.awscdk.services.scheduler.ScheduleTargetInput;
import software.amazon.awscdk.services.scheduler.targets.SqsSendMessage;
import software.amazon.awscdk.services.sqs.DeadLetterQueue;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/**
 * Rules or schedules, a queue, the function that takes batches from it, and the alarms on all of that. The queue absorbs
 * storms and keeps what our code fails on; a rule with the function as target would hand events over and forget them.
 *
 * <p>There are two places for what went wrong, since they mean different things: {@code Undelivered} holds events that
 * EventBridge could not put into the queue, {@code DeadLetters} messages that the function returned again and again.
 */
final class Pipeline extends Construct {
    private static final int ATTEMPTS = 5;
    /** SQS's most. A dead letter keeps the age that it had, so this must be longer than {@link #QUEUED_DAYS}. */
    private static final int DEAD_DAYS = 14;
    private static final int QUEUED_DAYS = 4;
    /** "Configuring an Amazon SQS queue to use with Lambda": room for retries while Lambda throttles. */
    private static final int VISIBILITY_PER_TIMEOUT = 6;
    /** EventBridge's most. */
    private static final Duration DELIVERED_WITHIN = Duration.hours(24);

    private final Deployment deployment;
    private final Work work;
    private final Optional<Queue> undelivered;
    private final Queue deadLetters;
    private final Queue queue;
    private final WorkFunction function;

    /**
     * @param delay    of a message that does not say its own
     * @param patience how long a message may wait before somebody is told; a queue that holds delayed messages is given
     *                 more
     * @param feeds    may be empty if functions put messages into the queue
     */
    Pipeline(Construct scope, String id, Deployment deployment, Work work, Optional<Duration> delay, Duration patience,
            List<Feed> feeds) {
        super(scope, id);
        this.deployment = deployment;
        this.work = work;
        Names names = deployment.names();
        undelivered = feeds.isEmpty()
                ? Optional.empty()
                : Optional.of(deadLetterQueue("Undelivered", names.undelivered(work.service())));
        deadLetters = deadLetterQueue("DeadLetters", names.deadLetters(work.service()));
        queue = waiting(delay);
        function = new WorkFunction(this, "Worker", deployment, work);
        function.alias().addEventSource(SqsEventSource.Builder.create(queue)
                .batchSize(work.batch())
                .reportBatchItemFailures(true)
                .maxConcurrency(work.maximumConcurrency())
                .build());
        undelivered.ifPresent(lost -> feeds.forEach(feed -> feed(feed, lost)));
        watch(patience);
        output("QueueUrl", queue, "Events wait here; quarantined ones are replayed into it");
        output("DeadLettersUrl", deadLetters, "Messages that failed again and again");
        undelivered.ifPresent(queue -> output("UndeliveredUrl", queue,
                "Events that EventBridge could not put into the queue"));
    }

    /** What there is to see of it, as one row of the dashboard. */
    List<IWidget> row() {
        Names names = deployment.names();
        String waiting = names.queue(work.service());
        String name = names.function(work.service());
        List<Metric> dead = new ArrayList<>(List.of(Measures.waiting(names.deadLetters(work.service()))
                .with(MetricOptions.builder().label("dead letters").build())));
        undelivered.ifPresent(_ -> dead.add(Measures.waiting(names.undelivered(work.service()))
                .with(MetricOptions.builder().label("undelivered").build())));
        return List.of(
                Graphs.of(work.service() + ": waiting", List.of(Measures.waiting(waiting)),
                        List.of(Measures.age(waiting))),
                Graphs.of(work.service() + ": lost unless redriven", dead, List.of()),
                Graphs.of(work.service() + ": invocations", List.of(Measures.function(name, "Invocations", "Sum"),
                        Measures.function(name, "Errors", "Sum"), Measures.function(name, "Throttles", "Sum")),
                        List.of(Measures.function(name, "ConcurrentExecutions", "Maximum"))),
                Graphs.of(work.service() + ": milliseconds", List.of(Measures.function(name, "Duration", "p50"),
                        Measures.function(name, "Duration", "p99"), Measures.function(name, "Duration", "Maximum")),
                        List.of()));
    }

    String service() {
        return work.service();
    }

    WorkFunction function() {
        return function;
    }

    Queue queue() {
        return queue;
    }

    private void output(String id, Queue queue, String description) {
        CfnOutput.Builder.create(this, id).value(queue.getQueueUrl()).description(description).build();
    }

    private Queue deadLetterQueue(String id, String name) {
        Queue dead = Queue.Builder.create(this, id)
                .queueName(name)
                .encryption(QueueEncryption.SQS_MANAGED)
                .enforceSsl(true)
                .retentionPeriod(Duration.days(DEAD_DAYS))
                .build();
        AcceptedRisk.of(dead, "AwsSolutions-SQS3", "It is a dead-letter queue itself");
        return dead;
    }

    /** With messages that are delivered at once. */
    Pipeline(Construct scope, String id, Deployment deployment, Work work, Duration patience, List<Feed> feeds) {
        this(scope, id, deployment, work, Optional.empty(), patience, feeds);
    }

    private Queue waiting(Optional<Duration> delay) {
        return Queue.Builder.create(this, "Queue")
                .queueName(deployment.names().queue(work.service()))
                .encryption(QueueEncryption.SQS_MANAGED)
                .enforceSsl(true)
                .retentionPeriod(Duration.days(QUEUED_DAYS))
                .deliveryDelay(delay.orElse(null))
                .visibilityTimeout(Duration.seconds(VISIBILITY_PER_TIMEOUT * work.timeoutSeconds()))
                .deadLetterQueue(DeadLetterQueue.builder().queue(deadLetters).maxReceiveCount(ATTEMPTS).build())
                .build();
    }

    private void feed(Feed feed, Queue undelivered) {
        switch (feed) {
            case Feed.Matching it -> Rule.Builder.create(this, it.id())
                    .ruleName(deployment.names().rule(work.service(), it.id()))
                    .eventBus(it.bus().orElse(null))
                    .eventPattern(PatternText.parse(it.pattern()))
                    .targets(List.of(target(undelivered).build()))
                    .build();
            case Feed.Simulated it -> Rule.Builder.create(this, it.id())
                    .ruleName(deployment.names().rule(work.service(), it.id()))
                    .eventPattern(PatternText.parse(it.pattern()))
                    .targets(List.of(target(undelivered).message(pretending(it.pretendedSource())).build()))
                    .build();
            case Feed.Every it -> Schedule.Builder.create(this, it.id())
                    .scheduleName(deployment.names().rule(work.service(), it.id()))
                    .schedule(ScheduleExpression.expression(it.schedule()))
                    .target(SqsSendMessage.Builder.create(queue)
                            .input(ScheduleTargetInput.fromText(it.message()))
                            .deadLetterQueue(undelivered)
                            .maxEventAge(DELIVERED_WITHIN)
                            .build())
                    .build();
        }
    }

    private SqsQueue.Builder target(Queue undelivered) {
        return SqsQueue.Builder.create(queue).deadLetterQueue(undelivered).maxEventAge(DELIVERED_WITHIN);
    }

    private static RuleTargetInput pretending(String source) {
        Map<String, Object> envelope = new TreeMap<>(Map.of("version", "0", "source", source));
        for (String member : List.of("id", "detail-type", "account", "time", "region", "resources", "detail")) {
            envelope.put(member, EventField.fromPath("$." + member));
        }
        return RuleTargetInput.fromObject(envelope);
    }

    private void watch(Duration patience) {
        Names names = deployment.names();
        Alarms alarms = new Alarms(this, deployment);
        String service = work.service();
        alarms.add(service, "dead-letters", "Messages failed again and again in " + names.function(service) + ".",
                Measures.waiting(names.deadLetters(service)), Condition.any());
        undelivered.ifPresent(_ -> alarms.add(service, "undelivered",
                "EventBridge could not put events into " + names.queue(service) + ".",
                Measures.waiting(names.undelivered(service)), Condition.any()));
        alarms.add(service, "queue-age", "Messages wait too long for " + names.function(service) + ".",
                Measures.age(names.queue(service)), Condition.above(patience.toSeconds().doubleValue(), 2));
        watchFunction(alarms, names, service);
    }

    /** Also of functions that no queue feeds. */
    static void watchFunction(Alarms alarms, Names names, String service) {
        alarms.add(service, "function-errors", "Invocations of " + names.function(service) + " end in an error.",
                Measures.function(names.function(service), "Errors", "Sum"), Condition.above(0, 3));
        alarms.add(service, "throttles", "Lambda refuses invocations of " + names.function(service) + ".",
                Measures.function(names.function(service), "Throttles", "Sum"), Condition.above(0, 3));
    }
}
