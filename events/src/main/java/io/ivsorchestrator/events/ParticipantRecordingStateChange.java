package io.ivsorchestrator.events;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * {@code IVS Participant Recording State Change}: a participant recording changed (IVS Real-Time User Guide, "Using
 * Amazon EventBridge with IVS Real-Time Streaming"). Its discriminator is {@code event_name}.
 *
 * @param stage         from {@code resources[0]}
 * @param change        {@code event_name}
 * @param sessionId     {@code session_id}: the current stage session, which after a merge is not the one in the prefix
 * @param participantId {@code participant_id}
 * @param bucket        {@code recording_s3_bucket_name}
 * @param prefix        {@code recording_s3_key_prefix}; unlike a channel's also present on a start failure
 * @param durationMs    {@code recording_duration_ms}, milliseconds; only on the two ends
 * @param errorCode     {@code error_code}; only on failures, and only since 2026-02-27
 * @param reason        {@code reason}, text; only on failures
 */
public record ParticipantRecordingStateChange(Envelope envelope, Arn stage, RecordingChange change, String sessionId,
        String participantId, String bucket, String prefix, OptionalLong durationMs, Optional<String> errorCode,
        Optional<String> reason) implements IvsEvent {}
