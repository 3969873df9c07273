package io.ivsorchestrator.local.ivs;

import static io.ivsorchestrator.local.ivs.EmulatorForTests.BUCKET;
import static io.ivsorchestrator.local.ivs.EmulatorForTests.START;
import static io.ivsorchestrator.local.ivs.EmulatorForTests.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.local.ivs.account.StreamSession;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ivs.model.BatchGetChannelResponse;
import software.amazon.awssdk.services.ivs.model.Channel;
import software.amazon.awssdk.services.ivs.model.ChannelSummary;
import software.amazon.awssdk.services.ivs.model.ChannelType;
import software.amazon.awssdk.services.ivs.model.ContainerFormat;
import software.amazon.awssdk.services.ivs.model.CreateChannelResponse;
import software.amazon.awssdk.services.ivs.model.ListChannelsResponse;
import software.amazon.awssdk.services.ivs.model.RecordingConfiguration;
import software.amazon.awssdk.services.ivs.model.RecordingConfigurationState;
import software.amazon.awssdk.services.ivs.model.RecordingMode;
import software.amazon.awssdk.services.ivs.model.RenditionConfigurationRenditionSelection;
import software.amazon.awssdk.services.ivs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.ivs.model.Stream;
import software.amazon.awssdk.services.ivs.model.StreamEvent;
import software.amazon.awssdk.services.ivs.model.StreamHealth;
import software.amazon.awssdk.services.ivs.model.StreamState;
import software.amazon.awssdk.services.ivs.model.StreamSummary;
import software.amazon.awssdk.services.ivs.model.ThumbnailConfigurationStorage;
import software.amazon.awssdk.services.ivs.model.TranscodePreset;
import software.amazon.awssdk.services.ivs.model.ValidationException;

/** Every operation of {@code ivs}, driven by the AWS SDK. */
class ChannelApiTest {
    private final EmulatorForTests emulator = EmulatorForTests.start();

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void aRecordingConfigurationTakesTheDocumentedDefaults() {
        RecordingConfiguration made = emulator.ivs
                .createRecordingConfiguration(EmulatorForTests::recordingTo)
                .recordingConfiguration();

        assertThat(made.arn()).matches("arn:aws:ivs:eu-west-1:123456789012:recording-configuration/[A-Za-z0-9]{12}");
        assertThat(made.name()).isEmpty();
        assertThat(made.destinationConfiguration().s3().bucketName()).isEqualTo(BUCKET);
        assertThat(made.recordingReconnectWindowSeconds()).isZero();
        assertThat(made.thumbnailConfiguration().recordingMode()).isEqualTo(RecordingMode.INTERVAL);
        assertThat(made.thumbnailConfiguration().targetIntervalSeconds()).isEqualTo(60);
        assertThat(made.thumbnailConfiguration().resolution()).isNull();
        assertThat(made.thumbnailConfiguration().storage()).containsExactly(ThumbnailConfigurationStorage.SEQUENTIAL);
        assertThat(made.renditionConfiguration().renditionSelection())
                .isEqualTo(RenditionConfigurationRenditionSelection.ALL);
        assertThat(made.tags()).isEmpty();
    }

    @Test
    void aRecordingConfigurationKeepsWhatItWasGiven() {
        String arn = emulator.ivs.createRecordingConfiguration(request -> {
            EmulatorForTests.recordingTo(request);
            request.name("acme-rec-1")
                    .recordingReconnectWindowSeconds(60)
                    .thumbnailConfiguration(thumbnails -> thumbnails.recordingMode("INTERVAL")
                            .targetIntervalSeconds(5L)
                            .resolution("HD")
                            .storageWithStrings("SEQUENTIAL", "LATEST"))
                    .renditionConfiguration(
                            renditions -> renditions.renditionSelection("CUSTOM").renditionsWithStrings("HD", "SD"))
                    .tags(Map.of("team", "live"));
        }).recordingConfiguration().arn();

        RecordingConfiguration got = emulator.ivs.getRecordingConfiguration(request -> request.arn(arn))
                .recordingConfiguration();

        assertThat(got.name()).isEqualTo("acme-rec-1");
        assertThat(got.recordingReconnectWindowSeconds()).isEqualTo(60);
        assertThat(got.thumbnailConfiguration().resolutionAsString()).isEqualTo("HD");
        assertThat(got.thumbnailConfiguration().storageAsStrings()).containsExactly("SEQUENTIAL", "LATEST");
        assertThat(got.renditionConfiguration().renditionsAsStrings()).containsExactly("HD", "SD");
        assertThat(got.tags()).containsExactly(Map.entry("team", "live"));
    }

