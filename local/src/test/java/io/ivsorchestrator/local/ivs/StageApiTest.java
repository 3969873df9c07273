package io.ivsorchestrator.local.ivs;

import static io.ivsorchestrator.local.ivs.EmulatorForTests.BUCKET;
import static io.ivsorchestrator.local.ivs.EmulatorForTests.START;
import static io.ivsorchestrator.local.ivs.EmulatorForTests.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.local.ivs.account.Composition.DestinationState;
import io.ivsorchestrator.local.ivs.account.Participant.RecordingState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ivsrealtime.model.AutoParticipantRecordingConfiguration;
import software.amazon.awssdk.services.ivsrealtime.model.Composition;
import software.amazon.awssdk.services.ivsrealtime.model.CompositionState;
import software.amazon.awssdk.services.ivsrealtime.model.CompositionSummary;
import software.amazon.awssdk.services.ivsrealtime.model.ConflictException;
import software.amazon.awssdk.services.ivsrealtime.model.CreateStageResponse;
import software.amazon.awssdk.services.ivsrealtime.model.Destination;
import software.amazon.awssdk.services.ivsrealtime.model.DestinationConfiguration;
import software.amazon.awssdk.services.ivsrealtime.model.EncoderConfigurationSummary;
import software.amazon.awssdk.services.ivsrealtime.model.Event;
import software.amazon.awssdk.services.ivsrealtime.model.EventErrorCode;
import software.amazon.awssdk.services.ivsrealtime.model.EventName;
import software.amazon.awssdk.services.ivsrealtime.model.ListParticipantsRequest;
import software.amazon.awssdk.services.ivsrealtime.model.Participant;
import software.amazon.awssdk.services.ivsrealtime.model.ParticipantRecordingFilterByRecordingState;
import software.amazon.awssdk.services.ivsrealtime.model.ParticipantRecordingMediaType;
import software.amazon.awssdk.services.ivsrealtime.model.ParticipantRecordingState;
import software.amazon.awssdk.services.ivsrealtime.model.ParticipantState;
import software.amazon.awssdk.services.ivsrealtime.model.ParticipantSummary;
import software.amazon.awssdk.services.ivsrealtime.model.ParticipantToken;
import software.amazon.awssdk.services.ivsrealtime.model.ParticipantTokenCapability;
import software.amazon.awssdk.services.ivsrealtime.model.ParticipantTokenConfiguration;
import software.amazon.awssdk.services.ivsrealtime.model.ResourceNotFoundException;
import software.amazon.awssdk.services.ivsrealtime.model.Stage;
import software.amazon.awssdk.services.ivsrealtime.model.StageSessionSummary;
import software.amazon.awssdk.services.ivsrealtime.model.StageSummary;
import software.amazon.awssdk.services.ivsrealtime.model.StartCompositionRequest;
import software.amazon.awssdk.services.ivsrealtime.model.StorageConfigurationSummary;
import software.amazon.awssdk.services.ivsrealtime.model.ThumbnailRecordingMode;
import software.amazon.awssdk.services.ivsrealtime.model.ValidationException;

/** Every operation of {@code ivs-realtime}, driven by the AWS SDK. */
class StageApiTest {
    private final EmulatorForTests emulator = EmulatorForTests.start();

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void storageConfigurationsAreMadeListedAndDeleted() {
        String first = emulator.storageConfiguration();
        String second = emulator.storageConfiguration();

        assertThat(emulator.realTime.getStorageConfiguration(request -> request.arn(first))
                .storageConfiguration()
                .s3()
                .bucketName()).isEqualTo(BUCKET);
        assertThat(emulator.realTime.listStorageConfigurationsPaginator(request -> request.maxResults(1))
                .stream()
                .flatMap(page -> page.storageConfigurations().stream())).extracting(StorageConfigurationSummary::arn)
                .containsExactly(first, second);

        emulator.realTime.deleteStorageConfiguration(request -> request.arn(first));

        assertRefused(ResourceNotFoundException.class, "not found",
                () -> emulator.realTime.getStorageConfiguration(request -> request.arn(first)));
    }

