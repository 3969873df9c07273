package io.ivsorchestrator.backfill;

import io.ivsorchestrator.media.RecordingWalk.Position;
import java.util.List;

/**
 * How far one prefix of a run is.
 *
 * @param version     of the item, 0 for none
 * @param position    of the walk; of an errand that spreads, its listing's
 * @param counts      so far
 * @param differences what a verification found, in words; the first {@value #MOST_DIFFERENCES}
 */
public record Checkpoint(long version, Position position, Counts counts, List<String> differences) {
    /** The item must stay small; the counts are complete. */
    public static final int MOST_DIFFERENCES = 100;
    static final Checkpoint NEW = new Checkpoint(0, Position.BEGINNING, Counts.NONE, List.of());

    public Checkpoint {
        differences = List.copyOf(differences.subList(0, Math.min(differences.size(), MOST_DIFFERENCES)));
    }
}
