package io.ivsorchestrator.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.StageUpdate.ParticipantPublishError;
import io.ivsorchestrator.events.StageUpdate.ParticipantPublished;
import io.ivsorchestrator.events.StageUpdate.ParticipantReplicationEnd;
import io.ivsorchestrator.events.StageUpdate.ParticipantReplicationStart;
import io.ivsorchestrator.events.StageUpdate.ParticipantUnpublished;
import io.ivsorchestrator.events.StageUpdate.Replica;
import io.ivsorchestrator.events.StageUpdate.Token;
import io.ivsorchestrator.events.StageUpdate.TokenExchanged;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StageEventDecoderTest {
    private static final String STAGE = "arn:aws:ivs:us-west-2:123456789012:stage/Wq8rT2yUi5Oa";
    private static final String OTHER_STAGE = "arn:aws:ivs:us-west-2:123456789012:stage/Zx1cV6bNm9Lk";
    private static final String COMPOSITION = "arn:aws:ivs:us-west-2:123456789012:composition/Hj4gF7dSa2Qw";
    private static final String SESSION = "st-aB1cD2eF3gH4i";
    private static final String OTHER_SESSION = "st-zY9xW8vU7tS6r";
    private static final String PARTICIPANT = "Nb7vC6xZ5lKj";
    private static final String BUCKET = "acme-live-recordings-usw2";
    private static final String PREFIX = "Wq8rT2yUi5Oa/st-aB1cD2eF3gH4i/Nb7vC6xZ5lKj/2026-03-07T09-04-31Z";
    private static final Optional<String> USER = Optional.of("user-42");

    @Test
    void decode_participantRecordingStart_hasPrefix() {
        assertThat(decode("participant-recording/recording-start")).isEqualTo(new ParticipantRecordingStateChange(
                recording("0030", "2026-03-07T09:04:36Z"), new Arn(STAGE), RecordingChange.START, SESSION, PARTICIPANT,
                BUCKET, PREFIX, OptionalLong.empty(), Optional.empty(), Optional.empty()));
    }

    @Test
    void decode_participantRecordingEnd_hasDuration() {
        assertThat(decode("participant-recording/recording-end")).isEqualTo(new ParticipantRecordingStateChange(
                recording("0031", "2026-03-07T09:14:02Z"), new Arn(STAGE), RecordingChange.END, SESSION, PARTICIPANT,
                BUCKET, PREFIX, OptionalLong.of(547_327), Optional.empty(), Optional.empty()));
    }

    @Test
    void decode_participantRecordingEndMerged_keepsFirstSessionInPrefix() {
        assertThat(decode("participant-recording/recording-end-merged")).isEqualTo(new ParticipantRecordingStateChange(
                recording("0032", "2026-03-07T09:31:40Z"), new Arn(STAGE), RecordingChange.END, OTHER_SESSION,
                PARTICIPANT, BUCKET, PREFIX, OptionalLong.of(1_093_114), Optional.empty(), Optional.empty()));
    }

    @Test
    void decode_participantRecordingStartFailure_hasPrefixAndErrorCode() {
        assertThat(decode("participant-recording/recording-start-failure")).isEqualTo(
                new ParticipantRecordingStateChange(recording("0033", "2026-03-07T09:04:36Z"), new Arn(STAGE),
                        RecordingChange.START_FAILURE, SESSION, PARTICIPANT, BUCKET, PREFIX, OptionalLong.empty(),
                        Optional.of("AccessDeniedException"),
                        Optional.of("Access denied to S3 bucket. Please verify your bucket policy.")));
    }

    @Test
    void decode_participantRecordingEndFailure_hasDurationAndErrorCode() {
        assertThat(decode("participant-recording/recording-end-failure")).isEqualTo(
                new ParticipantRecordingStateChange(recording("0034", "2026-03-07T09:14:02Z"), new Arn(STAGE),
                        RecordingChange.END_FAILURE, SESSION, PARTICIPANT, BUCKET, PREFIX, OptionalLong.of(547_327),
                        Optional.of("ResourceNotFoundException"),
                        Optional.of("S3 bucket not found. Please verify your bucket exists.")));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            session-start,            0040, 2026-03-07T09:04:36Z, SESSION_START,            -
            session-end,              0044, 2026-03-07T09:52:14Z, SESSION_END,              -
            destination-start,        0041, 2026-03-07T09:04:36Z, DESTINATION_START,        Er3tY6uI9oPa
            destination-end,          0043, 2026-03-07T09:52:10Z, DESTINATION_END,          Er3tY6uI9oPa
            destination-reconnecting, 0046, 2026-03-07T09:15:00Z, DESTINATION_RECONNECTING, Er3tY6uI9oPa
            """)
    void decode_compositionStateChange_namesDestinationExactlyWhenOfOne(String name, String number, String time,
            CompositionChange change, @Nullable String destination) {
        assertThat(decode("composition/" + name)).isEqualTo(new CompositionStateChange(composition(number, time),
                new Arn(COMPOSITION), new Arn(STAGE), change, Optional.ofNullable(destination), Optional.empty(),
                Optional.empty()));
    }

    @Test
    void decode_destinationFailure_hasErrorCodeAndReason() {
        assertThat(decode("composition/destination-failure")).isEqualTo(new CompositionStateChange(
                composition("0042", "2026-03-07T09:04:36Z"), new Arn(COMPOSITION), new Arn(STAGE),
                CompositionChange.DESTINATION_FAILURE, Optional.of("Er3tY6uI9oPa"),
                Optional.of("AccessDeniedException"),
                Optional.of("Access denied to S3 bucket. Please verify your bucket policy.")));
    }

    @Test
    void decode_sessionFailure_hasErrorCodeAndReason() {
        assertThat(decode("composition/session-failure")).isEqualTo(new CompositionStateChange(
                composition("0045", "2026-03-07T09:20:00Z"), new Arn(COMPOSITION), new Arn(STAGE),
                CompositionChange.SESSION_FAILURE, Optional.empty(), Optional.of("DestinationFailure"),
                Optional.of("One or more outputs failed")));
    }

    @Test
    void decode_sessionChangeWithAnId_namesNoDestination() {
        Event event = EventDecoder.decode(Payload.of("composition/session-end").with("detail.id", "x").json());

        assertThat(((CompositionStateChange) event).destinationId()).isEmpty();
    }

    @Test
    void decode_participantPublished_hasPreciseTimeAndIsNoReplica() {
        assertThat(decode("stage-update/participant-published")).isEqualTo(new ParticipantPublished(
                update("0050", "2026-03-07T09:04:36Z", STAGE), new Arn(STAGE), SESSION, PARTICIPANT, USER,
                Instant.parse("2026-03-07T09:04:28.412Z"), Optional.empty()));
    }

    @Test
    void decode_participantPublishedReplica_namesItsSource() {
        assertThat(decode("stage-update/participant-published-replica")).isEqualTo(new ParticipantPublished(
                update("0055", "2026-03-07T09:06:03Z", OTHER_STAGE), new Arn(OTHER_STAGE), OTHER_SESSION, PARTICIPANT,
                USER, Instant.parse("2026-03-07T09:06:01.733Z"),
                Optional.of(new Replica(Optional.of(STAGE), Optional.of(SESSION)))));
    }

    @Test
    void decode_participantUnpublished_isNoReplica() {
        assertThat(decode("stage-update/participant-unpublished")).isEqualTo(new ParticipantUnpublished(
                update("0056", "2026-03-07T09:14:00Z", STAGE), new Arn(STAGE), SESSION, PARTICIPANT, USER,
                Instant.parse("2026-03-07T09:13:58.654Z"), Optional.empty()));
    }

    @Test
    void decode_participantUnpublishedReplica_namesItsSource() {
        assertThat(decode("stage-update/participant-unpublished-replica")).isEqualTo(new ParticipantUnpublished(
                update("0051", "2026-03-07T09:14:01Z", OTHER_STAGE), new Arn(OTHER_STAGE), OTHER_SESSION, PARTICIPANT,
                USER, Instant.parse("2026-03-07T09:14:00.105Z"),
                Optional.of(new Replica(Optional.of(STAGE), Optional.of(SESSION)))));
    }

    @Test
    void decode_participantPublishError_hasCodeAndNanoseconds() {
        assertThat(decode("stage-update/participant-publish-error")).isEqualTo(new ParticipantPublishError(
                update("0052", "2026-03-07T09:04:36Z", STAGE), new Arn(STAGE), SESSION, PARTICIPANT, USER,
                Instant.parse("2026-03-07T09:05:17.089061676Z"), Optional.empty(), Optional.of("BITRATE_EXCEEDED")));
    }

    @Test
    void decode_participantReplicationStart_namesDestination() {
        assertThat(decode("stage-update/participant-replication-start")).isEqualTo(new ParticipantReplicationStart(
                update("0053", "2026-03-07T09:04:36Z", STAGE), new Arn(STAGE), SESSION, PARTICIPANT, USER,
                Instant.parse("2026-03-07T09:06:00Z"), Optional.of(OTHER_STAGE), Optional.of(OTHER_SESSION)));
    }

    @Test
    void decode_participantReplicationEnd_namesDestination() {
        assertThat(decode("stage-update/participant-replication-end")).isEqualTo(new ParticipantReplicationEnd(
                update("0057", "2026-03-07T09:14:02Z", STAGE), new Arn(STAGE), SESSION, PARTICIPANT, USER,
                Instant.parse("2026-03-07T09:14:00Z"), Optional.of(OTHER_STAGE), Optional.of(OTHER_SESSION)));
    }

    @Test
    void decode_tokenExchanged_hasBothTokens() {
        assertThat(decode("stage-update/token-exchanged")).isEqualTo(new TokenExchanged(
                update("0054", "2026-03-07T09:04:36Z", STAGE), new Arn(STAGE), SESSION, PARTICIPANT,
                Optional.of("user-42-mod"), Instant.parse("2026-03-07T09:07:00Z"),
                Optional.of(new Token(List.of("SUBSCRIBE"), Map.of("role", "viewer"), Optional.of("user-42"),
                        Optional.of(Instant.parse("2026-03-07T21:00:00Z")))),
                Optional.of(new Token(List.of("SUBSCRIBE", "PUBLISH"), Map.of("role", "moderator"),
                        Optional.of("user-42-mod"), Optional.of(Instant.parse("2026-03-07T22:00:00Z"))))));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            # event_time_precise,        event_time,            what counts
            2026-03-07T09:14:00.105000Z,  2026-03-07T09:14:00Z,  2026-03-07T09:14:00.105Z
            -,                            2026-03-07T09:14:00Z,  2026-03-07T09:14:00Z
            2026-03-07T09:14:00.105000Z,  -,                     2026-03-07T09:14:00.105Z
            -,                            -,                     2026-03-07T09:14:01Z
            """)
    void decode_stageUpdateTimes_mostPreciseCounts(@Nullable String precise, @Nullable String time, Instant counts) {
        Payload payload = Payload.of("stage-update/participant-unpublished-replica");
        payload = precise == null ? payload.without("detail.event_time_precise") : payload;
        payload = time == null ? payload.without("detail.event_time") : payload;

        assertThat(((StageUpdate) EventDecoder.decode(payload.json())).eventTime()).isEqualTo(counts);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            # replica, names its source, is one
            true,      true,             true
            true,      false,            true
            false,     true,             false
            false,     false,            false
            -,         true,             true
            -,         false,            false
            """)
    void decode_replicaFlag_countsBeforeSource(@Nullable Boolean flag, boolean source, boolean replica) {
        Payload payload = Payload.of("stage-update/participant-published-replica");
        payload = flag == null
                ? payload.without("detail.replica")
                : payload.withJson("detail.replica", flag.toString());
        payload = source
                ? payload
                : payload.without("detail.source_stage_arn").without("detail.source_session_id");

        Event event = EventDecoder.decode(payload.json());

        assertThat(((ParticipantPublished) event).replica().isPresent()).isEqualTo(replica);
    }

    private static Event decode(String name) {
        return EventDecoder.decode(Samples.json(name));
    }

    private static Envelope recording(String number, String time) {
        return Expected.ivs(Expected.id(number), "IVS Participant Recording State Change", time, STAGE);
    }

    private static Envelope composition(String number, String time) {
        return Expected.ivs(Expected.id(number), "IVS Composition State Change", time, COMPOSITION);
    }

    private static Envelope update(String number, String time, String stage) {
        return Expected.ivs(Expected.id(number), "IVS Stage Update", time, stage);
    }
}