    @Test
    void aStorageConfigurationNeedsABucketOfItsRegion() {
        assertRefused(ResourceNotFoundException.class, "nowhere", () -> emulator.realTime
                .createStorageConfiguration(request -> request.s3(s3 -> s3.bucketName("nowhere"))));
        assertRefused(ValidationException.class, "eu-west-1", () -> emulator.realTime.createStorageConfiguration(
                request -> request.s3(s3 -> s3.bucketName(EmulatorForTests.BUCKET_ELSEWHERE))));
    }

    @Test
    void encoderConfigurationsAreMadeListedAndDeleted() {
        String first = emulator.encoderConfiguration();
        String second = emulator.realTime
                .createEncoderConfiguration(request -> request.video(video -> video.width(1080).height(1920)))
                .encoderConfiguration()
                .arn();

        var video = emulator.realTime.getEncoderConfiguration(request -> request.arn(first))
                .encoderConfiguration()
                .video();
        assertThat(List.of(video.width(), video.height(), video.bitrate())).containsExactly(1280, 720, 2_500_000);
        assertThat(video.framerate()).isEqualTo(30f);
        assertThat(emulator.realTime.listEncoderConfigurationsPaginator(request -> request.maxResults(1))
                .stream()
                .flatMap(page -> page.encoderConfigurations().stream())).extracting(EncoderConfigurationSummary::arn)
                .containsExactly(first, second);

        emulator.realTime.deleteEncoderConfiguration(request -> request.arn(first));

        assertRefused(ResourceNotFoundException.class, "not found",
                () -> emulator.realTime.deleteEncoderConfiguration(request -> request.arn(first)));
    }

    @Test
    void anEncodersPictureIsEvenAndNotTooLarge() {
        assertRefused(ValidationException.class, "even", () -> emulator.realTime
                .createEncoderConfiguration(request -> request.video(video -> video.width(1279))));
        assertRefused(ValidationException.class, "2073600", () -> emulator.realTime
                .createEncoderConfiguration(request -> request.video(video -> video.width(1920).height(1920))));
    }

    @Test
    void aStageTakesTheDocumentedDefaults() {
        Stage made = emulator.realTime.createStage(_ -> {}).stage();

        assertThat(made.arn()).matches("arn:aws:ivs:eu-west-1:123456789012:stage/[A-Za-z0-9]{12}");
        assertThat(made.activeSessionId()).isNull();
        assertThat(made.endpoints().whip()).startsWith("https://");
        assertThat(made.autoParticipantRecordingConfiguration())
                .isEqualTo(defaults().storageConfigurationArn("").build());
    }

    private static AutoParticipantRecordingConfiguration.Builder defaults() {
        return AutoParticipantRecordingConfiguration.builder()
                .mediaTypes(ParticipantRecordingMediaType.AUDIO_VIDEO)
                .recordingReconnectWindowSeconds(0)
                .recordParticipantReplicas(true)
                .hlsConfiguration(hls -> hls.targetSegmentDurationSeconds(6))
                .thumbnailConfiguration(thumbnails -> thumbnails.recordingMode(ThumbnailRecordingMode.DISABLED)
                        .targetIntervalSeconds(60)
                        .storageWithStrings("SEQUENTIAL"));
    }

    @Test
    void stagesAreListedRenamedAndDeleted() {
        List<String> made = Stream.generate(emulator::stage).limit(3).toList();
        String first = made.getFirst();

        assertThat(emulator.realTime.listStagesPaginator(request -> request.maxResults(2)).stream()
                .flatMap(page -> page.stages().stream()))
                .extracting(StageSummary::arn)
                .containsExactlyElementsOf(made);
        assertThat(emulator.realTime.updateStage(request -> request.arn(first).name("hall")).stage().name())
                .isEqualTo("hall");
        assertThat(emulator.realTime.getStage(request -> request.arn(first)).stage().name()).isEqualTo("hall");

        emulator.realTime.deleteStage(request -> request.arn(first));

        assertRefused(ResourceNotFoundException.class, "not found",
                () -> emulator.realTime.getStage(request -> request.arn(first)));
    }

