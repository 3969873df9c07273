package io.ivsorchestrator.infra;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ivsorchestrator.index.KeySchema;
import io.ivsorchestrator.infra.Alarms.Condition;
import io.ivsorchestrator.publishing.PublishingHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.IWidget;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.lambda.EventInvokeConfigOptions;
import software.amazon.awscdk.services.lambda.StartingPosition;
import software.amazon.awscdk.services.lambda.destinations.SqsDestination;
import software.amazon.awscdk.services.lambda.eventsources.DynamoEventSource;
import software.amazon.awscdk.services.lambda.eventsources.SqsDlq;
import software.amazon.awscdk.services.scheduler.Schedule;
import software.amazon.awscdk.services.scheduler.ScheduleExpression;
import software.amazon.awscdk.services.scheduler.ScheduleTargetInput;
import software.amazon.awscdk.services.scheduler.targets.LambdaInvoke;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/**
 * From the table's change stream to our own bus. The stream is what a queue is to the other functions: it keeps changes for a
 * day, in order, and hands a batch out again until it is done. What it gave up on, and what it lost, waits in the items
 * themselves; the same function publishes that on a schedule.
 */
final class Publishing extends Construct {
    static final String SERVICE = "publishing";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DEAD_DAYS = 14;
    private static final int BATCH = 100;
    private static final int ATTEMPTS = 10;
    private static final int MANY_WAITING = 100;

    private final Deployment deployment;
    private final WorkFunction function;
    private final Queue givenUp;

    Publishing(Construct scope, String id, Deployment deployment, StorageStack storage, RecordingBus bus) {
        super(scope, id);
        this.deployment = deployment;
        givenUp = Queue.Builder.create(this, "DeadLetters")
                .queueName(deployment.names().deadLetters(SERVICE))
                .encryption(QueueEncryption.SQS_MANAGED)
                .enforceSsl(true)
                .retentionPeriod(Duration.days(DEAD_DAYS))
                .build();
        AcceptedRisk.of(givenUp, "AwsSolutions-SQS3", "It is a dead-letter queue itself");
        function = new WorkFunction(this, "Worker", deployment, work(storage, bus));
        function.alias().addEventSource(DynamoEventSource.Builder.create(storage.table())
                .startingPosition(StartingPosition.TRIM_HORIZON)
                .batchSize(BATCH)
                .filters(PublishingHandler.FILTERS.stream().map(Publishing::filter).toList())
                .bisectBatchOnError(true)
                .reportBatchItemFailures(true)
                .retryAttempts(ATTEMPTS)
                .onFailure(new SqsDlq(givenUp))
                .build());
        whatWaits();
        bus.acceptOnly(function.role());
        watch();
    }

    List<IWidget> row() {
        String name = deployment.names().function(SERVICE);
        return List.of(
                Graphs.of("publishing: behind by (ms)", List.of(Measures.function(name, "IteratorAge", "Maximum")),
                        List.of()),
                Graphs.of("publishing: events", List.of(counted("OutboundPublished"), counted("OutboundRefused"),
                        counted("UnpublishedFound")), List.of()),
                Graphs.of("publishing: invocations", List.of(Measures.function(name, "Invocations", "Sum"),
                        Measures.function(name, "Errors", "Sum"), Measures.function(name, "Throttles", "Sum")),
                        List.of(Measures.function(name, "ConcurrentExecutions", "Maximum"))),
                Graphs.of("publishing: given up", List.of(Measures.waiting(deployment.names().deadLetters(SERVICE))),
                        List.of()));
    }

    private Metric counted(String name) {
        return Measures.counted(deployment.names(), SERVICE, name);
    }

    private static Work work(StorageStack storage, RecordingBus bus) {
        return new Work(SERVICE, PublishingHandler.class.getName(), 60, 1024, 2, Map.of(
                "TABLE_NAME", storage.table().getTableName(),
                "EVENT_BUS_NAME", bus.bus().getEventBusName()),
                List.of(
                        Permission.to(List.of("dynamodb:GetItem", "dynamodb:PutItem"), List.of(storage.tableArn())),
                        Permission.to("dynamodb:Query", List.of(storage.tableArn() + "/index/"
                                + KeySchema.SecondaryIndex.UNPUBLISHED.indexName())),
                        Permission.to("events:PutEvents", List.of(bus.bus().getEventBusArn()))));
    }

    private void whatWaits() {
        function.alias().configureAsyncInvoke(EventInvokeConfigOptions.builder()
                .onFailure(new SqsDestination(givenUp)).retryAttempts(1).build());
        Schedule.Builder.create(this, "WhatWaits")
                .scheduleName(deployment.names().rule(SERVICE, "WhatWaits"))
                .schedule(ScheduleExpression.rate(Duration.minutes(15)))
                .target(LambdaInvoke.Builder.create(function.alias())
                        .input(ScheduleTargetInput.fromText("{}"))
                        .deadLetterQueue(givenUp)
                        .retryAttempts(1)
                        .build())
                .build();
    }

    private void watch() {
        Alarms alarms = new Alarms(this, deployment);
        Names names = deployment.names();
        alarms.add(SERVICE, "unpublished", "Changes of the index are not published.",
                Measures.waiting(names.deadLetters(SERVICE)), Condition.any());
        alarms.add("bus", "unpublished", "The outbound bus refuses events.", counted("OutboundRefused"),
                Condition.above(0, 3));
        // Some are always on their way through the stream when the schedule looks.
        alarms.add("outbox", "unpublished", "Many changes of the index wait to be published.",
                counted("UnpublishedFound").with(MetricOptions.builder().period(Duration.minutes(15)).build()),
                Condition.above(MANY_WAITING, 2));
        alarms.add("changes", "unpublished", "Changes of the index cannot be read.", counted("ChangesUnreadable"),
                Condition.any());
        alarms.add("notes", "unpublished", "What is published cannot be noted, and will be published again.",
                counted("OutboundUnnoted"), Condition.above(0, 3));
        alarms.add(SERVICE, "iterator-age", "Events about recordings are published more than an hour late.",
                Measures.function(names.function(SERVICE), "IteratorAge", "Maximum"),
                Condition.above(Duration.hours(1).toMilliseconds().doubleValue(), 1));
        Pipeline.watchFunction(alarms, names, SERVICE);
    }

    private static Map<String, Object> filter(String pattern) {
        try {
            // CDK's FilterCriteria.filter is this, for a pattern given as an object.
            JSON.readTree(pattern);
            return Map.of("pattern", pattern);
        } catch (IOException broken) {
            throw new UncheckedIOException("no filter: " + pattern, broken);
        }
    }
}
