package io.ivsorchestrator.local.ivs.account;

import java.time.Duration;

/**
 * How long things take by themselves, by the account's clock.
 *
 * @param recordingConfigurationCreation from CREATING to ACTIVE or CREATE_FAILED; documented: a few seconds, at most 20
 * @param compositionStart from STARTING to ACTIVE; undocumented
 * @param compositionStop from STOPPING to STOPPED; undocumented
 * @param compositionIdle without a publisher after which a composition stops
 * @param compositionLimit after which a composition stops in any case
 * @param publisherLimit after which a publisher is stopped in any case
 * @param compositionRetention from STOPPED or FAILED until a composition is deleted; documented: about five minutes
 * @param stageSessionLinger from the last publisher's end until the session's; documented: a few minutes
 * @param streamSessionRetention from a stream session's start until it is no longer listed
 * @param shortestStream of a shorter stream no media is recorded
 * @param shortestParticipant of a participant who publishes for less nothing is recorded at all, and so long after they
 *     began {@code Recording Start} is told
 */
public record Timings(
        Duration recordingConfigurationCreation,
        Duration compositionStart,
        Duration compositionStop,
        Duration compositionIdle,
        Duration compositionLimit,
        Duration publisherLimit,
        Duration compositionRetention,
        Duration stageSessionLinger,
        Duration streamSessionRetention,
        Duration shortestStream,
        Duration shortestParticipant) {

    public static final Timings DEFAULT = new Timings(
            Duration.ofSeconds(3),
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            Duration.ofSeconds(60),
            Duration.ofHours(24),
            Duration.ofHours(24),
            Duration.ofMinutes(5),
            Duration.ofMinutes(3),
            Duration.ofDays(60),
            Duration.ofSeconds(10),
            Duration.ofSeconds(5));
}
