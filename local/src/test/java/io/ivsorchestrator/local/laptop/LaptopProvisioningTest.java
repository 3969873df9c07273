package io.ivsorchestrator.local.laptop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ivsorchestrator.local.embedded.LocalClients;
import io.ivsorchestrator.local.emulator.EmulatorSettings;
import io.ivsorchestrator.local.emulator.control.Arguments;
import io.ivsorchestrator.provisioning.ProvisioningMessage;
import io.ivsorchestrator.recording.RecordingKind;
import io.ivsorchestrator.recording.RecordingState;
import io.ivsorchestrator.recording.RecordingSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ivs.IvsClient;
import software.amazon.awssdk.services.ivsrealtime.IvsRealTimeClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The deployed provisioning function on the laptop: from a call at the emulator's API to a recording in the index. */
class LaptopProvisioningTest {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Map<String, String> OPTED_IN = Map.of("ivs-recording", "on");

    private final Laptop laptop = Laptop.start(Laptop.FEATURES,
            EmulatorSettings.manual(7, EmulatorSettings.EVENING).withoutMedia());
    private final IvsClient ivs = LocalClients.ivs(laptop.emulator().endpoint());
    private final IvsRealTimeClient realTime = LocalClients.ivsRealTime(laptop.emulator().endpoint());

    @BeforeEach
    void route() {
        laptop.route(Set.of(LocalClients.ACCOUNT), Set.of());
    }

    @AfterEach
    void stop() {
        ivs.close();
        realTime.close();
        laptop.close();
    }

    private void tell(String command, String... arguments) {
        laptop.emulator().command(command, Arguments.of(List.of(arguments)));
    }

    /** What was told is handled, and what takes IVS some seconds is over. */
    private void settle() throws InterruptedException {
        laptop.settle(Duration.ofSeconds(2));
        tell("clock", "by=10s");
        assertThat(laptop.settle(PATIENCE)).isTrue();
    }

    private String channel(String name, Map<String, String> tags) {
        return ivs.createChannel(request -> request.name(name).tags(tags)).channel().arn();
    }

    private String recordsBy(String channel) {
        return ivs.getChannel(request -> request.arn(channel)).channel().recordingConfigurationArn();
    }

    @Test
    void whatOptsIn_isEnrolledFromItsEvent_andItsRecordingsAreInTheIndex() throws InterruptedException {
        String channel = channel("main", OPTED_IN);
        String other = channel("other", Map.of());
        String stage = realTime.createStage(request -> request.name("room").tags(OPTED_IN)).stage().arn();
        settle();
        assertThat(recordsBy(channel)).isNotEmpty();
        assertThat(recordsBy(other)).isEmpty();
        assertThat(realTime.getStage(request -> request.arn(stage)).stage().autoParticipantRecordingConfiguration()
                .storageConfigurationArn()).isNotEmpty();

        tell("start-stream", "channel=main", "for=2m");
        tell("publish", "stage=room", "user=alice", "for=2m");
        tell("clock", "by=20m");
        assertThat(laptop.settle(PATIENCE)).isTrue();

        assertThat(laptop.everything()).extracting(RecordingSummary::kind)
                .containsExactlyInAnyOrder(RecordingKind.CHANNEL, RecordingKind.PARTICIPANT);
        assertThat(laptop.everything()).allSatisfy(recording -> {
            assertThat(recording.state()).isEqualTo(RecordingState.STOPPED);
            assertThat(recording.location().orElseThrow().bucket()).isEqualTo(Laptop.RECORDING_BUCKET);
        });
        assertThat(laptop.deadLetters()).isZero();
    }

    @Test
    void anEventThatIsLost_isMadeGoodByTheSweep() throws InterruptedException {
        tell("fault", "kind=lose-events", "rate=100%");
        String channel = channel("main", OPTED_IN);
        settle();
        assertThat(recordsBy(channel)).isEmpty();
        tell("mend", "fault=all");

        try (SqsClient sqs = LocalClients.sqs(laptop.queues())) {
            String queue = sqs.getQueueUrl(request -> request.queueName(ProvisioningFeature.NAME)).queueUrl();
            sqs.sendMessage(request -> request.queueUrl(queue).messageBody(ProvisioningMessage.SWEEP));
        }
        settle();

        assertThat(recordsBy(channel)).isNotEmpty();
    }

    @Test
    void aPolicyThatIsNone_isRefusedBeforeAnythingStarts(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("policy.json"), "{\"version\":2}");

        assertThatThrownBy(() -> Laptop.features(Optional.of(file))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("$.version");
        assertThatThrownBy(() -> Laptop.features(Optional.of(folder.resolve("none.json"))))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("none.json");
    }
}