    @Test
    void aStageMayOnlyBeRecordedToAStorageConfigurationThatExists() {
        assertRefused(ValidationException.class, "does not exist", () -> emulator.recordedStage(
                "arn:aws:ivs:eu-west-1:123456789012:storage-configuration/nowhere"));
    }

    @Test
    void tokensAreMadeWithAStageAndLater() {
        CreateStageResponse made = emulator.realTime.createStage(request -> request
                .participantTokenConfigurations(
                        ParticipantTokenConfiguration.builder().userId("ann").attributes(Map.of("role", "host"))
                                .build(),
                        ParticipantTokenConfiguration.builder()
                                .duration(1)
                                .capabilities(ParticipantTokenCapability.SUBSCRIBE)
                                .build()));
        ParticipantToken later = emulator.realTime
                .createParticipantToken(request -> request.stageArn(made.stage().arn()).userId("bob"))
                .participantToken();

        ParticipantToken ann = made.participantTokens().getFirst();
        assertThat(ann.participantId()).matches("[A-Za-z0-9]{12}");
        assertThat(ann.token()).startsWith("eyJ").contains(".");
        assertThat(ann.userId()).isEqualTo("ann");
        assertThat(ann.attributes()).containsExactly(Map.entry("role", "host"));
        assertThat(ann.duration()).isEqualTo(720);
        assertThat(ann.expirationTime()).isEqualTo(START.plus(Duration.ofHours(12)));
        assertThat(ann.capabilities())
                .containsExactly(ParticipantTokenCapability.PUBLISH, ParticipantTokenCapability.SUBSCRIBE);
        assertThat(made.participantTokens().getLast().capabilities())
                .containsExactly(ParticipantTokenCapability.SUBSCRIBE);
        assertThat(later.userId()).isEqualTo("bob");
        assertThat(emulator.media().joinStage(later.participantId()).userId()).isEqualTo("bob");
    }

    @Test
    void aTokensAttributesAreShort() {
        String stage = emulator.stage();

        assertRefused(ValidationException.class, "1024", () -> emulator.realTime.createParticipantToken(
                request -> request.stageArn(stage).attributes(Map.of("a", "b".repeat(1024)))));
    }

    @Test
    void aDisconnectedParticipantIsOffTheStage() {
        String stage = emulator.stage();
        var ann = emulator.media().joinStage(stage, "ann", Map.of());
        emulator.media().publish(stage, ann.participantId());

        emulator.realTime.disconnectParticipant(
                request -> request.stageArn(stage).participantId(ann.participantId()).reason("over"));

        Participant gone = participant(stage, ann);
        assertThat(gone.state()).isEqualTo(ParticipantState.DISCONNECTED);
        assertThat(gone.published()).isTrue();
        assertThat(gone.recordingState()).isEqualTo(ParticipantRecordingState.DISABLED);
        assertThat(gone.replicationTypeAsString()).isEqualTo("NONE");
        assertRefused(ResourceNotFoundException.class, "not found", () -> emulator.realTime
                .disconnectParticipant(request -> request.stageArn(stage).participantId("nobody")));
    }

    private Participant participant(String stage, io.ivsorchestrator.local.ivs.account.Participant known) {
        return emulator.realTime
                .getParticipant(request -> request.stageArn(stage)
                        .sessionId(known.sessionId())
                        .participantId(known.participantId()))
                .participant();
    }

