package io.ivsorchestrator.local.ivs;

import static io.ivsorchestrator.local.ivs.EmulatorForTests.BUCKET;
import static io.ivsorchestrator.local.ivs.EmulatorForTests.BUCKET_ELSEWHERE;
import static io.ivsorchestrator.local.ivs.EmulatorForTests.START;
import static io.ivsorchestrator.local.ivs.EmulatorForTests.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ivsorchestrator.local.ivs.account.AccountSettings;
import io.ivsorchestrator.local.ivs.account.Quotas;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ivs.model.Channel;
import software.amazon.awssdk.services.ivs.model.ChannelNotBroadcastingException;
import software.amazon.awssdk.services.ivs.model.ConflictException;
import software.amazon.awssdk.services.ivs.model.CreateChannelResponse;
import software.amazon.awssdk.services.ivs.model.PendingVerificationException;
import software.amazon.awssdk.services.ivs.model.RecordingConfigurationState;
import software.amazon.awssdk.services.ivs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.ivs.model.ServiceQuotaExceededException;
import software.amazon.awssdk.services.ivs.model.StreamSession;
import software.amazon.awssdk.services.ivs.model.ValidationException;
import software.amazon.awssdk.services.ivsrealtime.model.CompositionState;
import software.amazon.awssdk.services.ivsrealtime.model.Destination;
import software.amazon.awssdk.services.ivsrealtime.model.DestinationConfiguration;
import software.amazon.awssdk.services.ivsrealtime.model.ParticipantState;
import software.amazon.awssdk.services.ivsrealtime.model.StartCompositionRequest;
import software.amazon.awssdk.services.ivsrealtime.model.ThumbnailRecordingMode;

/** The rules of the service that its API models do not tell, in the order of the table in {@code docs/emulator.md}. */
class ServiceRulesTest {
    private final List<EmulatorForTests> running = new ArrayList<>();

    @AfterEach
    void stop() {
        running.forEach(EmulatorForTests::close);
    }

    private EmulatorForTests emulator(Function<AccountSettings, AccountSettings> change) {
        EmulatorForTests emulator = EmulatorForTests.with(change.apply(EmulatorForTests.settings()));
        running.add(emulator);
        return emulator;
    }

    private EmulatorForTests emulator() {
        return emulator(Function.identity());
    }

    // Filters

    @Test
    void channelFiltersExcludeEachOther() {
        EmulatorForTests emulator = emulator();

        assertRefused(ConflictException.class, "Only one filter", () -> emulator.ivs.listChannels(
                request -> request.filterByName("a")
                        .filterByRecordingConfigurationArn(arn("recording-configuration"))));
        assertRefused(ConflictException.class, "Only one filter", () -> emulator.ivs.listChannels(request -> request
                .filterByName("a")
                .filterByPlaybackRestrictionPolicyArn(arn("playback-restriction-policy"))));
    }

    private static String arn(String type) {
        return "arn:aws:ivs:eu-west-1:123456789012:" + type + "/abc";
    }

    @Test
    void participantFiltersExcludeEachOther() {
        EmulatorForTests emulator = emulator();

        assertRefused(software.amazon.awssdk.services.ivsrealtime.model.ValidationException.class, "Only one filter",
                () -> emulator.realTime.listParticipants(request -> request.stageArn(arn("stage"))
                        .sessionId("st-0000000000000")
                        .filterByPublished(false)
                        .filterByState(ParticipantState.CONNECTED)));
    }

    @Test
    void participantsAreNotListedByTheRecordingStateDisabled() {
        EmulatorForTests emulator = emulator();

        assertRefused(software.amazon.awssdk.services.ivsrealtime.model.ValidationException.class,
                "filterByRecordingState", () -> emulator.realTime
                        .listParticipants(request -> request.stageArn(arn("stage"))
                                .sessionId("st-0000000000000")
                                .filterByRecordingState("DISABLED")));
    }

