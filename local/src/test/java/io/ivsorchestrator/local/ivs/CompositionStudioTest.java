package io.ivsorchestrator.local.ivs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ivsorchestrator.local.ivs.account.Participant;
import io.ivsorchestrator.local.ivs.studio.Cause;
import io.ivsorchestrator.local.ivs.studio.Recorded;
import io.ivsorchestrator.local.ivs.studio.RecordingFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ivsrealtime.model.Composition;
import software.amazon.awssdk.services.ivsrealtime.model.CompositionThumbnailConfiguration;
import software.amazon.awssdk.services.ivsrealtime.model.Destination;
import software.amazon.awssdk.services.ivsrealtime.model.DestinationConfiguration;
import software.amazon.awssdk.services.ivsrealtime.model.S3DestinationConfiguration;

class CompositionStudioTest {
    private static final String SESSION_END = "Session End";

    private final StudioForTests test = StudioForTests.start();
    private final String stage = test.emulator.stage();
    private final Participant ann = test.studio.join(stage, "ann", Map.of());

    CompositionStudioTest() {
        test.studio.publish(stage, ann.participantId());
        test.told.clear();
    }

    @AfterEach
    void stop() {
        test.close();
    }

    @Test
    void aCompositionIsRecordedFromItsStartToItsEnd() {
        Composition composition = start(toBucket(_ -> {}));
        test.pass(62);
        stop(composition);
        test.pass(2);

        String destination = composition.destinations().getFirst().id();
        String prefix = prefix(composition);
        assertThat(test.namesOfIvs())
                .containsExactly("Session Start", "Destination Start", "Destination End", SESSION_END);
        assertThat(test.told).filteredOn(event -> event.get("source").textValue().equals("aws.ivs"))
                .allSatisfy(event -> {
                    assertThat(event.get("detail-type").textValue()).isEqualTo("IVS Composition State Change");
                    assertThat(event.at("/resources/0").textValue()).isEqualTo(composition.arn());
                    assertThat(event.at("/detail/stage_arn").textValue()).isEqualTo(stage);
                });
        assertThat(test.event("Destination Start").at("/detail/id").textValue()).isEqualTo(destination);
        assertThat(test.event("Session Start").get("time").textValue()).isEqualTo("2026-03-07T09:00:02Z");
        assertThat(test.event(SESSION_END).get("time").textValue()).isEqualTo("2026-03-07T09:01:04Z");
        JsonNode metadata = test.metadata(prefix + "/events/recording-ended.json");
        assertThat(metadata.get("recording_started_at").textValue()).isEqualTo("2026-03-07T09:00:02Z");
        assertThat(metadata.get("recording_ended_at").textValue()).isEqualTo("2026-03-07T09:01:04Z");
        JsonNode rendition = metadata.at("/media/hls/renditions/0");
        assertThat(rendition.get("path").textValue()).matches("720p30-[A-Za-z0-9]{12}");
        assertThat(rendition.get("resolution_width").intValue()).isEqualTo(1280);
        assertThat(metadata.at("/media/hls/duration_ms").longValue()).isEqualTo(60_800);
        String folder = prefix + "/media/hls/" + rendition.get("path").textValue();
        assertThat(test.keys(folder)).filteredOn(key -> key.endsWith(".ts")).hasSize(31);
        assertThat(test.text(folder + "/playlist.m3u8")).contains("#EXT-X-PLAYLIST-TYPE:VOD")
                .endsWith("#EXT-X-ENDLIST\n");
        assertThat(test.only()).isEqualTo(new Recorded(Recorded.Kind.COMPOSITE, stage, List.of(), List.of(), "", "",
                composition.arn(), destination, EmulatorForTests.BUCKET, prefix,
                EmulatorForTests.START.plusSeconds(2), EmulatorForTests.START.plusSeconds(64),
                Duration.ofMillis(60_800), Recorded.State.STOPPED, Recorded.Metadata.ENDED, null));
    }

