package io.ivsorchestrator.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ivsorchestrator.local.story.IvsEventJson.ChannelRecordingSession;
import io.ivsorchestrator.local.story.IvsEventJson.ChannelStream;
import io.ivsorchestrator.local.story.IvsEventJson.CompositionOfStage;
import io.ivsorchestrator.local.story.IvsEventJson.Failure;
import io.ivsorchestrator.local.story.IvsEventJson.OtherStage;
import io.ivsorchestrator.local.story.IvsEventJson.ParticipantRecordingSession;
import io.ivsorchestrator.local.story.IvsEventJson.S3Object;
import io.ivsorchestrator.local.story.IvsEventJson.StageParticipant;
import io.ivsorchestrator.local.story.IvsEventJson.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every event is, member by member, the sample in AWS's documentation. */
class IvsEventJsonTest {
    private static final Instant NINE = Instant.parse("2026-03-07T09:04:36Z");
    private static final String FIRST_STREAM = "st-1A2b3C4d5E6f7G8h9I0jKlM";
    private static final String SECOND_STREAM = "st-2Z9y8X7w6V5u4T3s2R1qPoN";
    private static final String BUCKET = "acme-live-recordings-usw2";
    private static final String CHANNEL_PREFIX = "ivs/v1/123456789012/Kp3dQ9xTzL7m/2026/3/7/9/4/y6TgBn2HjMk8";
    private static final String STAGE = "arn:aws:ivs:us-west-2:123456789012:stage/Wq8rT2yUi5Oa";
    private static final String OTHER_STAGE = "arn:aws:ivs:us-west-2:123456789012:stage/Zx1cV6bNm9Lk";
    private static final String SESSION = "st-aB1cD2eF3gH4i";
    private static final String OTHER_SESSION = "st-zY9xW8vU7tS6r";
    private static final String PARTICIPANT = "Nb7vC6xZ5lKj";
    private static final String PARTICIPANT_PREFIX = "Wq8rT2yUi5Oa/" + SESSION + "/" + PARTICIPANT
            + "/2026-03-07T09-04-31Z";
    private static final String DESTINATION = "Er3tY6uI9oPa";

    private static final ChannelRecordingSession RECORDING = new ChannelRecordingSession(
            "d4RsW8xPqL2v", BUCKET, CHANNEL_PREFIX);
    private static final ParticipantRecordingSession PARTICIPANT_RECORDING = new ParticipantRecordingSession(
            STAGE, SESSION, PARTICIPANT, BUCKET, PARTICIPANT_PREFIX);
    private static final CompositionOfStage COMPOSITION = new CompositionOfStage(
            "arn:aws:ivs:us-west-2:123456789012:composition/Hj4gF7dSa2Qw", STAGE);
    private static final StageParticipant USER = new StageParticipant(STAGE, SESSION, "user-42", PARTICIPANT);

    private final IvsEventJson events = new IvsEventJson("123456789012", "us-west-2", () -> "any");

    private static ChannelStream stream(String streamId) {
        return new ChannelStream("arn:aws:ivs:us-west-2:123456789012:channel/Kp3dQ9xTzL7m", "acme-main", streamId);
    }

    @Test
    void channelRecording_allFour_asDocumented() {
        Instant end = Instant.parse("2026-03-07T10:36:12Z");
        ChannelStream first = stream(FIRST_STREAM);
        ChannelStream second = stream(SECOND_STREAM);

        assertDocumented("recording-start", events.recordingStart(NINE, first, RECORDING));
        assertDocumented(
                "recording-end",
                events.recordingEnd(
                        end, second, RECORDING, Duration.ofSeconds(5412), List.of(FIRST_STREAM, SECOND_STREAM)));
        assertDocumented(
                "recording-start-failure",
                events.recordingStartFailure(NINE, first, RECORDING, "ValidationException"));
        assertDocumented(
                "recording-end-failure",
                events.recordingEndFailure(end, first, RECORDING, "InternalServerException"));
    }

