package io.ivsorchestrator.local.ivs.account;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The right to join a stage. Components that the API shows have its names.
 *
 * @param token secret
 * @param duration in minutes
 * @param capabilities {@code PUBLISH}, {@code SUBSCRIBE}
 */
public record ParticipantToken(
        String participantId,
        String stageArn,
        String token,
        String userId,
        Map<String, String> attributes,
        int duration,
        List<String> capabilities,
        Instant expirationTime) implements Keyed {

    public boolean mayPublish() {
        return capabilities.contains("PUBLISH");
    }

    @Override
    public String key() {
        return participantId;
    }
}
