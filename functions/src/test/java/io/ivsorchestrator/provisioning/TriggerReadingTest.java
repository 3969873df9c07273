package io.ivsorchestrator.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.Arn;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Events as in the IVS guides and the CloudTrail user guide. */
class TriggerReadingTest {
    private static final String ROLE = "arn:aws:iam::123456789012:role/Provisioning";
    private static final Instant CALLED = Instant.parse("2026-03-07T08:59:12Z");
    private static final Arn CHANNEL = new Arn("arn:aws:ivs:us-west-2:123456789012:channel/Kp3dQ9xTzL7m");
    private static final Arn STAGE = new Arn("arn:aws:ivs:us-west-2:123456789012:stage/Wq8rT2yUi5Oa");

    private static Trigger read(String event, Duration later) {
        return new TriggerReading(new Place("123456789012", "us-west-2"), Set.of(ROLE), "/ivs/policy",
                () -> CALLED.plus(later)).read(event);
    }

    private static Trigger read(String event) {
        return read(event, Duration.ofSeconds(20));
    }

    private static String call(String operation, String request, String response) {
        return """
                {"version":"0","id":"9d2f0001-aaaa-4bbb-8ccc-123456789001","detail-type":"AWS API Call via CloudTrail",
                 "source":"aws.ivs","account":"123456789012","time":"2026-03-07T08:59:12Z","region":"us-west-2",
                 "resources":[],"detail":{"eventVersion":"1.08",
                 "userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::123456789012:assumed-role/Deployer/deployer",
                  "accountId":"123456789012","sessionContext":{"sessionIssuer":{"type":"Role",
                  "arn":"arn:aws:iam::123456789012:role/Deployer"}}},
                 "eventTime":"2026-03-07T08:59:12Z","eventSource":"ivs.amazonaws.com","eventName":"%s",
                 "requestParameters":%s,"responseElements":%s,"readOnly":false}}""".formatted(operation, request,
                response);
    }

    private static String channel(String more) {
        return """
                {"channel":{"arn":"%s","name":"acme-main","recordingConfigurationArn":""%s}}""".formatted(CHANNEL,
                more);
    }

    @Test
    void aFreshCreation_tellsAllThatThereIsToKnow() {
        assertThat(read(call("CreateChannel", "{\"tags\":{\"team\":\"live\"}}", channel(""))))
                .isEqualTo(new Trigger.Seen(new Resource.OfChannel(CHANNEL, "acme-main", Map.of("team", "live"),
                        Optional.empty())));
        assertThat(read(call("CreateChannel", "null", channel(",\"tags\":{\"a\":\"b\"}"))))
                .isEqualTo(new Trigger.Seen(new Resource.OfChannel(CHANNEL, "acme-main", Map.of("a", "b"),
                        Optional.empty())));
    }

    @Test
    void aStage_isReadWithItsRecording() {
        assertThat(read(call("CreateStage", "{}", """
                {"stage":{"arn":"%s","name":"s","autoParticipantRecordingConfiguration":{
                  "storageConfigurationArn":"arn:aws:ivs:us-west-2:123456789012:storage-configuration/Gt5fR4deW3qs",
                  "mediaTypes":["AUDIO_VIDEO"],"recordingReconnectWindowSeconds":60,
                  "hlsConfiguration":{"targetSegmentDurationSeconds":6},"recordParticipantReplicas":true}}}"""
                .formatted(STAGE)))).isInstanceOfSatisfying(Trigger.Seen.class, seen -> {
                    assertThat(seen.resource().configuration()).isPresent();
                    assertThat(((Resource.OfStage) seen.resource()).recording().segmentSeconds()).hasValue(6);
                });
    }