    @Test
    void aPublisherOfARecordedStageIsRecorded() {
        String stage = emulator.recordedStage(emulator.storageConfiguration());
        var ann = emulator.media().joinStage(stage, "ann", Map.of("role", "host"));
        assertThat(participant(stage, ann).recordingState()).isNull();

        emulator.media().publish(stage, ann.participantId());

        Participant recorded = participant(stage, ann);
        assertThat(recorded.recordingState()).isEqualTo(ParticipantRecordingState.ACTIVE);
        assertThat(recorded.recordingS3BucketName()).isEqualTo(BUCKET);
        assertThat(recorded.recordingS3Prefix()).isEqualTo(
                stage.substring(stage.lastIndexOf('/') + 1) + "/" + ann.sessionId() + "/" + ann.participantId());
        assertThat(recorded.attributes()).containsExactly(Map.entry("role", "host"));
        assertThat(recorded.firstJoinTime()).isEqualTo(START);

        emulator.media().unpublish(stage, ann.participantId());

        assertThat(participant(stage, ann).recordingState()).isEqualTo(ParticipantRecordingState.STOPPED);
    }

    @Test
    void participantsAreListedByEachFilter() {
        String stage = emulator.recordedStage(emulator.storageConfiguration());
        var ann = emulator.media().joinStage(stage, "ann", Map.of());
        var bob = emulator.media().joinStage(stage, "bob", Map.of());
        var cat = emulator.media().joinStage(stage, "cat", Map.of());
        emulator.media().publish(stage, ann.participantId());
        emulator.media().publish(stage, bob.participantId());
        emulator.media().leaveStage(stage, bob.participantId());
        emulator.media().recording(ann.sessionId(), ann.participantId(), RecordingState.FAILED, "a/b/c");

        var all = ListParticipantsRequest.builder().stageArn(stage).sessionId(ann.sessionId()).build();
        assertThat(users(all)).containsExactly("ann", "bob", "cat");
        assertThat(users(all.toBuilder().filterByUserId("cat").build())).containsExactly("cat");
        assertThat(users(all.toBuilder().filterByPublished(true).build())).containsExactly("ann", "bob");
        assertThat(users(all.toBuilder().filterByPublished(false).build())).containsExactly("cat");
        assertThat(users(all.toBuilder().filterByState(ParticipantState.CONNECTED).build()))
                .containsExactly("ann", "cat");
        assertThat(users(all.toBuilder()
                .filterByRecordingState(ParticipantRecordingFilterByRecordingState.STOPPED)
                .build())).containsExactly("bob");
        assertThat(users(all.toBuilder()
                .filterByRecordingState(ParticipantRecordingFilterByRecordingState.FAILED)
                .build())).containsExactly("ann");
        assertThat(users(all.toBuilder().sessionId("st-0000000000000").build())).isEmpty();
        assertThat(cat.sessionId()).isEqualTo(ann.sessionId()).matches("st-[A-Za-z0-9]{13}");
    }

    private List<String> users(ListParticipantsRequest request) {
        return emulator.realTime.listParticipantsPaginator(request.toBuilder().maxResults(1).build())
                .stream()
                .flatMap(page -> page.participants().stream())
                .map(ParticipantSummary::userId)
                .toList();
    }

    @Test
    void whatHappenedToAParticipantIsListed() {
        String stage = emulator.stage();
        var ann = emulator.media().joinStage(stage, "ann", Map.of());
        emulator.pass(Duration.ofSeconds(5));
        emulator.media().publish(stage, ann.participantId());
        emulator.media().leaveStage(stage, ann.participantId());

        assertThat(emulator.realTime
                .listParticipantEventsPaginator(request -> request.stageArn(stage)
                        .sessionId(ann.sessionId())
                        .participantId(ann.participantId())
                        .maxResults(3))
                .stream()
                .flatMap(page -> page.events().stream())).extracting(Event::name)
                .containsExactly(EventName.JOINED, EventName.PUBLISH_STARTED, EventName.PUBLISH_STOPPED,
                        EventName.LEFT);
    }

