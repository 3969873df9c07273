package io.ivsorchestrator.local.ivs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.ivsorchestrator.local.ivs.account.BucketStore;
import io.ivsorchestrator.local.ivs.account.Participant;
import io.ivsorchestrator.local.ivs.studio.Cause;
import io.ivsorchestrator.local.ivs.studio.Recorded;
import io.ivsorchestrator.local.ivs.studio.RecordingFault;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ivsrealtime.model.AutoParticipantRecordingConfiguration;
import software.amazon.awssdk.services.ivsrealtime.model.Event;

class StageStudioTest {
    private static final String STARTED = "events/recording-started.json";
    private static final String ENDED = "events/recording-ended.json";

    private final StudioForTests test = StudioForTests.start();

    @AfterEach
    void stop() {
        test.close();
    }

    @Test
    void publishingIsToldWithUserAndTime() {
        String stage = test.emulator.stage();
        Participant ann = published(stage, "ann");
        test.pass(30);
        test.studio.unpublish(stage, ann.participantId());

        assertThat(test.names()).containsExactly("Participant Published", "Participant Unpublished");
        assertThat(test.told).allSatisfy(event -> {
            assertThat(event.get("detail-type").textValue()).isEqualTo("IVS Stage Update");
            assertThat(event.at("/resources/0").textValue()).isEqualTo(stage);
            assertThat(event.at("/detail/session_id").textValue()).isEqualTo(ann.sessionId());
            assertThat(event.at("/detail/participant_id").textValue()).isEqualTo(ann.participantId());
            assertThat(event.at("/detail/user_id").textValue()).isEqualTo("ann");
            assertThat(event.at("/detail/replica").booleanValue()).isFalse();
        });
        assertThat(test.event("Participant Unpublished").at("/detail/event_time").textValue())
                .isEqualTo("2026-03-07T09:00:30Z");
        assertThat(test.objects).isEmpty();
        assertThat(state(ann)).isEqualTo("DISABLED");
    }

    @Test
    void aParticipantIsRecordedFromPublishingToUnpublishing() {
        String stage = recordedStage(recording -> {});
        Participant ann = published(stage, "ann");
        assertThat(state(ann)).isEqualTo("STARTING");
        test.pass(5);
        assertThat(state(ann)).isEqualTo("ACTIVE");
        test.pass(55);
        test.studio.unpublish(stage, ann.participantId());
        test.pass(1);

        String prefix = StudioForTests.id(stage) + "/" + ann.sessionId() + "/" + ann.participantId()
                + "/2026-03-07T09-00-00Z";
        assertThat(test.namesOfIvs()).containsExactly("Participant Published", "Recording Start",
                "Participant Unpublished", "Recording End");
        JsonNode start = test.event("Recording Start");
        assertThat(start.get("detail-type").textValue()).isEqualTo("IVS Participant Recording State Change");
        assertThat(start.get("time").textValue()).isEqualTo("2026-03-07T09:00:05Z");
        assertThat(start.at("/detail/recording_s3_key_prefix").textValue()).isEqualTo(prefix);
        JsonNode end = test.event("Recording End");
        assertThat(end.get("time").textValue()).isEqualTo("2026-03-07T09:01:00Z");
        assertThat(end.at("/detail/recording_s3_key_prefix").textValue()).isEqualTo(prefix);
        assertThat(end.at("/detail/session_id").textValue()).isEqualTo(ann.sessionId());
        assertThat(end.at("/detail/recording_duration_ms").longValue()).isEqualTo(60_800);
        assertThat(test.keys(prefix)).containsOnlyOnce(STARTED, ENDED, "media/hls/multivariant.m3u8",
                "media/hls/high/playlist.m3u8", "media/hls/high/init-0.mp4", "media/hls/high/0.mp4",
                "media/hls/high/10.mp4").doesNotContain("media/hls/high/11.mp4");
        assertThat(test.text(prefix + "/media/hls/high/playlist.m3u8")).contains("#EXT-X-ENDLIST");
        JsonNode metadata = test.metadata(prefix + "/" + ENDED);
        assertThat(metadata.get("stage_arn").textValue()).isEqualTo(stage);
        assertThat(metadata.get("session_id").textValue()).isEqualTo(ann.sessionId());
        assertThat(metadata.get("participant_id").textValue()).isEqualTo(ann.participantId());
        assertThat(metadata.get("recording_started_at").textValue()).isEqualTo("2026-03-07T09:00:00Z");
        assertThat(metadata.get("recording_ended_at").textValue()).isEqualTo("2026-03-07T09:01:00Z");
        assertThat(state(ann)).isEqualTo("STOPPED");
        assertThat(test.only()).isEqualTo(new Recorded(Recorded.Kind.PARTICIPANT, stage, List.of(),
                List.of(ann.sessionId()), ann.participantId(), "ann", "", "", EmulatorForTests.BUCKET, prefix,
                EmulatorForTests.START, EmulatorForTests.START.plusSeconds(60), Duration.ofMillis(60_800),
                Recorded.State.STOPPED, Recorded.Metadata.ENDED, null));
    }

