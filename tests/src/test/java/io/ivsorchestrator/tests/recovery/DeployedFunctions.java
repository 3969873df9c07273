package io.ivsorchestrator.tests.recovery;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.ivsorchestrator.events.EventPatterns;
import io.ivsorchestrator.events.OutboundNames;
import io.ivsorchestrator.publishing.OutboundEvent;
import io.ivsorchestrator.publishing.RememberedBus;
import io.ivsorchestrator.publishing.StreamedTable;
import io.ivsorchestrator.runtime.TestContext;
import io.ivsorchestrator.tests.Batches;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.event.ruler.GenericMachine;

/**
 * The handlers as they are deployed around a table: rules on the default bus and on our own, a queue and a function behind each,
 * the table's change stream before the publisher. Batches are JSON as Lambda gives it. Nothing is lost, repeated or late.
 */
final class DeployedFunctions {
    private static final int BATCH = 10;
    /** Whose work is long. */
    private static final Set<String> ONE_AT_A_TIME = Set.of("backfill", "reconciling", "salvage");
    private static final int STREAM_BATCH = 100;

    private final String account;
    private final Map<String, RequestStreamHandler> functions;
    private final GenericMachine<String> defaultBus = GenericMachine.<String>builder().build();
    private final GenericMachine<String> ourBus = GenericMachine.<String>builder().build();
    private final StreamedTable table;
    private final RememberedBus bus;
    private final Map<String, List<String>> queues = new TreeMap<>();
    private int streamed;
    private int delivered;

    /** @param functions by the names of their pipelines; publishing is behind the stream, each other behind its queue */
    DeployedFunctions(String account, String bucket, Map<String, RequestStreamHandler> functions, StreamedTable table,
            RememberedBus bus) {
        this.account = account;
        this.functions = functions;
        this.table = table;
        this.bus = bus;
        try {
            defaultBus.addRule("indexing", EventPatterns.ivsEvents(account));
            defaultBus.addRule("indexing", EventPatterns.recordingObjects(account, List.of(bucket)));
            defaultBus.addRule("reconciling", EventPatterns.compositionFailures(account));
            ourBus.addRule("recovery", EventPatterns.recordingOutcomes(account));
            ourBus.addRule("salvage", EventPatterns.failedRecordings(account));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** An event of an AWS service. */
    void deliver(String event) {
        route(defaultBus, event);
    }

    /** A message to one function. */
    void send(String function, String body) {
        queues.computeIfAbsent(function, _ -> new ArrayList<>()).add(body);
    }

    private void route(GenericMachine<String> rules, String event) {
        try {
            rules.rulesForJSONEvent(event).forEach(function -> send(function, event));
        } catch (Exception broken) {
            throw new IllegalStateException("no event: " + event, broken);
        }
    }

    /** Until every queue is empty and every change is told. */
    void settle() {
        boolean busy = true;
        while (busy) {
            busy = List.copyOf(queues.keySet()).stream().map(this::work).reduce(false, Boolean::logicalOr);
            busy |= publish();
        }
    }

    private boolean work(String function) {
        List<String> waiting = List.copyOf(queues.getOrDefault(function, List.of()));
        queues.remove(function);
        int batch = ONE_AT_A_TIME.contains(function) ? 1 : BATCH;
        for (int from = 0; from < waiting.size(); from += batch) {
            invoke(function, Batches.of(waiting.subList(from, Math.min(from + batch, waiting.size()))
                    .toArray(String[]::new)));
        }
        return !waiting.isEmpty();
    }

    private boolean publish() {
        List<String> records = table.texts(streamed);
        streamed += records.size();
        for (int from = 0; from < records.size(); from += STREAM_BATCH) {
            invoke("publishing", records.subList(from, Math.min(from + STREAM_BATCH, records.size())).stream()
                    .collect(Collectors.joining(",", "{\"Records\":[", "]}")));
        }
        List<OutboundEvent> told = bus.taken().subList(delivered, bus.taken().size());
        delivered += told.size();
        told.forEach(event -> route(ourBus, "{\"version\":\"0\",\"source\":\"" + OutboundNames.SOURCE
                + "\",\"account\":\"" + account + "\",\"detail-type\":\"" + event.change().detailType()
                + "\",\"detail\":"
                + event.detail() + "}"));
        return !records.isEmpty() || !told.isEmpty();
    }

    private void invoke(String function, String payload) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try {
            Objects.requireNonNull(functions.get(function), function).handleRequest(
                    new ByteArrayInputStream(payload.getBytes(StandardCharsets.UTF_8)), answer,
                    TestContext.withTimeLeft(() -> Duration.ofMinutes(5)));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        String text = answer.toString(StandardCharsets.UTF_8);
        if (!text.contains("\"batchItemFailures\":[]")) {
            throw new IllegalStateException(function + " gave back: " + text);
        }
    }
}
