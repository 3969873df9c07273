package io.ivsorchestrator.publishing;

import static io.ivsorchestrator.recording.EvidenceBuilders.CHANNEL_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelStart;
import static io.ivsorchestrator.recording.EvidenceBuilders.idOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.index.CursorSeal;
import io.ivsorchestrator.index.InMemoryIndexTable;
import io.ivsorchestrator.index.Item;
import io.ivsorchestrator.index.Outboxes;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.runtime.Metrics;
import io.ivsorchestrator.runtime.TestContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PublishingHandlerTest {
    private final InMemoryIndexTable table = new InMemoryIndexTable();
    private final RememberedBus bus = new RememberedBus();
    private final Map<String, Long> counts = new HashMap<>();
    private final Metrics metrics = counts::putAll;
    private final PublishingHandler handler = new PublishingHandler(new Outboxes(table), bus, metrics);

    private String invoke(String input) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        handler.handleRequest(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), output,
                TestContext.withTimeLeft());
        return output.toString(StandardCharsets.UTF_8);
    }

    private String start() {
        new RecordingIndex(table, CursorSeal.ofThisProcess()).record(idOf(CHANNEL_LOCATION),
                List.of(aChannelStart().build()));
        Item item = table.partition(idOf(CHANNEL_LOCATION).text()).getFirst();
        return "{\"Records\":[" + StreamedTable.record(4711, Optional.empty(), Optional.of(item), "") + "]}";
    }

    @Test
    void streamBatch_isPublished_andAllOfItDone() throws IOException {
        String answer = invoke(start());

        assertThat(answer).isEqualTo("{\"batchItemFailures\":[]}");
        assertThat(bus.told()).containsExactly(idOf(CHANNEL_LOCATION).text() + "#1 Recording Started");
        assertThat(counts).containsEntry("ChangesReceived", 1L).containsEntry("OutboundPublished", 1L)
                .containsEntry("ChannelRecordingStarted", 1L);
    }

    @Test
    void refusedBatch_isGivenBack_fromItsSequenceNumberOn() throws IOException {
        String batch = start();
        bus.refuse(_ -> true);

        assertThat(invoke(batch)).isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"4711\"}]}");
        assertThat(counts).containsEntry("OutboundRefused", 3L);
    }

    @Test
    void schedule_publishesWhatWaits() throws IOException {
        start();

        invoke("{\"detail-type\":\"Scheduled Event\",\"source\":\"aws.scheduler\",\"detail\":{}}");

        assertThat(bus.told()).containsExactly(idOf(CHANNEL_LOCATION).text() + "#1 Recording Started");
        assertThat(counts).containsEntry("UnpublishedFound", 1L).containsEntry("OutboundPublished", 1L)
                .containsEntry("ChannelRecordingStarted", 1L);
    }
}