    @Test
    void recordingConfigurationsAreListedInPages() {
        List<String> made = java.util.stream.Stream.generate(emulator::recordingConfiguration).limit(5).toList();
        emulator.pass(Duration.ofSeconds(20));

        assertThat(emulator.ivs.listRecordingConfigurationsPaginator(request -> request.maxResults(2))
                .stream()
                .flatMap(page -> page.recordingConfigurations().stream()))
                .extracting(summary -> summary.arn() + summary.state())
                .containsExactlyElementsOf(
                        made.stream().map(arn -> arn + RecordingConfigurationState.ACTIVE).toList());
        assertThat(emulator.ivs.listRecordingConfigurations(request -> request.maxResults(5)).nextToken()).isNull();
    }

    @Test
    void aDeletedRecordingConfigurationIsGone() {
        String arn = emulator.recordingConfiguration();

        emulator.ivs.deleteRecordingConfiguration(request -> request.arn(arn));

        assertRefused(ResourceNotFoundException.class, arn,
                () -> emulator.ivs.getRecordingConfiguration(request -> request.arn(arn)));
        assertRefused(ResourceNotFoundException.class, arn,
                () -> emulator.ivs.deleteRecordingConfiguration(request -> request.arn(arn)));
    }

    @Test
    void customRenditionsMustBeNamed() {
        assertRefused(ValidationException.class, "renditions",
                () -> emulator.ivs.createRecordingConfiguration(request -> {
                    EmulatorForTests.recordingTo(request);
                    request.renditionConfiguration(renditions -> renditions.renditionSelection("CUSTOM"));
                }));
    }

    @Test
    void aChannelTakesTheDocumentedDefaults() {
        Channel made = emulator.ivs.createChannel(_ -> {}).channel();

        assertThat(made.arn()).matches("arn:aws:ivs:eu-west-1:123456789012:channel/[A-Za-z0-9]{12}");
        assertThat(made.name()).isEmpty();
        assertThat(made.type()).isEqualTo(ChannelType.STANDARD);
        assertThat(made.latencyModeAsString()).isEqualTo("LOW");
        assertThat(made.authorized()).isFalse();
        assertThat(made.insecureIngest()).isFalse();
        assertThat(made.recordingConfigurationArn()).isEmpty();
        assertThat(made.playbackRestrictionPolicyArn()).isEmpty();
        assertThat(made.presetAsString()).isEmpty();
        assertThat(made.containerFormat()).isEqualTo(ContainerFormat.TS);
        assertThat(made.ingestEndpoint()).endsWith(".global-contribute.live-video.net");
        String id = made.arn().substring(made.arn().lastIndexOf('/') + 1);
        assertThat(made.playbackUrl()).endsWith("/api/video/v1/eu-west-1.123456789012.channel." + id + ".m3u8");
    }

    @Test
    void anAdvancedChannelTakesAPreset() {
        Channel made = emulator.ivs.createChannel(request -> request.type(ChannelType.ADVANCED_HD)).channel();
        assertThat(made.preset()).isEqualTo(TranscodePreset.HIGHER_BANDWIDTH_DELIVERY);

        Channel changed = emulator.ivs
                .updateChannel(
                        request -> request.arn(made.arn()).preset(TranscodePreset.CONSTRAINED_BANDWIDTH_DELIVERY))
                .channel();
        assertThat(changed.preset()).isEqualTo(TranscodePreset.CONSTRAINED_BANDWIDTH_DELIVERY);
        assertThat(changed.type()).isEqualTo(ChannelType.ADVANCED_HD);

        Channel standard = emulator.ivs
                .updateChannel(request -> request.arn(made.arn()).type(ChannelType.STANDARD))
                .channel();
        assertThat(standard.presetAsString()).isEmpty();
        assertRefused(ValidationException.class, "preset", () -> emulator.ivs.createChannel(
                request -> request.preset(TranscodePreset.HIGHER_BANDWIDTH_DELIVERY)));
    }

    @Test
    void multitrackInputMustBeWhole() {
        assertRefused(ValidationException.class, "policy", () -> emulator.ivs.createChannel(
                request -> request.multitrackInputConfiguration(multitrack -> multitrack.enabled(true))));
        assertRefused(ValidationException.class, "FRAGMENTED_MP4",
                () -> emulator.ivs.createChannel(request -> request.multitrackInputConfiguration(
                        multitrack -> multitrack.enabled(true).policy("ALLOW").maximumResolution("HD"))));
        assertRefused(ValidationException.class, "STANDARD",
                () -> emulator.ivs.createChannel(request -> request.type(ChannelType.BASIC)
                        .containerFormat(ContainerFormat.FRAGMENTED_MP4)
                        .multitrackInputConfiguration(
                                multitrack -> multitrack.enabled(true).policy("ALLOW").maximumResolution("HD"))));

        Channel made = emulator.ivs
                .createChannel(request -> request.containerFormat(ContainerFormat.FRAGMENTED_MP4)
                        .multitrackInputConfiguration(
                                multitrack -> multitrack.enabled(true).policy("ALLOW").maximumResolution("HD")))
                .channel();
        assertThat(made.multitrackInputConfiguration().enabled()).isTrue();
    }

