package io.ivsorchestrator.reconciling;

import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.media.MetadataEvidence;
import io.ivsorchestrator.media.RecordingFiles;
import io.ivsorchestrator.media.RecordingListing;
import io.ivsorchestrator.media.RecordingListing.Listed;
import io.ivsorchestrator.media.RecordingListing.Query;
import io.ivsorchestrator.media.RecordingWalk;
import io.ivsorchestrator.media.RecordingWalk.FoundRecording;
import io.ivsorchestrator.media.RecordingWalk.Position;
import io.ivsorchestrator.recording.Evidence;
import io.ivsorchestrator.recording.MetadataFile;
import io.ivsorchestrator.recording.S3Location;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/** What a sweep asks the buckets. Every method says how many facts were new. */
final class BucketLook {
    private final RecordingListing listing;
    private final MetadataEvidence metadata;
    private final RecordingIndex index;

    BucketLook(RecordingListing listing, RecordingFiles files, RecordingIndex index) {
        this.listing = listing;
        this.metadata = new MetadataEvidence(files);
        this.index = index;
    }

    /** A walk's next page: one request, and one more for each recent recording that the index does not fully know. */
    long next(RecordingWalk walk, Instant since) {
        long news = 0;
        for (FoundRecording recording : walk.next().recordings()) {
            boolean recent = recording.files().values().stream().anyMatch(written -> !written.isBefore(since));
            if (recent && !isKnown(recording)) {
                news += read(recording);
            }
        }
        return news;
    }

    /** All recordings below a prefix, however old. */
    long below(String bucket, String prefix) {
        RecordingWalk walk = new RecordingWalk(listing, bucket, prefix, Position.BEGINNING);
        long news = 0;
        while (!walk.position().ended()) {
            news += next(walk, Instant.MIN);
        }
        return news;
    }

    private long read(FoundRecording recording) {
        return index.record(recording.id(), metadata.of(recording)).stream().filter(isNew -> isNew).count();
    }

    /**
     * The object that was written last was read, or is known to be of no use. That something is known of the recording is not
     * enough: an event may have told of its end while the object about it, which alone says how long it plays, told nothing.
     */
    private boolean isKnown(FoundRecording found) {
        Optional<MetadataFile> latest = found.files().keySet().stream().max(Comparator.naturalOrder());
        return latest.isEmpty() || index.findWithFacts(found.id())
                .filter(known -> known.facts().stream().anyMatch(fact -> wasRead(fact, latest.get())))
                .isPresent();
    }

    /** One that was gone when it was looked for, and now is there, was not. */
    private static boolean wasRead(Evidence fact, MetadataFile file) {
        if (fact instanceof Evidence.MetadataUnread unread) {
            return unread.file() == file && unread.reason() != Evidence.UnreadReason.NOT_FOUND;
        }
        return fact instanceof Evidence.MetadataFound read && read.file() == file;
    }

    /** One request. */
    boolean isEmpty(S3Location location) {
        Listed first = listing.list(new Query(location.bucket(), location.prefix() + "/", Optional.empty(),
                Optional.empty(), Optional.empty(), 1));
        return first.objects().isEmpty() && first.prefixes().isEmpty();
    }

    RecordingWalk walk(String bucket, Position from) {
        return new RecordingWalk(listing, bucket, "", from);
    }
}
