package io.ivsorchestrator.media;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The media of recordings, as far as it is read: playlists as a whole, of segments only the part that is needed, and what
 * exists below a prefix. Each call is one request to S3, whose price is worth a thought: a recording has up to 86,000
 * segments.
 */
public interface MediaObjects {

    /**
     * The latest version of an object, whole.
     *
     * @param maxBytes the largest that is read
     * @throws RecordingFilesException for everything that may pass: try again later
     */
    Fetched fetch(String bucket, String key, int maxBytes);

    /**
     * Part of an object. Shorter than asked where the object ends; what begins behind its end is empty.
     *
     * @throws RecordingFilesException for everything that may pass: try again later
     */
    Fetched fetch(String bucket, String key, long offset, int length);

    /**
     * Up to 1,000 objects whose keys begin with a prefix, in the order of their keys' UTF-8 bytes.
     *
     * @param after only keys behind this one
     * @throws RecordingFilesException for everything that may pass: try again later
     */
    Listed list(String bucket, String prefix, Optional<String> after);

    /** What came of listing. */
    sealed interface Listed {
        /** @param more whether there are further keys behind the last one */
        record Page(List<ListedObject> objects, boolean more) implements Listed {
            public Page {
                objects = List.copyOf(objects);
            }
        }

        /** There is no such bucket. */
        record NoBucket() implements Listed {}

        /** @param reason S3's error code and message */
        record Denied(String reason) implements Listed {}
    }

    /**
     * One object of a listing.
     *
     * @param bytes        its size
     * @param lastModified whole seconds
     * @param etag         the same for the same content, as far as IVS writes objects; without quotes
     */
    record ListedObject(String key, long bytes, Instant lastModified, String etag) {}
}