    @Test
    void participantIdsMayHoldUnderscores() {
        EmulatorForTests emulator = emulator();
        String stage = emulator.stage();
        String session = emulator.media().joinStage(stage, "ann", Map.of()).sessionId();

        assertRefused(software.amazon.awssdk.services.ivsrealtime.model.ResourceNotFoundException.class, "not found",
                () -> emulator.realTime.getParticipant(
                        request -> request.stageArn(stage).sessionId(session).participantId("Nb_7-vC")));
        assertThat(emulator.realTime.listParticipantEvents(
                request -> request.stageArn(stage).sessionId(session).participantId("Nb_7-vC")).events()).isEmpty();
        assertRefused(software.amazon.awssdk.services.ivsrealtime.model.ResourceNotFoundException.class, "not found",
                () -> emulator.realTime.disconnectParticipant(
                        request -> request.stageArn(stage).participantId("Nb_7-vC")));
        assertRefused(software.amazon.awssdk.services.ivsrealtime.model.ValidationException.class, "'participantId'",
                () -> emulator.realTime.getParticipant(
                        request -> request.stageArn(stage).sessionId(session).participantId("Nb.7")));
    }

    // Recording configurations

    @Test
    void aRecordingConfigurationInUseIsNotDeleted() {
        EmulatorForTests emulator = emulator();
        String configuration = emulator.recordingConfiguration();
        String channel = emulator.ivs.createChannel(request -> request.recordingConfigurationArn(configuration))
                .channel()
                .arn();

        assertRefused(ConflictException.class, "in use", () -> emulator.ivs
                .deleteRecordingConfiguration(request -> request.arn(configuration)));

        Channel off = emulator.ivs.updateChannel(request -> request.arn(channel).recordingConfigurationArn(""))
                .channel();
        assertThat(off.recordingConfigurationArn()).isEmpty();
        emulator.ivs.deleteRecordingConfiguration(request -> request.arn(configuration));
        assertThat(emulator.ivs.listRecordingConfigurations(_ -> {}).recordingConfigurations()).isEmpty();
    }

    @Test
    void aRecordingConfigurationIsActiveSomeSecondsAfterItsCreation() {
        EmulatorForTests emulator = emulator();
        String arn = emulator.recordingConfiguration();
        assertThat(state(emulator, arn)).isEqualTo(RecordingConfigurationState.CREATING);

        emulator.pass(Duration.ofSeconds(2));
        assertThat(state(emulator, arn)).isEqualTo(RecordingConfigurationState.CREATING);

        emulator.pass(Duration.ofSeconds(1));
        assertThat(state(emulator, arn)).isEqualTo(RecordingConfigurationState.ACTIVE);
    }

    private static RecordingConfigurationState state(EmulatorForTests emulator, String arn) {
        return emulator.ivs.getRecordingConfiguration(request -> request.arn(arn)).recordingConfiguration().state();
    }

    @Test
    void inVirginiaABucketElsewhereMakesTheConfigurationFail() {
        EmulatorForTests emulator = emulator(_ -> AccountSettings.of("123456789012", "us-east-1"));
        String arn = emulator.ivs
                .createRecordingConfiguration(request -> EmulatorForTests.recordingTo(BUCKET_ELSEWHERE, request))
                .recordingConfiguration()
                .arn();
        assertThat(state(emulator, arn)).isEqualTo(RecordingConfigurationState.CREATING);

        emulator.pass(Duration.ofSeconds(20));

        assertThat(state(emulator, arn)).isEqualTo(RecordingConfigurationState.CREATE_FAILED);
    }

    @Test
    void inOtherRegionsABucketElsewhereIsRefused() {
        EmulatorForTests emulator = emulator();

        assertRefused(ValidationException.class, BUCKET_ELSEWHERE, () -> emulator.ivs
                .createRecordingConfiguration(request -> EmulatorForTests.recordingTo(BUCKET_ELSEWHERE, request)));
        assertThat(emulator.ivs.listRecordingConfigurations(_ -> {}).recordingConfigurations()).isEmpty();
    }

    // Storage configurations

    @Test
    void aStorageConfigurationOfAStageIsNotDeleted() {
        EmulatorForTests emulator = emulator();
        String storage = emulator.storageConfiguration();
        String stage = emulator.recordedStage(storage);

        assertRefused(software.amazon.awssdk.services.ivsrealtime.model.ConflictException.class, "stage",
                () -> emulator.realTime.deleteStorageConfiguration(request -> request.arn(storage)));

        emulator.realTime.updateStage(request -> request.arn(stage)
                .autoParticipantRecordingConfiguration(recording -> recording.storageConfigurationArn("")));
        emulator.realTime.deleteStorageConfiguration(request -> request.arn(storage));
    }

