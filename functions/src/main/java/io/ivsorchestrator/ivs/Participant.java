package io.ivsorchestrator.ivs;

import java.util.Optional;

/**
 * A participant in a session of a stage.
 *
 * @param recordingBucket absent if it is not recorded
 * @param recordingPrefix {@code <stage>/<session>/<participant>}: without the timestamp that ends a recording's prefix, and
 *                        so not a recording's identity
 */
public record Participant(ParticipantSummary summary, Optional<String> recordingBucket,
        Optional<String> recordingPrefix) {}