    @Test
    void ofWhoPublishesForLessThanFiveSecondsNothingIsRecordedOrTold() {
        String stage = recordedStage(recording -> {});
        Participant ann = published(stage, "ann");
        test.pass(4);
        test.studio.unpublish(stage, ann.participantId());
        test.pass(300);

        assertThat(test.names()).containsExactly("Participant Published", "Participant Unpublished");
        assertThat(test.objects).isEmpty();
        assertThat(test.studio.recorded()).isEmpty();
    }

    @Test
    void mediaGrowsWhileAParticipantPublishes() {
        String stage = recordedStage(recording -> {});
        published(stage, "ann");
        test.pass(13);

        assertThat(test.keys(prefix() + "/media/hls/high"))
                .containsExactly("init-0.mp4", "0.mp4", "1.mp4", "playlist.m3u8");
        assertThat(test.text(prefix() + "/media/hls/high/playlist.m3u8")).contains("#EXT-X-PLAYLIST-TYPE:EVENT")
                .doesNotContain("#EXT-X-ENDLIST");
    }

    @Test
    void segmentsHaveTheConfiguredDurationOnAverage() {
        String stage = recordedStage(
                recording -> recording.hlsConfiguration(hls -> hls.targetSegmentDurationSeconds(10)));
        Participant ann = published(stage, "ann");
        test.pass(80);
        test.studio.unpublish(stage, ann.participantId());

        assertThat(test.keys(prefix() + "/media/hls/high")).filteredOn(key -> key.matches("\\d+\\.mp4")).hasSize(8);
    }

    @Test
    void soundAloneIsRecordedWhereTheStageSaysSo() {
        String stage = recordedStage(recording -> recording.mediaTypesWithStrings("AUDIO_ONLY"));
        Participant ann = published(stage, "ann");
        test.pass(20);
        test.studio.unpublish(stage, ann.participantId());

        assertThat(test.metadata(prefix() + "/" + ENDED).at("/media/hls/renditions/0/path").textValue())
                .isEqualTo("audio");
        assertThat(test.text(prefix() + "/media/hls/multivariant.m3u8")).doesNotContain("RESOLUTION")
                .contains("CODECS=\"mp4a.40.2\"\naudio/playlist.m3u8");
    }

