package io.ivsorchestrator.media;

import io.ivsorchestrator.media.RecordingListing.Listed;
import io.ivsorchestrator.media.RecordingListing.ListedObject;
import io.ivsorchestrator.media.RecordingListing.NotFoldingException;
import io.ivsorchestrator.media.RecordingListing.Query;
import io.ivsorchestrator.recording.MetadataFile;
import io.ivsorchestrator.recording.RecordingId;
import io.ivsorchestrator.recording.RecordingPrefix;
import io.ivsorchestrator.recording.S3Location;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the recordings below a prefix without listing their segments: with the delimiter {@code /media/} all media of a
 * recording is one entry of the listing, so that a recording costs three entries (two metadata objects and that one) and a
 * thousand recordings three requests.
 *
 * <p>Where a store does not fold by a delimiter of several characters, but refuses or ignores it, the walk asks again
 * after each recording's media instead: one request per recording and more, see {@code docs/backfill.md}.
 *
 * <p>Not for several threads. A walk can be left after any page and taken up from {@link #position()}.
 */
public final class RecordingWalk {
    private static final String MEDIA = "/media/";
    /** Sorts behind every key below a prefix; S3 orders by UTF-8 bytes. */
    private static final String LAST = "\uDBFF\uDFFF";

    private final RecordingListing listing;
    private final Query query;
    private Position position;

    /**
     * @param from where an earlier walk of the same prefix was left; {@link Position#BEGINNING} for a new one
     */
    public RecordingWalk(RecordingListing listing, String bucket, String prefix, Position from) {
        this.listing = listing;
        this.query = Query.of(bucket, prefix, MEDIA);
        this.position = from;
    }

    /**
     * Where a walk is.
     *
     * @param token   of the next page
     * @param after   of a store that does not fold: the key after which to go on
     * @param folding false once it is known that the store does not fold
     * @param ended   nothing is left
     * @param pending the recording at the end of the last page, whose other entries the next page may have
     */
    public record Position(Optional<String> token, Optional<String> after, boolean folding, boolean ended,
            Optional<Pending> pending) {
        public static final Position BEGINNING = new Position(Optional.empty(), Optional.empty(), true, false,
                Optional.empty());
    }

    /** See {@link Position}. */
    public record Pending(String prefix, Map<MetadataFile, Instant> files) {
        public Pending {
            files = files.isEmpty() ? Map.of() : Map.copyOf(files);
        }
    }

    /**
     * A recording that left something.
     *
     * @param files the metadata objects with their {@code Last-Modified}; none if there is only media
     */
    public record FoundRecording(RecordingId id, S3Location location, Map<MetadataFile, Instant> files) {
        public FoundRecording {
            files = files.isEmpty() ? Map.of() : Map.copyOf(new EnumMap<>(files));
        }
    }

    /**
     * What a page came to.
     *
     * @param foreign objects and folders that belong to no recording in one of IVS's layouts
     */
    public record Step(List<FoundRecording> recordings, int foreign) {}

    public Position position() {
        return position;
    }

    /**
     * One page: one request. The last recording of a page is told with the next one, so that no recording is told twice.
     *
     * @throws IllegalStateException after the end
     */
    public Step next() {
        if (position.ended()) {
            throw new IllegalStateException("the walk of " + query.prefix() + " has ended");
        }
        if (!position.folding()) {
            return unfolded(listing.list(new Query(query.bucket(), query.prefix(), Optional.empty(),
                    position.after(), Optional.empty(), RecordingListing.PAGE)));
        }
        try {
            Listed page = listing.list(query.at(position.token()));
            if (page.objects().stream().noneMatch(object -> isMedia(object.key()))) {
                return folded(page);
            }
        } catch (NotFoldingException refused) {
            // The same as a store that ignores the delimiter: asked otherwise from now on.
        }
        position = new Position(Optional.empty(), Optional.empty(), false, false, Optional.empty());
        return next();
    }

    private Step folded(Listed page) {
        Gathering gathering = new Gathering();
        page.objects().forEach(gathering::object);
        page.prefixes().forEach(gathering::media);
        return gathering.step(page.next(), Optional.empty(), page.next().isEmpty());
    }

    /** Up to and including the first object of a recording's media; the next request begins behind them all. */
    private Step unfolded(Listed page) {
        Gathering gathering = new Gathering();
        for (ListedObject object : page.objects()) {
            if (isMedia(object.key())) {
                String media = object.key().substring(0, media(object.key()) + MEDIA.length());
                gathering.media(media);
                return gathering.step(Optional.empty(), Optional.of(media + LAST), false);
            }
            gathering.object(object);
        }
        Optional<String> last = page.objects().isEmpty()
                ? position.after()
                : Optional.of(page.objects().getLast().key());
        return gathering.step(Optional.empty(), last, page.next().isEmpty());
    }

    private boolean isMedia(String key) {
        return media(key) >= 0;
    }

    /** S3 looks for the delimiter behind the prefix. */
    private int media(String key) {
        return key.indexOf(MEDIA, query.prefix().length());
    }

    /** The entries of a page by recording. */
    private final class Gathering {
        private final Map<String, Map<MetadataFile, Instant>> byPrefix = new LinkedHashMap<>();
        private int foreign;

        Gathering() {
            position.pending().ifPresent(pending -> files(pending.prefix()).putAll(pending.files()));
        }

        void object(ListedObject object) {
            Optional<MetadataFile.Key> key = MetadataFile.of(object.key());
            if (key.isPresent()) {
                files(key.get().prefix()).put(key.get().file(), object.lastModified());
            } else {
                foreign++;
            }
        }

        void media(String folder) {
            files(folder.substring(0, folder.length() - MEDIA.length()));
        }

        private Map<MetadataFile, Instant> files(String prefix) {
            return byPrefix.computeIfAbsent(prefix, _ -> new EnumMap<>(MetadataFile.class));
        }

        /** Moves the walk on. */
        Step step(Optional<String> token, Optional<String> after, boolean ended) {
            Optional<Pending> pending = byPrefix.keySet().stream().max(String::compareTo).filter(_ -> !ended)
                    .map(last -> new Pending(last, files(last)));
            position = new Position(token, after, position.folding(), ended, pending);
            List<FoundRecording> recordings = new ArrayList<>();
            byPrefix.forEach((prefix, files) -> {
                if (pending.filter(last -> last.prefix().equals(prefix)).isEmpty()) {
                    RecordingPrefix.parse(prefix).ifPresentOrElse(it -> recordings.add(new FoundRecording(it.id(),
                            new S3Location(query.bucket(), prefix), files)), () -> foreign++);
                }
            });
            return new Step(recordings, foreign);
        }
    }
}
