package io.ivsorchestrator.index;

/**
 * The table's attribute names and secondary indexes, defined once: the deployment creates what is written here. Every key
 * is a string; every secondary index is sparse and projects {@link #VIEW} only.
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
        BY_DAY("dayKey");

        private final String partitionAttribute;

        SecondaryIndex(String partitionAttribute) {
            this.partitionAttribute = partitionAttribute;
        }

        public String partitionAttribute() {
            return partitionAttribute;
        }

        /** Its name in DynamoDB. */
        public String indexName() {
            return partitionAttribute.replace("Key", "Index");
        }
    }
}
