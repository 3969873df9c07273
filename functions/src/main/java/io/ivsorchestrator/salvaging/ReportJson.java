package io.ivsorchestrator.salvaging;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.ivsorchestrator.recording.RecordingId;
import io.ivsorchestrator.recording.Salvage;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** What a salvage found, for a person: {@code salvage/report.json}. */
final class ReportJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    private ReportJson() {
    }

    static String write(RecordingId id, Salvage.Playable result, List<Rebuilt> rebuilt, List<Rebuilt> together) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("recordingId", id.text());
            json.writeStringField("playlist", result.playlist());
            json.writeNumberField("durationMs", result.duration().toMillis());
            json.writeArrayFieldStart("renditions");
            for (Rebuilt rendition : rebuilt) {
                json.writeStartObject();
                json.writeStringField("folder", rendition.inventory().folder());
                json.writeNumberField("segments", rendition.playlist().segments().size());
                json.writeNumberField("missing", rendition.missing());
                json.writeNumberField("durationMs", rendition.duration().toMillis());
                json.writeNumberField("bytes", rendition.inventory().bytes());
                json.writeNumberField("averageBitsPerSecond", rendition.average());
                json.writeNumberField("peakBitsPerSecond", rendition.peak());
                json.writeBooleanField("inMultivariant", together.contains(rendition));
                json.writeArrayFieldStart("problems");
                for (String problem : rendition.problems()) {
                    json.writeString(problem);
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("a StringWriter failed", impossible);
        }
        return text.toString();
    }
}