    @Test
    void configurationsOfACompositionAreDeletedOnlyAfterItStopped() {
        EmulatorForTests emulator = emulator();
        String storage = emulator.storageConfiguration();
        String encoder = emulator.encoderConfiguration();
        String composition = start(emulator, emulator.stage(), toBucket(storage, encoder)).arn();
        emulator.realTime.stopComposition(request -> request.arn(composition));

        assertRefused(software.amazon.awssdk.services.ivsrealtime.model.ConflictException.class, "composition",
                () -> emulator.realTime.deleteStorageConfiguration(request -> request.arn(storage)));
        assertRefused(software.amazon.awssdk.services.ivsrealtime.model.ConflictException.class, "composition",
                () -> emulator.realTime.deleteEncoderConfiguration(request -> request.arn(encoder)));

        emulator.pass(Duration.ofSeconds(2));
        emulator.realTime.deleteStorageConfiguration(request -> request.arn(storage));
        emulator.realTime.deleteEncoderConfiguration(request -> request.arn(encoder));
    }

    @Test
    void aStorageConfigurationGrantsIvsAccessBesideWhatTheBucketPolicyHolds() throws JsonProcessingException {
        EmulatorForTests emulator = emulator();
        emulator.buckets.putPolicy(BUCKET, """
                {"Version":"2012-10-17","Statement":{"Sid":"Mine","Effect":"Deny","Principal":"*"}}""");

        emulator.storageConfiguration();
        emulator.storageConfiguration();

        JsonNode statements = new ObjectMapper().readTree(emulator.buckets.policy(BUCKET).orElseThrow())
                .required("Statement");
        assertThat(statements).hasSize(2);
        assertThat(statements.get(0).required("Sid").asText()).isEqualTo("Mine");
        assertThat(statements.get(1).required("Sid").asText()).matches("CompositeWrite-[0-9a-f]{7}");
        assertThat(statements.get(1).required("Principal").required("Service").asText())
                .isEqualTo("ivs-composite.eu-west-1.amazonaws.com");
        assertThat(statements.get(1).required("Resource").asText()).isEqualTo("arn:aws:s3:::" + BUCKET + "/*");
    }

    // Channels

    @Test
    void aLiveChannelIsNotUpdated() {
        EmulatorForTests emulator = emulator();
        String channel = emulator.channel("a");
        emulator.media().startStream(channel);

        assertRefused(ConflictException.class, "live",
                () -> emulator.ivs.updateChannel(request -> request.arn(channel).name("b")));

        emulator.ivs.stopStream(request -> request.channelArn(channel));
        assertThat(emulator.ivs.updateChannel(request -> request.arn(channel).name("b")).channel().name())
                .isEqualTo("b");
    }

    @Test
    void aLiveChannelIsNotDeleted() {
        EmulatorForTests emulator = emulator();
        String channel = emulator.channel("a");
        emulator.media().startStream(channel);

        assertRefused(ConflictException.class, "live",
                () -> emulator.ivs.deleteChannel(request -> request.arn(channel)));

        emulator.media().endStream(channel);
        emulator.ivs.deleteChannel(request -> request.arn(channel));
    }

    @Test
    void aNewChannelComesWithASecretStreamKey() {
        EmulatorForTests emulator = emulator();

        CreateChannelResponse made = emulator.ivs.createChannel(_ -> {});

        assertThat(made.streamKey().arn()).contains(":stream-key/");
        assertThat(made.streamKey().channelArn()).isEqualTo(made.channel().arn());
        assertThat(made.streamKey().value()).matches("sk_eu-west-1_[A-Za-z0-9]{12}_[A-Za-z0-9]{30}");
    }

    @Test
    void namesAreNotUnique() {
        EmulatorForTests emulator = emulator();

        assertThat(emulator.channel("a")).isNotEqualTo(emulator.channel("a"));
    }

    // Streams

