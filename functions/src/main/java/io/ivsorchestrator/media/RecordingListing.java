package io.ivsorchestrator.media;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What lies in a bucket, as S3 lists it: in the order of keys, page by page. */
public interface RecordingListing {
    /** So many keys and common prefixes a page has at most. */
    int PAGE = 1000;

    /**
     * One page: one request.
     *
     * @throws RecordingFilesException for everything that may pass, and where the bucket may not be listed
     * @throws NotFoldingException     if the store refuses a delimiter of several characters; others ignore it
     */
    Listed list(Query query);

    /**
     * What to list.
     *
     * @param prefix     of the keys
     * @param delimiter  keys that have it after the prefix are folded into one common prefix that ends with it
     * @param startAfter keys after that one only; for a first page
     * @param token      the next page of the same question; then {@code startAfter} does not count
     * @param limit      1 to {@value #PAGE}
     */
    record Query(String bucket, String prefix, Optional<String> delimiter, Optional<String> startAfter,
            Optional<String> token, int limit) {
        /** All keys below a prefix, with a delimiter. */
        public static Query of(String bucket, String prefix, String delimiter) {
            return new Query(bucket, prefix, Optional.of(delimiter), Optional.empty(), Optional.empty(), PAGE);
        }

        public Query at(Optional<String> page) {
            return new Query(bucket, prefix, delimiter, startAfter, page, limit);
        }
    }

    /**
     * A page. Objects and folded prefixes are each in the order of UTF-8 bytes.
     *
     * @param next empty on the last page
     */
    record Listed(List<ListedObject> objects, List<String> prefixes, Optional<String> next) {
        public Listed {
            objects = List.copyOf(objects);
            prefixes = List.copyOf(prefixes);
        }
    }

    /** The store takes delimiters of one character only. Amazon S3 takes any. */
    final class NotFoldingException extends RuntimeException {
        private static final long serialVersionUID = 1;

        public NotFoldingException(Throwable cause) {
            super("the store refuses a delimiter of several characters", cause);
        }
    }

    /** One object, without its content. */
    record ListedObject(String key, Instant lastModified) {}
}
