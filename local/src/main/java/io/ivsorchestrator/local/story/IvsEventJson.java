package io.ivsorchestrator.local.story;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Events as Amazon IVS and S3 send them to EventBridge, as JSON text. Each method is one event; its time is the
 * envelope's, which EventBridge gives in whole seconds.
 *
 * @see <a href="https://docs.aws.amazon.com/ivs/latest/LowLatencyUserGuide/eventbridge.html">Using Amazon EventBridge with
 * IVS Low-Latency Streaming</a>
 * @see <a href="https://docs.aws.amazon.com/ivs/latest/RealTimeUserGuide/eventbridge.html">... with IVS Real-Time
 * Streaming</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html">EventBridge event message structure</a>
 */
public final class IvsEventJson {
    private static final String RECORDING = "IVS Recording State Change";
    private static final String STREAM = "IVS Stream State Change";
    private static final String PARTICIPANT_RECORDING = "IVS Participant Recording State Change";
    private static final String COMPOSITION = "IVS Composition State Change";
    private static final String STAGE = "IVS Stage Update";

    private final String account;
    private final String region;
    private final Supplier<String> ids;

    /**
     * The events of one account and region.
     *
     * @param ids gives each envelope its id
     */
    public IvsEventJson(String account, String region, Supplier<String> ids) {
        this.account = account;
        this.region = region;
        this.ids = ids;
    }

    /**
     * A live session of a channel.
     *
     * @param channelName the channel's name, possibly empty; not its id
     */
    public record ChannelStream(String channelArn, String channelName, String streamId) {}

    /**
     * What a channel's recording events say beside the stream.
     *
     * @param sessionId the recording session; not the recording id of the prefix
     * @param prefix of all its objects, without slashes at its ends
     */
    public record ChannelRecordingSession(String sessionId, String bucket, String prefix) {}

    /** A participant's recording, in the session that is running when the event is sent; the prefix may name an earlier one. */
    public record ParticipantRecordingSession(
            String stageArn, String sessionId, String participantId, String bucket, String prefix) {}

    /** A participant of a stage. */
    public record StageParticipant(String stageArn, String sessionId, String userId, String participantId) {}

    /** A session of another stage: where a replica comes from or goes to. */
    public record OtherStage(String stageArn, String sessionId) {}

    /** A composition and the stage it composes. */
    public record CompositionOfStage(String compositionArn, String stageArn) {}

    /**
     * A participant token before or after an exchange.
     *
     * @param capabilities {@code PUBLISH}, {@code SUBSCRIBE}
     */
    public record Token(
            List<String> capabilities, Map<String, String> attributes, String userId, Instant expirationTime) {}

    /** An exception-like code and a sentence, as failures of stages and compositions carry both. */
    public record Failure(String errorCode, String reason) {
        public static final Failure BUCKET_NOT_FOUND = new Failure(
                "ResourceNotFoundException", "S3 bucket not found. Please verify your bucket exists.");
        public static final Failure BUCKET_ACCESS_DENIED = new Failure(
                "AccessDeniedException", "Access denied to S3 bucket. Please verify your bucket policy.");
        /** Only when a participant's recording starts. */
        public static final Failure CODEC_NOT_SUPPORTED = new Failure(
                "ValidationException", "Video codec not supported for recording");
        public static final Failure SERVICE_ERROR = new Failure("InternalServerException", "Service internal error");
        /** Only of a composition's channel destination. */
        public static final Failure CHANNEL_BUSY = new Failure("ConflictException", "Stream already exists");
        /** Only of a composition's session. */
        public static final Failure STAGE_DELETED = new Failure("StageDeleted", "Stage has been deleted");
        /** Only of a composition's session. */
        public static final Failure OUTPUTS_FAILED = new Failure("DestinationFailure", "One or more outputs failed");
    }

    /**
     * An object in S3.
     *
     * @param sequencer hexadecimal; orders the events of one key
     */
    public record S3Object(String bucket, String key, Optional<String> versionId, String sequencer) {}

    // Channel recordings

    public String recordingStart(Instant time, ChannelStream stream, ChannelRecordingSession session) {
        ObjectNode detail = recording("Recording Start", "", stream, session, session.prefix(), Duration.ZERO);
        detail.putArray("recording_session_stream_ids").add(stream.streamId());
        return ivs(time, RECORDING, stream.channelArn(), detail);
    }