    @Test
    void anOfflineChannelHasNoStream() {
        EmulatorForTests emulator = emulator();
        String channel = emulator.channel("a");

        assertRefused(ChannelNotBroadcastingException.class, "not broadcasting",
                () -> emulator.ivs.getStream(request -> request.channelArn(channel)));
        assertRefused(ChannelNotBroadcastingException.class, "not broadcasting",
                () -> emulator.ivs.stopStream(request -> request.channelArn(channel)));
        assertRefused(ResourceNotFoundException.class, "not found",
                () -> emulator.ivs.getStream(request -> request.channelArn(channel + "x")));
    }

    @Test
    void aStreamSessionShowsTheRecordingConfigurationAsItWas() {
        EmulatorForTests emulator = emulator();
        String configuration = emulator.recordingConfiguration();
        String channel = emulator.ivs.createChannel(request -> request.recordingConfigurationArn(configuration))
                .channel()
                .arn();
        String first = emulator.media().startStream(channel).streamId();
        emulator.media().endStream(channel);
        emulator.ivs.updateChannel(request -> request.arn(channel).recordingConfigurationArn(""));
        emulator.ivs.deleteRecordingConfiguration(request -> request.arn(configuration));
        String second = emulator.media().startStream(channel).streamId();

        StreamSession latest = emulator.ivs.getStreamSession(request -> request.channelArn(channel)).streamSession();
        assertThat(latest.streamId()).isEqualTo(second);
        assertThat(latest.endTime()).isNull();
        assertThat(latest.recordingConfiguration()).isNull();
        assertThat(emulator.ivs.getStreamSession(request -> request.channelArn(channel).streamId(first))
                .streamSession()
                .recordingConfiguration()
                .arn()).isEqualTo(configuration);
    }

    @Test
    void streamSessionsAreKeptForSixtyDaysEvenWithoutTheirChannel() {
        EmulatorForTests emulator = emulator();
        String channel = emulator.channel("a");
        emulator.media().startStream(channel);
        emulator.media().endStream(channel);
        emulator.ivs.deleteChannel(request -> request.arn(channel));

        emulator.pass(Duration.ofDays(60));
        assertThat(emulator.ivs.listStreamSessions(request -> request.channelArn(channel)).streamSessions())
                .hasSize(1);

        emulator.pass(Duration.ofSeconds(1));
        assertRefused(ResourceNotFoundException.class, "not found",
                () -> emulator.ivs.listStreamSessions(request -> request.channelArn(channel)));
    }

    // Stages

    @Test
    void theRecordingOfAStageIsNotChangedWhileItRuns() {
        EmulatorForTests emulator = emulator();
        String storage = emulator.storageConfiguration();
        String stage = emulator.recordedStage(storage);
        String ann = emulator.media().joinStage(stage, "ann", Map.of()).participantId();
        emulator.media().publish(stage, ann);

        assertRefused(software.amazon.awssdk.services.ivsrealtime.model.ConflictException.class, "recorded",
                () -> switchOff(emulator, stage));
        assertThat(emulator.realTime.updateStage(request -> request.arn(stage).name("b")).stage().name())
                .isEqualTo("b");

        emulator.media().unpublish(stage, ann);
        switchOff(emulator, stage);
    }

    private static void switchOff(EmulatorForTests emulator, String stage) {
        emulator.realTime.updateStage(request -> request.arn(stage)
                .autoParticipantRecordingConfiguration(recording -> recording.storageConfigurationArn("")));
    }

    @Test
    void anEmptyStorageConfigurationResetsTheRecordingOfAStage() {
        EmulatorForTests emulator = emulator();
        String storage = emulator.storageConfiguration();
        String stage = emulator.realTime
                .createStage(request -> request.autoParticipantRecordingConfiguration(
                        recording -> recording.storageConfigurationArn(storage)
                                .recordingReconnectWindowSeconds(60)
                                .thumbnailConfiguration(
                                        thumbnails -> thumbnails.recordingMode(ThumbnailRecordingMode.INTERVAL))))
                .stage()
                .arn();

        var reset = emulator.realTime
                .updateStage(request -> request.arn(stage)
                        .autoParticipantRecordingConfiguration(
                                recording -> recording.storageConfigurationArn("").recordingReconnectWindowSeconds(30)))
                .stage()
                .autoParticipantRecordingConfiguration();

        assertThat(reset.storageConfigurationArn()).isEmpty();
        assertThat(reset.recordingReconnectWindowSeconds()).isZero();
        assertThat(reset.thumbnailConfiguration().recordingMode()).isEqualTo(ThumbnailRecordingMode.DISABLED);
    }

