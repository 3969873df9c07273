package io.ivsorchestrator.local.ivs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.ivsorchestrator.local.ivs.account.AccountSettings;
import io.ivsorchestrator.local.ivs.account.BucketStore;
import io.ivsorchestrator.local.ivs.account.StreamSession;
import io.ivsorchestrator.local.ivs.account.StreamSession.Ingest;
import io.ivsorchestrator.local.ivs.account.StreamSession.Video;
import io.ivsorchestrator.local.ivs.model.ApiException;
import io.ivsorchestrator.local.ivs.studio.Cause;
import io.ivsorchestrator.local.ivs.studio.Recorded;
import io.ivsorchestrator.local.ivs.studio.RecordingFault;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ivs.model.StreamEvent;

class ChannelStudioTest {
    private static final Ingest LARGER = new Ingest(
            new Video("High", "4.0", "avc1.4D401F", "emulator", 3_500_000, 30, 1080, 1920), Ingest.PLAIN.audio());
    /** Of which the media is. */
    private static final long GROUP_MILLIS = 1600;

    private StudioForTests test = StudioForTests.start();

    @AfterEach
    void stop() {
        test.close();
    }

    @Test
    void aStreamThatIsNotRecordedIsToldAndLeavesNoObjects() {
        String channel = test.emulator.channel("acme-main");

        StreamSession session = test.studio.start(channel);
        test.pass(60);
        test.studio.end(channel);
        test.pass(3600);

        assertThat(test.names()).containsExactly("Session Created", "Stream Start", "Stream End", "Session Ended");
        assertThat(test.told).allSatisfy(event -> {
            assertThat(event.get("source").textValue()).isEqualTo("aws.ivs");
            assertThat(event.at("/resources/0").textValue()).isEqualTo(channel);
            assertThat(event.at("/detail/stream_id").textValue()).isEqualTo(session.streamId());
            assertThat(event.at("/detail/channel_name").textValue()).isEqualTo("acme-main");
        });
        assertThat(test.told).extracting(event -> event.get("time").textValue())
                .containsExactly("2026-03-07T09:00:00Z", "2026-03-07T09:00:00Z", "2026-03-07T09:01:00Z",
                        "2026-03-07T09:01:00Z");
        assertThat(test.objects).isEmpty();
    }

    @Test
    void aRecordingStartsWithItsFirstMetadataObject() {
        String channel = recordedChannel(60);

        StreamSession session = test.studio.start(channel);

        assertThat(test.names())
                .containsExactly("Session Created", "Stream Start", "Object Created", "Recording Start");
        JsonNode detail = test.told.getLast().get("detail");
        String prefix = detail.get("recording_s3_key_prefix").textValue();
        assertThat(prefix)
                .matches("ivs/v1/123456789012/" + StudioForTests.id(channel) + "/2026/3/7/9/0/[A-Za-z0-9]{12}");
        assertThat(detail.get("recording_s3_bucket_name").textValue()).isEqualTo(EmulatorForTests.BUCKET);
        assertThat(detail.get("stream_id").textValue()).isEqualTo(session.streamId());
        assertThat(detail.get("recording_session_id").textValue()).matches("[A-Za-z0-9]{12}");
        assertThat(prefix).doesNotEndWith(detail.get("recording_session_id").textValue());
        assertThat(test.objects).containsOnlyKeys(prefix + "/events/recording-started.json");
    }

    @Test
    void aRecordingWithoutReconnectWindowEndsWithItsStream() {
        String channel = recordedChannel(0);
        test.studio.start(channel);
        test.pass(17);

        test.studio.end(channel);

        assertThat(test.namesOfIvs()).endsWith("Stream End", "Session Ended", "Recording End");
        JsonNode end = test.told.getLast();
        assertThat(end.get("time").textValue()).isEqualTo("2026-03-07T09:00:27Z");
        assertThat(end.at("/detail/recording_duration_ms").longValue()).isEqualTo(11 * GROUP_MILLIS);
        JsonNode metadata = test.metadata(prefix() + "/events/recording-ended.json");
        assertThat(metadata.at("/media/hls/duration_ms").longValue()).isEqualTo(11 * GROUP_MILLIS);
        assertThat(metadata.get("recording_ended_at").textValue()).isEqualTo("2026-03-07T09:00:27Z");
    }

    @Test
    void theEndOfARecordingWaitsForTheReconnectWindow() {
        String channel = recordedChannel(60);
        test.studio.start(channel);
        test.pass(16);
        test.studio.end(channel);

        test.pass(59);
        assertThat(test.names()).doesNotContain("Recording End");
        assertThat(test.objects).doesNotContainKey(prefix() + "/events/recording-ended.json");
        assertThat(playlist()).doesNotContain("#EXT-X-ENDLIST");

        test.pass(1);
        assertThat(test.names()).endsWith("Object Created", "Recording End");
        assertThat(test.objects).containsKey(prefix() + "/events/recording-ended.json");
        assertThat(playlist()).contains("#EXT-X-ENDLIST");
    }