    @Test
    void aChannelMayOnlyNameARecordingConfigurationThatExists() {
        String arn = "arn:aws:ivs:eu-west-1:123456789012:recording-configuration/nowhere";

        assertRefused(ResourceNotFoundException.class, arn,
                () -> emulator.ivs.createChannel(request -> request.recordingConfigurationArn(arn)));
        String channel = emulator.channel("a");
        assertRefused(ResourceNotFoundException.class, arn,
                () -> emulator.ivs.updateChannel(request -> request.arn(channel).recordingConfigurationArn(arn)));
    }

    @Test
    void channelsAreFetchedInABatchWithAnErrorForEachThatIsMissing() {
        String channel = emulator.channel("a");
        String missing = channel + "x";

        BatchGetChannelResponse batch = emulator.ivs.batchGetChannel(request -> request.arns(channel, missing));

        assertThat(batch.channels()).extracting(Channel::arn).containsExactly(channel);
        assertThat(batch.errors()).singleElement().satisfies(error -> {
            assertThat(error.arn()).isEqualTo(missing);
            assertThat(error.code()).isEqualTo("ResourceNotFoundException");
            assertThat(error.message()).isNotEmpty();
        });
    }

    @Test
    void channelsAreListedByNameOrByRecordingConfiguration() {
        String configuration = emulator.recordingConfiguration();
        String recorded = emulator.ivs
                .createChannel(request -> request.name("a").recordingConfigurationArn(configuration))
                .channel()
                .arn();
        String other = emulator.channel("a");
        String third = emulator.channel("b");

        assertThat(emulator.ivs.listChannels(_ -> {}).channels()).extracting(ChannelSummary::arn)
                .containsExactly(recorded, other, third);
        assertThat(emulator.ivs.listChannels(request -> request.filterByName("a")).channels())
                .extracting(ChannelSummary::arn)
                .containsExactly(recorded, other);
        assertThat(emulator.ivs.listChannels(request -> request.filterByRecordingConfigurationArn(configuration))
                .channels()).extracting(ChannelSummary::arn).containsExactly(recorded);
    }

    @Test
    void pagesNeitherRepeatNorHideWhatIsMadeOrDeletedMeanwhile() {
        String first = emulator.channel("a");
        String second = emulator.channel("b");
        String third = emulator.channel("c");

        ListChannelsResponse page = emulator.ivs.listChannels(request -> request.maxResults(2));
        emulator.ivs.deleteChannel(request -> request.arn(first));
        emulator.ivs.deleteChannel(request -> request.arn(second));
        String fourth = emulator.channel("d");
        ListChannelsResponse next = emulator.ivs
                .listChannels(request -> request.maxResults(2).nextToken(page.nextToken()));

        assertThat(page.channels()).extracting(ChannelSummary::arn).containsExactly(first, second);
        assertThat(next.channels()).extracting(ChannelSummary::arn).containsExactly(third, fourth);
        assertThat(next.nextToken()).isNull();
    }

    @Test
    void aTokenThatNoListGaveIsRefused() {
        assertRefused(ValidationException.class, "nextToken",
                () -> emulator.ivs.listChannels(request -> request.nextToken("bm9uc2Vuc2U")));
        assertRefused(ValidationException.class, "nextToken",
                () -> emulator.ivs.listChannels(request -> request.nextToken("=")));
    }

    @Test
    void anUpdateChangesOnlyWhatItNames() {
        CreateChannelResponse made = emulator.ivs.createChannel(
                request -> request.name("a").authorized(true).tags(Map.of("team", "live")));

        Channel changed = emulator.ivs
                .updateChannel(request -> request.arn(made.channel().arn()).name("b").insecureIngest(true))
                .channel();

        assertThat(changed).isEqualTo(made.channel().toBuilder().name("b").insecureIngest(true).build());
        assertThat(emulator.ivs.getChannel(request -> request.arn(changed.arn())).channel()).isEqualTo(changed);
    }

