package io.ivsorchestrator.events;

import io.ivsorchestrator.events.json.JsonException;
import io.ivsorchestrator.events.json.JsonObject;

/**
 * Makes typed events from what EventBridge delivers. Pure and stateless.
 *
 * <p>Lenient towards what AWS may send, now or later: unknown members are ignored; an absent, {@code null} or empty
 * optional member is absent; numbers may come as text; a kind or discriminator that we do not know, or a known kind
 * from a source that is not its own, gives {@link Unrecognized}. Strict towards what could only be misread: a member without
 * which the event means nothing, a value of another type, a missing or malformed ARN is a {@link JsonException} that
 * names the path. Whether to trust the event's account is the caller's question, as is what becomes of a broken event.
 *
 * <p>The shapes are those of the IVS Low-Latency and IVS Real-Time User Guides ("Using Amazon EventBridge with ..."),
 * of the CloudTrail User Guide ("CloudTrail record contents") and of the S3 User Guide ("EventBridge event message
 * structure").
 */
public final class EventDecoder {
    private EventDecoder() {
    }

    /** @throws JsonException if the text is no event, or one that lacks or garbles what its meaning hangs on */
    public static Event decode(String json) {
        return decode(JsonObject.parse(json));
    }

    /**
     * @param json UTF-8
     * @throws JsonException if the bytes are no event, or one that lacks or garbles what its meaning hangs on
     */
    public static Event decode(byte[] json) {
        return decode(JsonObject.parse(json));
    }

    /**
     * For who has parsed the text already.
     *
     * @throws JsonException if it is no event, or one that lacks or garbles what its meaning hangs on
     */
    public static Event decode(JsonObject json) {
        RawEvent event = RawEvent.of(json);
        return switch (event.envelope().source()) {
            case EventNames.IVS -> ofIvs(event);
            case EventNames.S3 -> ofS3(event);
            default -> event.unrecognized("");
        };
    }

    private static Event ofIvs(RawEvent event) {
        return switch (event.envelope().detailType()) {
            case EventNames.RECORDING -> ChannelEventDecoder.recordingStateChange(event);
            case EventNames.STREAM -> ChannelEventDecoder.streamStateChange(event);
            case EventNames.STREAM_HEALTH -> ChannelEventDecoder.streamHealthChange(event);
            case EventNames.LIMIT_BREACH -> ChannelEventDecoder.limitBreach(event);
            case EventNames.AD_BREAK -> ChannelEventDecoder.adBreakStateChange(event);
            case EventNames.PARTICIPANT_RECORDING -> StageEventDecoder.participantRecordingStateChange(event);
            case EventNames.COMPOSITION -> StageEventDecoder.compositionStateChange(event);
            case EventNames.STAGE_UPDATE -> StageEventDecoder.stageUpdate(event);
            case EventNames.API_CALL -> ApiCallDecoder.apiCall(event);
            default -> event.unrecognized("");
        };
    }

    private static Event ofS3(RawEvent event) {
        return switch (event.envelope().detailType()) {
            case EventNames.OBJECT_CREATED -> S3ObjectEventDecoder.objectCreated(event);
            case EventNames.OBJECT_DELETED -> S3ObjectEventDecoder.objectDeleted(event);
            default -> event.unrecognized("");
        };
    }
}
