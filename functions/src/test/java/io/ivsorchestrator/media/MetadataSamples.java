package io.ivsorchestrator.media;

import io.ivsorchestrator.recording.Metadata;
import io.ivsorchestrator.recording.RecordingKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** The metadata JSON of all three kinds as the IVS user guides show it. */
public final class MetadataSamples {
    /** What a file can tell: {@code recording-<this>.json}. */
    public static final List<String> OUTCOMES = List.of("started", "ended", "failed");

    private MetadataSamples() {
    }

    public static byte[] json(RecordingKind kind, String outcome) {
        String name = "/metadata/" + kind.name().toLowerCase(Locale.ROOT) + "/recording-" + outcome + ".json";
        try (InputStream json = Objects.requireNonNull(MetadataSamples.class.getResourceAsStream(name), name)) {
            return json.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static Metadata parse(RecordingKind kind, String outcome) {
        return MetadataParser.parse(kind, json(kind, outcome));
    }
}