    @Test
    void stream_everyChange_asDocumented() {
        ChannelStream stream = stream(FIRST_STREAM);

        assertDocumented("stream-session-created", events.streamSessionCreated(NINE, stream));
        assertDocumented("stream-start", events.streamStart(NINE, stream));
        assertDocumented(
                "stream-session-ended", events.streamSessionEnded(NINE, stream, "MultitrackInputNotAllowed"));
        assertDocumented(
                "stream-failure",
                events.streamFailure(NINE, stream, "Transcode capacity exceeded. Please try again."));
        assertDocumented(
                "stream-takeover-failure",
                events.streamTakeoverFailure(NINE, stream, "StreamTakeoverInvalidPriority"));
        // Of the shape of Stream Start.
        assertThat(events.streamEnd(NINE, stream))
                .isEqualTo(events.streamStart(NINE, stream).replace("Stream Start", "Stream End"));
        assertThat(events.streamSessionEnded(NINE, stream))
                .isEqualTo(events.streamStart(NINE, stream).replace("Stream Start", "Session Ended"));
        assertThat(events.streamTakeover(NINE, stream))
                .isEqualTo(events.streamStart(NINE, stream).replace("Stream Start", "Stream Takeover"));
    }

    @Test
    void participantRecording_allFour_asDocumented() {
        Instant end = Instant.parse("2026-03-07T09:14:02Z");
        Duration duration = Duration.ofMillis(547327);

        assertDocumented("participant-recording-start", events.participantRecordingStart(NINE, PARTICIPANT_RECORDING));
        assertDocumented(
                "participant-recording-end", events.participantRecordingEnd(end, PARTICIPANT_RECORDING, duration));
        assertDocumented(
                "participant-recording-end-merged",
                events.participantRecordingEnd(
                        Instant.parse("2026-03-07T09:31:40Z"),
                        new ParticipantRecordingSession(STAGE, OTHER_SESSION, PARTICIPANT, BUCKET, PARTICIPANT_PREFIX),
                        Duration.ofMillis(1093114)));
        assertDocumented(
                "participant-recording-start-failure",
                events.participantRecordingStartFailure(NINE, PARTICIPANT_RECORDING, Failure.BUCKET_ACCESS_DENIED));
        assertDocumented(
                "participant-recording-end-failure",
                events.participantRecordingEndFailure(end, PARTICIPANT_RECORDING, duration, Failure.BUCKET_NOT_FOUND));
    }

    @Test
    void composition_everyChange_asDocumented() {
        assertDocumented("composition-session-start", events.compositionSessionStart(NINE, COMPOSITION));
        assertDocumented(
                "composition-session-end",
                events.compositionSessionEnd(Instant.parse("2026-03-07T09:52:14Z"), COMPOSITION));
        assertDocumented(
                "composition-session-failure",
                events.compositionSessionFailure(
                        Instant.parse("2026-03-07T09:20:00Z"), COMPOSITION, Failure.OUTPUTS_FAILED));
        assertDocumented(
                "composition-destination-start", events.compositionDestinationStart(NINE, COMPOSITION, DESTINATION));
        assertDocumented(
                "composition-destination-end",
                events.compositionDestinationEnd(Instant.parse("2026-03-07T09:52:10Z"), COMPOSITION, DESTINATION));
        assertDocumented(
                "composition-destination-failure",
                events.compositionDestinationFailure(NINE, COMPOSITION, DESTINATION, Failure.BUCKET_ACCESS_DENIED));
        assertThat(events.compositionDestinationReconnecting(NINE, COMPOSITION, DESTINATION))
                .isEqualTo(
                        events.compositionDestinationStart(NINE, COMPOSITION, DESTINATION)
                                .replace("Destination Start", "Destination Reconnecting"));
    }

