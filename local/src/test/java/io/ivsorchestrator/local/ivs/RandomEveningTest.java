package io.ivsorchestrator.local.ivs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ivsorchestrator.local.ivs.account.StreamSession;
import io.ivsorchestrator.local.ivs.model.ApiException;
import io.ivsorchestrator.local.ivs.studio.Cause;
import io.ivsorchestrator.local.ivs.studio.Recorded;
import io.ivsorchestrator.local.ivs.studio.RecordingFault;
import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ivsrealtime.model.DestinationConfiguration;
import software.amazon.awssdk.services.ivsrealtime.model.IvsRealTimeException;

/** Whatever happens in whatever order: truth, events and objects agree. The seed is the test's parameter. */
class RandomEveningTest {
    private static final int STEPS = 150;
    private static final Pattern DURATION = Pattern.compile("#EXTINF:(\\d+)\\.(\\d{3}),");
    private static final Pattern HEADER = Pattern.compile("#EXT-X-MAP:URI=\"([^\"]+)\"");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void truthEventsAndObjectsAgree(long seed) {
        var random = new SplittableRandom(seed);
        try (StudioForTests test = StudioForTests.start()) {
            var evening = new Evening(test, random);
            for (int step = 0; step < STEPS; step++) {
                test.fault = fault(random);
                evening.step();
                test.pass(random.nextInt(40));
            }
            evening.close();
            test.pass(4000);

            List<Recorded> truth = test.studio.recorded();
            assertThat(truth).hasSizeGreaterThan(10).extracting(Recorded::state).contains(Recorded.State.FAILED)
                    .doesNotContain(Recorded.State.ACTIVE);
            assertThat(truth).filteredOn(recorded -> !recorded.prefix().isEmpty()).extracting(Recorded::prefix)
                    .doesNotHaveDuplicates();
            truth.forEach(recorded -> {
                assertEvents(test, recorded);
                assertObjects(test, recorded);
            });
        }
    }

    private static RecordingFault fault(SplittableRandom random) {
        return switch (random.nextInt(8)) {
            case 0 -> new RecordingFault.AtStart(Cause.SERVICE_ERROR);
            case 1 -> new RecordingFault.AfterTime(Duration.ofSeconds(random.nextInt(60)), Cause.SERVICE_ERROR,
                    random.nextBoolean());
            case 2 -> new RecordingFault.AfterObjects(random.nextInt(20), Cause.SERVICE_ERROR, random.nextBoolean());
            default -> new RecordingFault.None();
        };
    }

    /** Exactly one event says how it ended, and it says what is true. */
    private static void assertEvents(StudioForTests test, Recorded recorded) {
        List<JsonNode> ends = switch (recorded.kind()) {
            case CHANNEL, PARTICIPANT -> Stream.of("Recording End", "Recording End Failure", "Recording Start Failure")
                    .flatMap(name -> test.events(name).stream())
                    .filter(event -> isOf(event, recorded))
                    .toList();
            case COMPOSITE -> Stream.of("Destination End", "Destination Failure")
                    .flatMap(name -> test.events(name).stream())
                    .filter(event -> event.at("/detail/id").asText().equals(recorded.destinationId()))
                    .toList();
        };
        assertThat(ends).as("ends of %s", recorded).hasSize(1);
        JsonNode end = ends.getFirst();
        assertThat(end.get("time").asText())
                .isEqualTo(Objects.requireNonNull(recorded.endedAt()).truncatedTo(ChronoUnit.SECONDS).toString());
        String name = end.at("/detail/event_name").asText() + end.at("/detail/recording_status").asText();
        Recorded.Broken failure = recorded.failure();
        assertThat(name.contains("Failure")).as(name).isEqualTo(failure != null);
        if (failure != null && recorded.kind() != Recorded.Kind.CHANNEL) {
            assertThat(end.at("/detail/error_code").asText()).isEqualTo(failure.errorCode());
        }
        boolean told = end.at("/detail").has("recording_duration_ms")
                && !(failure != null && recorded.kind() == Recorded.Kind.CHANNEL);
        if (told) {
            assertThat(end.at("/detail/recording_duration_ms").asLong()).isEqualTo(recorded.duration().toMillis());
        }
    }

    private static boolean isOf(JsonNode event, Recorded recorded) {
        String prefix = event.at("/detail/recording_s3_key_prefix").asText();
        return prefix.equals(recorded.prefix())
                && (!prefix.isEmpty() || recorded.streamIds().contains(event.at("/detail/stream_id").asText()));
    }