    /** @param streamIds all streams that were merged into the recording, in no particular order */
    public String recordingEnd(
            Instant time,
            ChannelStream stream,
            ChannelRecordingSession session,
            Duration duration,
            List<String> streamIds) {
        ObjectNode detail = recording("Recording End", "", stream, session, session.prefix(), duration);
        ArrayNode array = detail.putArray("recording_session_stream_ids");
        streamIds.forEach(array::add);
        return ivs(time, RECORDING, stream.channelArn(), detail);
    }

    /**
     * The stream is live and not recorded. The prefix is empty, whatever the session says.
     *
     * @param reason such as ValidationException
     */
    public String recordingStartFailure(
            Instant time, ChannelStream stream, ChannelRecordingSession session, String reason) {
        ObjectNode detail = recording("Recording Start Failure", reason, stream, session, "", Duration.ZERO);
        return ivs(time, RECORDING, stream.channelArn(), detail);
    }

    /** @param reason such as InternalServerException */
    public String recordingEndFailure(
            Instant time, ChannelStream stream, ChannelRecordingSession session, String reason) {
        ObjectNode detail = recording("Recording End Failure", reason, stream, session, session.prefix(),
                Duration.ZERO);
        return ivs(time, RECORDING, stream.channelArn(), detail);
    }

    // Streams

    /** The stream key was accepted. */
    public String streamSessionCreated(Instant time, ChannelStream stream) {
        return stream(time, "Session Created", stream);
    }

    /** There is something to watch. */
    public String streamStart(Instant time, ChannelStream stream) {
        return stream(time, "Stream Start", stream);
    }

    /** There is nothing more to watch. */
    public String streamEnd(Instant time, ChannelStream stream) {
        return stream(time, "Stream End", stream);
    }

    /** The encoder is gone; may come before {@link #streamEnd}. */
    public String streamSessionEnded(Instant time, ChannelStream stream) {
        return stream(time, "Session Ended", stream);
    }

    /** @param code a multitrack problem such as MultitrackInputNotAllowed */
    public String streamSessionEnded(Instant time, ChannelStream stream, String code) {
        return ivs(time, STREAM, stream.channelArn(), streamDetail("Session Ended", stream).put("code", code));
    }

    /** @param reason such as {@code Transcode capacity exceeded. Please try again.} */
    public String streamFailure(Instant time, ChannelStream stream, String reason) {
        return ivs(time, STREAM, stream.channelArn(), streamDetail("Stream Failure", stream).put("reason", reason));
    }

    public String streamTakeover(Instant time, ChannelStream stream) {
        return stream(time, "Stream Takeover", stream);
    }

    /** @param code such as StreamTakeoverInvalidPriority */
    public String streamTakeoverFailure(Instant time, ChannelStream stream, String code) {
        return ivs(time, STREAM, stream.channelArn(),
                streamDetail("Stream Takeover Failure", stream).put("code", code));
    }

    // Participant recordings

    public String participantRecordingStart(Instant time, ParticipantRecordingSession session) {
        ObjectNode detail = participantRecording("Recording Start", session);
        return ivs(time, PARTICIPANT_RECORDING, session.stageArn(), detail);
    }

    public String participantRecordingEnd(Instant time, ParticipantRecordingSession session, Duration duration) {
        ObjectNode detail = participantRecording("Recording End", session)
                .put("recording_duration_ms", duration.toMillis());
        return ivs(time, PARTICIPANT_RECORDING, session.stageArn(), detail);
    }

    /** Unlike a channel's, this event names the prefix. */
    public String participantRecordingStartFailure(Instant time, ParticipantRecordingSession session, Failure failure) {
        ObjectNode detail = failed(participantRecording("Recording Start Failure", session), failure);
        return ivs(time, PARTICIPANT_RECORDING, session.stageArn(), detail);
    }

    public String participantRecordingEndFailure(
            Instant time, ParticipantRecordingSession session, Duration duration, Failure failure) {
        ObjectNode detail = participantRecording("Recording End Failure", session)
                .put("recording_duration_ms", duration.toMillis());
        return ivs(time, PARTICIPANT_RECORDING, session.stageArn(), failed(detail, failure));
    }

    // Compositions

    public String compositionSessionStart(Instant time, CompositionOfStage composition) {
        return composition(time, composition, compositionDetail("Session Start", composition));
    }

    public String compositionSessionEnd(Instant time, CompositionOfStage composition) {
        return composition(time, composition, compositionDetail("Session End", composition));
    }

    public String compositionSessionFailure(Instant time, CompositionOfStage composition, Failure failure) {
        return composition(time, composition, failed(compositionDetail("Session Failure", composition), failure));
    }