    @Test
    void whatIsDoneLateCarriesTheTimeAtWhichItWasDue() {
        String channel = recordedChannel(60);
        test.studio.start(channel);
        test.pass(16);
        test.studio.end(channel);

        test.pass(3600);

        assertThat(test.told.getLast().get("time").textValue()).isEqualTo("2026-03-07T09:01:26Z");
        assertThat(test.metadata(prefix() + "/events/recording-ended.json").get("recording_ended_at").textValue())
                .isEqualTo("2026-03-07T09:01:26Z");
    }

    @Test
    void aStreamWithinTheReconnectWindowIsMerged() {
        String channel = recordedChannel(60);
        StreamSession first = test.studio.start(channel);
        test.pass(16);
        test.studio.end(channel);
        test.pass(59);

        StreamSession second = test.studio.start(channel);
        test.pass(14);
        test.studio.end(channel);
        test.pass(60);

        List<JsonNode> starts = test.events("Recording Start");
        assertThat(starts).extracting(event -> event.at("/detail/stream_id").textValue())
                .containsExactly(first.streamId(), second.streamId());
        assertThat(starts).extracting(event -> event.at("/detail/recording_s3_key_prefix").textValue())
                .containsOnly(prefix());
        assertThat(test.events("Recording End")).singleElement().satisfies(end -> {
            JsonNode detail = end.get("detail");
            assertThat(detail.get("recording_s3_key_prefix").textValue()).isEqualTo(prefix());
            assertThat(detail.get("recording_session_id"))
                    .isEqualTo(starts.getFirst().at("/detail/recording_session_id"));
            assertThat(detail.get("recording_session_stream_ids")).extracting(JsonNode::textValue)
                    .containsExactly(first.streamId(), second.streamId());
            assertThat(detail.get("recording_duration_ms").longValue()).isEqualTo(19 * GROUP_MILLIS);
        });
        assertThat(playlist()).containsOnlyOnce("#EXT-X-DISCONTINUITY\n");
    }

    @Test
    void aStreamAfterTheReconnectWindowIsAnotherRecording() {
        assertAnotherRecording(Ingest.PLAIN, 60);
    }

    @Test
    void aReconnectBeforeTheLastWriteIsFinishedIsAnotherRecording() {
        assertAnotherRecording(Ingest.PLAIN, 9);
    }

    @Test
    void aStreamOfAnotherSizeIsAnotherRecording() {
        assertAnotherRecording(LARGER, 30);
    }

    @Test
    void aStreamOfAVeryDifferentBitRateIsAnotherRecording() {
        assertAnotherRecording(bitRate(5_600_000), 30);
    }

    @Test
    void aStreamOfASimilarBitRateIsMerged() {
        String channel = recordedChannel(60);
        test.studio.start(channel);
        test.pass(16);
        test.studio.end(channel);
        test.pass(30);

        test.studio.start(channel, bitRate(5_000_000));

        assertThat(test.events("Recording Start"))
                .extracting(event -> event.at("/detail/recording_s3_key_prefix").textValue())
                .containsExactly(prefix(), prefix());
    }

    @Test
    void noThumbnailsAreTakenWhereTheyAreDisabled() {
        String channel = channel(test.emulator.ivs.createRecordingConfiguration(request -> {
            EmulatorForTests.recordingTo(request);
            request.thumbnailConfiguration(thumbnails -> thumbnails.recordingMode("DISABLED"));
        }).recordingConfiguration().arn());
        test.studio.start(channel);
        test.pass(16);
        test.studio.end(channel);

        assertThat(test.objects.keySet()).isNotEmpty().noneMatch(key -> key.endsWith(".jpg"));
    }

    @Test
    void atMostTwentyStreamsAreMerged() {
        String channel = recordedChannel(60);
        for (int stream = 0; stream < 21; stream++) {
            test.studio.start(channel);
            test.pass(12);
            test.studio.end(channel);
            test.pass(10);
        }
        test.pass(60);

        assertThat(test.events("Recording End"))
                .extracting(event -> event.at("/detail/recording_session_stream_ids").size())
                .containsExactly(20, 1);
    }

    @Test
    void aStreamShorterThanTenSecondsLeavesMetadataOnly() {
        String channel = recordedChannel(0);
        test.studio.start(channel);
        test.pass(9);

        test.studio.end(channel);

        assertThat(test.keys(prefix())).containsExactly("events/recording-started.json", "events/recording-ended.json");
        assertThat(test.told.getLast().at("/detail/recording_duration_ms").longValue()).isZero();
        assertThat(test.metadata(prefix() + "/events/recording-ended.json").at("/media/hls/duration_ms").longValue())
                .isZero();
    }