    @Test
    void playlistsAreOpenWhileItRuns() {
        Composition composition = start(toBucket(_ -> {}));
        test.pass(12);

        String playlist = test.objects.keySet()
                .stream()
                .filter(key -> key.startsWith(prefix(composition)) && key.endsWith("/playlist.m3u8"))
                .findFirst()
                .orElseThrow();
        assertThat(test.text(playlist)).contains("#EXT-X-PLAYLIST-TYPE:EVENT").contains("\n4.ts\n")
                .doesNotContain("#EXT-X-ENDLIST").doesNotContain("PROGRAM-DATE-TIME");
    }

    @Test
    void theEncoderConfigurationDecidesSizeAndFrameRate() {
        String encoder = test.emulator.realTime
                .createEncoderConfiguration(request -> request.video(
                        video -> video.width(852).height(480).framerate(24f).bitrate(1_000_000)))
                .encoderConfiguration()
                .arn();
        Composition composition = start(toBucket(s3 -> s3.encoderConfigurationArns(encoder)
                .recordingConfiguration(recording -> recording.hlsConfiguration(
                        hls -> hls.targetSegmentDurationSeconds(8)))));
        test.pass(42);
        stop(composition);
        test.pass(2);

        JsonNode rendition = test.metadata(prefix(composition) + "/events/recording-ended.json")
                .at("/media/hls/renditions/0");
        assertThat(rendition.get("path").textValue()).startsWith("480p24-");
        assertThat(rendition.get("resolution_width").intValue()).isEqualTo(852);
        assertThat(test.keys(prefix(composition))).filteredOn(key -> key.endsWith(".ts")).hasSize(5);
        assertThat(test.text(prefix(composition) + "/media/hls/multivariant.m3u8")).contains("RESOLUTION=852x480");
    }

    @Test
    void thumbnailsAreTakenWhereTheDestinationSaysSo() {
        Composition composition = start(toBucket(s3 -> s3.thumbnailConfigurations(
                CompositionThumbnailConfiguration.builder()
                        .targetIntervalSeconds(20)
                        .storageWithStrings("SEQUENTIAL", "LATEST")
                        .build())));
        test.pass(62);
        stop(composition);
        test.pass(2);

        assertThat(test.keys(prefix(composition) + "/media")).filteredOn(key -> key.endsWith(".jpg"))
                .containsExactlyInAnyOrder("thumbnails/1280x720/1.jpg", "thumbnails/1280x720/2.jpg",
                        "thumbnails/1280x720/3.jpg", "thumbnails/1280x720/4.jpg",
                        "latest_thumbnail/1280x720/thumb.jpg");
        assertThat(test.metadata(prefix(composition) + "/events/recording-ended.json")
                .at("/media/thumbnails/resolutions/0/path")
                .textValue()).isEqualTo("1280x720");
    }

    @Test
    void itStopsByItselfAMinuteAfterTheLastPublisherEvenIfNobodyLooks() {
        Composition composition = start(toBucket(_ -> {}));
        test.pass(28);
        test.studio.leave(stage, ann.participantId());
        test.pass(3600);

        assertThat(test.namesOfIvs()).endsWith("Destination End", SESSION_END);
        assertThat(test.event(SESSION_END).get("time").textValue()).isEqualTo("2026-03-07T09:01:30Z");
        assertThat(test.keys(prefix(composition))).contains("events/recording-ended.json");
        assertThat(test.only().duration()).isEqualTo(Duration.ofMillis(86_400));
    }

    @Test
    void aCompositionThatLivedAndVanishedBetweenTwoLooksIsRecordedInFull() {
        test.emulator.media().unpublish(stage, ann.participantId());
        Composition composition = start(toBucket(_ -> {}));
        test.pass(3600);

        assertThat(test.namesOfIvs()).containsSubsequence("Session Start", "Destination Start", "Destination End",
                SESSION_END);
        assertThat(test.keys(prefix(composition)))
                .contains("events/recording-started.json", "events/recording-ended.json");
    }

    @Test
    void oneThatIsStoppedBeforeItIsActiveRecordsNothing() {
        Composition composition = start(toBucket(_ -> {}));
        stop(composition);
        test.pass(60);

        assertThat(test.names()).containsExactly(SESSION_END);
        assertThat(test.objects).isEmpty();
    }

