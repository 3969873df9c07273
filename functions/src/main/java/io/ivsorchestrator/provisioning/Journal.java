package io.ivsorchestrator.provisioning;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.ivs.StageRecording;
import io.ivsorchestrator.ivs.Thumbnails;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What was there before ours took its place, to be restored. Written before the change, so that no crash loses it. */
final class Journal {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String BEFORE = "before";
    private static final String CONFIGURATION = "configuration";
    private static final String WINDOW = "reconnectWindowSeconds";
    private static final String SEGMENT = "segmentSeconds";
    private static final String REPLICAS = "recordReplicas";
    private static final String THUMBNAILS = "thumbnails";

    private final ProvisioningRecords records;

    Journal(ProvisioningRecords records) {
        this.records = records;
    }

    /** The first to be replaced is what is restored: what came later was ours, or replaced by it. */
    void remember(Arn resource, Before before) {
        Optional<ProvisioningRecords.Entry> entry = records.find(name(resource));
        if (entry.flatMap(it -> it.value(BEFORE)).isEmpty()) {
            // Refused: somebody else has just remembered the same.
            records.put(name(resource), entry.map(ProvisioningRecords.Entry::version).orElse(0L) + 1,
                    Map.of(BEFORE, write(before)));
        }
    }

    Optional<Before> find(Arn resource) {
        return records.find(name(resource)).flatMap(it -> it.value(BEFORE)).map(Journal::read);
    }

    /** It was restored. */
    void forget(Arn resource) {
        records.find(name(resource)).filter(it -> it.value(BEFORE).isPresent())
                .ifPresent(entry -> records.put(name(resource), entry.version() + 1, Map.of(BEFORE, "")));
    }

    private static String name(Arn resource) {
        return "before." + resource.value();
    }

    static String write(Before before) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            switch (before) {
                case Before.OfChannel(Optional<Arn> configuration) -> {
                    json.writeStringField("kind", ResourceKind.CHANNEL.text());
                    json.writeStringField(CONFIGURATION, configuration.map(Arn::value).orElse(""));
                }
                case Before.OfStage(StageRecording recording) -> {
                    json.writeStringField("kind", ResourceKind.STAGE.text());
                    write(json, recording);
                }
            }
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("a StringWriter failed", impossible);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, StageRecording recording) throws IOException {
        json.writeStringField(CONFIGURATION, recording.storageConfiguration().map(Arn::value).orElse(""));
        writeTexts(json, "mediaTypes", recording.mediaTypes());
        writeNumber(json, WINDOW, recording.reconnectWindowSeconds());
        writeNumber(json, SEGMENT, recording.segmentSeconds());
        if (recording.recordReplicas().isPresent()) {
            json.writeBooleanField(REPLICAS, recording.recordReplicas().get());
        }
        if (recording.thumbnails().isPresent()) {
            Thumbnails thumbnails = recording.thumbnails().get();
            json.writeObjectFieldStart(THUMBNAILS);
            json.writeStringField("mode", thumbnails.mode().orElse(""));
            writeNumber(json, "interval", thumbnails.targetIntervalSeconds());
            writeTexts(json, "storage", thumbnails.storage());
            json.writeEndObject();
        }
    }

    private static void writeTexts(JsonGenerator json, String name, List<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    private static void writeNumber(JsonGenerator json, String name, OptionalInt number) throws IOException {
        if (number.isPresent()) {
            json.writeNumberField(name, number.getAsInt());
        }
    }

    static Before read(String text) {
        JsonObject json = JsonObject.parse(text);
        Optional<Arn> configuration = json.string(CONFIGURATION).map(Arn::new);
        return switch (ResourceKind.parse(json.requireString("kind")).orElseThrow(() -> json.error("kind",
                "must be channel or stage"))) {
            case CHANNEL -> new Before.OfChannel(configuration);
            case STAGE -> new Before.OfStage(new StageRecording(configuration, json.strings("mediaTypes"),
                    json.smallInteger(WINDOW), json.smallInteger(SEGMENT), json.bool(REPLICAS),
                    json.object(THUMBNAILS).map(it -> new Thumbnails(it.string("mode"), it.smallInteger("interval"),
                            Optional.empty(), it.strings("storage")))));
        };
    }
}