    @Test
    void mediaGrowsWhileAStreamIsLive() {
        String channel = recordedChannel(60);
        test.studio.start(channel);

        test.pass(25);
        assertThat(test.keys(prefix() + "/media/hls/720p30")).containsExactly("0.ts", "1.ts", "playlist.m3u8");
        assertThat(playlist()).contains("#EXT-X-PLAYLIST-TYPE:EVENT\n").contains("1.ts\n")
                .doesNotContain("#EXT-X-ENDLIST");

        test.pass(10);
        assertThat(playlist()).contains("2.ts\n").doesNotContain("#EXT-X-ENDLIST");
        assertThat(test.objects).doesNotContainKey(prefix() + "/media/hls/byte-range-multivariant.m3u8");
    }

    @Test
    void segmentsAreAnnouncedWhenTheyAreComplete() {
        String channel = recordedChannel(0);
        test.studio.start(channel);

        test.pass(3600);

        assertThat(test.events("Object Created")).filteredOn(
                event -> event.at("/detail/object/key").textValue().endsWith("/media/hls/720p30/3.ts"))
                .singleElement()
                .satisfies(event -> assertThat(event.get("time").textValue()).isEqualTo("2026-03-07T09:00:50Z"));
    }

    @Test
    void twoHoursAreSevenHundredAndTwentySegmentsOfEachRendition() {
        String channel = recordedChannel(0);
        test.studio.start(channel);
        test.pass(7200);
        test.studio.end(channel);

        List<String> keys = test.keys(prefix());
        assertThat(keys).filteredOn(key -> key.endsWith(".ts")).hasSize(4 * 720);
        assertThat(keys).filteredOn(key -> key.endsWith(".jpg")).hasSize(120);
        assertThat(test.told.getLast().at("/detail/recording_duration_ms").longValue()).isEqualTo(7_200_000);
    }

    @Test
    void aLiveStreamIsRecordedToANewPrefixAfterTwoDays() {
        String channel = channel("BASIC", recordingConfiguration(60));
        StreamSession session = test.studio.start(channel);

        test.emulator.pass(Duration.ofHours(49));
        test.studio.catchUp();
        test.studio.end(channel);
        test.pass(60);

        assertThat(test.events("Recording Start"))
                .extracting(event -> event.at("/detail/recording_s3_key_prefix").textValue())
                .hasSize(2)
                .doesNotHaveDuplicates()
                .last()
                .asString()
                .contains("/2026/3/9/9/0/");
        assertThat(test.events("Recording End")).extracting(event -> event.get("time").textValue())
                .containsExactly("2026-03-09T09:00:10Z", "2026-03-09T10:01:10Z");
        assertThat(test.events("Recording End"))
                .allSatisfy(event -> assertThat(event.at("/detail/stream_id").textValue())
                        .isEqualTo(session.streamId()));
        assertThat(test.events("Recording End"))
                .extracting(event -> event.at("/detail/recording_duration_ms").longValue())
                .containsExactly(172_800_000L, 3_600_000L);
        assertThat(test.studio.recorded()).extracting(Recorded::state)
                .containsExactly(Recorded.State.STOPPED, Recorded.State.STOPPED);
    }

    @Test
    void twoDaysAfterItsStartNothingIsMergedIntoARecording() {
        String channel = channel("BASIC", recordingConfiguration(300));
        test.studio.start(channel);
        test.pass(Duration.ofDays(2).minusMinutes(1).toSeconds());
        test.studio.end(channel);
        test.pass(60);

        test.studio.start(channel);

        assertThat(test.events("Recording Start"))
                .extracting(event -> event.at("/detail/recording_s3_key_prefix").textValue())
                .hasSize(2)
                .doesNotHaveDuplicates();
    }

    @Test
    void aStreamWithoutCapacityFailsAndEnds() {
        String channel = recordedChannel(0);
        test.studio.start(channel);
        test.pass(16);

        test.studio.failStream(channel);

        assertThat(test.namesOfIvs()).containsExactly("Session Created", "Stream Start", "Recording Start",
                "Stream Failure", "Stream End", "Session Ended", "Recording End");
        assertThat(test.event("Stream Failure").at("/detail/reason").textValue())
                .isEqualTo("Transcode capacity exceeded. Please try again.");
    }

