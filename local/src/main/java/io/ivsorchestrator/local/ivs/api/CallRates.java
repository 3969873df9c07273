package io.ivsorchestrator.local.ivs.api;

import io.ivsorchestrator.local.ivs.model.ApiException;
import io.ivsorchestrator.local.ivs.model.ErrorType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** Refuses calls above the documented rates, which nobody can have raised. Counts in any second, not in calendar seconds. */
final class CallRates {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Map<String, Deque<Instant>> calls = new HashMap<>();

    /** @throws ApiException {@link ErrorType#THROTTLING} */
    synchronized void count(String operation, Instant now) {
        Deque<Instant> recent = calls.computeIfAbsent(operation, _ -> new ArrayDeque<>());
        Instant secondAgo = now.minus(SECOND);
        while (!recent.isEmpty() && !recent.getFirst().isAfter(secondAgo)) {
            recent.removeFirst();
        }
        if (recent.size() >= perSecond(operation)) {
            throw new ApiException(ErrorType.THROTTLING, "Rate exceeded");
        }
        recent.addLast(now);
    }

    static int perSecond(String operation) {
        if (operation.equals("CreateParticipantToken")) {
            return 50;
        }
        if (operation.endsWith("Resource")) {
            return 10;
        }
        return operation.contains("RecordingConfiguration") ? 3 : 5;
    }
}
