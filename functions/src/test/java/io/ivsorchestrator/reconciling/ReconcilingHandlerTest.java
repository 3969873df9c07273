package io.ivsorchestrator.reconciling;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.index.CursorSeal;
import io.ivsorchestrator.index.InMemoryIndexTable;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.ivs.InMemoryIvs;
import io.ivsorchestrator.ivs.IvsCalls;
import io.ivsorchestrator.ivs.IvsOperation;
import io.ivsorchestrator.ivs.IvsRefusedException;
import io.ivsorchestrator.media.InMemoryRecordingFiles;
import io.ivsorchestrator.media.InMemoryRecordingListing;
import io.ivsorchestrator.runtime.TestContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReconcilingHandlerTest {
    private static final Instant NOW = Instant.parse("2026-03-07T12:00:00Z");

    private final InMemoryIndexTable table = new InMemoryIndexTable();
    private final Map<String, Long> counted = new HashMap<>();
    private final List<String> sent = new ArrayList<>();
    private final List<IvsOperation> deferred = new ArrayList<>();
    private boolean busy;
    private final InMemoryIvs ivs = new InMemoryIvs(() -> NOW).through(IvsCalls.unlimited(), this::arriving);

    @Test
    void schedule_nothingToFind_endsAndSaysSo() throws IOException {
        assertThat(handle("{}")).contains("\"batchItemFailures\":[]");

        assertThat(counted).containsEntry("ReconcilingEnded", 1L).containsEntry("ReconcilingCalls", 3L)
                .containsEntry("ReconcilingFacts", 0L).containsEntry("ReconcilingDropped", 0L);
        assertThat(sent).isEmpty();
    }

    @Test
    void schedule_callsAreUsedUp_sendsItselfOnAndLaterEnds() throws IOException {
        busy = true;

        assertThat(handle("{}")).contains("\"batchItemFailures\":[]");

        assertThat(sent).containsExactly("go-on after PT2S");
        assertThat(counted).isEmpty();
        busy = false;
        handle(ReconcilingHandler.GO_ON);
        assertThat(counted).containsEntry("ReconcilingEnded", 1L);
        assertThat(deferred).containsExactly(IvsOperation.LIST_COMPOSITIONS);
    }

    private void arriving(IvsOperation operation) {
        if (busy) {
            deferred.add(operation);
            throw new IvsRefusedException.Deferred(operation, NOW.plusSeconds(2));
        }
    }

    private String handle(String body) throws IOException {
        Sweep sweep = new Sweep(ivs.lowLatency(), ivs.realTime(), new InMemoryRecordingListing(),
                new InMemoryRecordingFiles(), new RecordingIndex(table, CursorSeal.sharedThrough(table)), table,
                new Settings(List.of("acme-live-recordings"), Duration.ofHours(26), 100), () -> NOW);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        new ReconcilingHandler(sweep, (message, delay) -> sent.add(message + " after " + delay), counted::putAll,
                () -> NOW).handleRequest(
                        new ByteArrayInputStream(("{\"Records\":[{\"messageId\":\"m\",\"body\":\""
                                + body + "\"}]}").getBytes(StandardCharsets.UTF_8)),
                        answer, TestContext.withTimeLeft(() -> Duration.ofMinutes(5)));
        return answer.toString(StandardCharsets.UTF_8);
    }
}