    @Test
    void aDeletedChannelTakesItsStreamKeyWithIt() {
        CreateChannelResponse made = emulator.ivs.createChannel(_ -> {});

        emulator.ivs.deleteChannel(request -> request.arn(made.channel().arn()));

        assertRefused(ResourceNotFoundException.class, "not found",
                () -> emulator.ivs.getChannel(request -> request.arn(made.channel().arn())));
        assertRefused(ResourceNotFoundException.class, "not found",
                () -> emulator.ivs.listTagsForResource(request -> request.resourceArn(made.streamKey().arn())));
        assertThat(made.streamKey().tags()).isEmpty();
    }

    @Test
    void aLiveStreamIsSeenUntilItIsStopped() {
        String channel = emulator.channel("a");
        StreamSession started = emulator.media().startStream(channel);
        emulator.media().streamSeen(channel, "STARVING", 7);

        Stream stream = emulator.ivs.getStream(request -> request.channelArn(channel)).stream();
        assertThat(stream.streamId()).isEqualTo(started.streamId()).matches("st-[A-Za-z0-9]{23}");
        assertThat(stream.state()).isEqualTo(StreamState.LIVE);
        assertThat(stream.health()).isEqualTo(StreamHealth.STARVING);
        assertThat(stream.viewerCount()).isEqualTo(7);
        assertThat(stream.startTime()).isEqualTo(START);
        assertThat(stream.playbackUrl()).endsWith(".m3u8");
        assertThat(emulator.ivs.listStreams(_ -> {}).streams()).extracting(StreamSummary::streamId)
                .containsExactly(started.streamId());
        assertThat(emulator.ivs
                .listStreams(request -> request.filterBy(filter -> filter.health(StreamHealth.HEALTHY)))
                .streams()).isEmpty();

        emulator.ivs.stopStream(request -> request.channelArn(channel));

        assertThat(emulator.ivs.listStreams(_ -> {}).streams()).isEmpty();
        assertThat(emulator.ivs.getStreamSession(request -> request.channelArn(channel)).streamSession().endTime())
                .isEqualTo(START);
    }

    @Test
    void streamSessionsAreListedNewestFirst() {
        String channel = emulator.channel("a");
        String first = emulator.media().startStream(channel).streamId();
        emulator.pass(Duration.ofMinutes(1));
        emulator.media().endStream(channel);
        String second = emulator.media().startStream(channel).streamId();

        assertThat(emulator.ivs
                .listStreamSessionsPaginator(request -> request.channelArn(channel).maxResults(1))
                .stream()
                .flatMap(page -> page.streamSessions().stream()))
                .extracting(session -> session.streamId() + " " + session.endTime())
                .containsExactly(second + " null", first + " 2026-03-07T09:01:00Z");
        assertRefused(ResourceNotFoundException.class, "not found",
                () -> emulator.ivs.listStreamSessions(request -> request.channelArn(channel + "x")));
    }

    @Test
    void aStreamSessionListsItsEventsNewestFirst() {
        String channel = emulator.channel("a");
        String streamId = emulator.media().startStream(channel).streamId();
        emulator.media().streamEvent(streamId, new StreamSession.Event("Recording Start Failure",
                "IVS Recording State Change", START, null), true);

        var session = emulator.ivs.getStreamSession(request -> request.channelArn(channel).streamId(streamId))
                .streamSession();

        assertThat(session.truncatedEvents()).extracting(StreamEvent::name)
                .containsExactly("Recording Start Failure", "Stream Start", "Session Created");
        assertThat(session.channel().arn()).isEqualTo(channel);
        assertThat(session.ingestConfiguration().video().videoHeight()).isEqualTo(720);
        assertThat(emulator.ivs.listStreamSessions(request -> request.channelArn(channel)).streamSessions())
                .singleElement()
                .satisfies(summary -> assertThat(summary.hasErrorEvent()).isTrue());
    }

    @Test
    void tagsAreAddedReplacedAndRemoved() {
        String channel = emulator.ivs.createChannel(request -> request.tags(Map.of("a", "1", "b", "2")))
                .channel()
                .arn();

        emulator.ivs.tagResource(request -> request.resourceArn(channel).tags(Map.of("b", "3", "c d", "")));
        emulator.ivs.untagResource(request -> request.resourceArn(channel).tagKeys("a", "nothing"));

        Map<String, String> expected = Map.of("b", "3", "c d", "");
        assertThat(emulator.ivs.listTagsForResource(request -> request.resourceArn(channel)).tags())
                .isEqualTo(expected);
        assertThat(emulator.ivs.getChannel(request -> request.arn(channel)).channel().tags()).isEqualTo(expected);
        assertThat(emulator.ivs.listChannels(_ -> {}).channels().getFirst().tags()).isEqualTo(expected);
        assertRefused(ResourceNotFoundException.class, "not found", () -> emulator.ivs
                .tagResource(request -> request.resourceArn(channel + "x").tags(Map.of("a", "1"))));
    }
}