    @Test
    void aStageSessionEndsSomeMinutesAfterTheLastPublisher() {
        EmulatorForTests emulator = emulator();
        String stage = emulator.stage();
        var ann = emulator.media().joinStage(stage, "ann", Map.of());
        emulator.media().publish(stage, ann.participantId());
        emulator.pass(Duration.ofHours(1));
        emulator.media().leaveStage(stage, ann.participantId());

        emulator.pass(Duration.ofMinutes(2));
        assertThat(emulator.realTime.getStage(request -> request.arn(stage)).stage().activeSessionId())
                .isEqualTo(ann.sessionId());

        emulator.pass(Duration.ofMinutes(1));
        assertThat(emulator.realTime.getStage(request -> request.arn(stage)).stage().activeSessionId()).isNull();
    }

    // Compositions

    private static DestinationConfiguration toBucket(String storage, String... encoders) {
        return DestinationConfiguration.builder()
                .s3(s3 -> s3.storageConfigurationArn(storage).encoderConfigurationArns(encoders))
                .build();
    }

    private static software.amazon.awssdk.services.ivsrealtime.model.Composition start(
            EmulatorForTests emulator, String stage, DestinationConfiguration... destinations) {
        return emulator.realTime.startComposition(request -> request.stageArn(stage).destinations(destinations))
                .composition();
    }

    @Test
    void aRepeatedStartWithTheSameTokenIsTheSameComposition() {
        EmulatorForTests emulator = emulator();
        StartCompositionRequest request = StartCompositionRequest.builder()
                .stageArn(emulator.stage())
                .idempotencyToken("one")
                .destinations(toBucket(emulator.storageConfiguration(), emulator.encoderConfiguration()))
                .build();

        String first = emulator.realTime.startComposition(request).composition().arn();

        assertThat(emulator.realTime.startComposition(request).composition().arn()).isEqualTo(first);
        assertRefused(software.amazon.awssdk.services.ivsrealtime.model.ConflictException.class, "idempotencyToken",
                () -> emulator.realTime
                        .startComposition(request.toBuilder().tags(Map.of("another", "request")).build()));
    }

    @Test
    void aCompositionHasAtMostOneBucketAndOneChannel() {
        EmulatorForTests emulator = emulator();
        String stage = emulator.stage();
        String encoder = emulator.encoderConfiguration();
        DestinationConfiguration bucket = toBucket(emulator.storageConfiguration(), encoder);
        String channelArn = emulator.channel("a");
        var channel = DestinationConfiguration.builder().channel(to -> to.channelArn(channelArn)).build();

        assertRefused(software.amazon.awssdk.services.ivsrealtime.model.ValidationException.class, "at most one s3",
                () -> start(emulator, stage, bucket, bucket));
        assertRefused(software.amazon.awssdk.services.ivsrealtime.model.ValidationException.class, "either",
                () -> start(emulator, stage, bucket.toBuilder().channel(channel.channel()).build()));
        assertRefused(software.amazon.awssdk.services.ivsrealtime.model.ValidationException.class, "length",
                () -> start(emulator, stage, bucket, channel, bucket));
        assertRefused(software.amazon.awssdk.services.ivsrealtime.model.ValidationException.class,
                "encoderConfigurationArns", () -> start(emulator, stage,
                        toBucket(bucket.s3().storageConfigurationArn(), encoder, encoder)));
        assertThat(start(emulator, stage, bucket, channel).destinations()).hasSize(2)
                .extracting(Destination::stateAsString)
                .containsOnly("STARTING");
    }

