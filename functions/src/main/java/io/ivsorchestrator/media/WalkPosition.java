package io.ivsorchestrator.media;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.media.RecordingWalk.Pending;
import io.ivsorchestrator.media.RecordingWalk.Position;
import io.ivsorchestrator.recording.MetadataFile;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** A position of a {@link RecordingWalk} as text, for checkpoints. */
public final class WalkPosition {
    private static final JsonFactory FACTORY = new JsonFactory();

    private WalkPosition() {
    }

    /** Reads back by {@link #parse}. */
    public static String text(Position position) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            write(json, "token", position.token());
            write(json, "after", position.after());
            json.writeBooleanField("folding", position.folding());
            json.writeBooleanField("ended", position.ended());
            if (position.pending().isPresent()) {
                Pending pending = position.pending().get();
                json.writeObjectFieldStart("pending");
                json.writeStringField("prefix", pending.prefix());
                for (Map.Entry<MetadataFile, Instant> file : pending.files().entrySet()) {
                    json.writeStringField(file.getKey().name(), file.getValue().toString());
                }
                json.writeEndObject();
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, String name, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            json.writeStringField(name, value.get());
        }
    }

    /** @throws io.ivsorchestrator.events.json.JsonException if the text is not one of {@link #text} */
    public static Position parse(String text) {
        JsonObject json = JsonObject.parse(text);
        return new Position(json.string("token"), json.string("after"), json.bool("folding").orElse(true),
                json.bool("ended").orElse(false), json.object("pending").map(WalkPosition::pending));
    }

    private static Pending pending(JsonObject json) {
        Map<MetadataFile, Instant> files = new EnumMap<>(MetadataFile.class);
        for (MetadataFile file : MetadataFile.values()) {
            json.instant(file.name()).ifPresent(time -> files.put(file, time));
        }
        return new Pending(json.requireString("prefix"), files);
    }
}