    @Test
    void whoMayNotPublishGetsAnErrorEvent() {
        String stage = emulator.stage();
        String participantId = emulator.realTime
                .createParticipantToken(
                        request -> request.stageArn(stage).capabilities(ParticipantTokenCapability.SUBSCRIBE))
                .participantToken()
                .participantId();
        var viewer = emulator.media().joinStage(participantId);

        assertThat(emulator.media().publish(stage, participantId).publishing()).isFalse();

        assertThat(emulator.realTime
                .listParticipantEvents(request -> request.stageArn(stage)
                        .sessionId(viewer.sessionId())
                        .participantId(participantId))
                .events()
                .getLast()
                .errorCode()).isEqualTo(EventErrorCode.INSUFFICIENT_CAPABILITIES);
    }

    @Test
    void theThirteenthPublisherOfAStageIsRefused() {
        String stage = emulator.stage();
        List<Boolean> publishing = Stream.generate(() -> emulator.media().joinStage(stage, "x", Map.of()))
                .limit(13)
                .map(joined -> emulator.media().publish(stage, joined.participantId()).publishing())
                .toList();

        assertThat(publishing.subList(0, 12)).containsOnly(true);
        assertThat(publishing.getLast()).isFalse();
    }

    @Test
    void stageSessionsAreListedNewestFirst() {
        String stage = emulator.stage();
        var ann = emulator.media().joinStage(stage, "ann", Map.of());
        assertThat(emulator.realTime.getStage(request -> request.arn(stage)).stage().activeSessionId())
                .isEqualTo(ann.sessionId());
        emulator.media().leaveStage(stage, ann.participantId());
        emulator.pass(Duration.ofMinutes(10));
        var again = emulator.media().joinStage(ann.participantId());

        assertThat(emulator.realTime.listStageSessionsPaginator(request -> request.stageArn(stage).maxResults(1))
                .stream()
                .flatMap(page -> page.stageSessions().stream())).extracting(StageSessionSummary::sessionId)
                .containsExactly(again.sessionId(), ann.sessionId());
        var session = emulator.realTime
                .getStageSession(request -> request.stageArn(stage).sessionId(ann.sessionId()))
                .stageSession();
        assertThat(session.startTime()).isEqualTo(START);
        assertThat(session.endTime()).isEqualTo(START.plus(Duration.ofMinutes(3)));
        assertRefused(ResourceNotFoundException.class, "not found", () -> emulator.realTime
                .getStageSession(request -> request.stageArn(stage).sessionId("st-0000000000000")));
    }

    @Test
    void aCompositionTellsItsPrefix() {
        StartCompositionRequest request = toBucket(emulator.stage());

        Composition started = emulator.realTime.startComposition(request).composition();

        assertThat(started.state()).isEqualTo(CompositionState.STARTING);
        assertThat(started.layout().grid()).isNotNull();
        assertThat(started.startTime()).isEqualTo(START);
        String id = started.arn().substring(started.arn().lastIndexOf('/') + 1);
        Destination destination = started.destinations().getFirst();
        assertThat(destination.detail().s3().recordingPrefix())
                .matches("[A-Za-z0-9]{12}/" + id + "/" + destination.id() + "/composite");
        assertThat(destination.configuration().s3().recordingConfiguration().formatAsString()).isEqualTo("HLS");
        assertThat(destination.configuration().s3().storageConfigurationArn())
                .isEqualTo(request.destinations().getFirst().s3().storageConfigurationArn());
    }

    private StartCompositionRequest toBucket(String stage) {
        String storage = emulator.storageConfiguration();
        String encoder = emulator.encoderConfiguration();
        return StartCompositionRequest.builder()
                .stageArn(stage)
                .destinations(DestinationConfiguration.builder()
                        .name("s3")
                        .s3(s3 -> s3.storageConfigurationArn(storage).encoderConfigurationArns(encoder))
                        .build())
                .build();
    }