    @Test
    void thumbnailsAloneAreRecordedWhereTheStageSaysSo() {
        String stage = recordedStage(recording -> recording.mediaTypesWithStrings("NONE")
                .thumbnailConfiguration(thumbnails -> thumbnails.recordingMode("INTERVAL")
                        .targetIntervalSeconds(10)
                        .storageWithStrings("SEQUENTIAL", "LATEST")));
        Participant ann = published(stage, "ann");
        test.pass(25);
        test.studio.unpublish(stage, ann.participantId());

        assertThat(test.keys(prefix())).containsExactlyInAnyOrder(STARTED, "media/thumbnails/high/1.jpg",
                "media/thumbnails/high/2.jpg", "media/thumbnails/high/3.jpg", "media/latest_thumbnail/high/thumb.jpg",
                ENDED);
        assertThat(test.metadata(prefix() + "/" + ENDED).get("media").has("hls")).isFalse();
        assertThat(test.event("Recording End").at("/detail/recording_duration_ms").longValue()).isZero();
    }

    @Test
    void whoComesBackWithinTheReconnectWindowIsMergedUnderTheFirstSession() {
        String stage = recordedStage(recording -> recording.recordingReconnectWindowSeconds(300)
                .thumbnailConfiguration(thumbnails -> thumbnails.recordingMode("INTERVAL").targetIntervalSeconds(20)));
        String token = token(stage, "ann");
        Participant first = test.studio.join(token);
        test.studio.publish(stage, token);
        test.pass(30);
        test.studio.leave(stage, token);
        test.pass(200);
        Participant again = test.studio.join(token);
        test.studio.publish(stage, token);
        test.pass(30);
        test.studio.leave(stage, token);
        assertThat(state(again)).isEqualTo("STOPPING");
        test.pass(299);
        assertThat(test.names()).doesNotContain("Recording End");
        test.pass(1);

        assertThat(first.sessionId()).isNotEqualTo(again.sessionId());
        assertThat(test.events("Recording Start")).extracting(StageStudioTest::session)
                .containsExactly(first.sessionId(), again.sessionId());
        assertThat(test.events("Recording Start"))
                .extracting(event -> event.at("/detail/recording_s3_key_prefix").textValue())
                .containsOnly(prefix());
        assertThat(prefix()).contains("/" + first.sessionId() + "/");
        assertThat(session(test.event("Recording End"))).isEqualTo(again.sessionId());
        assertThat(test.event("Recording End").at("/detail/recording_duration_ms").longValue()).isEqualTo(60_800);
        assertThat(test.keys(prefix() + "/media/thumbnails/high")).containsExactly("1.jpg", "2.jpg", "3.jpg", "4.jpg");
        assertThat(test.text(prefix() + "/media/hls/high/playlist.m3u8"))
                .containsOnlyOnce("#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI=\"init-1.mp4\"");
        assertThat(List.of(state(first), state(again))).containsOnly("STOPPED");
        assertThat(shown(again).recordingS3Prefix()).contains(first.sessionId());
        assertThat(test.only().sessionIds()).containsExactly(first.sessionId(), again.sessionId());
    }

    @Test
    void whoComesBackAfterTheReconnectWindowIsAnotherRecording() {
        String stage = recordedStage(recording -> recording.recordingReconnectWindowSeconds(60));
        Participant ann = published(stage, "ann");
        test.pass(30);
        test.studio.unpublish(stage, ann.participantId());
        test.pass(60);
        test.studio.publish(stage, ann.participantId());
        test.pass(30);
        test.studio.unpublish(stage, ann.participantId());
        test.pass(60);

        assertThat(test.events("Recording End"))
                .extracting(event -> event.at("/detail/recording_s3_key_prefix").textValue())
                .hasSize(2)
                .doesNotHaveDuplicates();
    }

    @Test
    void aShortReturnKeepsTheWindowOpenButIsNotRecorded() {
        String stage = recordedStage(recording -> recording.recordingReconnectWindowSeconds(60));
        Participant ann = published(stage, "ann");
        test.pass(30);
        test.studio.unpublish(stage, ann.participantId());
        test.pass(20);
        test.studio.publish(stage, ann.participantId());
        test.pass(3);
        test.studio.unpublish(stage, ann.participantId());
        test.pass(60);

        assertThat(test.events("Recording Start")).hasSize(1);
        assertThat(test.event("Recording End").get("time").textValue()).isEqualTo("2026-03-07T09:01:30Z");
    }

