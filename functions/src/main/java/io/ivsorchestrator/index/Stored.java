package io.ivsorchestrator.index;

import io.ivsorchestrator.recording.Facts;
import io.ivsorchestrator.recording.Recording;
import io.ivsorchestrator.recording.RecordingId;
import io.ivsorchestrator.recording.Subject;
import java.util.Optional;

/** A subject's facts as the table holds them; version 0 if it holds none. Only a recording has an outbox. */
record Stored(Subject subject, Facts facts, Outbox outbox, long version) {

    static Stored absent(Subject subject) {
        return new Stored(subject, Facts.NONE, Outbox.EMPTY, 0);
    }

    /** Empty for links and pointers, which hold no facts. */
    static Optional<Stored> of(Item item) {
        return Optional.ofNullable(item.attributes().get(KeySchema.SUBJECT)).flatMap(Subject::parse)
                .map(subject -> new Stored(subject, EvidenceJson.read(item.attribute(KeySchema.FACTS)),
                        Outbox.of(item.attributes()), item.version()));
    }

    /** What is to be written next: more facts, and what others are told of them. */
    Stored with(Facts joined) {
        Outbox next = subject instanceof RecordingId id
                ? outbox.grown(new Recording(id, facts), new Recording(id, joined))
                : outbox;
        return new Stored(subject, joined, next, version + 1);
    }

    Recording asRecording() {
        return new Recording((RecordingId) subject, facts);
    }
}
