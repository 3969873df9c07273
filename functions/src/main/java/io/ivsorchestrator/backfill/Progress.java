package io.ivsorchestrator.backfill;

import java.util.List;

/**
 * How far a run is.
 *
 * @param errands     how many there are, as far as is known: one to spread, one per channel and stage
 * @param done        how many of them are done
 * @param differences what a verification found
 */
public record Progress(long errands, long done, Counts counts, List<String> differences) {
    public Progress {
        differences = List.copyOf(differences);
    }

    public boolean ended() {
        return done >= errands;
    }
}