    /** Playlists play what is there, for so long as metadata and truth say. */
    private static void assertObjects(StudioForTests test, Recorded recorded) {
        List<String> keys = recorded.prefix().isEmpty() ? List.of() : test.keys(recorded.prefix());
        List<String> metadata = keys.stream().filter(key -> key.startsWith("events/")).toList();
        assertThat(metadata).isEqualTo(switch (recorded.metadata()) {
            case NONE -> List.of();
            case STARTED -> List.of("events/recording-started.json");
            case ENDED -> List.of("events/recording-started.json", "events/recording-ended.json");
            case FAILED -> List.of("events/recording-started.json", "events/recording-failed.json");
        });
        if (metadata.size() == 2) {
            assertThat(
                    test.metadata(recorded.prefix() + "/" + metadata.getLast()).at("/media/hls/duration_ms").asLong())
                    .as("duration of %s", recorded).isEqualTo(recorded.duration().toMillis());
        }
        List<Long> durations = new ArrayList<>();
        for (String key : keys.stream().filter(name -> name.endsWith(".m3u8")).toList()) {
            String playlist = test.text(recorded.prefix() + "/" + key);
            Stream.concat(playlist.lines().filter(line -> !line.startsWith("#")),
                    HEADER.matcher(playlist).results().map(match -> match.group(1)))
                    .forEach(uri -> assertThat(test.objects)
                            .containsKey(URI.create(recorded.prefix() + "/" + key).resolve(uri).toString()));
            if (!key.contains("multivariant") && !key.contains("master")) {
                durations.add(DURATION.matcher(playlist)
                        .results()
                        .mapToLong(match -> Long.parseLong(match.group(1) + match.group(2)))
                        .sum());
                assertThat(playlist.contains("#EXT-X-ENDLIST"))
                        .isEqualTo(recorded.metadata() == Recorded.Metadata.ENDED);
            }
        }
        assertThat(durations.stream().mapToLong(Long::longValue).min().orElse(0)).as("playlists of %s", recorded)
                .isEqualTo(recorded.duration().toMillis());
    }

    /** What may happen; much of it is refused at times, as in life. */
    private static final class Evening {
        private final StudioForTests test;
        private final SplittableRandom random;
        private final List<String> channels = new ArrayList<>();
        private final List<String> stages = new ArrayList<>();
        private final List<String> guests = new ArrayList<>();
        private final String storage;
        private final String encoder;

        Evening(StudioForTests test, SplittableRandom random) {
            this.test = test;
            this.random = random;
            String configuration = test.emulator.ivs.createRecordingConfiguration(request -> {
                EmulatorForTests.recordingTo(request);
                request.recordingReconnectWindowSeconds(60);
            }).recordingConfiguration().arn();
            storage = test.emulator.storageConfiguration();
            encoder = test.emulator.encoderConfiguration();
            test.emulator.pass(Duration.ofSeconds(10));
            for (int number = 0; number < 3; number++) {
                channels.add(test.emulator.ivs
                        .createChannel(request -> request.recordingConfigurationArn(configuration))
                        .channel()
                        .arn());
                String stage = test.emulator.realTime
                        .createStage(request -> request.autoParticipantRecordingConfiguration(
                                recording -> recording.storageConfigurationArn(storage)
                                        .recordingReconnectWindowSeconds(60)))
                        .stage()
                        .arn();
                stages.add(stage);
                for (int guest = 0; guest < 2; guest++) {
                    guests.add(stage + " " + test.emulator.realTime
                            .createParticipantToken(request -> request.stageArn(stage))
                            .participantToken()
                            .participantId());
                }
            }
        }

        void step() {
            String channel = channels.get(random.nextInt(channels.size()));
            String[] guest = guests.get(random.nextInt(guests.size())).split(" ", -1);
            switch (random.nextInt(7)) {
                case 0, 1 -> attempt(() -> test.studio.start(channel, StreamSession.Ingest.PLAIN));
                case 2 -> attempt(() -> test.studio.end(channel));
                case 3 -> attempt(() -> test.studio.join(guest[1]));
                case 4 -> attempt(() -> test.studio.publish(guest[0], guest[1]));
                case 5 -> attempt(() -> test.studio.leave(guest[0], guest[1]));
                default -> attempt(() -> compose(guest[0]));
            }
        }

        private void compose(String stage) {
            test.emulator.realTime.startComposition(request -> request.stageArn(stage)
                    .destinations(DestinationConfiguration.builder()
                            .s3(s3 -> s3.storageConfigurationArn(storage).encoderConfigurationArns(encoder))
                            .build()));
        }

        void close() {
            channels.forEach(channel -> attempt(() -> test.studio.end(channel)));
            guests.stream()
                    .map(guest -> guest.split(" "))
                    .forEach(guest -> attempt(() -> test.studio.leave(guest[0], guest[1])));
            assertThat(Map.copyOf(test.objects)).isNotEmpty();
        }

        private static void attempt(Runnable action) {
            try {
                action.run();
            } catch (ApiException | IvsRealTimeException refused) {
                assertThat(refused).as("a refusal says why").hasMessageMatching("(?s).+");
            }
        }
    }
}
