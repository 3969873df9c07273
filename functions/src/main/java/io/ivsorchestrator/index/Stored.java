package io.ivsorchestrator.index;

import io.ivsorchestrator.recording.Facts;
import io.ivsorchestrator.recording.Recording;
import io.ivsorchestrator.recording.RecordingId;
import io.ivsorchestrator.recording.Subject;
import java.util.Optional;

/** A subject's facts as the table holds them; version 0 if it holds none. */
record Stored(Subject subject, Facts facts, long version) {

    static Stored absent(Subject subject) {
        return new Stored(subject, Facts.NONE, 0);
    }

    /** Empty for links and pointers, which hold no facts. */
    static Optional<Stored> of(Item item) {
        return Optional.ofNullable(item.attributes().get(KeySchema.SUBJECT)).flatMap(Subject::parse)
                .map(subject -> new Stored(subject, EvidenceJson.read(item.attribute(KeySchema.FACTS)),
                        item.version()));
    }

    Recording asRecording() {
        return new Recording((RecordingId) subject, facts);
    }
}