    @Test
    void allRenditionsOfTheLadderAreRecorded() {
        assertThat(renditions("STANDARD", 1080, 60, "ALL"))
                .containsExactly("1080p60", "720p60", "480p30", "360p30", "160p30");
        assertThat(renditions("STANDARD", 900, 30, "ALL"))
                .containsExactly("900p30", "720p30", "480p30", "360p30", "160p30");
        assertThat(renditions("STANDARD", 720, 60, "ALL")).containsExactly("720p60", "480p30", "360p30", "160p30");
        assertThat(renditions("STANDARD", 540, 30, "ALL")).containsExactly("480p30", "360p30", "160p30");
        assertThat(renditions("BASIC", 1080, 30, "ALL")).containsExactly("1080p30");
        assertThat(renditions("ADVANCED_HD", 1080, 60, "ALL"))
                .containsExactly("720p60", "480p30", "360p30", "160p30", "audio_only");
        assertThat(renditions("ADVANCED_SD", 1080, 30, "ALL"))
                .containsExactly("480p30", "360p30", "160p30", "audio_only");
    }

    @Test
    void anAudioOnlyRenditionHasNoResolution() {
        String channel = channel("ADVANCED_SD", test.emulator.recordingConfiguration());
        test.studio.start(channel);
        test.pass(16);
        test.studio.end(channel);

        JsonNode renditions = test.metadata(prefix() + "/events/recording-ended.json").at("/media/hls/renditions");
        assertThat(renditions.get(3).get("path").textValue()).isEqualTo("audio_only");
        assertThat(renditions.get(3).has("resolution_height")).isFalse();
        assertThat(renditions.get(0).get("resolution_height").intValue()).isEqualTo(480);
        assertThat(renditions.get(0).get("resolution_width").intValue()).isEqualTo(852);
        assertThat(test.text(prefix() + "/media/hls/master.m3u8").lines()
                .filter(line -> line.startsWith("#EXT-X-STREAM-INF") && !line.contains("RESOLUTION")))
                .hasSize(1);
        assertThat(test.objects).containsKey(prefix() + "/media/hls/audio_only/0.ts");
    }

    @Test
    void chosenRenditionsAreRecordedAndTheBestWhereThereIsNoneOfTheKind() {
        assertThat(renditions("STANDARD", 1080, 30, "CUSTOM", "HD")).containsExactly("720p30");
        assertThat(renditions("STANDARD", 720, 30, "CUSTOM", "FULL_HD")).containsExactly("720p30");
        assertThat(renditions("STANDARD", 540, 30, "CUSTOM", "HD", "LOWEST_RESOLUTION"))
                .containsExactly("480p30", "360p30", "160p30");
        assertThat(renditions("ADVANCED_SD", 1080, 30, "CUSTOM", "SD")).containsExactly("480p30");
        assertThat(renditions("BASIC", 720, 30, "CUSTOM", "SD")).containsExactly("720p30");
    }

    @Test
    void withoutRenditionsThereAreThumbnailsOnly() {
        String channel = channel(test.emulator.ivs.createRecordingConfiguration(request -> {
            EmulatorForTests.recordingTo(request);
            request.renditionConfiguration(renditions -> renditions.renditionSelection("NONE"));
        }).recordingConfiguration().arn());
        test.studio.start(channel);
        test.pass(61);
        test.studio.end(channel);

        assertThat(test.keys(prefix())).containsExactly("events/recording-started.json",
                "media/thumbnails/thumb0.jpg", "media/thumbnails/thumb1.jpg", "events/recording-ended.json");
        assertThat(test.metadata(prefix() + "/events/recording-ended.json").get("media").has("hls")).isFalse();
        assertThat(test.told.getLast().at("/detail/recording_duration_ms").longValue()).isZero();
    }

    @Test
    void thumbnailsHaveTheConfiguredResolutionOrTheSources() {
        assertThat(thumbnailHeight("LOWEST_RESOLUTION")).isEqualTo(160);
        assertThat(thumbnailHeight("SD")).isEqualTo(480);
        assertThat(thumbnailHeight("FULL_HD")).as("that there is none of").isEqualTo(720);
        assertThat(thumbnailHeight(null)).isEqualTo(720);
    }

    @Test
    void byteRangesCoverEachSegmentAndStartWithAKeyFrame() {
        String channel = recordedChannel(0);
        test.studio.start(channel);
        test.pass(65);
        test.studio.end(channel);

        String folder = prefix() + "/media/hls/480p30/";
        Map<String, Integer> covered = new HashMap<>();
        Matcher ranges = Pattern.compile("#EXT-X-BYTERANGE:(\\d+)@(\\d+)\n#EXTINF:1\\.600,\n(\\S+)\n")
                .matcher(test.text(folder + "byte-range-variant.m3u8"));
        while (ranges.find()) {
            String file = ranges.group(3);
            int offset = Integer.parseInt(ranges.group(2));
            assertThat(offset).as("range of %s", file).isEqualTo(covered.getOrDefault(file, 0));
            // A transport stream packet of the program association table comes before each key frame.
            assertThat(test.object(folder + file)[offset]).isEqualTo((byte) 0x47);
            covered.put(file, offset + Integer.parseInt(ranges.group(1)));
        }
        assertThat(covered).hasSize(7);
        covered.forEach((file, end) -> assertThat(test.object(folder + file)).as(file).hasSize(end));
        assertThat(test.text(prefix() + "/media/hls/byte-range-multivariant.m3u8"))
                .contains("480p30/byte-range-variant.m3u8");
    }

