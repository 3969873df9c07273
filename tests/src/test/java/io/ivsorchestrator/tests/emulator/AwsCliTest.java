package io.ivsorchestrator.tests.emulator;

import static io.ivsorchestrator.tests.emulator.EmulatorUnderTest.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ivsorchestrator.local.ivs.model.ServiceModel;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/**
 * Every operation of both APIs by the AWS CLI, each kind of error that it can get, and that none is left out. Skipped where the CLI
 * is not installed. Starting it takes longer than the call, so a few stories go on side by side.
 */
class AwsCliTest {
    private static final String NOWHERE = "arn:aws:ivs:us-west-2:123456789012:";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final EmulatorUnderTest emulator = new EmulatorUnderTest();
    private final Set<String> succeeded = new ConcurrentSkipListSet<>();
    private final AwsCli ivs = new AwsCli(emulator.service.endpoint(), "ivs", succeeded);
    private final AwsCli realTime = new AwsCli(emulator.service.endpoint(), "ivs-realtime", succeeded);

    @Test
    void everyOperation_isDrivenByTheCli() {
        try (emulator) {
            assumeTrue(AwsCli.installed(), "the AWS CLI is not installed");
            try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
                List.<Runnable>of(this::recordingConfigurations, this::channels, this::stages, this::compositions)
                        .stream().map(story -> CompletableFuture.runAsync(story, threads)).toList()
                        .forEach(CompletableFuture::join);
            }

            assertThat(succeeded).containsAll(ServiceModel.readAll().values().stream()
                    .flatMap(model -> model.operations().keySet().stream()).toList());
        }
    }

    private void recordingConfigurations() {
        String destination = "s3={bucketName=" + BUCKET + "}";
        String arn = arn(ivs.call("create-recording-configuration", "--destination-configuration", destination),
                "recordingConfiguration");
        assertThat(ivs.call("get-recording-configuration", "--arn", arn).at("/recordingConfiguration/state").asText())
                .isEqualTo("CREATING");
        assertThat(ivs.call("list-recording-configurations").at("/recordingConfigurations")).hasSize(1);
        String channel = arn(ivs.call("create-channel", "--recording-configuration-arn", arn), "channel");
        ivs.refused("ConflictException", "delete-recording-configuration", "--arn", arn);
        ivs.call("update-channel", "--arn", channel, "--recording-configuration-arn", "");
        ivs.call("delete-recording-configuration", "--arn", arn);
        ivs.refused("ResourceNotFoundException", "get-recording-configuration", "--arn", arn);
        ivs.refused("ValidationException", "create-recording-configuration", "--destination-configuration",
                "s3={bucketName=no-such-bucket}");
    }

    private void channels() {
        String arn = arn(ivs.call("create-channel", "--name", "acme-main", "--tags", "team=live"), "channel");
        ivs.call("tag-resource", "--resource-arn", arn, "--tags", "tier=gold");
        ivs.call("untag-resource", "--resource-arn", arn, "--tag-keys", "team");
        assertThat(ivs.call("list-tags-for-resource", "--resource-arn", arn).at("/tags"))
                .isEqualTo(JSON.valueToTree(Map.of("tier", "gold")));
        assertThat(ivs.call("get-channel", "--arn", arn).at("/channel/name").asText()).isEqualTo("acme-main");
        assertThat(ivs.call("batch-get-channel", "--arns", arn).at("/channels")).hasSize(1);
        assertThat(ivs.call("list-channels", "--filter-by-name", "acme-main").at("/channels")).hasSize(1);
        ivs.refused("ConflictException", "list-channels", "--filter-by-name", "x",
                "--filter-by-recording-configuration-arn", NOWHERE + "recording-configuration/abcdefghijkl");
        ivs.refused("ChannelNotBroadcasting", "get-stream", "--channel-arn", arn);
        emulator.say("start-stream channel=" + arn);
        assertThat(ivs.call("get-stream", "--channel-arn", arn).at("/stream/state").asText()).isEqualTo("LIVE");
        assertThat(ivs.call("list-streams").at("/streams")).hasSize(1);
        assertThat(ivs.call("list-stream-sessions", "--channel-arn", arn).at("/streamSessions")).hasSize(1);
        ivs.call("get-stream-session", "--channel-arn", arn);
        ivs.refused("ConflictException", "delete-channel", "--arn", arn);
        ivs.call("stop-stream", "--channel-arn", arn);
        ivs.call("delete-channel", "--arn", arn);
        ivs.refused("ValidationException", "create-channel", "--name", "no spaces");
    }

    private void stages() {
        String arn = arn(realTime.call("create-stage", "--name", "room"), "stage");
        realTime.call("update-stage", "--arn", arn, "--name", "other-room");
        assertThat(realTime.call("get-stage", "--arn", arn).at("/stage/name").asText()).isEqualTo("other-room");
        realTime.call("list-stages");
        String participant = realTime.call("create-participant-token", "--stage-arn", arn, "--user-id", "alice")
                .at("/participantToken/participantId").asText();
        String session = emulator.say("join stage=" + arn + " participant=" + participant).get("sessionId").asText();
        assertThat(realTime.call("get-participant", "--stage-arn", arn, "--session-id", session, "--participant-id",
                participant).at("/participant/userId").asText()).isEqualTo("alice");
        assertThat(realTime.call("list-participants", "--stage-arn", arn, "--session-id", session)
                .at("/participants")).hasSize(1);
        assertThat(realTime.call("list-participant-events", "--stage-arn", arn, "--session-id", session,
                "--participant-id", participant).at("/events/0/name").asText()).isEqualTo("JOINED");
        realTime.call("get-stage-session", "--stage-arn", arn, "--session-id", session);
        assertThat(realTime.call("list-stage-sessions", "--stage-arn", arn).at("/stageSessions")).hasSize(1);
        realTime.call("disconnect-participant", "--stage-arn", arn, "--participant-id", participant);
        realTime.refused("ValidationException", "list-participants", "--stage-arn", arn, "--session-id", session,
                "--filter-by-user-id", "alice", "--filter-by-published");
        realTime.call("delete-stage", "--arn", arn);
        realTime.refused("ResourceNotFoundException", "get-stage", "--arn", arn);
    }

    private void compositions() {
        String storage = arn(realTime.call("create-storage-configuration", "--s3", "bucketName=" + BUCKET),
                "storageConfiguration");
        realTime.call("get-storage-configuration", "--arn", storage);
        realTime.call("list-storage-configurations");
        String encoder = arn(realTime.call("create-encoder-configuration", "--tags", "a=1"), "encoderConfiguration");
        realTime.call("get-encoder-configuration", "--arn", encoder);
        realTime.call("list-encoder-configurations");
        String stage = arn(realTime.call("create-stage"), "stage");
        String composition = arn(realTime.call("start-composition", "--stage-arn", stage, "--destinations",
                "s3={storageConfigurationArn=" + storage + ",encoderConfigurationArns=[" + encoder + "]}"),
                "composition");
        assertThat(realTime.call("get-composition", "--arn", composition)
                .at("/composition/destinations/0/detail/s3/recordingPrefix").asText()).endsWith("/composite");
        assertThat(realTime.call("list-compositions", "--filter-by-stage-arn", stage).at("/compositions")).hasSize(1);
        realTime.refused("ConflictException", "delete-storage-configuration", "--arn", storage);
        realTime.call("stop-composition", "--arn", composition);
        emulator.say("clock by=10s");
        realTime.call("delete-encoder-configuration", "--arn", encoder);
        realTime.call("delete-storage-configuration", "--arn", storage);
        realTime.refused("ResourceNotFoundException", "create-storage-configuration", "--s3", "bucketName=nowhere");
    }

    @Test
    void errorsOfTheServiceItself_reachTheCli() {
        try (emulator) {
            assumeTrue(AwsCli.installed(), "the AWS CLI is not installed");
            emulator.say("fault kind=calls-throttled operation=ListChannels");
            emulator.say("fault kind=calls-fail operation=GetRecordingConfiguration");
            ivs.refused("ThrottlingException", "list-channels");
            ivs.refused("InternalServerException", "get-recording-configuration", "--arn",
                    NOWHERE + "recording-configuration/abcdefghijkl");
            emulator.say("mend fault=all");
            emulator.say("fault kind=pending-verification");
            ivs.refused("PendingVerification", "create-channel");
        }
    }

    private static String arn(JsonNode answer, String resource) {
        return answer.at("/" + resource + "/arn").asText();
    }
}
