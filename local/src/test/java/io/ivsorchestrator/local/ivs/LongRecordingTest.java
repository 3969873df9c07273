package io.ivsorchestrator.local.ivs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.ivsorchestrator.local.ivs.account.StreamSession.Ingest;
import io.ivsorchestrator.local.ivs.account.StreamSession.Video;
import io.ivsorchestrator.local.ivs.studio.Studio;
import io.ivsorchestrator.local.media.MediaLibrary;
import io.ivsorchestrator.local.story.Content;
import io.ivsorchestrator.local.story.ObjectSink;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What takes hours takes a moment where time is a variable and nobody keeps the media. */
class LongRecordingTest {
    private static final Ingest FULL_HD = new Ingest(
            new Video("High", "4.2", "avc1.4D402A", "emulator", 8_000_000, 60, 1080, 1920), Ingest.PLAIN.audio());
    /** Of a busy machine; by itself it takes a tenth. */
    private static final Duration MOMENT = Duration.ofSeconds(10);

    /** Keeps nothing. */
    private static final class Counting implements ObjectSink {
        private int segments;
        private int thumbnails;
        private long mediaBytes;
        private boolean started;

        @Override
        public void put(String bucket, String key, byte[] body, String contentType) {
            thumbnails += key.endsWith(".jpg") ? 1 : 0;
            started |= key.endsWith("/events/recording-started.json");
        }

        @Override
        public void put(String bucket, String key, Content content, String contentType) {
            segments++;
            mediaBytes += content.size();
        }
    }

    @Test
    void twoHoursInFiveRenditionsAreWrittenInAMoment() {
        var objects = new Counting();
        try (EmulatorForTests emulator = EmulatorForTests.start()) {
            int[] events = new int[1];
            Studio studio = emulator.emulator().studio(objects, MediaLibrary.load(), _ -> events[0]++);
            String configuration = emulator.recordingConfiguration();
            emulator.pass(Duration.ofSeconds(10));
            String channel = emulator.ivs.createChannel(request -> request.recordingConfigurationArn(configuration))
                    .channel()
                    .arn();

            assertTimeout(MOMENT, () -> {
                studio.start(channel, FULL_HD);
                for (int minute = 0; minute < 120; minute++) {
                    emulator.pass(Duration.ofMinutes(1));
                    studio.catchUp();
                }
                studio.end(channel);
            });

            assertThat(objects.started).isTrue();
            assertThat(objects.segments).isEqualTo(5 * 720);
            assertThat(objects.thumbnails).isEqualTo(120);
            assertThat(objects.mediaBytes).isGreaterThan(500_000_000);
            assertThat(events[0]).isGreaterThan(5 * 720 + 120);
            assertThat(studio.recorded()).singleElement()
                    .satisfies(recorded -> assertThat(recorded.duration()).isEqualTo(Duration.ofHours(2)));
        }
    }
}