    @Test
    void aRecordingThatBreaksOffAfterATimeLeavesWhatThereIsAndSaysSo() {
        String channel = recordedChannel(60);
        test.fault = new RecordingFault.AfterTime(Duration.ofSeconds(45), Cause.SERVICE_ERROR, true);
        test.studio.start(channel);
        test.pass(120);
        test.studio.end(channel);
        test.pass(300);

        assertThat(test.namesOfIvs()).containsExactly("Session Created", "Stream Start", "Recording Start",
                "Recording End Failure", "Stream End", "Session Ended");
        JsonNode failure = test.event("Recording End Failure");
        assertThat(failure.get("time").textValue()).isEqualTo("2026-03-07T09:00:55Z");
        assertThat(failure.at("/detail/recording_status_reason").textValue()).isEqualTo("InternalServerException");
        assertThat(failure.at("/detail/recording_s3_key_prefix").textValue()).isEqualTo(prefix());
        JsonNode metadata = test.metadata(prefix() + "/events/recording-failed.json");
        assertThat(metadata.get("recording_status_message").textValue()).isEqualTo("InternalServerException");
        assertThat(metadata.at("/media/hls/duration_ms").longValue()).isEqualTo(40_000);
        assertThat(playlist()).contains("3.ts\n").doesNotContain("4.ts").doesNotContain("#EXT-X-ENDLIST");
        assertThat(test.objects).doesNotContainKey(prefix() + "/events/recording-ended.json");
        Recorded truth = test.only();
        assertThat(truth.state()).isEqualTo(Recorded.State.FAILED);
        assertThat(truth.metadata()).isEqualTo(Recorded.Metadata.FAILED);
        assertThat(truth.duration()).isEqualTo(Duration.ofSeconds(40));
        assertThat(truth.failure())
                .isEqualTo(new Recorded.Broken(false, Cause.SERVICE_ERROR, "InternalServerException"));
    }

    @Test
    void aRecordingThatBreaksOffAfterSomeObjectsHasNoMore() {
        String channel = recordedChannel(0);
        test.fault = new RecordingFault.AfterObjects(7, Cause.SERVICE_ERROR, false);
        test.studio.start(channel);
        test.pass(120);
        test.studio.end(channel);

        assertThat(test.keys(prefix())).filteredOn(key -> key.endsWith(".ts") || key.endsWith(".jpg"))
                .containsExactly("media/thumbnails/thumb0.jpg",
                        "media/hls/720p30/0.ts", "media/hls/480p30/0.ts", "media/hls/360p30/0.ts",
                        "media/hls/160p30/0.ts", "media/hls/720p30/1.ts", "media/hls/480p30/1.ts");
        assertThat(test.keys(prefix())).doesNotContain("events/recording-failed.json");
        assertThat(playlist()).contains("1.ts");
        assertThat(test.text(prefix() + "/media/hls/160p30/playlist.m3u8")).doesNotContain("1.ts");
        assertThat(test.event("Recording End Failure").get("time").textValue()).isEqualTo("2026-03-07T09:00:29Z");
        assertThat(test.only().duration()).isEqualTo(Duration.ofMillis(9600));
        assertThat(test.only().metadata()).isEqualTo(Recorded.Metadata.STARTED);
    }

    @Test
    void aFaultLaterThanTheEndDoesNothing() {
        String channel = recordedChannel(0);
        test.fault = new RecordingFault.AfterTime(Duration.ofSeconds(17), Cause.SERVICE_ERROR, true);
        test.studio.start(channel);
        test.pass(16);
        test.studio.end(channel);

        assertThat(test.event("Recording End")).isNotNull();
        assertThat(test.only().state()).isEqualTo(Recorded.State.STOPPED);
    }

    @Test
    void aFaultAtTheStartSaysItsCause() {
        String channel = recordedChannel(0);
        test.fault = new RecordingFault.AtStart(Cause.SERVICE_ERROR);
        test.studio.start(channel);

        assertThat(test.event("Recording Start Failure").at("/detail/recording_status_reason").textValue())
                .isEqualTo("InternalServerException");
        assertThat(test.only().failure())
                .isEqualTo(new Recorded.Broken(true, Cause.SERVICE_ERROR, "InternalServerException"));
        assertThat(test.only().prefix()).isEmpty();
    }

