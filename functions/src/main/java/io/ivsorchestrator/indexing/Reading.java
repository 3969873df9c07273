package io.ivsorchestrator.indexing;

import io.ivsorchestrator.recording.Evidence;
import io.ivsorchestrator.recording.MetadataFile;
import io.ivsorchestrator.recording.RecordingId;
import io.ivsorchestrator.recording.S3Location;
import java.time.Instant;
import java.util.List;

/** What an event means to the index. */
sealed interface Reading {
    /** Facts, all of which the event itself carries. */
    record Told(List<Evidence> evidence) implements Reading {}

    /** A metadata object came into being: that is a fact, and the object has more. */
    record MetadataWritten(Evidence.ObjectChanged object) implements Reading {
        RecordingId id() {
            return object.subject();
        }

        MetadataFile file() {
            return object.file();
        }

        S3Location location() {
            return object.location();
        }

        Instant time() {
            return object.time();
        }
    }

    /** Of no use by rule. */
    record OfNoUse(String rule) implements Reading {}

    /** Well-formed, yet not to be used. */
    record Refused(String reason) implements Reading {}
}
