package io.ivsorchestrator.local.ivs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ivsorchestrator.local.ivs.account.AccountSettings;
import io.ivsorchestrator.local.ivs.account.StreamSession;
import io.ivsorchestrator.local.ivs.account.StreamSession.Ingest;
import io.ivsorchestrator.local.ivs.account.StreamSession.Video;
import io.ivsorchestrator.local.ivs.model.ApiException;
import io.ivsorchestrator.local.ivs.studio.Studio;
import io.ivsorchestrator.local.media.MediaLibrary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ivs.model.StreamEvent;

class StudioTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final MediaLibrary LIBRARY = MediaLibrary.load();
    private static final Ingest LARGER = new Ingest(
            new Video("High", "4.0", "avc1.4D401F", "emulator", 3_500_000, 30, 1080, 1920), Ingest.PLAIN.audio());
    private static final long SEGMENT_MILLIS = 1600;

    private final List<JsonNode> told = new ArrayList<>();
    private final Map<String, byte[]> objects = new LinkedHashMap<>();
    private EmulatorForTests emulator = EmulatorForTests.start();
    private Studio studio = studio();
    private boolean broken;

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void aStreamThatIsNotRecordedIsToldAndLeavesNoObjects() {
        String channel = emulator.channel("acme-main");

        StreamSession session = studio.start(channel);
        pass(60);
        studio.end(channel);
        pass(3600);

        assertThat(names()).containsExactly("Session Created", "Stream Start", "Stream End", "Session Ended");
        assertThat(told).allSatisfy(event -> {
            assertThat(event.get("source").textValue()).isEqualTo("aws.ivs");
            assertThat(event.at("/resources/0").textValue()).isEqualTo(channel);
            assertThat(event.at("/detail/stream_id").textValue()).isEqualTo(session.streamId());
            assertThat(event.at("/detail/channel_name").textValue()).isEqualTo("acme-main");
        });
        assertThat(told).extracting(event -> event.get("time").textValue())
                .containsExactly("2026-03-07T09:00:00Z", "2026-03-07T09:00:00Z", "2026-03-07T09:01:00Z",
                        "2026-03-07T09:01:00Z");
        assertThat(objects).isEmpty();
    }

    @Test
    void aRecordingStartsWithItsFirstMetadataObject() {
        String channel = recordedChannel(60);

        StreamSession session = studio.start(channel);

        assertThat(names())
                .containsExactly("Session Created", "Stream Start", "Object Created", "Recording Start");
        JsonNode detail = told.getLast().get("detail");
        String prefix = detail.get("recording_s3_key_prefix").textValue();
        assertThat(prefix).matches("ivs/v1/123456789012/" + id(channel) + "/2026/3/7/9/0/[A-Za-z0-9]{12}");
        assertThat(detail.get("recording_s3_bucket_name").textValue()).isEqualTo(EmulatorForTests.BUCKET);
        assertThat(detail.get("stream_id").textValue()).isEqualTo(session.streamId());
        assertThat(detail.get("recording_session_id").textValue()).matches("[A-Za-z0-9]{12}");
        assertThat(prefix).doesNotEndWith(detail.get("recording_session_id").textValue());
        assertThat(objects).containsOnlyKeys(prefix + "/events/recording-started.json");
    }

    @Test
    void aRecordingWithoutReconnectWindowEndsWithItsStream() {
        String channel = recordedChannel(0);
        studio.start(channel);
        pass(7);

        studio.end(channel);

        assertThat(namesOfIvs()).endsWith("Stream End", "Session Ended", "Recording End");
        JsonNode end = told.getLast();
        assertThat(end.get("time").textValue()).isEqualTo("2026-03-07T09:00:17Z");
        assertThat(end.at("/detail/recording_duration_ms").longValue()).isEqualTo(5 * SEGMENT_MILLIS);
        JsonNode metadata = json(object(prefix() + "/events/recording-ended.json"));
        assertThat(metadata.at("/media/hls/duration_ms").longValue()).isEqualTo(5 * SEGMENT_MILLIS);
        assertThat(metadata.get("recording_ended_at").textValue()).isEqualTo("2026-03-07T09:00:17Z");
    }

    @Test
    void theEndOfARecordingWaitsForTheReconnectWindow() {
        String channel = recordedChannel(60);
        studio.start(channel);
        pass(6);
        studio.end(channel);

        pass(59);
        assertThat(names()).doesNotContain("Recording End");
        assertThat(objects).doesNotContainKey(prefix() + "/events/recording-ended.json");
        assertThat(playlist()).doesNotContain("#EXT-X-ENDLIST");

        pass(1);
        assertThat(names()).endsWith("Object Created", "Recording End");
        assertThat(objects).containsKey(prefix() + "/events/recording-ended.json");
        assertThat(playlist()).contains("#EXT-X-ENDLIST");
    }

    @Test
    void whatIsDoneLateCarriesTheTimeAtWhichItWasDue() {
        String channel = recordedChannel(60);
        studio.start(channel);
        pass(6);
        studio.end(channel);

        pass(3600);

        assertThat(told.getLast().get("time").textValue()).isEqualTo("2026-03-07T09:01:16Z");
        assertThat(json(object(prefix() + "/events/recording-ended.json")).get("recording_ended_at").textValue())
                .isEqualTo("2026-03-07T09:01:16Z");
    }

    @Test
    void aStreamWithinTheReconnectWindowIsMerged() {
        String channel = recordedChannel(60);
        StreamSession first = studio.start(channel);
        pass(6);
        studio.end(channel);
        pass(59);

        StreamSession second = studio.start(channel);
        pass(4);
        studio.end(channel);
        pass(60);

        List<JsonNode> starts = events("Recording Start");
        assertThat(starts).extracting(event -> event.at("/detail/stream_id").textValue())
                .containsExactly(first.streamId(), second.streamId());
        assertThat(starts).extracting(event -> event.at("/detail/recording_s3_key_prefix").textValue())
                .containsOnly(prefix());
        assertThat(events("Recording End")).singleElement().satisfies(end -> {
            JsonNode detail = end.get("detail");
            assertThat(detail.get("recording_s3_key_prefix").textValue()).isEqualTo(prefix());
            assertThat(detail.get("recording_session_id"))
                    .isEqualTo(starts.getFirst().at("/detail/recording_session_id"));
            assertThat(detail.get("recording_session_stream_ids")).extracting(JsonNode::textValue)
                    .containsExactly(first.streamId(), second.streamId());
            assertThat(detail.get("recording_duration_ms").longValue()).isEqualTo(7 * SEGMENT_MILLIS);
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
        studio.start(channel);
        pass(6);
        studio.end(channel);
        pass(30);

        studio.start(channel, bitRate(5_000_000));

        assertThat(events("Recording Start"))
                .extracting(event -> event.at("/detail/recording_s3_key_prefix").textValue())
                .containsExactly(prefix(), prefix());
    }

    @Test
    void noThumbnailsAreTakenWhereTheyAreDisabled() {
        String channel = channel(emulator.ivs.createRecordingConfiguration(request -> {
            EmulatorForTests.recordingTo(request);
            request.thumbnailConfiguration(thumbnails -> thumbnails.recordingMode("DISABLED"));
        }).recordingConfiguration().arn());
        studio.start(channel);
        pass(6);
        studio.end(channel);

        assertThat(objects.keySet()).isNotEmpty().noneMatch(key -> key.endsWith(".jpg"));
    }

    @Test
    void atMostTwentyStreamsAreMerged() {
        String channel = recordedChannel(60);
        for (int stream = 0; stream < 21; stream++) {
            studio.start(channel);
            pass(2);
            studio.end(channel);
            pass(10);
        }
        pass(60);

        assertThat(events("Recording End"))
                .extracting(event -> event.at("/detail/recording_session_stream_ids").size())
                .containsExactly(20, 1);
    }

    @Test
    void aStreamThatEndsAsItStartsLeavesOneSegment() {
        String channel = recordedChannel(0);
        studio.start(channel);

        studio.end(channel);

        assertThat(told.getLast().at("/detail/recording_duration_ms").longValue()).isEqualTo(SEGMENT_MILLIS);
    }

    @Test
    void aMissingBucketIsAStartFailureWithoutPrefix() {
        String channel = recordedChannel(60);
        emulator.buckets.delete(EmulatorForTests.BUCKET);

        assertStartFailure(channel);
    }

    @Test
    void aBucketThatIsElsewhereByNowIsAStartFailureWithoutPrefix() {
        String channel = recordedChannel(60);
        emulator.buckets.create(EmulatorForTests.BUCKET, "ap-south-1");

        assertStartFailure(channel);
    }

    @Test
    void aConfigurationWhoseCreationFailedIsAStartFailureWithoutPrefix() {
        emulator.close();
        emulator = EmulatorForTests.with(AccountSettings.of(EmulatorForTests.ACCOUNT, "us-east-1"));
        studio = studio();
        emulator.buckets.create(EmulatorForTests.BUCKET, "eu-west-1");

        assertStartFailure(recordedChannel(60));
    }

    @Test
    void everyObjectIsAnnouncedOnceWithItsSizeAndEntityTag() {
        String channel = recordedChannel(60);
        studio.start(channel);
        pass(6);
        studio.end(channel);
        pass(60);

        List<JsonNode> created = events("Object Created");
        assertThat(created).extracting(event -> event.at("/detail/object/key").textValue())
                .containsAll(objects.keySet());
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
                .isEqualTo(object(prefix() + "/events/recording-ended.json").length);
        assertThat(last.at("/detail/object/etag").textValue()).matches("[0-9a-f]{32}");
        assertThat(last.get("time").textValue()).isEqualTo("2026-03-07T09:01:16Z");
    }

    @Test
    void thumbnailsAreTakenAsConfigured() {
        String channel = channel(emulator.ivs.createRecordingConfiguration(request -> {
            EmulatorForTests.recordingTo(request);
            request.thumbnailConfiguration(thumbnails -> thumbnails.recordingMode("INTERVAL")
                    .targetIntervalSeconds(2L)
                    .storageWithStrings("LATEST", "SEQUENTIAL"));
        }).recordingConfiguration().arn());
        studio.start(channel);
        pass(6);
        studio.end(channel);

        assertThat(objects.keySet()).filteredOn(key -> key.endsWith(".jpg")).containsExactly(
                prefix() + "/media/thumbnails/thumb0.jpg",
                prefix() + "/media/thumbnails/thumb1.jpg",
                prefix() + "/media/thumbnails/thumb2.jpg",
                prefix() + "/media/thumbnails/thumb3.jpg",
                prefix() + "/media/latest_thumbnail/thumb.jpg");
    }

    @Test
    void aStreamThatTheApiStopsEndsWithItsRecording() {
        String channel = recordedChannel(0);
        studio.start(channel);
        emulator.pass(Duration.ofSeconds(6));
        emulator.ivs.stopStream(request -> request.channelArn(channel));

        pass(30);

        assertThat(namesOfIvs()).endsWith("Stream End", "Session Ended", "Recording End");
        assertThat(told.getLast().get("time").textValue()).isEqualTo("2026-03-07T09:00:16Z");
    }

    @Test
    void theSessionListsTheEventsOfItsRecording() {
        String channel = recordedChannel(0);
        studio.start(channel);
        pass(6);
        studio.end(channel);

        assertThat(emulator.ivs.getStreamSession(request -> request.channelArn(channel))
                .streamSession()
                .truncatedEvents())
                .extracting(StreamEvent::name)
                .contains("Recording Start", "Recording End");
    }

    @Test
    void aRecordingThatEndsAfterItsSessionIsForgottenIsStillTold() {
        String channel = recordedChannel(300);
        studio.start(channel);
        pass(6);
        studio.end(channel);

        pass(Duration.ofDays(61).toSeconds());

        assertThat(names()).endsWith("Object Created", "Recording End");
    }

    @Test
    void aLiveChannelDoesNotStartAgainAndNothingIsTold() {
        String channel = recordedChannel(60);
        studio.start(channel);
        int before = told.size();

        assertThatThrownBy(() -> studio.start(channel)).isInstanceOf(ApiException.class);

        assertThat(told).hasSize(before);
    }

    @Test
    void aStreamWhoseRecordingCannotBeWrittenStillEnds() {
        String channel = recordedChannel(0);
        broken = true;
        assertThatThrownBy(() -> studio.start(channel)).isInstanceOf(UncheckedIOException.class);
        broken = false;
        pass(6);

        studio.end(channel);

        assertThat(names()).containsExactly("Session Created", "Stream Start", "Stream End", "Session Ended");
    }

    @Test
    void aRecordingThatCannotBeFinishedIsTriedAgain() {
        String channel = recordedChannel(60);
        studio.start(channel);
        pass(6);
        studio.end(channel);
        broken = true;
        assertThatThrownBy(() -> pass(60)).isInstanceOf(UncheckedIOException.class);
        assertThat(events("Recording End")).isEmpty();
        broken = false;

        studio.catchUp();

        assertThat(events("Recording End")).singleElement()
                .extracting(event -> event.get("time").textValue())
                .isEqualTo("2026-03-07T09:01:16Z");
        assertThat(objects).containsKey(prefix() + "/events/recording-ended.json");
    }

    private void assertAnotherRecording(Ingest ingest, long gap) {
        String channel = recordedChannel(60);
        studio.start(channel);
        pass(6);
        studio.end(channel);
        emulator.pass(Duration.ofSeconds(gap));

        studio.start(channel, ingest);
        pass(4);
        studio.end(channel);
        pass(60);

        assertThat(events("Recording Start"))
                .extracting(event -> event.at("/detail/recording_s3_key_prefix").textValue())
                .hasSize(2)
                .doesNotHaveDuplicates();
        assertThat(events("Recording End"))
                .extracting(event -> event.at("/detail/recording_session_stream_ids").size())
                .containsExactly(1, 1);
        assertThat(objects.keySet()).filteredOn(key -> key.endsWith("/events/recording-ended.json")).hasSize(2);
    }

    private void assertStartFailure(String channel) {
        StreamSession session = studio.start(channel);
        pass(6);
        studio.end(channel);
        pass(300);

        assertThat(names()).containsExactly("Session Created", "Stream Start", "Recording Start Failure",
                "Stream End", "Session Ended");
        JsonNode detail = events("Recording Start Failure").getFirst().get("detail");
        assertThat(detail.get("recording_status_reason").textValue()).isEqualTo("ValidationException");
        assertThat(detail.get("recording_s3_key_prefix").textValue()).isEmpty();
        assertThat(detail.get("stream_id").textValue()).isEqualTo(session.streamId());
        assertThat(objects).isEmpty();
        assertThat(emulator.ivs.listStreamSessions(request -> request.channelArn(channel)).streamSessions())
                .singleElement()
                .satisfies(listed -> assertThat(listed.hasErrorEvent()).isTrue());
    }

    private static Ingest bitRate(long bitsPerSecond) {
        return new Ingest(new Video("Main", "3.1", "avc1.4D401F", "emulator", bitsPerSecond, 30, 720, 1280),
                Ingest.PLAIN.audio());
    }

    private Studio studio() {
        return emulator.emulator().studio((bucket, key, body, contentType) -> {
            assertThat(bucket).isEqualTo(EmulatorForTests.BUCKET);
            if (broken) {
                throw new UncheckedIOException(new IOException("the store is away"));
            }
            objects.put(key, body);
        }, LIBRARY, event -> told.add(json(event)));
    }

    /** Lets time pass and the studio notice it. */
    private void pass(long seconds) {
        emulator.pass(Duration.ofSeconds(seconds));
        studio.catchUp();
    }

    /** Of a recorded channel, ten seconds after the start, when the configuration has settled. */
    private String recordedChannel(int reconnectWindowSeconds) {
        return channel(emulator.ivs.createRecordingConfiguration(request -> {
            EmulatorForTests.recordingTo(request);
            request.recordingReconnectWindowSeconds(reconnectWindowSeconds);
        }).recordingConfiguration().arn());
    }

    private String channel(String recordingConfigurationArn) {
        emulator.pass(Duration.ofSeconds(10));
        return emulator.ivs
                .createChannel(request -> request.name("acme-main")
                        .recordingConfigurationArn(recordingConfigurationArn))
                .channel()
                .arn();
    }

    private List<String> names() {
        return told.stream().map(StudioTest::name).toList();
    }

    private List<String> namesOfIvs() {
        return names().stream().filter(name -> !name.equals("Object Created")).toList();
    }

    private List<JsonNode> events(String name) {
        return told.stream().filter(event -> name(event).equals(name)).toList();
    }

    private static String name(JsonNode event) {
        JsonNode detail = event.get("detail");
        if (event.get("source").textValue().equals("aws.s3")) {
            return event.get("detail-type").textValue();
        }
        return detail.has("event_name")
                ? detail.get("event_name").textValue()
                : detail.get("recording_status").textValue();
    }

    /** Of the first recording. */
    private String prefix() {
        return events("Recording Start").getFirst().at("/detail/recording_s3_key_prefix").textValue();
    }

    private String playlist() {
        return new String(object(prefix() + "/media/hls/360p30/playlist.m3u8"), StandardCharsets.UTF_8);
    }

    private byte[] object(String key) {
        return Objects.requireNonNull(objects.get(key), key);
    }

    private static String id(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    private static JsonNode json(byte[] object) {
        return json(new String(object, StandardCharsets.UTF_8));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException unreadable) {
            throw new AssertionError(unreadable);
        }
    }
}
