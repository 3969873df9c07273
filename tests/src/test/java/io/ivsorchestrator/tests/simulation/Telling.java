package io.ivsorchestrator.tests.simulation;

import io.ivsorchestrator.tests.simulation.TrueRecording.Rank;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An event as it leaves IVS, S3 or CloudTrail, with what it truly says.
 *
 * @param json   as the guides show it
 * @param use    what it is good for
 * @param claims what it says about recordings
 */
record Telling(String json, Use use, List<Claim> claims) {
    Telling {
        claims = List.copyOf(claims);
    }

    /** What an event is good for. */
    enum Use {
        /** It tells the index something. */
        FACT,
        /** It is well-formed and tells the index nothing, by rule. */
        IGNORED,
        /** It cannot be used, and a person must see it. */
        BROKEN
    }

    /**
     * What an event says about one recording.
     *
     * @param own     it names the recording's prefix, or the stream whose recording failed to start
     * @param user    whose participant it is
     * @param session the session in which it is said
     */
    record Claim(TrueRecording about, Rank rank, boolean own, Set<String> streams, Optional<String> session,
            Optional<String> user, Optional<Instant> endedAt, Optional<Duration> duration,
            Optional<String> recordingSession) {
        static Claim of(TrueRecording about, Rank rank) {
            return new Claim(about, rank, true, Set.of(), Optional.empty(), Optional.empty(), Optional.empty(),
                    Optional.empty(), Optional.empty());
        }

        /** By what the recording belongs to: a composition, a participant. */
        Claim aside() {
            return new Claim(about, rank, false, streams, session, user, endedAt, duration, recordingSession);
        }

        Claim streams(String recordingSessionId, Set<String> named) {
            return new Claim(about, rank, own, named, session, user, endedAt, duration,
                    Optional.of(recordingSessionId));
        }

        Claim session(String named) {
            return new Claim(about, rank, own, streams, Optional.of(named), user, endedAt, duration, recordingSession);
        }

        Claim user(String named) {
            return new Claim(about, rank, own, streams, session, Optional.of(named), endedAt, duration,
                    recordingSession);
        }

        Claim ended(Instant at, Optional<Duration> length) {
            return new Claim(about, rank, own, streams, session, user, Optional.of(at), length, recordingSession);
        }
    }
}
