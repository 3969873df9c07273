package io.ivsorchestrator.events;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * {@code IVS Recording State Change}: a channel recording changed (IVS Low-Latency User Guide, "Using Amazon EventBridge
 * with IVS Low-Latency Streaming"). Its discriminator is {@code recording_status}; there is no {@code event_name}.
 *
 * @param channel            from {@code resources[0]}
 * @param change             {@code recording_status}
 * @param reason             {@code recording_status_reason}, an exception-like name; absent on success
 * @param bucket             {@code recording_s3_bucket_name}
 * @param prefix             {@code recording_s3_key_prefix}, no slash at either end; absent on a start failure
 * @param durationMs         {@code recording_duration_ms}, milliseconds
 * @param recordingSessionId {@code recording_session_id}; not the recording id of the prefix
 * @param streamIds          {@code recording_session_stream_ids}: all streams merged into this recording; may be empty
 * @param channelName        the channel's name, which is neither its id nor unique
 * @param streamId           the live stream session, 26 characters
 */
public record RecordingStateChange(Envelope envelope, Arn channel, RecordingChange change, Optional<String> reason,
        Optional<String> bucket, Optional<String> prefix, OptionalLong durationMs, Optional<String> recordingSessionId,
        List<String> streamIds, Optional<String> channelName, String streamId) implements IvsEvent {
    public RecordingStateChange {
        streamIds = List.copyOf(streamIds);
    }
}
