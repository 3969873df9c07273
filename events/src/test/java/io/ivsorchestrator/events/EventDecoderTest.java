package io.ivsorchestrator.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ivsorchestrator.events.StageUpdate.Replica;
import io.ivsorchestrator.events.StageUpdate.TokenExchanged;
import io.ivsorchestrator.events.json.JsonException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for all kinds: the envelope, tolerance, and what is broken. */
class EventDecoderTest {
    private static final Map<String, Class<? extends Event>> TYPES = Map.ofEntries(
            Map.entry("channel-recording", RecordingStateChange.class),
            Map.entry("participant-recording", ParticipantRecordingStateChange.class),
            Map.entry("composition", CompositionStateChange.class), Map.entry("stage-update", StageUpdate.class),
            Map.entry("stream", StreamStateChange.class), Map.entry("stream-health", StreamHealthChange.class),
            Map.entry("limit-breach", LimitBreach.class), Map.entry("ad-break", AdBreakStateChange.class),
            Map.entry("api-call", ApiCall.class), Map.entry("s3-object", S3ObjectEvent.class),
            Map.entry("unrecognized", Unrecognized.class));

    static List<String> samples() {
        return Samples.names();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void decode_everySample_isOfItsKind(String name) {
        assertThat(EventDecoder.decode(Samples.json(name))).isInstanceOf(TYPES.get(name.split("/", 2)[0]));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void decode_bytes_giveTheSameEventAsText(String name) {
        assertThat(EventDecoder.decode(Samples.json(name).getBytes(UTF_8)))
                .isEqualTo(EventDecoder.decode(Samples.json(name)));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void decode_unknownMembers_changeNothing(String name) {
        Payload payload = Payload.of(name);
        Payload more = payload.withJson("replay-name", "\"r\"")
                .withJson("new", "[{\"a\":[null]}]")
                .withJson("detail.event_time_exact", "1e999999999")
                .withJson("detail.new", "{\"a\":{\"b\":[1,{}]}}");

        assertThat(EventDecoder.decode(more.json())).isEqualTo(EventDecoder.decode(payload.json()));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void decode_withoutVersion_isTheSame(String name) {
        assertThat(EventDecoder.decode(Payload.of(name).without("version").json()))
                .isEqualTo(EventDecoder.decode(Samples.json(name)));
    }

    // ---- optional members

    static Stream<Arguments> optionalMembers() {
        return Stream.of(
                optional("channel-recording/recording-start-failure", "recording_status_reason",
                        RecordingStateChange.class, RecordingStateChange::reason),
                optional("channel-recording/recording-end", "recording_duration_ms", RecordingStateChange.class,
                        RecordingStateChange::durationMs),
                optional("channel-recording/recording-end", "recording_session_id", RecordingStateChange.class,
                        RecordingStateChange::recordingSessionId),
                optional("channel-recording/recording-end", "channel_name", RecordingStateChange.class,
                        RecordingStateChange::channelName),
                optional("channel-recording/recording-end-failure", "recording_s3_key_prefix",
                        RecordingStateChange.class, RecordingStateChange::prefix),
                optional("channel-recording/recording-start-failure", "recording_s3_bucket_name",
                        RecordingStateChange.class, RecordingStateChange::bucket),
                optional("participant-recording/recording-end", "recording_duration_ms",
                        ParticipantRecordingStateChange.class, ParticipantRecordingStateChange::durationMs),
                optional("participant-recording/recording-end-failure", "error_code",
                        ParticipantRecordingStateChange.class, ParticipantRecordingStateChange::errorCode),
                optional("participant-recording/recording-end-failure", "reason",
                        ParticipantRecordingStateChange.class, ParticipantRecordingStateChange::reason),
                optional("composition/session-failure", "error_code", CompositionStateChange.class,
                        CompositionStateChange::errorCode),
                optional("composition/session-failure", "reason", CompositionStateChange.class,
                        CompositionStateChange::reason),
                optional("stage-update/participant-published", "user_id", StageUpdate.class, StageUpdate::userId),
                optional("stage-update/participant-publish-error", "error_code",
                        StageUpdate.ParticipantPublishError.class, StageUpdate.ParticipantPublishError::errorCode),
                optional("stage-update/participant-published-replica", "source_stage_arn",
                        StageUpdate.ParticipantPublished.class,
                        published -> published.replica().flatMap(Replica::sourceStage)),
                optional("stage-update/participant-published-replica", "source_session_id",
                        StageUpdate.ParticipantPublished.class,
                        published -> published.replica().flatMap(Replica::sourceSessionId)),
                optional("stage-update/participant-replication-end", "destination_stage_arn",
                        StageUpdate.ParticipantReplicationEnd.class,
                        StageUpdate.ParticipantReplicationEnd::destinationStage),
                optional("stage-update/participant-replication-end", "destination_session_id",
                        StageUpdate.ParticipantReplicationEnd.class,
                        StageUpdate.ParticipantReplicationEnd::destinationSessionId),
                optional("stage-update/token-exchanged", "new_token.user_id", TokenExchanged.class,
                        exchanged -> exchanged.newToken().orElseThrow().userId()),
                optional("stage-update/token-exchanged", "new_token.expiration_time", TokenExchanged.class,
                        exchanged -> exchanged.newToken().orElseThrow().expirationTime()),
                optional("stream/stream-failure", "channel_name", StreamStateChange.class,
                        StreamStateChange::channelName),
                optional("stream/stream-failure", "reason", StreamStateChange.class, StreamStateChange::reason),
                optional("stream/session-ended-multitrack", "code", StreamStateChange.class, StreamStateChange::code),
                optional("stream-health/starvation-start", "channel_name", StreamHealthChange.class,
                        StreamHealthChange::channelName),
                optional("limit-breach/ingest-bitrate", "limit_value", LimitBreach.class, LimitBreach::limitValue),
                optional("limit-breach/ingest-bitrate", "exceeded_by", LimitBreach.class, LimitBreach::exceededBy),
                optional("limit-breach/ingest-bitrate", "limit_unit", LimitBreach.class, LimitBreach::limitUnit),
                optional("limit-breach/ingest-bitrate", "channel_name", LimitBreach.class, LimitBreach::channelName),
                optional("limit-breach/ingest-bitrate", "stream_id", LimitBreach.class, LimitBreach::streamId),
                optional("ad-break/ad-break-inserted", "stream_id", AdBreakStateChange.class,
                        AdBreakStateChange::streamId),
                optional("ad-break/ad-break-inserted", "ad_break_id", AdBreakStateChange.class,
                        AdBreakStateChange::adBreakId),
                optional("ad-break/ad-break-inserted", "duration_seconds", AdBreakStateChange.class,
                        AdBreakStateChange::durationSeconds),
                optional("ad-break/ad-break-inserted", "target_start_time", AdBreakStateChange.class,
                        AdBreakStateChange::targetStartTime),
                optional("s3-object/created-versioned", "object.size", ObjectCreated.class, ObjectCreated::size),
                optional("s3-object/created-versioned", "object.etag", ObjectCreated.class, ObjectCreated::etag),
                optional("s3-object/created-versioned", "object.version-id", ObjectCreated.class,
                        ObjectCreated::versionId),
                optional("s3-object/created-versioned", "reason", ObjectCreated.class, ObjectCreated::reason),
                optional("s3-object/delete-marker-created", "object.version-id", ObjectDeleted.class,
                        ObjectDeleted::versionId),
                optional("s3-object/delete-marker-created", "reason", ObjectDeleted.class, ObjectDeleted::reason),
                optional("api-call/create-channel-failed", "errorCode", ApiCall.class, ApiCall::errorCode),
                optional("api-call/create-channel-failed", "errorMessage", ApiCall.class, ApiCall::errorMessage),
                optional("api-call/create-channel", "userIdentity.arn", ApiCall.class, call -> call.caller().arn()),
                optional("api-call/create-channel", "userIdentity.accountId", ApiCall.class,
                        call -> call.caller().accountId()),
                optional("api-call/create-channel", "userIdentity.sessionContext.sessionIssuer.arn", ApiCall.class,
                        call -> call.caller().issuerArn()));
    }

    private static <E extends Event> Arguments optional(String sample, String member, Class<E> type,
            Function<E, Object> component) {
        Function<Event, Object> read = event -> component.apply(type.cast(event));
        return Arguments.of(sample, "detail." + member, read);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("optionalMembers")
    void decode_optionalMemberMissingNullOrEmpty_isAbsent(String sample, String member,
            Function<Event, Object> component) {
        Payload payload = Payload.of(sample);

        assertThat(component.apply(EventDecoder.decode(payload.json()))).isNotIn(Optional.empty(),
                OptionalLong.empty());
        for (Payload gone : List.of(payload.without(member), payload.withJson(member, "null"),
                payload.with(member, ""))) {
            assertThat(component.apply(EventDecoder.decode(gone.json()))).isIn(Optional.empty(), OptionalLong.empty());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"detail.requestParameters", "detail.responseElements", "detail.userIdentity.sessionContext",
        "detail.userIdentity.sessionContext.sessionIssuer"})
    void decode_callWithoutObject_isStillACall(String member) {
        Payload payload = Payload.of("api-call/create-channel");

        assertThat(EventDecoder.decode(payload.without(member).json())).isInstanceOf(ApiCall.class);
        assertThat(EventDecoder.decode(payload.withJson(member, "null").json())).isInstanceOf(ApiCall.class);
    }

    @Test
    void decode_streamIdsMissingNullOrBlank_areNone() {
        Payload payload = Payload.of("channel-recording/recording-end");
        for (Payload gone : List.of(payload.without("detail.recording_session_stream_ids"),
                payload.withJson("detail.recording_session_stream_ids", "null"),
                payload.withJson("detail.recording_session_stream_ids", "[\"\",null]"))) {
            assertThat(((RecordingStateChange) EventDecoder.decode(gone.json())).streamIds()).isEmpty();
        }
    }

    @Test
    void decode_tokenWithoutMembers_isAnEmptyToken() {
        Event event = EventDecoder.decode(Payload.of("stage-update/token-exchanged")
                .withJson("detail.previous_token", "{}")
                .without("detail.new_token")
                .json());

        assertThat(((TokenExchanged) event).previousToken()).contains(
                new StageUpdate.Token(List.of(), Map.of(), Optional.empty(), Optional.empty()));
        assertThat(((TokenExchanged) event).newToken()).isEmpty();
    }

    // ---- spellings

    @ParameterizedTest
    @ValueSource(strings = {"5412000", "\"5412000\"", "5412000.0", "5.412e6"})
    void decode_numberInAnySpelling_isTheSame(String duration) {
        Event event = EventDecoder.decode(Payload.of("channel-recording/recording-end")
                .withJson("detail.recording_duration_ms", duration)
                .json());

        assertThat(event).isEqualTo(EventDecoder.decode(Samples.json("channel-recording/recording-end")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "\"true\""})
    void decode_booleanInAnySpelling_isTheSame(String replica) {
        Event event = EventDecoder.decode(Payload.of("stage-update/participant-published-replica")
                .withJson("detail.replica", replica)
                .json());

        assertThat(event).isEqualTo(EventDecoder.decode(Samples.json("stage-update/participant-published-replica")));
    }

    @ParameterizedTest
    @CsvSource({"2026-03-07T09:04:36Z, 0", "2026-03-07T09:04:36.1Z, 100000000", "2026-03-07T09:04:36.12Z, 120000000",
        "2026-03-07T09:04:36.123Z, 123000000", "2026-03-07T09:04:36.1234Z, 123400000",
        "2026-03-07T09:04:36.12345Z, 123450000", "2026-03-07T09:04:36.123456Z, 123456000",
        "2026-03-07T09:04:36.1234567Z, 123456700", "2026-03-07T09:04:36.12345678Z, 123456780",
        "2026-03-07T09:04:36.123456789Z, 123456789", "2026-03-07T10:04:36.5+01:00, 500000000"})
    void decode_timeOfAnyPrecision_isRead(String time, int nanos) {
        Instant expected = Instant.parse("2026-03-07T09:04:36Z").plusNanos(nanos);

        assertThat(EventDecoder.decode(Payload.of("stream/stream-start").with("time", time).json()).envelope().time())
                .isEqualTo(expected);
        Event update = EventDecoder.decode(Payload.of("stage-update/participant-publish-error")
                .with("detail.event_time", time)
                .json());
        assertThat(((StageUpdate) update).eventTime()).isEqualTo(expected);
    }

    // ---- resources

    @Test
    void decode_regionOtherThanTheArns_isAccepted() {
        Event event = EventDecoder.decode(Payload.of("stream/stream-start").with("region", "us-east-1").json());

        assertThat(event.envelope().region()).isEqualTo("us-east-1");
        assertThat(((StreamStateChange) event).channel().region()).isEqualTo("us-west-2");
    }

    @Test
    void decode_otherPartition_isAccepted() {
        String arn = "arn:aws-cn:ivs:cn-north-1:123456789012:channel/Kp3dQ9xTzL7m";
        Event event = EventDecoder.decode(Payload.of("stream/stream-start").with("resources.0", arn).json());

        assertThat(((StreamStateChange) event).channel()).isEqualTo(new Arn(arn));
    }

    @Test
    void decode_otherResourcesBesideTheChannel_areKeptAndPassedOver() {
        String channel = "arn:aws:ivs:us-west-2:123456789012:channel/Kp3dQ9xTzL7m";
        String configuration = "arn:aws:ivs:us-west-2:123456789012:recording-configuration/Pl0oK9ijU8hy";
        Event event = EventDecoder.decode(Payload.of("stream/stream-start")
                .withJson("resources", "[\"odd\",\"\",null,\"" + configuration + "\",\"" + channel + "\"]")
                .json());

        assertThat(event.envelope().resources()).containsExactly("odd", configuration, channel);
        assertThat(((StreamStateChange) event).channel()).isEqualTo(new Arn(channel));
    }

    @ParameterizedTest
    @ValueSource(strings = {"api-call/create-channel", "s3-object/created",
        "unrecognized/publisher-recording-state-change"})
    void decode_oddResourcesWhereNoneIsNeeded_areAccepted(String name) {
        Event event = EventDecoder.decode(Payload.of(name).withJson("resources", "[\"odd\"]").json());

        assertThat(event).isInstanceOf(TYPES.get(name.split("/", 2)[0]));
        assertThat(event.envelope().resources()).containsExactly("odd");
    }

    @Test
    void decode_accountLimitWithoutResources_isAccepted() {
        Event event = EventDecoder.decode(Payload.of("limit-breach/concurrent-viewers").without("resources").json());

        assertThat(((LimitBreach) event).channel()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            channel-recording/recording-start,     channel,     arn:aws:ivs:us-west-2:123456789012:stage/Wq8rT2yUi5Oa
            channel-recording/recording-end,       channel,     arn:aws:ivs:us-west-2:123456a7-ab1c-2d34-1a2b3c4d5678
            stream/stream-start,                   channel,     arn:aws:ivs:us-west-2:123456789012:channel/
            stream-health/starvation-start,        channel,     arn:aws:ivs:us-west-2:123456789012:channel
            limit-breach/ingest-bitrate,           channel,     acme-main
            ad-break/ad-break-inserted,            channel,     arn::ivs:us-west-2:123456789012:channel/Kp3dQ9xTzL7m
            participant-recording/recording-start, stage,       arn:aws:medialive:us-west-2:123456789012:stage/x
            stage-update/participant-published,    stage,       arn:aws:ivs:us-west-2:123456789012:channel/Kp3dQ9xTzL7m
            composition/session-start,             composition, arn:aws:ivs:us-west-2:123456789012:stage/Wq8rT2yUi5Oa
            """)
    void decode_resourceIsNot_namesItAndWhatItMustBe(String sample, String type, String arn) {
        assertBroken(Payload.of(sample).with("resources.0", arn).json(), "$.resources[0]",
                "must be the ARN of a " + type + ", arn:aws:ivs:<region>:<account>:" + type + "/<id>, is " + arn);
    }

    @ParameterizedTest
    @CsvSource({"channel-recording/recording-start, channel", "stream/stream-start, channel",
        "stream-health/starvation-start, channel", "ad-break/ad-break-inserted, channel",
        "participant-recording/recording-start, stage", "stage-update/token-exchanged, stage",
        "composition/destination-end, composition"})
    void decode_noResource_isBroken(String sample, String type) {
        String problem = "must be the ARN of a " + type + ", arn:aws:ivs:<region>:<account>:" + type
                + "/<id>, is nothing";

        assertBroken(Payload.of(sample).withJson("resources", "[]").json(), "$.resources", problem);
        assertBroken(Payload.of(sample).without("resources").json(), "$.resources", problem);
    }

    @Test
    void decode_malformedStageArnOfComposition_isBroken() {
        assertBroken(Payload.of("composition/session-start").with("detail.stage_arn", "Wq8rT2yUi5Oa").json(),
                "$.detail.stage_arn",
                "must be the ARN of a stage, arn:aws:ivs:<region>:<account>:stage/<id>, is Wq8rT2yUi5Oa");
    }

    // ---- unrecognized

    @ParameterizedTest
    @CsvSource({"channel-recording/recording-start, recording_status",
        "participant-recording/recording-start, event_name",
        "composition/session-start, event_name", "stage-update/participant-published, event_name",
        "stream/stream-start, event_name", "stream-health/starvation-start, event_name",
        "ad-break/ad-break-inserted, event_name", "s3-object/deleted, deletion-type",
        "api-call/create-stage, eventSource"})
    void decode_unknownDiscriminator_isUnrecognizedByName(String sample, String member) {
        for (String unknown : List.of("Recording Paused", "recording start")) {
            Payload payload = Payload.of(sample).with("detail." + member, unknown);

            assertThat(EventDecoder.decode(payload.json())).isInstanceOfSatisfying(Unrecognized.class, event -> {
                assertThat(event.discriminator()).isEqualTo(unknown);
                assertThat(event.envelope()).isEqualTo(EventDecoder.decode(Samples.json(sample)).envelope());
            });
        }
    }

    @Test
    void decode_publisherRecordingStateChange_isUnrecognized() {
        String stage = "arn:aws:ivs:us-west-2:123456789012:stage/Wq8rT2yUi5Oa";

        assertThat(EventDecoder.decode(Samples.json("unrecognized/publisher-recording-state-change"))).isEqualTo(
                new Unrecognized(Expected.ivs("7c1e0060-5b1a-4f0e-9a77-2d9f0c3b0060",
                        "IVS Publisher Recording State Change", "2026-03-07T09:04:36Z", stage), ""));
    }

    @Test
    void decode_unknownDetailType_isUnrecognizedWhateverItsDetail() {
        for (String sample : List.of("stream/stream-start", "s3-object/created")) {
            Payload payload = Payload.of(sample).with("detail-type", "Something New");

            assertThat(EventDecoder.decode(payload.json())).isInstanceOf(Unrecognized.class);
            assertThat(EventDecoder.decode(payload.withJson("detail", "[1]").json())).isInstanceOf(Unrecognized.class);
            assertThat(EventDecoder.decode(payload.without("detail").json())).isInstanceOf(Unrecognized.class);
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void decode_knownDetailTypeOfForeignSource_isUnrecognized(String name) {
        for (String source : List.of("acme.ivs", "aws.ivschat", "aws.apigateway", "AWS.IVS", "aws.s3 ")) {
            Payload payload = Payload.of(name).with("source", source);

            assertThat(EventDecoder.decode(payload.json())).isInstanceOf(Unrecognized.class);
        }
    }

    @Test
    void decode_detailTypeOfAnotherKnownSource_isUnrecognized() {
        assertThat(EventDecoder.decode(Payload.of("stream/stream-start").with("source", "aws.s3").json()))
                .isInstanceOf(Unrecognized.class);
        assertThat(EventDecoder.decode(Payload.of("api-call/create-stage").with("source", "aws.s3").json()))
                .isInstanceOf(Unrecognized.class);
        assertThat(EventDecoder.decode(Payload.of("s3-object/created").with("source", "aws.ivs").json()))
                .isInstanceOf(Unrecognized.class);
    }

    // ---- broken

    @ParameterizedTest
    @CsvSource(textBlock = """
            channel-recording/recording-start,         id
            channel-recording/recording-start,         detail-type
            channel-recording/recording-start,         source
            channel-recording/recording-start,         account
            channel-recording/recording-start,         time
            channel-recording/recording-start,         region
            unrecognized/publisher-recording-state-change, time
            channel-recording/recording-start,         detail.recording_status
            channel-recording/recording-start,         detail.recording_s3_bucket_name
            channel-recording/recording-start,         detail.recording_s3_key_prefix
            channel-recording/recording-end,           detail.recording_s3_key_prefix
            channel-recording/recording-start-failure, detail.stream_id
            participant-recording/recording-start,     detail.event_name
            participant-recording/recording-end,       detail.session_id
            participant-recording/recording-end,       detail.participant_id
            participant-recording/recording-end,       detail.recording_s3_bucket_name
            participant-recording/recording-start-failure, detail.recording_s3_key_prefix
            composition/session-start,                 detail.event_name
            composition/session-start,                 detail.stage_arn
            composition/destination-start,             detail.id
            composition/destination-end,               detail.id
            composition/destination-reconnecting,      detail.id
            composition/destination-failure,           detail.id
            stage-update/participant-published,        detail.event_name
            stage-update/participant-published,        detail.session_id
            stage-update/participant-unpublished,      detail.participant_id
            stream/stream-start,                       detail.event_name
            stream/stream-end,                         detail.stream_id
            stream-health/starvation-end,              detail.event_name
            stream-health/starvation-end,              detail.stream_id
            limit-breach/concurrent-viewers,           detail.limit_name
            ad-break/ad-break-inserted,                detail.event_name
            s3-object/created,                         detail.bucket.name
            s3-object/created,                         detail.object.key
            s3-object/created,                         detail.object.sequencer
            s3-object/deleted,                         detail.bucket.name
            s3-object/deleted,                         detail.object.key
            s3-object/deleted,                         detail.object.sequencer
            s3-object/deleted,                         detail.deletion-type
            api-call/create-stage,                     detail.eventSource
            api-call/create-stage,                     detail.eventName
            api-call/create-stage,                     detail.eventTime
            api-call/create-stage,                     detail.userIdentity.type
            """)
    void decode_requiredMemberMissingNullOrEmpty_isBrokenThere(String sample, String member) {
        Payload payload = Payload.of(sample);
        for (Payload gone : List.of(payload.without(member), payload.withJson(member, "null"),
                payload.with(member, ""))) {
            assertBroken(gone.json(), "$." + member, "is missing or empty, must be given");
        }
    }

    @ParameterizedTest
    @CsvSource({"stream/stream-start, detail", "channel-recording/recording-start, detail",
        "limit-breach/ingest-bitrate, detail",
        "s3-object/created, detail", "s3-object/created, detail.bucket", "s3-object/deleted, detail.object",
        "api-call/create-stage, detail", "api-call/create-stage, detail.userIdentity"})
    void decode_requiredObjectMissingOrNoObject_isBrokenThere(String sample, String member) {
        Payload payload = Payload.of(sample);

        assertBroken(payload.without(member).json(), "$." + member, "is missing or empty, must be given");
        assertBroken(payload.withJson(member, "[]").json(), "$." + member, "must be an object");
        assertBroken(payload.with(member, "x").json(), "$." + member, "must be an object");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            stream/stream-start, time, `"yesterday"`, `must be a time such as 2026-03-07T09:04:36Z, is "yesterday"`
            stream/stream-start, time, 1772874276, `must be a time such as 2026-03-07T09:04:36Z, is "1772874276"`
            stream/stream-start, time, `"+12026-03-07T09:04:36Z"`, \
            `must be a time such as 2026-03-07T09:04:36Z, is "+12026-03-07T09:04:36Z"`
            stream/stream-start, source, `{}`, must be text
            stream/stream-start, resources, `"x"`, must be an array
            stream/stream-start, detail.stream_id, `["st-1A2b3C4d5E6f7G8h9I0jKlM"]`, must be text
            channel-recording/recording-start, detail.recording_status, `{}`, must be text
            channel-recording/recording-end, detail.recording_duration_ms, `"long"`, `must be a whole number, is "long"`
            channel-recording/recording-end, detail.recording_duration_ms, 1.5, `must be a whole number, is "1.5"`
            channel-recording/recording-end, detail.recording_duration_ms, -1, `must not be negative, is -1`
            channel-recording/recording-end, detail.recording_duration_ms, 1e999999999, \
            `must be a whole number, is "1e999999999"`
            channel-recording/recording-end, detail.recording_duration_ms, 9223372036854775808, \
            `must be a whole number, is "9223372036854775808"`
            channel-recording/recording-end, detail.recording_session_stream_ids, `"st-1"`, must be an array
            participant-recording/recording-end, detail.recording_duration_ms, -5, `must not be negative, is -5`
            stage-update/participant-published, detail.replica, `"yes"`, `must be true or false, is "yes"`
            stage-update/participant-published, detail.event_time_precise, 5, \
            `must be a time such as 2026-03-07T09:04:36Z, is "5"`
            stage-update/token-exchanged, detail.new_token, `"PUBLISH"`, must be an object
            s3-object/created, detail.object.size, -1, `must not be negative, is -1`
            api-call/create-stage, detail.responseElements, `[]`, must be an object
            """)
    void decode_memberOfWrongType_isBrokenThere(String sample, String member, String json, String problem) {
        assertBroken(Payload.of(sample).withJson(member, json).json(), "$." + member, problem);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            channel-recording/recording-end, detail.recording_session_stream_ids.1, \
            `$.detail.recording_session_stream_ids[1]`
            stream/stream-start,             resources.0,                           `$.resources[0]`
            stage-update/token-exchanged,    detail.new_token.capabilities.1,       `$.detail.new_token.capabilities[1]`
            stage-update/token-exchanged,    detail.new_token.attributes.role,      `$.detail.new_token.attributes.role`
            """)
    void decode_nestedValueOfWrongType_isBrokenThere(String sample, String path, String jsonPath) {
        assertBroken(Payload.of(sample).withJson(path, "{}").json(), jsonPath, "must be text");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "null", "[]", "\"text\"", "12"})
    void decode_noObject_isBroken(String json) {
        assertBroken(json, "$", "must be a JSON object");
        assertThatExceptionOfType(JsonException.class).isThrownBy(() -> EventDecoder.decode(json.getBytes(UTF_8)))
                .withMessage("$: must be a JSON object");
    }

    @Test
    void decode_moreThanOneEvent_isBroken() {
        String json = Samples.json("stream/stream-start");

        assertBroken(json + json, "$", "is followed by more text after the JSON object");
    }

    private static void assertBroken(String json, String path, String problem) {
        assertThatExceptionOfType(JsonException.class).isThrownBy(() -> EventDecoder.decode(json))
                .satisfies(broken -> {
                    assertThat(broken.path()).isEqualTo(path);
                    assertThat(broken.problem()).isEqualTo(problem);
                    assertThat(broken).hasMessage(path + ": " + problem);
                });
    }
}
