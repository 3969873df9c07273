package io.ivsorchestrator.salvaging;

import io.ivsorchestrator.events.OutboundChange;
import io.ivsorchestrator.events.json.JsonException;
import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.recording.RecordingId;

/** What a message on the salvage queue asks for. */
sealed interface Request {
    RecordingId recording();

    /** What is left is to be made playable. */
    record Salvage(RecordingId recording) implements Request {}

    /** The media of a recording that ended well is to be looked through. */
    record Inspect(RecordingId recording) implements Request {}

    /**
     * Reads our own {@code Recording Failed} or {@code Recording Ended}, {@code {"recordingId":"..."}} or {@code
     * {"inspect":"..."}}.
     *
     * @throws JsonException if the message is none of these
     */
    static Request read(String body) {
        JsonObject json = JsonObject.parse(body);
        if (json.object("detail").isPresent()) {
            RecordingId id = id(json.requireObject("detail").requireObject("recording"), "id");
            boolean ended = OutboundChange.ofDetailType(json.requireString("detail-type"))
                    .filter(OutboundChange.ENDED::equals).isPresent();
            return ended ? new Inspect(id) : new Salvage(id);
        }
        return json.string("inspect").isPresent()
                ? new Inspect(id(json, "inspect"))
                : new Salvage(id(json, "recordingId"));
    }

    private static RecordingId id(JsonObject json, String name) {
        return RecordingId.parse(json.requireString(name))
                .orElseThrow(() -> json.error(name, "must be a recording id"));
    }
}
