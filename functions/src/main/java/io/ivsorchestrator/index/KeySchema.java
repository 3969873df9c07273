package io.ivsorchestrator.index;

/**
 * The table's attribute names and secondary indexes, defined once: the deployment creates what is written here. Every key
 * is a string; every secondary index is sparse and projects {@link #VIEW} or nothing.
 */
public final class KeySchema {
    public static final String PARTITION = "pk";
    public static final String SORT = "sk";
    /** Number; 1 for a new item, one more with every write. Writes are guarded by it. */
    public static final String VERSION = "version";
    /** Whose facts the item holds, as {@link io.ivsorchestrator.recording.Subject#text()}; absent on links and pointers. */
    public static final String SUBJECT = "subject";
    /** JSON: everything that was told about the subject. */
    public static final String FACTS = "facts";
    /** JSON: what follows from the facts, and what queries answer. */
    public static final String VIEW = "view";
    /** {@code channel}, {@code participant} or {@code composite}; for people and filters. */
    public static final String KIND = "kind";
    /** For people and filters. */
    public static final String STATE = "state";
    /** Sort key of all secondary indexes: start time in UTC, milliseconds, then {@code #} and the recording id. */
    public static final String STARTED = "startedKey";
    /** DynamoDB's time to live, a number of epoch seconds; only tombstones of deleted recordings carry it. */
    public static final String EXPIRES = "expiresAt";

    /** How many outbound events a recording has had; absent before the first. */
    public static final String SEQUENCE = "sequence";
    /** The sequence up to which all are known to be published; absent before the first. */
    public static final String PUBLISHED = "published";
    /** The outbound events that are not known to be published, see {@link Outbox}. */
    public static final String OUTBOX = "outbox";

    /** Number of partitions over which account-wide indexes are spread; a page of those costs one query each. */
    public static final int SHARDS = 8;

    private KeySchema() {
    }

    /** The secondary indexes by their partition key. */
    public enum SecondaryIndex {
        /** {@code channel.<id>} or {@code stage.<id>}. */
        BY_SOURCE("sourceKey"),
        /** {@code session.<stage>.<session>}, {@code stream.<channel>.<stream>} or {@code composites.<stage>}. */
        BY_SESSION("sessionKey"),
        /** {@code user.<user id>}. */
        BY_USER("userKey"),
        /** {@code active.<shard>} or {@code attention.<UTC day>.<shard>}. */
        BY_STATUS("statusKey"),
        /** {@code day.<UTC day>.<shard>}. */
        BY_DAY("dayKey"),
        /** {@code unpublished.<shard>}, as long as an outbound event is not known to be published. */
        UNPUBLISHED("unpublishedKey");

        private final String partitionAttribute;

        SecondaryIndex(String partitionAttribute) {
            this.partitionAttribute = partitionAttribute;
        }

        public String partitionAttribute() {
            return partitionAttribute;
        }

        /** Whether it holds {@link #VIEW}; else it holds keys only, since whoever asks it goes on to read the items. */
        public boolean projectsView() {
            return this != UNPUBLISHED;
        }

        /** Its name in DynamoDB. */
        public String indexName() {
            return partitionAttribute.replace("Key", "Index");
        }
    }
}
