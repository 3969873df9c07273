package io.ivsorchestrator.infra;

import io.ivsorchestrator.events.OutboundChange;
import io.ivsorchestrator.incident.Cause;
import io.ivsorchestrator.infra.Alarms.Condition;
import io.ivsorchestrator.publishing.PublishReport;
import io.ivsorchestrator.recording.RecordingKind;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.IWidget;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.constructs.Construct;

/**
 * One look at everything: the dashboard, and the alarms that concern no single pipeline. It goes by names, so that it can
 * be removed, or deployed anew, without touching what it shows.
 */
final class ObservabilityStack extends Stack {
    private final Names names;
    private final String table;

    ObservabilityStack(Construct scope, String id, StackProps props, Deployment deployment, StorageStack storage,
            PipelinesStack pipelines, ApiStack api) {
        super(scope, id, props);
        names = deployment.names();
        table = storage.table().getTableName();
        Dashboard dashboard = Dashboard.Builder.create(this, "Dashboard").dashboardName(names.dashboard(this)).build();
        add(dashboard, recordings());
        for (Pipeline pipeline : pipelines.pipelines()) {
            add(dashboard, pipeline.row());
        }
        add(dashboard, pipelines.publishing().row());
        add(dashboard, api.row());
        add(dashboard, costs(pipelines));
        watch(new Alarms(this, deployment));
    }

    private static void add(Dashboard dashboard, List<IWidget> row) {
        dashboard.addWidgets(row.toArray(IWidget[]::new));
    }

    private List<IWidget> recordings() {
        return List.of(
                Graphs.of("events: what became of them",
                        List.of(indexed("EventsApplied"), indexed("EventsAlreadyKnown"),
                                indexed("EventsIgnored"), indexed("EventsReturned"), indexed("EventsQuarantined")),
                        List.of()),
                Graphs.of("freshness: age of a batch's oldest event (s)",
                        Stream.of("p50", "p99", "Maximum").map(this::age).toList(), List.of()),
                Graphs.of("recordings: started, ended, failed", recordingSteps(), List.of()),
                Graphs.of("failures by cause", Stream.of(Cause.values())
                        .map(cause -> Measures.counted(names, Recovery.SERVICE, cause.metric())
                                .with(MetricOptions.builder().label(cause.page()).build()))
                        .toList(), List.of()));
    }

    private Metric age(String statistic) {
        return Measures.counted(names, Indexing.SERVICE, "EventAgeSeconds", statistic)
                .with(MetricOptions.builder().label(statistic).build());
    }

    /** As they are told on the bus, which is once a step but for what is published twice. */
    private List<Metric> recordingSteps() {
        return Stream.of(RecordingKind.values()).flatMap(kind -> Stream.of(OutboundChange.values())
                .flatMap(change -> PublishReport.metric(kind, change).stream()))
                .map(name -> Measures.counted(names, Publishing.SERVICE, name)).toList();
    }

    private Metric indexed(String count) {
        return Measures.counted(names, Indexing.SERVICE, count);
    }

    /** What the bill grows with; docs/requests.md says how much of it one recording takes. */
    private List<IWidget> costs(PipelinesStack pipelines) {
        return List.of(
                Graphs.of("cost: table units", List.of(table("ConsumedWriteCapacityUnits"),
                        table("ConsumedReadCapacityUnits")), List.of()),
                Graphs.of("cost: messages sent", pipelines.pipelines().stream()
                        .map(pipeline -> Measures.queue(names.queue(pipeline.service()), "NumberOfMessagesSent", "Sum")
                                .with(MetricOptions.builder().label(pipeline.service()).build()))
                        .toList(), List.of()),
                Graphs.of("cost: invocations", pipelines.pipelines().stream()
                        .map(pipeline -> Measures.function(names.function(pipeline.service()), "Invocations", "Sum")
                                .with(MetricOptions.builder().label(pipeline.service()).build()))
                        .toList(), List.of()));
    }

    private Metric table(String metric) {
        return Measures.metric("AWS/DynamoDB", metric, "Sum", Map.of("TableName", table));
    }

    private void watch(Alarms alarms) {
        alarms.add("provisioning", "no-cloudtrail-events", "No trail tells EventBridge of calls, so new channels and"
                + " stages are noticed by the daily sweep only.",
                Measures.rule(names.rule(Provisioning.SERVICE, Provisioning.HEARTBEAT), "MatchedEvents")
                        .with(MetricOptions.builder().period(Duration.hours(1)).build()),
                Condition.silence(24));
        alarms.add("reconciling", "no-sweeps", "The reconciler has not run for a day.",
                Measures.function(names.function(Reconciling.SERVICE), "Invocations", "Sum")
                        .with(MetricOptions.builder().period(Duration.hours(1)).build()),
                Condition.silence(24));
        alarms.add("sweep", "reconciling", "No sweep of the reconciler has ended for a day.",
                Measures.counted(names, Reconciling.SERVICE, "ReconcilingEnded")
                        .with(MetricOptions.builder().period(Duration.hours(1)).build()),
                Condition.silence(24));
        alarms.add("tasks", "reconciling", "The reconciler could not ask about something and did without.",
                Measures.counted(names, Reconciling.SERVICE, "ReconcilingDropped"), Condition.any());
        alarms.add("media", "deletion", "Media that was to be deleted was not.",
                Measures.counted(names, Deleting.SERVICE, "DeletionBlocked"), Condition.any());
        alarms.add("index", "quarantine", "Events cannot be used and were put aside.", indexed("EventsQuarantined"),
                Condition.any());
        alarms.add("index", "metadata-unread", "Metadata of recordings cannot be read from their bucket.",
                indexed("MetadataUnread"), Condition.any());
        alarms.add("index", "table-throttled", "DynamoDB refuses requests to the index.",
                MathExpression.Builder.create()
                        .expression("reads + writes")
                        .usingMetrics(
                                Map.of("reads", table("ReadThrottleEvents"), "writes", table("WriteThrottleEvents")))
                        .period(Measures.FIVE_MINUTES)
                        .build(),
                Condition.above(0, 3));
    }
}