    @Test
    void aLostGrantFailsDestinationAndSession() {
        DestinationConfiguration bucket = toBucket(_ -> {});
        test.emulator.buckets.deletePolicy(EmulatorForTests.BUCKET);
        Composition composition = start(bucket);
        test.pass(3);

        assertThat(test.namesOfIvs()).containsExactly("Session Start", "Destination Failure", "Session Failure");
        assertFailure("Destination Failure", "AccessDeniedException",
                "Access denied to S3 bucket. Please verify your bucket policy.");
        assertFailure("Session Failure", "DestinationFailure", "One or more outputs failed");
        assertThat(test.objects).isEmpty();
        assertThat(shown(composition).stateAsString()).isEqualTo("FAILED");
        assertThat(shown(composition).destinations()).extracting(Destination::stateAsString).containsExactly("FAILED");
        assertThat(test.only().failure())
                .isEqualTo(new Recorded.Broken(true, Cause.BUCKET_ACCESS_DENIED, "AccessDeniedException"));
    }

    @Test
    void aMissingBucketFailsTheDestination() {
        DestinationConfiguration bucket = toBucket(_ -> {});
        test.emulator.buckets.delete(EmulatorForTests.BUCKET);
        start(bucket);
        test.pass(3);

        assertFailure("Destination Failure", "ResourceNotFoundException",
                "S3 bucket not found. Please verify your bucket exists.");
    }

    @Test
    void itLivesAsLongAsOneDestinationWorks() {
        test.fault = new RecordingFault.AfterTime(Duration.ofSeconds(20), Cause.SERVICE_ERROR, true);
        Composition composition = start(toBucket(_ -> {}), toChannel(test.emulator.channel("main")));
        test.pass(62);
        assertThat(shown(composition).stateAsString()).isEqualTo("ACTIVE");
        stop(composition);
        test.pass(2);

        assertThat(test.told).extracting(event -> event.at("/detail/event_name").asText())
                .filteredOn(name -> name.startsWith("Destination") || name.startsWith("Session E"))
                .containsExactly("Destination Start", "Destination Start", "Destination Failure", "Destination End",
                        SESSION_END, "Session Ended");
        assertThat(test.event("Destination Failure").get("time").textValue()).isEqualTo("2026-03-07T09:00:22Z");
        assertThat(test.metadata(prefix(composition) + "/events/recording-failed.json").at("/media/hls/duration_ms")
                .longValue()).isEqualTo(19_200);
    }

    @Test
    void aChannelThatIsLiveByThenFailsItsDestination() {
        String channel = test.emulator.channel("main");
        start(toBucket(_ -> {}), toChannel(channel));
        test.emulator.media().startStream(channel);
        test.pass(3);

        assertFailure("Destination Failure", "ConflictException", "Stream already exists");
        assertThat(test.names()).doesNotContain("Session Failure");
    }

    @Test
    void theChannelOfADestinationIsLiveAndRecordedWhileItRuns() {
        String configuration = test.emulator.recordingConfiguration();
        test.emulator.pass(Duration.ofSeconds(10));
        String channel = test.emulator.ivs
                .createChannel(request -> request.recordingConfigurationArn(configuration))
                .channel()
                .arn();
        Composition composition = start(toChannel(channel));
        test.pass(62);
        assertThat(test.emulator.ivs.getStream(request -> request.channelArn(channel)).stream().channelArn())
                .isEqualTo(channel);
        stop(composition);
        test.pass(2);

        assertThat(test.namesOfIvs()).containsExactlyInAnyOrder("Session Start", "Destination Start",
                "Session Created", "Stream Start", "Recording Start", "Destination End", SESSION_END, "Stream End",
                "Session Ended", "Recording End");
        assertThat(test.event("Stream End").get("time").textValue()).isEqualTo("2026-03-07T09:01:12Z");
        assertThat(test.only().kind()).isEqualTo(Recorded.Kind.CHANNEL);
        assertThat(test.only().duration()).isEqualTo(Duration.ofMillis(60_800));
    }

    @Test
    void aDestinationReconnects() {
        Composition composition = start(toBucket(_ -> {}));
        String destination = composition.destinations().getFirst().id();
        test.pass(10);
        test.studio.interrupt(composition.arn(), destination);
        assertThat(shown(composition).destinations().getFirst().stateAsString()).isEqualTo("RECONNECTING");
        test.pass(5);
        test.studio.reconnect(composition.arn(), destination);

        assertThat(test.namesOfIvs()).containsExactly("Session Start", "Destination Start",
                "Destination Reconnecting", "Destination Start");
        assertThat(test.event("Destination Reconnecting").at("/detail/id").textValue()).isEqualTo(destination);
    }

