package io.ivsorchestrator.media;

import io.ivsorchestrator.events.json.JsonException;
import io.ivsorchestrator.media.RecordingWalk.FoundRecording;
import io.ivsorchestrator.recording.Evidence;
import io.ivsorchestrator.recording.MetadataFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What the metadata of a recording that was found in a bucket says: the same facts as if S3 had told of the objects. One
 * {@code GetObject} per recording: the object about the end says everything that the one about the start does.
 */
public final class MetadataEvidence {
    private final RecordingFiles files;

    public MetadataEvidence(RecordingFiles files) {
        this.files = files;
    }

    /**
     * Nothing if the recording has no metadata object, or has none any more.
     *
     * @throws RecordingFilesException if S3 could not answer just now
     */
    public List<Evidence> of(FoundRecording recording) {
        return recording.files().entrySet().stream().max(Comparator.comparing(Map.Entry::getKey))
                .map(latest -> of(recording, latest.getKey(), latest.getValue())).orElse(List.of());
    }

    /** Of one object, which S3 wrote at that time. */
    private List<Evidence> of(FoundRecording recording, MetadataFile file, Instant written) {
        String key = recording.location().key(file.path());
        String name = "s3://" + recording.location().bucket() + "/" + key;
        return switch (files.fetch(recording.location().bucket(), key)) {
            case Fetched.Found found -> {
                List<Evidence> evidence = new ArrayList<>();
                evidence.add(parsed(recording, file, found, name));
                found.expiresAt().ifPresent(until -> evidence.add(new Evidence.ExpiryTold(recording.id(),
                        found.lastModified(), file, until)));
                yield evidence;
            }
            case Fetched.NotFound _ -> List.of();
            case Fetched.Denied denied -> List.of(unread(recording, file, written, Evidence.UnreadReason.DENIED,
                    name + ": " + denied.reason()));
            case Fetched.TooLarge large -> List.of(unread(recording, file, written, Evidence.UnreadReason.MALFORMED,
                    name + " has " + large.bytes() + " bytes, more than metadata can have"));
        };
    }

    private static Evidence parsed(FoundRecording recording, MetadataFile file, Fetched.Found found, String name) {
        try {
            return new Evidence.MetadataFound(recording.id(), found.lastModified(), file, recording.location(),
                    MetadataParser.parse(recording.id().kind(), found.body()));
        } catch (JsonException broken) {
            return unread(recording, file, found.lastModified(), Evidence.UnreadReason.MALFORMED,
                    name + " at " + broken.getMessage());
        }
    }

    private static Evidence unread(FoundRecording recording, MetadataFile file, Instant time,
            Evidence.UnreadReason reason, String detail) {
        return new Evidence.MetadataUnread(recording.id(), time, file, recording.location(), reason, detail);
    }
}