    @Test
    void anotherParticipantIsNeverMerged() {
        String stage = recordedStage(recording -> recording.recordingReconnectWindowSeconds(300));
        Participant ann = published(stage, "ann");
        test.pass(30);
        test.studio.leave(stage, ann.participantId());
        published(stage, "ann");
        test.pass(30);

        assertThat(test.events("Recording Start"))
                .extracting(event -> event.at("/detail/recording_s3_key_prefix").textValue())
                .hasSize(2)
                .doesNotHaveDuplicates();
    }

    @Test
    void whomTheApiDisconnectsIsNoticed() {
        String stage = recordedStage(recording -> {});
        Participant ann = published(stage, "ann");
        test.pass(30);
        test.emulator.realTime.disconnectParticipant(
                request -> request.stageArn(stage).participantId(ann.participantId()));
        test.pass(600);

        assertThat(test.namesOfIvs()).endsWith("Participant Unpublished", "Recording End");
        assertThat(test.event("Recording End").get("time").textValue()).isEqualTo("2026-03-07T09:00:30Z");
    }

    @Test
    void aDeletedStageEndsTheRecordingsOfItsParticipants() {
        String stage = recordedStage(recording -> {});
        published(stage, "ann");
        test.pass(30);
        test.emulator.realTime.deleteStage(request -> request.arn(stage));
        test.pass(30);

        assertThat(test.event("Recording End").get("time").textValue()).isEqualTo("2026-03-07T09:00:30Z");
    }

    @Test
    void whoPublishesWithoutThisStudioIsRecordedToo() {
        String stage = recordedStage(recording -> {});
        Participant ann = test.emulator.media().joinStage(stage, "ann", Map.of());
        test.emulator.media().publish(stage, ann.participantId());
        test.pass(30);
        test.emulator.media().leaveStage(stage, ann.participantId());
        test.pass(30);

        assertThat(test.namesOfIvs()).containsExactly("Participant Published", "Recording Start",
                "Participant Unpublished", "Recording End");
    }

    @Test
    void aTokenThatDoesNotAllowPublishingIsAPublishError() {
        String stage = test.emulator.stage();
        String viewer = test.emulator.realTime
                .createParticipantToken(request -> request.stageArn(stage).capabilitiesWithStrings("SUBSCRIBE"))
                .participantToken()
                .participantId();
        test.studio.join(viewer);
        test.studio.publish(stage, viewer);

        assertThat(test.event("Participant Publish Error").at("/detail/error_code").textValue())
                .isEqualTo("INSUFFICIENT_CAPABILITIES");
    }

    @Test
    void aPublishErrorEndsPublishingAndRecording() {
        String stage = recordedStage(recording -> {});
        Participant ann = published(stage, "ann");
        test.pass(30);
        test.studio.publishError(stage, ann.participantId(), "BITRATE_EXCEEDED");

        assertThat(test.namesOfIvs()).containsExactly("Participant Published", "Recording Start",
                "Participant Publish Error", "Participant Unpublished", "Recording End");
        assertThat(test.event("Participant Publish Error").at("/detail/error_code").textValue())
                .isEqualTo("BITRATE_EXCEEDED");
        assertThat(test.emulator.realTime.listParticipantEvents(request -> request.stageArn(stage)
                .sessionId(ann.sessionId())
                .participantId(ann.participantId())).events())
                .extracting(Event::nameAsString)
                .contains("PUBLISH_STARTED", "PUBLISH_ERROR", "PUBLISH_STOPPED");
    }