    @Test
    void aCompositionStopsAMinuteAfterTheLastPublisherAndVanishesFiveMinutesLater() {
        EmulatorForTests emulator = emulator();
        String stage = emulator.stage();
        String ann = emulator.media().joinStage(stage, "ann", Map.of()).participantId();
        emulator.media().publish(stage, ann);
        String arn = start(emulator, stage,
                toBucket(emulator.storageConfiguration(), emulator.encoderConfiguration())).arn();
        emulator.pass(Duration.ofMinutes(10));
        emulator.media().unpublish(stage, ann);

        emulator.pass(Duration.ofSeconds(59));
        assertThat(state(emulator.realTime.getComposition(request -> request.arn(arn)).composition()))
                .isEqualTo(CompositionState.ACTIVE);
        emulator.pass(Duration.ofSeconds(3));
        var stopped = emulator.realTime.getComposition(request -> request.arn(arn)).composition();
        assertThat(state(stopped)).isEqualTo(CompositionState.STOPPED);
        assertThat(stopped.endTime()).isEqualTo(START.plus(Duration.ofMinutes(11)).plusSeconds(2));

        emulator.pass(Duration.ofMinutes(5).minusSeconds(1));
        assertThat(emulator.realTime.listCompositions(_ -> {}).compositions()).hasSize(1);
        emulator.pass(Duration.ofSeconds(1));
        assertThat(emulator.realTime.listCompositions(_ -> {}).compositions()).isEmpty();
        assertRefused(software.amazon.awssdk.services.ivsrealtime.model.ResourceNotFoundException.class, "not found",
                () -> emulator.realTime.getComposition(request -> request.arn(arn)));
    }

    private static CompositionState state(software.amazon.awssdk.services.ivsrealtime.model.Composition composition) {
        return composition.state();
    }

    @Test
    void aCompositionWithoutPublishersStopsAfterAMinuteAndAnyAfterADay() {
        EmulatorForTests emulator = emulator();
        String empty = emulator.stage();
        String busy = emulator.stage();
        emulator.media().publish(busy, emulator.media().joinStage(busy, "ann", Map.of()).participantId());
        DestinationConfiguration bucket = toBucket(emulator.storageConfiguration(), emulator.encoderConfiguration());
        emulator.pass(Duration.ofMinutes(30));
        String lonely = start(emulator, empty, bucket).arn();
        String long24 = start(emulator, busy, bucket).arn();

        emulator.pass(Duration.ofSeconds(60));
        assertThat(state(emulator.realTime.getComposition(request -> request.arn(lonely)).composition()))
                .isEqualTo(CompositionState.STOPPING);
        // Nobody publishes for so long as a composition may last.
        emulator.media().publish(busy, emulator.media().joinStage(busy, "bob", Map.of()).participantId());
        emulator.pass(Duration.ofHours(24).minusSeconds(61));
        assertThat(state(emulator.realTime.getComposition(request -> request.arn(long24)).composition()))
                .isEqualTo(CompositionState.ACTIVE);
        emulator.pass(Duration.ofSeconds(1));
        assertThat(state(emulator.realTime.getComposition(request -> request.arn(long24)).composition()))
                .isEqualTo(CompositionState.STOPPING);
    }

    @Test
    void aDeletedStageEndsItsSessionAndItsCompositions() {
        EmulatorForTests emulator = emulator();
        String stage = emulator.stage();
        var ann = emulator.media().joinStage(stage, "ann", Map.of());
        emulator.media().publish(stage, ann.participantId());
        String arn = start(emulator, stage,
                toBucket(emulator.storageConfiguration(), emulator.encoderConfiguration())).arn();

        emulator.realTime.deleteStage(request -> request.arn(stage));

        assertThat(state(emulator.realTime.getComposition(request -> request.arn(arn)).composition()))
                .isEqualTo(CompositionState.FAILED);
        assertThat(emulator.realTime.listStageSessions(request -> request.stageArn(stage)).stageSessions())
                .singleElement()
                .satisfies(session -> assertThat(session.endTime()).isEqualTo(START));
        assertThat(emulator.realTime
                .getParticipant(request -> request.stageArn(stage)
                        .sessionId(ann.sessionId())
                        .participantId(ann.participantId()))
                .participant()
                .state()).isEqualTo(ParticipantState.DISCONNECTED);
    }

    // All resources