    @Test
    void anOldEvent_orOneWithoutTagsOfAnUpdate_isOnlyAReasonToLook() {
        Trigger look = new Trigger.LookAt(java.util.List.of(CHANNEL), true);

        assertThat(read(call("CreateChannel", "{}", channel("")), Duration.ofMinutes(2))).isEqualTo(look);
        assertThat(read(call("UpdateChannel", "{}", channel("")))).isEqualTo(look);
        assertThat(read(call("CreateChannel", "{\"tags\":\"HIDDEN_DUE_TO_SECURITY_REASONS\"}", channel(""))))
                .isEqualTo(look);
    }

    @Test
    void theEmptyArnAndTheSamplesNone_meanOff() {
        assertThat(read(call("UpdateChannel", "{}", channel(",\"tags\":{}").replace(
                "\"recordingConfigurationArn\":\"\"", "\"recordingConfigurationArn\":\"none\""))))
                .isInstanceOfSatisfying(Trigger.Seen.class,
                        seen -> assertThat(seen.resource().configuration()).isEmpty());
    }

    @Test
    void tags_areAReasonToLook() {
        assertThat(read(call("TagResource", "{\"resourceArn\":\"%s\",\"tags\":{}}".formatted(STAGE), "null")))
                .isEqualTo(new Trigger.LookAt(java.util.List.of(STAGE), true));
        assertThat(read(call("UntagResource",
                "{\"resourceArn\":\"arn:aws:ivs:us-west-2:123456789012:composition/x\"}", "null")))
                .isInstanceOf(Trigger.Ignored.class);
    }

    @Test
    void configurations_areForgotten() {
        assertThat(read(call("DeleteRecordingConfiguration", "{}", "null")))
                .isEqualTo(new Trigger.ConfigurationsChanged(ResourceKind.CHANNEL));
        assertThat(read(call("CreateStorageConfiguration", "{}", "{}")))
                .isEqualTo(new Trigger.ConfigurationsChanged(ResourceKind.STAGE));
    }

    @Test
    void ourOwnCalls_refusedCallsAndReadingCalls_areIgnored() {
        String own = call("CreateChannel", "{}", channel("")).replace("arn:aws:iam::123456789012:role/Deployer", ROLE);
        String refused = call("CreateChannel", "{}", "null").replace("\"readOnly\"",
                "\"errorCode\":\"AccessDenied\",\"readOnly\"");

        assertThat(read(own)).isEqualTo(new Trigger.Ignored("our own call"));
        assertThat(read(refused)).isInstanceOf(Trigger.Ignored.class);
        assertThat(read(call("GetChannel", "{}", "null"))).isInstanceOf(Trigger.Ignored.class);
    }

    @Test
    void whatIsNotOfOurAccountOrOfNoAwsService_isUnusable() {
        String event = call("CreateChannel", "{}", channel(""));

        assertThat(read(event.replace("\"account\":\"123456789012\"", "\"account\":\"210987654321\"")))
                .isInstanceOf(Trigger.Unusable.class);
        assertThat(read(event.replace("\"aws.ivs\"", "\"my.ivs\""))).isInstanceOf(Trigger.Unusable.class);
        assertThat(read("[]")).isInstanceOf(Trigger.Unusable.class);
        assertThat(read(call("CreateChannel", "{}", "{}"))).isInstanceOf(Trigger.Unusable.class);
    }

    @Test
    void messages_readBackAsTheyWereWritten() {
        for (ProvisioningMessage message : java.util.List.of(new ProvisioningMessage.Sweep(),
                new ProvisioningMessage.Detach(), new ProvisioningMessage.Resume(),
                new ProvisioningMessage.Check(java.util.List.of(CHANNEL, STAGE), 3),
                new ProvisioningMessage.GoOn(ResourceKind.STAGE, "id", 7, false, Optional.of("token"),
                        java.util.List.of(STAGE)),
                new ProvisioningMessage.GoOn(ResourceKind.CHANNEL, "id", 1, true, Optional.empty(),
                        java.util.List.of()))) {
            assertThat(read(message.text())).isEqualTo(new Trigger.Told(message));
        }
        assertThat(read(ProvisioningMessage.SWEEP)).isEqualTo(new Trigger.Told(new ProvisioningMessage.Sweep()));
    }
}