    @Test
    void nobodyPublishesForMoreThanADay() {
        String stage = recordedStage(recording -> {});
        Participant ann = published(stage, "ann");
        test.pass(Duration.ofHours(25).toSeconds());

        assertThat(test.event("Participant Publish Error").at("/detail/error_code").textValue())
                .isEqualTo("STREAM_DURATION_EXCEEDED");
        assertThat(test.event("Recording End").get("time").textValue()).isEqualTo("2026-03-08T09:00:00Z");
        assertThat(state(ann)).isEqualTo("STOPPED");
    }

    @Test
    void aMissingBucketIsAStartFailureWithPrefix() {
        String stage = recordedStage(recording -> {});
        test.emulator.buckets.delete(EmulatorForTests.BUCKET);
        assertStartFailure(stage, "ResourceNotFoundException",
                "S3 bucket not found. Please verify your bucket exists.");
    }

    @Test
    void aBucketThatIsElsewhereByNowIsAStartFailure() {
        String stage = recordedStage(recording -> {});
        test.emulator.buckets.create(EmulatorForTests.BUCKET, "ap-south-1");
        assertStartFailure(stage, "ResourceNotFoundException",
                "S3 bucket not found. Please verify your bucket exists.");
    }

    @Test
    void aLostGrantIsAStartFailure() {
        String stage = recordedStage(recording -> {});
        test.emulator.buckets.putPolicy(EmulatorForTests.BUCKET, """
                {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"AWS": "123456789012"},
                 "Action": "s3:PutObject", "Resource": "arn:aws:s3:::acme-live-recordings/*"}}""");
        assertStartFailure(stage, "AccessDeniedException",
                "Access denied to S3 bucket. Please verify your bucket policy.");
    }

    @Test
    void aBucketEncryptedWithKmsIsAStartFailure() {
        String stage = recordedStage(recording -> {});
        test.emulator.buckets.encrypt(EmulatorForTests.BUCKET, BucketStore.Encryption.SSE_KMS);
        assertStartFailure(stage, "AccessDeniedException",
                "Access denied to S3 bucket. Please verify your bucket policy.");
    }

    @Test
    void aBucketWhoseObjectsBelongToTheirWriterIsAStartFailure() {
        String stage = recordedStage(recording -> {});
        test.emulator.buckets.own(EmulatorForTests.BUCKET, BucketStore.Ownership.OBJECT_WRITER);
        assertStartFailure(stage, "AccessDeniedException",
                "Access denied to S3 bucket. Please verify your bucket policy.");
    }

    @Test
    void anUnsupportedCodecIsAStartFailure() {
        String stage = recordedStage(recording -> {});
        test.fault = new RecordingFault.AtStart(Cause.CODEC_NOT_SUPPORTED);
        assertStartFailure(stage, "ValidationException", "Video codec not supported for recording");
    }

    @Test
    void aGrantLostWhileRecordingIsAnEndFailureWithoutMetadata() {
        String stage = recordedStage(recording -> {});
        Participant ann = published(stage, "ann");
        test.pass(30);
        test.emulator.buckets.deletePolicy(EmulatorForTests.BUCKET);
        test.pass(30);
        test.studio.unpublish(stage, ann.participantId());

        JsonNode failure = test.event("Recording End Failure").get("detail");
        assertThat(failure.get("error_code").textValue()).isEqualTo("AccessDeniedException");
        assertThat(failure.get("recording_duration_ms").longValue()).isEqualTo(28_800);
        assertThat(test.keys(prefix())).contains(STARTED, "media/hls/high/4.mp4")
                .doesNotContain(ENDED, "events/recording-failed.json");
        assertThat(state(ann)).isEqualTo("FAILED");
        assertThat(test.events("Recording End")).isEmpty();
    }