    @Test
    void aBucketThatGoesWhileAStreamIsRecordedIsAnEndFailureWithoutMetadata() {
        String channel = recordedChannel(60);
        test.studio.start(channel);
        test.pass(30);
        test.emulator.buckets.delete(EmulatorForTests.BUCKET);
        List<String> before = List.copyOf(test.objects.keySet());
        test.pass(30);
        test.studio.end(channel);

        assertThat(test.event("Recording End Failure").at("/detail/recording_status_reason").textValue())
                .isEqualTo("InternalServerException");
        assertThat(test.objects.keySet()).containsExactlyElementsOf(before);
        assertThat(test.only().failure()).isNotNull()
                .extracting(Recorded.Broken::cause)
                .isEqualTo(Cause.BUCKET_NOT_FOUND);
        assertThat(test.only().metadata()).isEqualTo(Recorded.Metadata.STARTED);
    }

    @Test
    void aBucketEncryptedWithKmsIsAStartFailureWithoutPrefix() {
        String channel = recordedChannel(60);
        test.emulator.buckets.encrypt(EmulatorForTests.BUCKET, BucketStore.Encryption.SSE_KMS);

        assertStartFailure(channel);
    }

    @Test
    void aChannelNeedsNeitherGrantNorOwnership() {
        String channel = recordedChannel(0);
        test.emulator.buckets.deletePolicy(EmulatorForTests.BUCKET);
        test.emulator.buckets.own(EmulatorForTests.BUCKET, BucketStore.Ownership.OBJECT_WRITER);
        test.studio.start(channel);
        test.pass(16);
        test.studio.end(channel);

        assertThat(test.event("Recording End")).isNotNull();
    }

    @Test
    void theTruthNamesStreamsTimesAndDuration() {
        String channel = recordedChannel(60);
        StreamSession first = test.studio.start(channel);
        test.pass(16);
        test.studio.end(channel);
        assertThat(test.only().state()).isEqualTo(Recorded.State.ACTIVE);
        test.pass(30);
        StreamSession second = test.studio.start(channel);
        test.pass(16);
        test.studio.end(channel);
        test.pass(60);

        assertThat(test.only()).isEqualTo(new Recorded(Recorded.Kind.CHANNEL, channel,
                List.of(first.streamId(), second.streamId()), List.of(), "", "", "", "", EmulatorForTests.BUCKET,
                prefix(), EmulatorForTests.START.plusSeconds(10), EmulatorForTests.START.plusSeconds(132),
                Duration.ofSeconds(32), Recorded.State.STOPPED, Recorded.Metadata.ENDED, null));
    }

    private List<String> renditions(String type, int height, int framesPerSecond, String selection,
            String... chosen) {
        String configuration = test.emulator.ivs.createRecordingConfiguration(request -> {
            EmulatorForTests.recordingTo(request);
            request.renditionConfiguration(renditions -> renditions.renditionSelection(selection)
                    .renditionsWithStrings(chosen));
        }).recordingConfiguration().arn();
        String channel = channel(type, configuration);
        test.objects.clear();
        test.studio.start(channel, new Ingest(new Video("High", "4.0", "avc1.4D401F", "emulator", 3_500_000,
                framesPerSecond, height, height * 16L / 9), Ingest.PLAIN.audio()));
        test.pass(16);
        test.studio.end(channel);
        String key = test.objects.keySet()
                .stream()
                .filter(name -> name.endsWith("/events/recording-ended.json"))
                .findFirst()
                .orElseThrow();
        List<String> paths = new ArrayList<>();
        test.metadata(key).at("/media/hls/renditions")
                .forEach(rendition -> paths.add(rendition.get("path").textValue()));
        String prefix = key.substring(0, key.indexOf("/events/"));
        assertThat(paths).allSatisfy(
                path -> assertThat(test.objects).containsKey(prefix + "/media/hls/" + path + "/playlist.m3u8"));
        test.emulator.ivs.deleteChannel(request -> request.arn(channel));
        test.emulator.ivs.deleteRecordingConfiguration(request -> request.arn(configuration));
        return paths;
    }

    private int thumbnailHeight(@Nullable String resolution) {
        String configuration = test.emulator.ivs.createRecordingConfiguration(request -> {
            EmulatorForTests.recordingTo(request);
            request.thumbnailConfiguration(thumbnails -> thumbnails.recordingMode("INTERVAL")
                    .targetIntervalSeconds(60L)
                    .resolution(resolution)
                    .storageWithStrings("SEQUENTIAL"));
        }).recordingConfiguration().arn();
        String channel = channel(configuration);
        test.objects.clear();
        test.studio.start(channel);
        test.pass(16);
        test.studio.end(channel);
        return test.objects.entrySet()
                .stream()
                .filter(object -> object.getKey().endsWith("/events/recording-ended.json"))
                .map(object -> StudioForTests.json(new String(object.getValue(), StandardCharsets.UTF_8)))
                .mapToInt(metadata -> metadata.at("/media/thumbnails/resolution_height").intValue())
                .sum();
    }