    @Test
    void stage_everyChange_asDocumented() {
        Instant published = Instant.parse("2026-03-07T09:04:28.412Z");
        assertDocumented("participant-published", events.participantPublished(NINE, USER, published));
        assertThat(events.participantUnpublished(NINE, USER, published))
                .isEqualTo(events.participantPublished(NINE, USER, published).replace("Published", "Unpublished"));

        var replica = new StageParticipant(OTHER_STAGE, OTHER_SESSION, "user-42", PARTICIPANT);
        Instant unpublished = Instant.parse("2026-03-07T09:14:00.105Z");
        var source = new OtherStage(STAGE, SESSION);
        String unpublishedReplica = events
                .participantUnpublished(Instant.parse("2026-03-07T09:14:01Z"), replica, unpublished, source);
        assertDocumented("participant-unpublished-replica", unpublishedReplica);
        assertThat(events.participantPublished(Instant.parse("2026-03-07T09:14:01Z"), replica, unpublished, source))
                .isEqualTo(unpublishedReplica.replace("Unpublished", "Published"));

        assertDocumented(
                "participant-publish-error",
                events.participantPublishError(
                        NINE, USER, Instant.parse("2026-03-07T09:05:17.089061676Z"), "BITRATE_EXCEEDED"));

        var destination = new OtherStage(OTHER_STAGE, OTHER_SESSION);
        Instant replicated = Instant.parse("2026-03-07T09:06:00Z");
        String replication = events.participantReplicationStart(NINE, USER, replicated, destination);
        assertDocumented("participant-replication-start", replication);
        assertThat(events.participantReplicationEnd(NINE, USER, replicated, destination))
                .isEqualTo(replication.replace("Replication Start", "Replication End"));
    }

    @Test
    void tokenExchanged_asDocumented() {
        var moderator = new StageParticipant(STAGE, SESSION, "user-42-mod", PARTICIPANT);
        assertDocumented(
                "token-exchanged",
                events.tokenExchanged(
                        NINE,
                        moderator,
                        Instant.parse("2026-03-07T09:07:00Z"),
                        new Token(
                                List.of("SUBSCRIBE"),
                                Map.of("role", "viewer"),
                                "user-42",
                                Instant.parse("2026-03-07T21:00:00Z")),
                        new Token(
                                List.of("SUBSCRIBE", "PUBLISH"),
                                Map.of("role", "moderator"),
                                "user-42-mod",
                                Instant.parse("2026-03-07T22:00:00Z"))));
    }

    @Test
    void s3_bothEvents_asDocumented() {
        String key = CHANNEL_PREFIX + "/events/recording-ended.json";
        assertDocumented(
                "s3-object-created",
                events.s3ObjectCreated(
                        Instant.parse("2026-03-07T10:36:11Z"),
                        new S3Object(BUCKET, key, Optional.empty(), "0065F1A2B3C4D5E6F7"),
                        1311,
                        "b1946ac92492d2347c6235b4d2611184",
                        "PutObject"));
        assertDocumented(
                "s3-object-deleted",
                events.s3ObjectDeleted(
                        Instant.parse("2026-06-07T00:12:45Z"),
                        new S3Object(BUCKET, key, Optional.empty(), "0066A0B1C2D3E4F5A6"),
                        "Lifecycle Expiration",
                        "Permanently Deleted"));
    }

    @Test
    void s3_versionedObject_namesItsVersion() {
        String event = events.s3ObjectCreated(
                NINE, new S3Object(BUCKET, "a", Optional.of("v1"), "00"), 1, "e", "PutObject");
        assertThat(Documented.parse(event).at("/detail/object/version-id").asText()).isEqualTo("v1");
    }

    @Test
    void time_withFraction_isGivenInWholeSeconds() {
        String event = events.streamStart(Instant.parse("2026-03-07T09:04:36.987Z"), stream(FIRST_STREAM));
        assertThat(event).isEqualTo(events.streamStart(NINE, stream(FIRST_STREAM)));
    }

    private static void assertDocumented(String sample, String event) {
        assertThat(withoutChance(Documented.parse(event))).isEqualTo(withoutChance(Documented.json(sample)));
    }

    /** Members that must be there and may have any value. */
    private static ObjectNode withoutChance(ObjectNode event) {
        event.put("id", event.get("id").isTextual() ? "any" : "none");
        ObjectNode detail = (ObjectNode) event.get("detail");
        for (String name : List.of("request-id", "source-ip-address")) {
            if (detail.has(name)) {
                detail.put(name, "any");
            }
        }
        return event;
    }
}
