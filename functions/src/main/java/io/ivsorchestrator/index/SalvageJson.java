package io.ivsorchestrator.index;

import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.recording.Salvage;
import java.util.Optional;
import java.util.OptionalInt;

/** What a salvage came to, as members of a JSON object: {@code playlist} and its figures, or {@code because}. */
final class SalvageJson {
    private SalvageJson() {
    }

    static void write(JsonText json, Salvage salvage) {
        switch (salvage) {
            case Salvage.Playable it -> json.text("playlist", it.playlist())
                    .duration("durationMs", Optional.of(it.duration()))
                    .number("segments", OptionalInt.of(it.segments()))
                    .number("missing", OptionalInt.of(it.missing()));
            case Salvage.Unsalvageable it -> json.text("because", it.because());
        }
    }

    /** @throws io.ivsorchestrator.events.json.JsonException if the object was not written by {@link #write} */
    static Salvage read(JsonObject json) {
        return json.string("playlist").<Salvage>map(playlist -> new Salvage.Playable(playlist,
                JsonText.duration(json).orElseThrow(() -> json.error("durationMs", "is missing")),
                count(json, "segments"),
                count(json, "missing"))).orElseGet(() -> new Salvage.Unsalvageable(json.requireString("because")));
    }

    private static int count(JsonObject json, String name) {
        return json.smallInteger(name).orElseThrow(() -> json.error(name, "is missing"));
    }
}
