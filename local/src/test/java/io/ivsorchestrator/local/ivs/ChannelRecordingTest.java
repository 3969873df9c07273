package io.ivsorchestrator.local.ivs;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.local.ivs.account.StreamSession;
import io.ivsorchestrator.local.story.IvsEventJson;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ChannelRecordingTest {

    @Test
    void twoDaysAfterItsStartNothingIsMergedIntoARecording() {
        try (EmulatorForTests emulator = EmulatorForTests.start()) {
            String configuration = emulator.recordingConfiguration();
            String channel = emulator.ivs.createChannel(request -> request.recordingConfigurationArn(configuration))
                    .channel()
                    .arn();
            StreamSession first = emulator.media().startStream(channel);
            emulator.pass(Duration.ofDays(2).minusMinutes(1));
            StreamSession ended = emulator.media().endStream(channel);
            emulator.pass(Duration.ofSeconds(59));
            StreamSession before = emulator.media().startStream(channel);
            emulator.media().endStream(channel);
            emulator.pass(Duration.ofSeconds(1));
            StreamSession after = emulator.media().startStream(channel);

            ChannelRecording recording = recordingOf(first);
            recording.streamEnded(Objects.requireNonNull(ended.endTime()));

            assertThat(recording.merges(before)).isTrue();
            assertThat(recording.merges(after)).isFalse();
        }
    }

    private static ChannelRecording recordingOf(StreamSession first) {
        var json = new IvsEventJson(EmulatorForTests.ACCOUNT, EmulatorForTests.REGION, () -> "id");
        var objects = new AnnouncedObjects((bucket, key, body, contentType) -> {}, json, () -> "1", event -> {});
        return new ChannelRecording(first, Objects.requireNonNull(first.recordingConfiguration()), "y6TgBn2HjMk8",
                "d4RsW8xPqL2v", objects);
    }
}