    @Test
    void aMissingBucketIsAStartFailureWithoutPrefix() {
        String channel = recordedChannel(60);
        test.emulator.buckets.delete(EmulatorForTests.BUCKET);

        assertStartFailure(channel);
    }

    @Test
    void aBucketThatIsElsewhereByNowIsAStartFailureWithoutPrefix() {
        String channel = recordedChannel(60);
        test.emulator.buckets.create(EmulatorForTests.BUCKET, "ap-south-1");

        assertStartFailure(channel);
    }

    @Test
    void aConfigurationWhoseCreationFailedIsAStartFailureWithoutPrefix() {
        test.close();
        test = StudioForTests.with(AccountSettings.of(EmulatorForTests.ACCOUNT, "us-east-1"));
        test.emulator.buckets.create(EmulatorForTests.BUCKET, "eu-west-1");

        assertStartFailure(recordedChannel(60));
    }

    @Test
    void everyObjectIsAnnouncedOnceWithItsSizeAndEntityTag() {
        String channel = recordedChannel(60);
        test.studio.start(channel);
        test.pass(16);
        test.studio.end(channel);
        test.pass(60);

        List<JsonNode> created = test.events("Object Created");
        assertThat(created).extracting(event -> event.at("/detail/object/key").textValue())
                .containsAll(test.objects.keySet());
        assertThat(created).extracting(event -> event.at("/detail/object/key").textValue())
                .filteredOn(key -> !key.endsWith(".m3u8"))
                .doesNotHaveDuplicates();
        assertThat(created).extracting(event -> event.at("/detail/object/sequencer").textValue())
                .isSorted()
                .doesNotHaveDuplicates();
        JsonNode last = created.getLast();
        assertThat(last.get("source").textValue()).isEqualTo("aws.s3");
        assertThat(last.at("/detail/object/key").textValue()).isEqualTo(prefix() + "/events/recording-ended.json");
        assertThat(last.at("/detail/object/size").intValue())
                .isEqualTo(test.object(prefix() + "/events/recording-ended.json").length);
        assertThat(last.at("/detail/object/etag").textValue()).matches("[0-9a-f]{32}");
        assertThat(last.get("time").textValue()).isEqualTo("2026-03-07T09:01:26Z");
    }

    @Test
    void thumbnailsAreTakenAsConfigured() {
        String channel = channel(test.emulator.ivs.createRecordingConfiguration(request -> {
            EmulatorForTests.recordingTo(request);
            request.thumbnailConfiguration(thumbnails -> thumbnails.recordingMode("INTERVAL")
                    .targetIntervalSeconds(5L)
                    .storageWithStrings("LATEST", "SEQUENTIAL"));
        }).recordingConfiguration().arn());
        test.studio.start(channel);
        test.pass(16);
        test.studio.end(channel);

        assertThat(test.objects.keySet()).filteredOn(key -> key.endsWith(".jpg")).containsExactly(
                prefix() + "/media/thumbnails/thumb0.jpg",
                prefix() + "/media/thumbnails/thumb1.jpg",
                prefix() + "/media/thumbnails/thumb2.jpg",
                prefix() + "/media/thumbnails/thumb3.jpg",
                prefix() + "/media/latest_thumbnail/thumb.jpg");
    }

    @Test
    void aStreamThatTheApiStopsEndsWithItsRecording() {
        String channel = recordedChannel(0);
        test.studio.start(channel);
        test.emulator.pass(Duration.ofSeconds(16));
        test.emulator.ivs.stopStream(request -> request.channelArn(channel));

        test.pass(30);

        assertThat(test.namesOfIvs()).endsWith("Stream End", "Session Ended", "Recording End");
        assertThat(test.told.getLast().get("time").textValue()).isEqualTo("2026-03-07T09:00:26Z");
    }

    @Test
    void theSessionListsTheEventsOfItsRecording() {
        String channel = recordedChannel(0);
        test.studio.start(channel);
        test.pass(16);
        test.studio.end(channel);

        assertThat(test.emulator.ivs.getStreamSession(request -> request.channelArn(channel))
                .streamSession()
                .truncatedEvents())
                .extracting(StreamEvent::name)
                .contains("Recording Start", "Recording End");
    }

    @Test
    void aRecordingThatEndsAfterItsSessionIsForgottenIsStillTold() {
        String channel = recordedChannel(300);
        test.studio.start(channel);
        test.pass(16);
        test.studio.end(channel);

        test.pass(Duration.ofDays(61).toSeconds());

        assertThat(test.names()).endsWith("Object Created", "Recording End");
    }