    @Test
    void aDestinationThatFailsForGoodBreaksItsRecordingOff() {
        Composition composition = start(toBucket(_ -> {}));
        test.pass(22);
        test.studio.failDestination(composition.arn(), composition.destinations().getFirst().id());

        assertThat(test.namesOfIvs())
                .containsExactly("Session Start", "Destination Start", "Destination Failure", "Session Failure");
        assertFailure("Destination Failure", "InternalServerException", "Service internal error");
        assertThat(test.keys(prefix(composition))).contains("events/recording-failed.json")
                .doesNotContain("events/recording-ended.json");
    }

    @Test
    void aCompositionThatFailsTakesItsDestinationsAlong() {
        Composition composition = start(toBucket(_ -> {}));
        test.pass(22);
        test.studio.failComposition(composition.arn());

        assertThat(test.namesOfIvs())
                .containsExactly("Session Start", "Destination Start", "Destination Failure", "Session Failure");
        assertFailure("Session Failure", "DestinationFailure", "One or more outputs failed");
        assertThat(test.only().metadata()).isEqualTo(Recorded.Metadata.FAILED);
    }

    @Test
    void aDeletedStageIsASessionFailureWhoseRecordingEndedWell() {
        Composition composition = start(toBucket(_ -> {}));
        test.pass(22);
        test.emulator.realTime.deleteStage(request -> request.arn(stage));
        test.pass(60);

        assertThat(test.namesOfIvs()).containsSubsequence("Session Start", "Destination Start", "Destination End",
                "Session Failure").doesNotContain("Destination Failure", SESSION_END);
        assertFailure("Session Failure", "StageDeleted", "Stage has been deleted");
        assertThat(test.keys(prefix(composition))).contains("events/recording-ended.json");
        assertThat(test.only().state()).isEqualTo(Recorded.State.STOPPED);
    }

    @Test
    void aGrantLostWhileItRunsFailsTheDestinationWithoutMetadata() {
        Composition composition = start(toBucket(_ -> {}));
        test.pass(22);
        test.emulator.buckets.deletePolicy(EmulatorForTests.BUCKET);
        test.pass(20);

        assertFailure("Destination Failure", "AccessDeniedException",
                "Access denied to S3 bucket. Please verify your bucket policy.");
        assertThat(test.keys(prefix(composition))).doesNotContain("events/recording-failed.json")
                .contains("events/recording-started.json");
        assertThat(test.only().duration()).isEqualTo(Duration.ofMillis(19_200));
    }

    private void assertFailure(String event, String errorCode, String reason) {
        JsonNode detail = test.event(event).get("detail");
        assertThat(detail.get("error_code").textValue()).isEqualTo(errorCode);
        assertThat(detail.get("reason").textValue()).isEqualTo(reason);
    }

    private Composition start(DestinationConfiguration... destinations) {
        return test.emulator.realTime
                .startComposition(request -> request.stageArn(stage).destinations(destinations))
                .composition();
    }

    private void stop(Composition composition) {
        test.emulator.realTime.stopComposition(request -> request.arn(composition.arn()));
    }

    private Composition shown(Composition composition) {
        return test.emulator.realTime.getComposition(request -> request.arn(composition.arn())).composition();
    }

    private static String prefix(Composition composition) {
        return composition.destinations().getFirst().detail().s3().recordingPrefix();
    }

    private DestinationConfiguration toBucket(Consumer<S3DestinationConfiguration.Builder> settings) {
        String storage = test.emulator.storageConfiguration();
        List<String> encoders = new ArrayList<>(List.of(test.emulator.encoderConfiguration()));
        return DestinationConfiguration.builder().s3(s3 -> {
            s3.storageConfigurationArn(storage).encoderConfigurationArns(encoders);
            settings.accept(s3);
        }).build();
    }

    private static DestinationConfiguration toChannel(String channelArn) {
        return DestinationConfiguration.builder().channel(channel -> channel.channelArn(channelArn)).build();
    }
}
