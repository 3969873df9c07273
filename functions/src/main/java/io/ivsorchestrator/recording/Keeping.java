package io.ivsorchestrator.recording;

import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How long a recording's media stays, and whether it is to go.
 *
 * @param lastSeenAt when a metadata object was last seen to be written; whether it still is there says
 *                   {@link RecordingSummary#presence()}
 * @param expiresAt  when a lifecycle rule of the bucket may remove it, as S3 said; empty if it said nothing
 * @param holds      the names of the holds that are set
 * @param deletion   how far the deletion is that was asked for last
 */
public record Keeping(Optional<Instant> lastSeenAt, Optional<Instant> expiresAt, SortedSet<String> holds,
        Optional<Deletion> deletion) {
    public Keeping {
        holds = Collections.unmodifiableSortedSet(new TreeSet<>(holds));
    }

    /**
     * How far a deletion is.
     *
     * @param by             who asked for it
     * @param detail         of a blocked deletion what stands in its way
     * @param objects        how many object versions were deleted
     * @param tombstoneUntil of a deletion that is done: until when the index remembers the recording
     */
    public record Deletion(Evidence.DeletionChange change, Instant at, String by, Optional<String> detail,
            OptionalLong objects, Optional<Instant> tombstoneUntil) {
        static Deletion of(Evidence.DeletionReported it) {
            return new Deletion(it.change(), it.time(), it.by(), it.detail(), it.objects(), it.tombstoneUntil());
        }
    }

    /** Nothing is known: of a recording without media, for example. */
    public static final Keeping UNKNOWN = new Keeping(Optional.empty(), Optional.empty(), new TreeSet<>(),
            Optional.empty());

    /** Whether everything below the prefix was deleted; what was written since says {@link RecordingSummary#deleted()}. */
    public boolean deleted() {
        return reached(Evidence.DeletionChange.DONE);
    }

    /** Whether a deletion was given up. */
    public boolean blocked() {
        return reached(Evidence.DeletionChange.BLOCKED);
    }

    private boolean reached(Evidence.DeletionChange change) {
        return deletion.filter(it -> it.change() == change).isPresent();
    }
}