    @Test
    void aLiveChannelDoesNotStartAgainAndNothingIsTold() {
        String channel = recordedChannel(60);
        test.studio.start(channel);
        int before = test.told.size();

        assertThatThrownBy(() -> test.studio.start(channel)).isInstanceOf(ApiException.class);

        assertThat(test.told).hasSize(before);
    }

    @Test
    void aStreamWhoseRecordingCannotBeWrittenStillEnds() {
        String channel = recordedChannel(0);
        test.broken = true;
        assertThatThrownBy(() -> test.studio.start(channel)).isInstanceOf(UncheckedIOException.class);
        test.broken = false;
        test.pass(16);

        test.studio.end(channel);

        assertThat(test.names()).containsExactly("Session Created", "Stream Start", "Stream End", "Session Ended");
    }

    @Test
    void aRecordingThatCannotBeFinishedIsTriedAgain() {
        String channel = recordedChannel(60);
        test.studio.start(channel);
        test.pass(16);
        test.studio.end(channel);
        test.broken = true;
        assertThatThrownBy(() -> test.pass(60)).isInstanceOf(UncheckedIOException.class);
        assertThat(test.events("Recording End")).isEmpty();
        test.broken = false;

        test.studio.catchUp();

        assertThat(test.events("Recording End")).singleElement()
                .extracting(event -> event.get("time").textValue())
                .isEqualTo("2026-03-07T09:01:26Z");
        assertThat(test.objects).containsKey(prefix() + "/events/recording-ended.json");
    }

    private void assertAnotherRecording(Ingest ingest, long gap) {
        String channel = recordedChannel(60);
        test.studio.start(channel);
        test.pass(16);
        test.studio.end(channel);
        test.emulator.pass(Duration.ofSeconds(gap));

        test.studio.start(channel, ingest);
        test.pass(14);
        test.studio.end(channel);
        test.pass(60);

        assertThat(test.events("Recording Start"))
                .extracting(event -> event.at("/detail/recording_s3_key_prefix").textValue())
                .hasSize(2)
                .doesNotHaveDuplicates();
        assertThat(test.events("Recording End"))
                .extracting(event -> event.at("/detail/recording_session_stream_ids").size())
                .containsExactly(1, 1);
        assertThat(test.objects.keySet()).filteredOn(key -> key.endsWith("/events/recording-ended.json")).hasSize(2);
    }

    private void assertStartFailure(String channel) {
        StreamSession session = test.studio.start(channel);
        test.pass(16);
        test.studio.end(channel);
        test.pass(300);

        assertThat(test.names()).containsExactly("Session Created", "Stream Start", "Recording Start Failure",
                "Stream End", "Session Ended");
        JsonNode detail = test.events("Recording Start Failure").getFirst().get("detail");
        assertThat(detail.get("recording_status_reason").textValue()).isEqualTo("ValidationException");
        assertThat(detail.get("recording_s3_key_prefix").textValue()).isEmpty();
        assertThat(detail.get("stream_id").textValue()).isEqualTo(session.streamId());
        assertThat(test.objects).isEmpty();
        assertThat(test.emulator.ivs.listStreamSessions(request -> request.channelArn(channel)).streamSessions())
                .singleElement()
                .satisfies(listed -> assertThat(listed.hasErrorEvent()).isTrue());
    }

    private static Ingest bitRate(long bitsPerSecond) {
        return new Ingest(new Video("Main", "3.1", "avc1.4D401F", "emulator", bitsPerSecond, 30, 720, 1280),
                Ingest.PLAIN.audio());
    }

    /** Of a recorded channel, ten seconds after the start, when the configuration has settled. */
    private String recordedChannel(int reconnectWindowSeconds) {
        return channel(recordingConfiguration(reconnectWindowSeconds));
    }

    private String recordingConfiguration(int reconnectWindowSeconds) {
        return test.emulator.ivs.createRecordingConfiguration(request -> {
            EmulatorForTests.recordingTo(request);
            request.recordingReconnectWindowSeconds(reconnectWindowSeconds);
        }).recordingConfiguration().arn();
    }

    private String channel(String recordingConfigurationArn) {
        return channel("STANDARD", recordingConfigurationArn);
    }

    private String channel(String type, String recordingConfigurationArn) {
        test.emulator.pass(Duration.ofSeconds(10));
        return test.emulator.ivs
                .createChannel(request -> request.name("acme-main")
                        .type(type)
                        .recordingConfigurationArn(recordingConfigurationArn))
                .channel()
                .arn();
    }

    /** Of the first recording. */
    private String prefix() {
        return test.events("Recording Start").getFirst().at("/detail/recording_s3_key_prefix").textValue();
    }

    private String playlist() {
        return test.text(prefix() + "/media/hls/720p30/playlist.m3u8");
    }
}