    @Test
    void aCompositionIsActiveUntilItIsStopped() {
        String stage = emulator.stage();
        emulator.media().publish(stage, emulator.media().joinStage(stage, "ann", Map.of()).participantId());
        String arn = emulator.realTime.startComposition(toBucket(stage)).composition().arn();
        emulator.pass(Duration.ofHours(1));
        assertThat(composition(arn).state()).isEqualTo(CompositionState.ACTIVE);

        emulator.realTime.stopComposition(request -> request.arn(arn));
        assertThat(composition(arn).state()).isEqualTo(CompositionState.STOPPING);

        emulator.pass(Duration.ofSeconds(2));
        Composition stopped = composition(arn);
        assertThat(stopped.state()).isEqualTo(CompositionState.STOPPED);
        assertThat(stopped.endTime()).isEqualTo(START.plus(Duration.ofHours(1)).plusSeconds(2));
        assertThat(stopped.destinations().getFirst().stateAsString()).isEqualTo("STOPPED");
    }

    private Composition composition(String arn) {
        return emulator.realTime.getComposition(request -> request.arn(arn)).composition();
    }

    @Test
    void compositionsAreListedByStageAndByEncoder() {
        StartCompositionRequest one = toBucket(emulator.stage());
        StartCompositionRequest other = toBucket(emulator.stage());
        String first = emulator.realTime.startComposition(one).composition().arn();
        String second = emulator.realTime.startComposition(other).composition().arn();
        String encoder = other.destinations().getFirst().s3().encoderConfigurationArns().getFirst();

        assertThat(emulator.realTime.listCompositionsPaginator(request -> request.maxResults(1)).stream()
                .flatMap(page -> page.compositions().stream()))
                .extracting(CompositionSummary::arn)
                .containsExactly(first, second);
        assertThat(emulator.realTime.listCompositions(request -> request.filterByStageArn(one.stageArn()))
                .compositions()).extracting(CompositionSummary::arn).containsExactly(first);
        assertThat(emulator.realTime.listCompositions(request -> request.filterByEncoderConfigurationArn(encoder))
                .compositions()).extracting(CompositionSummary::arn).containsExactly(second);
        assertThat(emulator.realTime.listCompositions(request -> request.filterByStageArn(one.stageArn())
                .filterByEncoderConfigurationArn(encoder)).compositions()).isEmpty();
    }

    @Test
    void aDestinationMayFailWhileTheCompositionGoesOn() {
        Composition started = emulator.realTime.startComposition(toBucket(emulator.stage())).composition();

        emulator.media()
                .compositionDestination(started.arn(), started.destinations().getFirst().id(), DestinationState.FAILED);
        emulator.pass(Duration.ofSeconds(2));

        assertThat(composition(started.arn()).state()).isEqualTo(CompositionState.ACTIVE);
        assertThat(composition(started.arn()).destinations().getFirst().stateAsString()).isEqualTo("FAILED");
        emulator.media().failComposition(started.arn());
        assertThat(composition(started.arn()).state()).isEqualTo(CompositionState.FAILED);
    }

    @Test
    void aCompositionMayBroadcastToAChannelThatIsOffline() {
        String channel = emulator.channel("a");
        String stage = emulator.stage();
        StartCompositionRequest request = StartCompositionRequest.builder()
                .stageArn(stage)
                .destinations(DestinationConfiguration.builder().channel(to -> to.channelArn(channel)).build())
                .build();
        assertThat(emulator.realTime.startComposition(request).composition().destinations().getFirst().detail())
                .isNull();

        emulator.media().startStream(channel);

        assertRefused(ConflictException.class, "live", () -> emulator.realTime.startComposition(request));
    }

    @Test
    void tagsOfStagesAreKept() {
        String stage = emulator.realTime.createStage(request -> request.tags(Map.of("a", "1"))).stage().arn();

        emulator.realTime.tagResource(request -> request.resourceArn(stage).tags(Map.of("b", "2")));
        emulator.realTime.untagResource(request -> request.resourceArn(stage).tagKeys("a"));

        assertThat(emulator.realTime.listTagsForResource(request -> request.resourceArn(stage)).tags())
                .isEqualTo(Map.of("b", "2"));
        assertThat(emulator.realTime.listStages(_ -> {}).stages().getFirst().tags()).isEqualTo(Map.of("b", "2"));
    }
}
