package io.ivsorchestrator.incident;

import io.ivsorchestrator.recording.RecordingId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Failures of a stage's participants for a lost grant. */
public final class Sightings {
    public static final IncidentKey KEY = new IncidentKey(Cause.POLICY_GRANT_LOST,
            "arn:aws:s3:::acme-live-recordings-usw2");
    static final String SYMPTOM = "PARTICIPANT.AccessDeniedException.acme-live-recordings-usw2";

    private Sightings() {
    }

    static RecordingId recording(int number) {
        return new RecordingId.Participant("VSWjvX5XOkU3", "st-9Fq2LmX0aBcDe", "p" + number, "2026-03-07T09-04-36Z");
    }

    /** Of recordings 0 and up. */
    static Sighting aSighting(Instant at, int recordings) {
        return aSighting(at, 0, recordings);
    }

    static Sighting aSighting(Instant at, int from, int to) {
        Set<RecordingId> ids = IntStream.range(from, to).mapToObj(Sightings::recording).collect(Collectors.toSet());
        return new Sighting(at, ids, Set.of("arn:aws:ivs:us-west-2:123456789012:stage/VSWjvX5XOkU3"), Set.of(SYMPTOM),
                List.of("The bucket policy has no statement for ivs-composite.us-west-2.amazonaws.com."));
    }
}
