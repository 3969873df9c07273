package io.ivsorchestrator.events;

import io.ivsorchestrator.events.json.JsonObject;
import java.util.Optional;

/** Events of low-latency channels (IVS Low-Latency User Guide, "Using Amazon EventBridge ..."). */
final class ChannelEventDecoder {
    private static final String CHANNEL = "channel";

    private ChannelEventDecoder() {
    }

    static Event recordingStateChange(RawEvent event) {
        JsonObject detail = event.detail();
        String status = detail.requireString("recording_status");
        Optional<RecordingChange> change = RecordingChange.of(status);
        if (change.isEmpty()) {
            return event.unrecognized(status);
        }
        return new RecordingStateChange(event.envelope(), event.requireResource(CHANNEL), change.get(),
                detail.string("recording_status_reason"),
                place(detail, "recording_s3_bucket_name", change.get()),
                place(detail, "recording_s3_key_prefix", change.get()),
                RawEvent.count(detail, "recording_duration_ms"), detail.string("recording_session_id"),
                detail.strings("recording_session_stream_ids"), detail.string("channel_name"),
                detail.requireString("stream_id"));
    }

    /**
     * A recording that began or ended well is somewhere, or the event is broken. A start failure has no prefix; an end
     * failure has one in AWS's sample, but to lose the news of a failure for want of it would be worse.
     */
    private static Optional<String> place(JsonObject detail, String name, RecordingChange change) {
        return switch (change) {
            case START, END -> Optional.of(detail.requireString(name));
            case START_FAILURE, END_FAILURE -> detail.string(name);
        };
    }

    static Event streamStateChange(RawEvent event) {
        JsonObject detail = event.detail();
        String name = detail.requireString("event_name");
        Optional<StreamChange> change = StreamChange.of(name);
        if (change.isEmpty()) {
            return event.unrecognized(name);
        }
        return new StreamStateChange(event.envelope(), event.requireResource(CHANNEL), change.get(),
                detail.string("channel_name"), detail.requireString("stream_id"), detail.string("reason"),
                detail.string("code"));
    }

    static Event streamHealthChange(RawEvent event) {
        String name = event.detail().requireString("event_name");
        return switch (name) {
            case "Starvation Start" -> streamHealthChange(event, true);
            case "Starvation End" -> streamHealthChange(event, false);
            default -> event.unrecognized(name);
        };
    }

    private static StreamHealthChange streamHealthChange(RawEvent event, boolean starving) {
        JsonObject detail = event.detail();
        return new StreamHealthChange(event.envelope(), event.requireResource(CHANNEL), starving,
                detail.string("channel_name"), detail.requireString("stream_id"));
    }

    static LimitBreach limitBreach(RawEvent event) {
        JsonObject detail = event.detail();
        return new LimitBreach(event.envelope(), event.optionalResource(CHANNEL), detail.requireString("limit_name"),
                detail.integer("limit_value"), detail.integer("exceeded_by"), detail.string("limit_unit"),
                detail.string("channel_name"), detail.string("stream_id"));
    }

    static Event adBreakStateChange(RawEvent event) {
        JsonObject detail = event.detail();
        String name = detail.requireString("event_name");
        if (!name.equals("Ad Break Inserted")) {
            return event.unrecognized(name);
        }
        return new AdBreakStateChange(event.envelope(), event.requireResource(CHANNEL), name,
                detail.string("channel_name"), detail.string("stream_id"), detail.string("ad_break_id"),
                detail.integer("duration_seconds"), detail.instant("target_start_time"));
    }
}
