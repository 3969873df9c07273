package io.ivsorchestrator.incident;

import io.ivsorchestrator.recording.RecordingId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * One look at a cause: what was hit by it, and how that shows.
 *
 * @param at         when the failure happened (not when it was looked at)
 * @param recordings those that failed for it; none if it was found before anything failed
 * @param affected   ARNs of the channels and stages that are hit
 * @param symptoms   how it shows without looking, see {@link IncidentStore#bySymptom}
 * @param findings   what was looked at and what was there, one sentence each
 */
public record Sighting(Instant at, Set<RecordingId> recordings, Set<String> affected, Set<String> symptoms,
        List<String> findings) {
    public Sighting {
        recordings = Set.copyOf(recordings);
        affected = Set.copyOf(affected);
        symptoms = Set.copyOf(symptoms);
        findings = List.copyOf(findings);
    }

    /** A cause that was found by itself, for example while a configuration was made. */
    public static Sighting of(Instant at, Collection<String> affected, List<String> findings) {
        return new Sighting(at, Set.of(), new TreeSet<>(affected), Set.of(), findings);
    }
}
