package io.ivsorchestrator.indexing;

import io.ivsorchestrator.events.json.JsonException;
import io.ivsorchestrator.media.Fetched;
import io.ivsorchestrator.media.MetadataParser;
import io.ivsorchestrator.media.RecordingFiles;
import io.ivsorchestrator.recording.Evidence;
import java.util.ArrayList;
import java.util.List;

/** What a metadata object that was just written says. Whatever comes of reading it, the recording is indexed. */
final class MetadataReading {
    private final RecordingFiles files;

    MetadataReading(RecordingFiles files) {
        this.files = files;
    }

    /** @throws io.ivsorchestrator.media.RecordingFilesException if S3 could not answer just now */
    List<Evidence> read(Reading.MetadataWritten written) {
        String key = written.location().key(written.file().path());
        Fetched fetched = files.fetch(written.location().bucket(), key);
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(written.object());
        evidence.add(switch (fetched) {
            case Fetched.Found found -> parse(written, found, key);
            case Fetched.NotFound _ -> unread(written, Evidence.UnreadReason.NOT_FOUND,
                    "s3://" + written.location().bucket() + "/" + key + " was gone when it was read");
            case Fetched.Denied denied -> unread(written, Evidence.UnreadReason.DENIED,
                    "s3://" + written.location().bucket() + "/" + key + ": " + denied.reason());
            case Fetched.TooLarge large -> unread(written, Evidence.UnreadReason.MALFORMED,
                    "s3://" + written.location().bucket() + "/" + key + " has " + large.bytes()
                            + " bytes, more than metadata can have");
        });
        if (fetched instanceof Fetched.Found found) {
            found.expiresAt().ifPresent(until -> evidence.add(new Evidence.ExpiryTold(written.id(),
                    found.lastModified(), written.file(), until)));
        }
        return evidence;
    }

    private static Evidence parse(Reading.MetadataWritten written, Fetched.Found found, String key) {
        try {
            return new Evidence.MetadataFound(written.id(), found.lastModified(), written.file(), written.location(),
                    MetadataParser.parse(written.id().kind(), found.body()));
        } catch (JsonException broken) {
            return unread(written, Evidence.UnreadReason.MALFORMED,
                    "s3://" + written.location().bucket() + "/" + key + " at " + broken.getMessage());
        }
    }

    private static Evidence unread(Reading.MetadataWritten written, Evidence.UnreadReason reason, String detail) {
        return new Evidence.MetadataUnread(written.id(), written.time(), written.file(), written.location(), reason,
                detail);
    }
}
