package io.ivsorchestrator.publishing;

import io.ivsorchestrator.events.OutboundChange;
import io.ivsorchestrator.events.OutboundNames;
import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.index.JsonText;
import io.ivsorchestrator.index.Outbox;
import io.ivsorchestrator.recording.RecordingId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * One event for the bus.
 *
 * @param recording whose
 * @param sequence  which of its events
 * @param resource  the channel's or stage's ARN, so that a rule can match it
 * @param detail    JSON, see {@code schemas/recording-event-1.json}
 */
public record OutboundEvent(RecordingId recording, long sequence, OutboundChange change, Optional<String> resource,
        String detail) {
    /** EventBridge's limit on a request to PutEvents and so on each entry ("Amazon EventBridge quotas"). */
    static final int MAX_SIZE = 256 * 1024;
    /** What EventBridge counts for the time of an entry ("Calculating PutEvents event entry size"). */
    private static final int TIME_SIZE = 14;

    /** What a rule or its target cannot do without; all of them texts. */
    private static final List<String> ESSENTIALS = List.of("id", "kind", "state", "bucket", "prefix", "source",
            "participantId", "startedAt", "endedAt", "presence");

    /** @param view the recording as it is after the change, or later */
    static OutboundEvent of(RecordingId id, Outbox.Entry entry, String view) {
        JsonObject recording = JsonObject.parse(view);
        OutboundEvent whole = of(id, entry, recording, view, false);
        // Thousands of renditions or sessions would be needed; what is left out can be asked of the API.
        return whole.size() <= MAX_SIZE ? whole : of(id, entry, recording, essentials(recording), true);
    }

    private static OutboundEvent of(RecordingId id, Outbox.Entry entry, JsonObject recording, String view,
            boolean trimmed) {
        String detail = JsonText.object(json -> {
            json.text("schemaVersion", OutboundNames.SCHEMA_VERSION).text("id", id(id, entry.sequence()))
                    .number("sequence", entry.sequence())
                    .texts("toldBy", entry.announcement().toldBy().stream().map(Enum::name).toList())
                    .json("recording", view);
            if (trimmed) {
                json.text("trimmed", "true");
            }
        });
        return new OutboundEvent(id, entry.sequence(), entry.announcement().change(), recording.string("source"),
                detail);
    }

    private static String essentials(JsonObject recording) {
        return JsonText.object(json -> ESSENTIALS.forEach(name -> json.text(name, recording.string(name))));
    }

    /** The same for every delivery of the same event. */
    public String id() {
        return id(recording, sequence);
    }

    private static String id(RecordingId recording, long sequence) {
        return recording.text() + "#" + sequence;
    }

    /** As EventBridge counts it, in bytes. */
    int size() {
        return TIME_SIZE + bytes(OutboundNames.SOURCE) + bytes(change.detailType()) + bytes(detail)
                + resource.map(OutboundEvent::bytes).orElse(0);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