    @Test
    void aResourceHasAtMostFiftyTags() {
        EmulatorForTests emulator = emulator();
        Map<String, String> fifty = tags(50);
        String channel = emulator.ivs.createChannel(request -> request.tags(fifty)).channel().arn();

        assertRefused(ValidationException.class, "50", () -> emulator.ivs
                .tagResource(request -> request.resourceArn(channel).tags(Map.of("one more", ""))));
        assertRefused(ValidationException.class, "'tags'",
                () -> emulator.ivs.createChannel(request -> request.tags(tags(51))));
        assertRefused(ValidationException.class, "length between 0 and 256",
                () -> emulator.ivs.createChannel(request -> request.tags(Map.of("a", "x".repeat(257)))));
    }

    private static Map<String, String> tags(int number) {
        return IntStream.range(0, number).boxed().collect(Collectors.toMap(index -> "k" + index, _ -> "v"));
    }

    @Test
    void quotasAreKept() {
        EmulatorForTests emulator = emulator(settings -> settings.withQuotas(
                Quotas.DEFAULT.withRecordingConfigurations(1).withChannels(1).withStages(1)));
        emulator.recordingConfiguration();
        String channel = emulator.channel("a");
        emulator.stage();
        IntStream.range(0, 5).forEach(_ -> emulator.storageConfiguration());

        assertRefused(ServiceQuotaExceededException.class, "recording configurations",
                emulator::recordingConfiguration);
        assertRefused(ServiceQuotaExceededException.class, "channels", () -> emulator.channel("b"));
        assertRefused(software.amazon.awssdk.services.ivsrealtime.model.ServiceQuotaExceededException.class, "stages",
                emulator::stage);
        assertRefused(software.amazon.awssdk.services.ivsrealtime.model.ServiceQuotaExceededException.class,
                "storage configurations", emulator::storageConfiguration);
        emulator.ivs.deleteChannel(request -> request.arn(channel));
        assertThat(emulator.channel("b")).isNotEmpty();
    }

    @Test
    void aStageHasAtMostFiveCompositions() {
        EmulatorForTests emulator = emulator();
        String stage = emulator.stage();
        DestinationConfiguration bucket = toBucket(emulator.storageConfiguration(), emulator.encoderConfiguration());
        IntStream.range(0, 5).forEach(_ -> start(emulator, stage, bucket));

        assertRefused(software.amazon.awssdk.services.ivsrealtime.model.ServiceQuotaExceededException.class,
                "compositions of a stage", () -> start(emulator, stage, bucket));
    }

    @Test
    void anUnverifiedAccountMayReadButNotCreate() {
        EmulatorForTests emulator = emulator(settings -> settings.withVerified(false));

        assertRefused(PendingVerificationException.class, "pending verification", () -> emulator.channel("a"));
        assertRefused(software.amazon.awssdk.services.ivsrealtime.model.PendingVerificationException.class,
                "pending verification", emulator::stage);
        assertThat(emulator.ivs.listChannels(_ -> {}).channels()).isEmpty();
    }

    @Test
    void callRatesAreLimitedWhenSwitchedOn() throws IOException, InterruptedException {
        EmulatorForTests emulator = emulator(settings -> settings.withCallRatesLimited(true));

        assertThat(accepted(emulator, "ListRecordingConfigurations")).isEqualTo(3);
        assertThat(accepted(emulator, "ListStages")).isEqualTo(5);
        assertThat(accepted(emulator, "ListChannels")).isEqualTo(5);
        emulator.pass(Duration.ofMillis(999));
        assertThat(accepted(emulator, "ListChannels")).isZero();
        emulator.pass(Duration.ofMillis(1));
        assertThat(accepted(emulator, "ListChannels")).isEqualTo(5);
    }

    /** How many calls, without an SDK that tries again, come through before one is refused. */
    private static int accepted(EmulatorForTests emulator, String operation) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(emulator.emulator().endpoint().resolve("/" + operation))
                .POST(BodyPublishers.ofString("{}"))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            int accepted = 0;
            while (true) {
                HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
                if (response.statusCode() != 200) {
                    assertThat(response.statusCode()).isEqualTo(429);
                    assertThat(response.headers().firstValue("x-amzn-ErrorType")).contains("ThrottlingException");
                    assertThat(response.body()).isEqualTo("{\"exceptionMessage\":\"Rate exceeded\"}");
                    return accepted;
                }
                accepted++;
            }
        }
    }
}