    /** @param destinationId the id of one of the composition's destinations, here and below */
    public String compositionDestinationStart(Instant time, CompositionOfStage composition, String destinationId) {
        return composition(time, composition, destination("Destination Start", composition, destinationId));
    }

    public String compositionDestinationEnd(Instant time, CompositionOfStage composition, String destinationId) {
        return composition(time, composition, destination("Destination End", composition, destinationId));
    }

    public String compositionDestinationReconnecting(
            Instant time, CompositionOfStage composition, String destinationId) {
        return composition(time, composition, destination("Destination Reconnecting", composition, destinationId));
    }

    public String compositionDestinationFailure(
            Instant time, CompositionOfStage composition, String destinationId, Failure failure) {
        ObjectNode detail = destination("Destination Failure", composition, destinationId);
        return composition(time, composition, failed(detail, failure));
    }

    // Stages

    /** @param eventTime when it happened, to the microsecond, here and below */
    public String participantPublished(Instant time, StageParticipant participant, Instant eventTime) {
        ObjectNode detail = precise("Participant Published", participant, eventTime).put("replica", false);
        return ivs(time, STAGE, participant.stageArn(), detail);
    }

    /** A replica of a participant of another stage began to publish here. */
    public String participantPublished(
            Instant time, StageParticipant participant, Instant eventTime, OtherStage source) {
        ObjectNode detail = replica(precise("Participant Published", participant, eventTime), source);
        return ivs(time, STAGE, participant.stageArn(), detail);
    }

    public String participantUnpublished(Instant time, StageParticipant participant, Instant eventTime) {
        ObjectNode detail = precise("Participant Unpublished", participant, eventTime).put("replica", false);
        return ivs(time, STAGE, participant.stageArn(), detail);
    }

    /** A replica of a participant of another stage ceased to publish here. */
    public String participantUnpublished(
            Instant time, StageParticipant participant, Instant eventTime, OtherStage source) {
        ObjectNode detail = replica(precise("Participant Unpublished", participant, eventTime), source);
        return ivs(time, STAGE, participant.stageArn(), detail);
    }

    /** @param errorCode such as BITRATE_EXCEEDED */
    public String participantPublishError(
            Instant time, StageParticipant participant, Instant eventTime, String errorCode) {
        ObjectNode detail = stage("Participant Publish Error", participant, eventTime.toString())
                .put("error_code", errorCode);
        return ivs(time, STAGE, participant.stageArn(), detail);
    }

    public String participantReplicationStart(
            Instant time, StageParticipant participant, Instant eventTime, OtherStage destination) {
        return replication(time, "Participant Replication Start", participant, eventTime, destination);
    }

    public String participantReplicationEnd(
            Instant time, StageParticipant participant, Instant eventTime, OtherStage destination) {
        return replication(time, "Participant Replication End", participant, eventTime, destination);
    }

    public String tokenExchanged(
            Instant time, StageParticipant participant, Instant eventTime, Token previous, Token next) {
        ObjectNode detail = stage("Token Exchanged", participant, Json.seconds(eventTime));
        token(detail.putObject("previous_token"), previous);
        token(detail.putObject("new_token"), next);
        return ivs(time, STAGE, participant.stageArn(), detail);
    }

    // S3

    /** @param reason {@code PutObject}, {@code POST Object}, {@code CopyObject} or {@code CompleteMultipartUpload} */
    public String s3ObjectCreated(Instant time, S3Object object, long size, String etag, String reason) {
        ObjectNode detail = s3(object, json -> json.put("size", size).put("etag", etag))
                .put("request-id", ids.get())
                .put("requester", account)
                .put("source-ip-address", "127.0.0.1")
                .put("reason", reason);
        return event(time, "Object Created", "aws.s3", List.of("arn:aws:s3:::" + object.bucket()), detail);
    }

    /**
     * An object is gone, or hidden behind a delete marker.
     *
     * @param reason {@code DeleteObject} or {@code Lifecycle Expiration}
     * @param deletionType {@code Permanently Deleted} or {@code Delete Marker Created}
     */
    public String s3ObjectDeleted(Instant time, S3Object object, String reason, String deletionType) {
        ObjectNode detail = s3(object, json -> json)
                .put("request-id", ids.get())
                .put("requester", reason.equals("Lifecycle Expiration") ? "s3.amazonaws.com" : account)
                .put("reason", reason)
                .put("deletion-type", deletionType);
        return event(time, "Object Deleted", "aws.s3", List.of("arn:aws:s3:::" + object.bucket()), detail);
    }

