package io.ivsorchestrator.local.ivs.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A session of a stage.
 *
 * @param endTime null while it runs
 * @param emptySince since when nobody is connected; null = somebody is
 */
public record StageSession(
        String sessionId,
        String stageArn,
        Instant startTime,
        @Nullable Instant endTime,
        @Nullable Instant emptySince) implements Keyed {

    @Override
    public String key() {
        return sessionId;
    }

    StageSession ended(Instant time) {
        return new StageSession(sessionId, stageArn, startTime, time, emptySince);
    }

    StageSession emptySince(@Nullable Instant time) {
        return new StageSession(sessionId, stageArn, startTime, endTime, time);
    }
}