    @Test
    void aRecordingThatBreaksOffLeavesItsMetadata() {
        String stage = recordedStage(recording -> {});
        test.fault = new RecordingFault.AfterTime(Duration.ofSeconds(20), Cause.SERVICE_ERROR, true);
        Participant ann = published(stage, "ann");
        test.pass(60);

        JsonNode failure = test.event("Recording End Failure");
        assertThat(failure.get("time").textValue()).isEqualTo("2026-03-07T09:00:20Z");
        assertThat(failure.at("/detail/error_code").textValue()).isEqualTo("InternalServerException");
        assertThat(failure.at("/detail/reason").textValue()).isEqualTo("Service internal error");
        JsonNode metadata = test.metadata(prefix() + "/events/recording-failed.json");
        assertThat(metadata.get("recording_status").textValue()).isEqualTo("RECORDING_ENDED_WITH_FAILURE");
        assertThat(metadata.has("recording_status_message")).isFalse();
        assertThat(metadata.at("/media/hls/duration_ms").longValue())
                .isEqualTo(failure.at("/detail/recording_duration_ms").longValue())
                .isEqualTo(17_600);
        assertThat(state(ann)).isEqualTo("FAILED");
    }

    @Test
    void aRecordingThatCannotBeWrittenIsTriedAgain() {
        String stage = recordedStage(recording -> {});
        Participant ann = published(stage, "ann");
        test.broken = true;
        assertThatThrownBy(() -> test.pass(10))
                .isInstanceOf(UncheckedIOException.class);
        test.broken = false;
        test.pass(10);
        test.studio.unpublish(stage, ann.participantId());

        assertThat(test.namesOfIvs()).containsExactly("Participant Published", "Recording Start",
                "Participant Unpublished", "Recording End");
    }

    private void assertStartFailure(String stage, String errorCode, String reason) {
        Participant ann = published(stage, "ann");
        test.pass(30);
        test.studio.unpublish(stage, ann.participantId());
        test.pass(300);

        assertThat(test.names()).containsExactly("Participant Published", "Recording Start Failure",
                "Participant Unpublished");
        JsonNode detail = test.event("Recording Start Failure").get("detail");
        assertThat(detail.get("error_code").textValue()).isEqualTo(errorCode);
        assertThat(detail.get("reason").textValue()).isEqualTo(reason);
        assertThat(detail.get("recording_s3_key_prefix").textValue())
                .endsWith("/" + ann.participantId() + "/2026-03-07T09-00-00Z");
        assertThat(test.objects).isEmpty();
        assertThat(state(ann)).isEqualTo("FAILED");
        assertThat(test.only().failure()).isNotNull().satisfies(failure -> {
            assertThat(failure.atStart()).isTrue();
            assertThat(failure.errorCode()).isEqualTo(errorCode);
        });
    }

    private Participant published(String stage, String user) {
        Participant participant = test.studio.join(stage, user, Map.of());
        test.studio.publish(stage, participant.participantId());
        return participant;
    }

    private String token(String stage, String user) {
        return test.emulator.realTime
                .createParticipantToken(request -> request.stageArn(stage).userId(user))
                .participantToken()
                .participantId();
    }

    private String recordedStage(Consumer<AutoParticipantRecordingConfiguration.Builder> settings) {
        String storage = test.emulator.storageConfiguration();
        return test.emulator.realTime
                .createStage(request -> request.autoParticipantRecordingConfiguration(recording -> {
                    recording.storageConfigurationArn(storage);
                    settings.accept(recording);
                }))
                .stage()
                .arn();
    }

    private software.amazon.awssdk.services.ivsrealtime.model.Participant shown(Participant participant) {
        return test.emulator.realTime
                .getParticipant(request -> request.stageArn(participant.stageArn())
                        .sessionId(participant.sessionId())
                        .participantId(participant.participantId()))
                .participant();
    }

    private String state(Participant participant) {
        return shown(participant).recordingStateAsString();
    }

    private static String session(JsonNode event) {
        return event.at("/detail/session_id").textValue();
    }

    /** Of the first recording. */
    private String prefix() {
        return test.events("Recording Start").getFirst().at("/detail/recording_s3_key_prefix").textValue();
    }
}