    private static ObjectNode recording(
            String status,
            String reason,
            ChannelStream stream,
            ChannelRecordingSession session,
            String prefix,
            Duration duration) {
        return Json.object()
                .put("recording_status", status)
                .put("recording_status_reason", reason)
                .put("recording_s3_bucket_name", session.bucket())
                .put("recording_s3_key_prefix", prefix)
                .put("recording_duration_ms", duration.toMillis())
                .put("channel_name", stream.channelName())
                .put("stream_id", stream.streamId())
                .put("recording_session_id", session.sessionId());
    }

    private String stream(Instant time, String eventName, ChannelStream stream) {
        return ivs(time, STREAM, stream.channelArn(), streamDetail(eventName, stream));
    }

    private static ObjectNode streamDetail(String eventName, ChannelStream stream) {
        return Json.object()
                .put("event_name", eventName)
                .put("channel_name", stream.channelName())
                .put("stream_id", stream.streamId());
    }

    private static ObjectNode participantRecording(String eventName, ParticipantRecordingSession session) {
        return Json.object()
                .put("session_id", session.sessionId())
                .put("event_name", eventName)
                .put("participant_id", session.participantId())
                .put("recording_s3_bucket_name", session.bucket())
                .put("recording_s3_key_prefix", session.prefix());
    }

    private String composition(Instant time, CompositionOfStage composition, ObjectNode detail) {
        return ivs(time, COMPOSITION, composition.compositionArn(), detail);
    }

    private static ObjectNode compositionDetail(String eventName, CompositionOfStage composition) {
        return Json.object().put("event_name", eventName).put("stage_arn", composition.stageArn());
    }

    private static ObjectNode destination(String eventName, CompositionOfStage composition, String destinationId) {
        return compositionDetail(eventName, composition).put("id", destinationId);
    }

    private static ObjectNode failed(ObjectNode detail, Failure failure) {
        return detail.put("error_code", failure.errorCode()).put("reason", failure.reason());
    }

    /** Publishing and its end are told twice, in seconds and with six digits. */
    private static ObjectNode precise(String eventName, StageParticipant participant, Instant eventTime) {
        return stage(eventName, participant, Json.seconds(eventTime))
                .put("event_time_precise", Json.microseconds(eventTime));
    }

    private static ObjectNode stage(String eventName, StageParticipant participant, String eventTime) {
        return Json.object()
                .put("session_id", participant.sessionId())
                .put("event_name", eventName)
                .put("event_time", eventTime)
                .put("user_id", participant.userId())
                .put("participant_id", participant.participantId());
    }

    private static ObjectNode replica(ObjectNode detail, OtherStage source) {
        return detail.put("replica", true)
                .put("source_stage_arn", source.stageArn())
                .put("source_session_id", source.sessionId());
    }

    private String replication(
            Instant time, String eventName, StageParticipant participant, Instant eventTime, OtherStage destination) {
        ObjectNode detail = stage(eventName, participant, Json.seconds(eventTime))
                .put("destination_stage_arn", destination.stageArn())
                .put("destination_session_id", destination.sessionId());
        return ivs(time, STAGE, participant.stageArn(), detail);
    }

    private static void token(ObjectNode json, Token token) {
        ArrayNode capabilities = json.putArray("capabilities");
        token.capabilities().forEach(capabilities::add);
        ObjectNode attributes = json.putObject("attributes");
        token.attributes().forEach(attributes::put);
        json.put("user_id", token.userId()).put("expiration_time", Json.seconds(token.expirationTime()));
    }

    private static ObjectNode s3(S3Object object, UnaryOperator<ObjectNode> content) {
        ObjectNode detail = Json.object().put("version", "0");
        detail.putObject("bucket").put("name", object.bucket());
        ObjectNode json = content.apply(detail.putObject("object").put("key", object.key()));
        object.versionId().ifPresent(version -> json.put("version-id", version));
        json.put("sequencer", object.sequencer());
        return detail;
    }

    private String ivs(Instant time, String detailType, String resource, ObjectNode detail) {
        return event(time, detailType, "aws.ivs", List.of(resource), detail);
    }

    private String event(Instant time, String detailType, String source, List<String> resources, ObjectNode detail) {
        ObjectNode event = Json.object()
                .put("version", "0")
                .put("id", ids.get())
                .put("detail-type", detailType)
                .put("source", source)
                .put("account", account)
                .put("time", Json.seconds(time))
                .put("region", region);
        ArrayNode array = event.putArray("resources");
        resources.forEach(array::add);
        event.set("detail", detail);
        return Json.text(event);
    }
}
