package io.ivsorchestrator.publishing;

import static io.ivsorchestrator.recording.EvidenceBuilders.CHANNEL_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelEnd;
import static io.ivsorchestrator.recording.EvidenceBuilders.idOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.JsonSchema;
import io.ivsorchestrator.events.OutboundChange;
import io.ivsorchestrator.events.OutboundNames;
import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.index.Outbox;
import io.ivsorchestrator.index.SummaryJson;
import io.ivsorchestrator.recording.Announcement;
import io.ivsorchestrator.recording.Evidence;
import io.ivsorchestrator.recording.EvidenceArbitraries;
import io.ivsorchestrator.recording.EvidenceSource;
import io.ivsorchestrator.recording.Recording;
import io.ivsorchestrator.recording.RecordingId;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class OutboundEventTest {
    private static final Outbox.Entry ENDED = new Outbox.Entry(2, new Announcement(OutboundChange.ENDED,
            new TreeSet<>(List.of(EvidenceSource.IVS_EVENT))));

    private static JsonObject delivered(OutboundEvent event) {
        return JsonObject.parse("{\"version\":\"0\",\"id\":\"7c1e0001-5b1a-4f0e-9a77-2d9f0c3b0001\",\"source\":\""
                + OutboundNames.SOURCE + "\",\"detail-type\":\"" + event.change().detailType() + "\",\"detail\":"
                + event.detail() + "}");
    }

    @Provide
    static Arbitrary<List<Evidence>> facts() {
        return EvidenceArbitraries.anyEvidence().list().ofMaxSize(8);
    }

    @Property(tries = 500)
    void everyEvent_isValidByTheSchema(@ForAll("facts") List<Evidence> facts) {
        RecordingId id = idOf(CHANNEL_LOCATION);
        String view = SummaryJson.write(Recording.of(id).join(aChannelEnd().build()).join(facts).summary());

        for (OutboundChange change : OutboundChange.values()) {
            OutboundEvent event = OutboundEvent.of(id,
                    new Outbox.Entry(7, new Announcement(change, new TreeSet<>())), view);
            assertThat(JsonSchema.at(OutboundNames.SCHEMA).problems(delivered(event))).isEmpty();
            assertThat(JsonSchema.at(OutboundNames.SCHEMA).unnamed(JsonObject.parse("{\"detail\":" + event.detail()
                    + "}"))).isEmpty();
        }
    }

    @Test
    void recordingTooLargeForAnEvent_isTrimmed_andSaysSo() {
        String names = "\"holds\":[\"" + "x".repeat(OutboundEvent.MAX_SIZE) + "\"]";
        String view = SummaryJson.write(Recording.of(idOf(CHANNEL_LOCATION)).join(aChannelEnd().build()).summary());
        OutboundEvent event = OutboundEvent.of(idOf(CHANNEL_LOCATION), ENDED,
                view.substring(0, view.length() - 1) + "," + names + "}");

        JsonObject detail = JsonObject.parse(event.detail());
        assertThat(event.size()).isLessThan(2000);
        assertThat(detail.requireString("trimmed")).isEqualTo("true");
        assertThat(detail.requireObject("recording").string("prefix"))
                .isEqualTo(Optional.of(CHANNEL_LOCATION.prefix()));
        assertThat(JsonSchema.at(OutboundNames.SCHEMA).problems(delivered(event))).isEmpty();
    }

    @Test
    void size_isWhatEventBridgeCounts() {
        OutboundEvent event = new OutboundEvent(idOf(CHANNEL_LOCATION), 1, OutboundChange.ENDED,
                Optional.of("arn:é"), "{\"é\":1}");

        assertThat(event.size())
                .isEqualTo(14 + "ivs-recording-orchestrator".length() + "Recording Ended".length() + 6 + 8);
    }
}
