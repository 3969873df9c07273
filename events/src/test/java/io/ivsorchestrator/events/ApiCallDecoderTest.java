package io.ivsorchestrator.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.ApiCall.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiCallDecoderTest {
    private static final Instant TIME = Instant.parse("2026-03-07T08:59:12Z");
    private static final Caller DEPLOYER = new Caller("AssumedRole",
            Optional.of("arn:aws:sts::123456789012:assumed-role/Deployer/deployer"), Optional.of("123456789012"),
            Optional.of("arn:aws:iam::123456789012:role/Deployer"));

    @ParameterizedTest
    @CsvSource({"create-channel, 9d2f0001-aaaa-4bbb-8ccc-123456789001, CreateChannel",
        "update-channel, 9d2f0002-aaaa-4bbb-8ccc-123456789002, UpdateChannel",
        "create-stage,   9d2f0003-aaaa-4bbb-8ccc-123456789003, CreateStage",
        "update-stage,   9d2f0004-aaaa-4bbb-8ccc-123456789004, UpdateStage"})
    void decode_apiCall_saysWhoCalledWhatWhen(String name, String id, String operation) {
        ApiCall call = decode("api-call/" + name);

        assertThat(call.envelope()).isEqualTo(new Envelope(id, "AWS API Call via CloudTrail", "aws.ivs",
                "123456789012", TIME, "us-west-2", List.of()));
        assertThat(call.eventSource()).isEqualTo("ivs.amazonaws.com");
        assertThat(call.eventName()).isEqualTo(operation);
        assertThat(call.eventTime()).isEqualTo(TIME);
        assertThat(call.caller()).isEqualTo(DEPLOYER);
        assertThat(call.errorCode()).isEmpty();
        assertThat(call.errorMessage()).isEmpty();
        assertThat(call.readOnly()).isFalse();
    }

    @Test
    void decode_createChannel_hasParametersAndResponse() {
        ApiCall call = decode("api-call/create-channel");

        assertThat(call.requestParameters().orElseThrow().string("name")).contains("acme-main");
        assertThat(call.requestParameters().orElseThrow().stringMap("tags")).containsEntry("team", "live");
        assertThat(call.responseElements().orElseThrow().requireObject("channel").string("arn"))
                .contains("arn:aws:ivs:us-west-2:123456789012:channel/Kp3dQ9xTzL7m");
        assertThat(call.responseElements().orElseThrow().requireObject("channel").string("recordingConfigurationArn"))
                .contains("arn:aws:ivs:us-west-2:123456789012:recording-configuration/Pl0oK9ijU8hy");
    }

    @Test
    void decode_updateChannelDetaching_hasNoRecordingConfiguration() {
        ApiCall call = decode("api-call/update-channel");

        assertThat(call.requestParameters().orElseThrow().string("arn"))
                .contains("arn:aws:ivs:us-west-2:123456789012:channel/Kp3dQ9xTzL7m");
        assertThat(call.requestParameters().orElseThrow().string("recordingConfigurationArn")).isEmpty();
    }

    @Test
    void decode_createStage_hasRecordingConfiguration() {
        assertThat(decode("api-call/create-stage").responseElements()
                .orElseThrow()
                .requireObject("stage")
                .requireObject("autoParticipantRecordingConfiguration")
                .requireString("storageConfigurationArn"))
                .isEqualTo("arn:aws:ivs:us-west-2:123456789012:storage-configuration/Gt5fR4deW3qs");
    }

    @Test
    void decode_failedCall_hasErrorAndNoResponse() {
        ApiCall call = decode("api-call/create-channel-failed");

        assertThat(call.eventName()).isEqualTo("CreateChannel");
        assertThat(call.errorCode()).contains("ServiceQuotaExceededException");
        assertThat(call.errorMessage()).contains("Quota exceeded: channels");
        assertThat(call.requestParameters()).isPresent();
        assertThat(call.responseElements()).isEmpty();
    }

    @Test
    void decode_callByService_hasNoArn() {
        Event event = EventDecoder.decode(Payload.of("api-call/create-channel")
                .withJson("detail.userIdentity", """
                        {"type":"AWSService","invokedBy":"cloudformation.amazonaws.com"}""")
                .json());

        assertThat(((ApiCall) event).caller())
                .isEqualTo(new Caller("AWSService", Optional.empty(), Optional.empty(), Optional.empty()));
    }

    private static ApiCall decode(String name) {
        return (ApiCall) EventDecoder.decode(Samples.json(name));
    }
}
