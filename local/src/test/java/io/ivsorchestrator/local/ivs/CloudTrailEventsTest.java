package io.ivsorchestrator.local.ivs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ivsorchestrator.local.ivs.account.Ids;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ivs.model.CreateChannelResponse;
import software.amazon.awssdk.services.ivs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.ivsrealtime.model.ParticipantToken;
import software.amazon.awssdk.services.ivsrealtime.model.ParticipantTokenConfiguration;

class CloudTrailEventsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final EmulatorForTests emulator = EmulatorForTests.start();
    private final List<String> told = new ArrayList<>();

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void aCallIsToldInTheEnvelopeOfEventBridgeWithoutResources() {
        emulator.channel("acme-main");

        JsonNode event = lastCall();

        assertThat(event.properties()).extracting(Map.Entry::getKey)
                .containsExactly("version", "id", "detail-type", "source", "account", "time", "region", "resources",
                        "detail");
        assertThat(event.get("detail-type").textValue()).isEqualTo("AWS API Call via CloudTrail");
        assertThat(event.get("source").textValue()).isEqualTo("aws.ivs");
        assertThat(event.get("account").textValue()).isEqualTo(EmulatorForTests.ACCOUNT);
        assertThat(event.get("region").textValue()).isEqualTo(EmulatorForTests.REGION);
        assertThat(event.get("time").textValue()).isEqualTo("2026-03-07T09:00:00Z");
        assertThat(event.get("resources")).isEmpty();
    }

    @Test
    void aCallIsToldWithTheMembersOfACloudTrailRecord() {
        emulator.channel("acme-main");

        JsonNode detail = lastCall().get("detail");

        assertThat(detail.properties()).extracting(Map.Entry::getKey)
                .containsExactly("eventVersion", "userIdentity", "eventTime", "eventSource", "eventName", "awsRegion",
                        "sourceIPAddress", "userAgent", "requestParameters", "responseElements", "requestID",
                        "eventID", "readOnly", "eventType", "managementEvent", "eventCategory", "recipientAccountId");
        assertThat(detail.get("eventSource").textValue()).isEqualTo("ivs.amazonaws.com");
        assertThat(detail.get("eventName").textValue()).isEqualTo("CreateChannel");
        assertThat(detail.get("eventTime").textValue()).isEqualTo("2026-03-07T09:00:00Z");
        assertThat(detail.get("requestID").textValue()).isEqualTo(emulator.calls.getLast().requestId());
        assertThat(detail.get("readOnly").booleanValue()).isFalse();
        assertThat(detail.get("recipientAccountId").textValue()).isEqualTo(EmulatorForTests.ACCOUNT);
        assertThat(detail.at("/userIdentity/sessionContext/sessionIssuer/arn").textValue())
                .isEqualTo("arn:aws:iam::123456789012:role/Emulator");
    }

    @Test
    void parametersAndResponseHaveTheMemberNamesOfTheApi() {
        String recording = emulator.recordingConfiguration();
        CreateChannelResponse created = emulator.ivs.createChannel(
                request -> request.name("acme-main").recordingConfigurationArn(recording));

        JsonNode detail = lastCall().get("detail");

        assertThat(detail.at("/requestParameters/recordingConfigurationArn").textValue()).isEqualTo(recording);
        assertThat(detail.at("/responseElements/channel/arn").textValue()).isEqualTo(created.channel().arn());
        assertThat(detail.at("/responseElements/channel/latencyMode").textValue()).isEqualTo("LOW");
        assertThat(detail.at("/responseElements/streamKey/arn").textValue()).isEqualTo(created.streamKey().arn());
    }

    @Test
    void theStreamKeyAndThePassphraseOfAChannelAreLeftOut() {
        CreateChannelResponse created = emulator.ivs.createChannel(request -> request.name("acme-main"));

        lastCall();

        assertThat(created.streamKey().value()).isNotEmpty();
        assertThat(told).singleElement()
                .asString()
                .doesNotContain(created.streamKey().value())
                .doesNotContain(created.channel().srt().passphrase())
                .contains(created.channel().srt().endpoint());
    }

    @Test
    void theTokensOfParticipantsAreLeftOut() {
        var created = emulator.realTime.createStage(
                request -> request.participantTokenConfigurations(
                        ParticipantTokenConfiguration.builder().userId("alice").build()));
        lastCall();
        ParticipantToken later = emulator.realTime
                .createParticipantToken(request -> request.stageArn(created.stage().arn()).userId("bob"))
                .participantToken();
        lastCall();

        assertThat(told).hasSize(2).allSatisfy(event -> assertThat(event)
                .doesNotContain(created.participantTokens().getFirst().token())
                .doesNotContain(later.token()));
        assertThat(told.getFirst()).contains(created.participantTokens().getFirst().participantId());
        assertThat(told.getLast()).contains(later.participantId());
    }

    @Test
    void aRefusedCallCarriesTheErrorAndNoResponse() {
        String missing = "arn:aws:ivs:eu-west-1:123456789012:channel/abcdefghijkl";
        assertThatThrownBy(() -> emulator.ivs.deleteChannel(request -> request.arn(missing)))
                .isInstanceOf(ResourceNotFoundException.class);

        JsonNode detail = lastCall().get("detail");

        assertThat(detail.get("errorCode").textValue()).isEqualTo("ResourceNotFoundException");
        assertThat(detail.get("errorMessage").textValue()).contains(missing);
        assertThat(detail.at("/requestParameters/arn").textValue()).isEqualTo(missing);
        assertThat(detail.get("responseElements").isNull()).isTrue();
    }

    @Test
    void aCallThatOnlyReadsIsReadOnlyAndHasNoResponse() {
        emulator.ivs.listChannels(request -> request.filterByName("acme-main"));

        JsonNode detail = lastCall().get("detail");

        assertThat(detail.get("readOnly").booleanValue()).isTrue();
        assertThat(detail.at("/requestParameters/filterByName").textValue()).isEqualTo("acme-main");
        assertThat(detail.get("responseElements").isNull()).isTrue();
    }

    @Test
    void whatIsEmptyIsNull() {
        String channel = emulator.channel("acme-main");
        emulator.ivs.deleteChannel(request -> request.arn(channel));

        assertThat(lastCall().at("/detail/responseElements").isNull()).isTrue();
    }

    @Test
    void theCallerStillGetsTheSecrets() {
        emulator.channel("acme-main");

        lastCall();

        assertThat(emulator.calls.getLast().outcome().toString()).contains("sk_eu-west-1_").contains("passphrase");
    }

    /** The event that the last call becomes. */
    private JsonNode lastCall() {
        new CloudTrailEvents(EmulatorForTests.settings(), new Ids(new SplittableRandom(7)), told::add)
                .accept(emulator.calls.getLast());
        try {
            return JSON.readTree(told.getLast());
        } catch (JsonProcessingException unreadable) {
            throw new AssertionError(unreadable);
        }
    }
}
