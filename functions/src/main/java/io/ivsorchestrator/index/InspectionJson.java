package io.ivsorchestrator.index;

import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.recording.Inspection;
import io.ivsorchestrator.recording.Inspection.Rendition;
import java.util.Optional;

/** What a look through good media found, as members of a JSON object. */
final class InspectionJson {
    private InspectionJson() {
    }

    static void write(JsonText json, Inspection inspection) {
        json.objects("renditions", inspection.renditions(), (it, rendition) -> it.text("path", rendition.path())
                .number("bandwidth", rendition.bandwidth()).number("averageBandwidth", rendition.averageBandwidth())
                .texts("codecs", rendition.codecs()).text("resolution", rendition.resolution())
                .duration("durationMs", Optional.of(rendition.duration()))
                .number("segments", (long) rendition.segments()).number("bytes", rendition.bytes())
                .number("missing", (long) rendition.missing()));
    }

    /** @throws io.ivsorchestrator.events.json.JsonException if the object was not written by {@link #write} */
    static Inspection read(JsonObject json) {
        return new Inspection(json.objects("renditions").stream().map(InspectionJson::rendition).toList());
    }

    private static Rendition rendition(JsonObject json) {
        return new Rendition(json.requireString("path"), number(json, "bandwidth"), number(json, "averageBandwidth"),
                json.strings("codecs"), json.string("resolution"),
                JsonText.duration(json).orElseThrow(() -> json.error("durationMs", "is missing")),
                count(json, "segments"), number(json, "bytes"),
                count(json, "missing"));
    }

    private static int count(JsonObject json, String name) {
        return json.smallInteger(name).orElseThrow(() -> json.error(name, "is missing"));
    }

    private static long number(JsonObject json, String name) {
        return json.integer(name).orElseThrow(() -> json.error(name, "is missing"));
    }
}
