package io.ivsorchestrator.recording;

import io.ivsorchestrator.events.Arn;
import java.time.Instant;
import java.util.Optional;

/**
 * A recording's metadata JSON (IVS user guides, version {@code v1}), of whichever kind. It names neither bucket nor prefix
 * nor stream: those come from the key of the object that it was read from.
 *
 * @param source        {@code channel_arn} or {@code stage_arn}
 * @param sessionId     {@code session_id}; participants only
 * @param participantId {@code participant_id}; participants only
 * @param status        {@code recording_status} as a state; absent if the value is one that we do not know
 * @param message       {@code recording_status_message}
 */
public record Metadata(Optional<Arn> source, Optional<String> sessionId, Optional<String> participantId,
        Optional<RecordingState> status, Optional<Instant> startedAt, Optional<Instant> endedAt,
        Optional<String> message, Media media) {}
