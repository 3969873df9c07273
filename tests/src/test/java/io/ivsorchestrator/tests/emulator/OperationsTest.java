package io.ivsorchestrator.tests.emulator;

import static io.ivsorchestrator.tests.emulator.EmulatorUnderTest.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ivsorchestrator.local.ivs.model.ServiceModel;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ivs.IvsClient;
import software.amazon.awssdk.services.ivs.model.RecordingConfigurationState;
import software.amazon.awssdk.services.ivs.model.StreamState;
import software.amazon.awssdk.services.ivsrealtime.IvsRealTimeClient;
import software.amazon.awssdk.services.ivsrealtime.model.CompositionState;
import software.amazon.awssdk.services.ivsrealtime.model.DestinationConfiguration;
import software.amazon.awssdk.services.ivsrealtime.model.LayoutConfiguration;
import software.amazon.awssdk.services.ivsrealtime.model.ParticipantRecordingFilterByRecordingState;
import software.amazon.awssdk.services.ivsrealtime.model.ParticipantState;
import software.amazon.awssdk.services.ivsrealtime.model.ParticipantTokenConfiguration;

/**
 * Every operation of both APIs, by the AWS SDK for Java v2: once as it should be, and refused. A test has the name of its
 * operation. The tests share one emulator and make what they need; lists hold at least that.
 */
class OperationsTest {
    private static final String NOWHERE = "arn:aws:ivs:us-west-2:123456789012:";

    private static EmulatorUnderTest emulator;
    private static IvsClient ivs;
    private static IvsRealTimeClient realTime;
    private static String storage;

    @BeforeAll
    static void start() {
        emulator = new EmulatorUnderTest();
        ivs = emulator.ivs;
        realTime = emulator.realTime;
        storage = realTime.createStorageConfiguration(request -> request.s3(s3 -> s3.bucketName(BUCKET)))
                .storageConfiguration().arn();
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    static List<String> operations() {
        return ServiceModel.readAll().values().stream().flatMap(model -> model.operations().keySet().stream())
                .distinct()
                .toList();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void everyOperation_hasATestOfItsName(String operation) {
        String name = operation.substring(0, 1).toLowerCase(Locale.ROOT) + operation.substring(1);

        assertThat(Arrays.stream(OperationsTest.class.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Test.class)).map(method -> method.getName()))
                .contains(name);
    }

    private static void refused(String error, int status, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(AwsServiceException.class, refusal -> {
            assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(error);
            assertThat(refusal.statusCode()).isEqualTo(status);
        });
    }

    private static void invalid(ThrowingCallable call) {
        refused("ValidationException", 400, call);
    }

    private static void missing(ThrowingCallable call) {
        refused("ResourceNotFoundException", 404, call);
    }

    private static String recordingConfiguration() {
        return ivs.createRecordingConfiguration(request -> request.destinationConfiguration(
                destination -> destination.s3(s3 -> s3.bucketName(BUCKET)))).recordingConfiguration().arn();
    }

    private static String channel(String name) {
        return ivs.createChannel(request -> request.name(name)).channel().arn();
    }

    private static String stage() {
        return realTime.createStage(request -> request.name("room").autoParticipantRecordingConfiguration(
                recording -> recording.storageConfigurationArn(storage))).stage().arn();
    }

    private static String encoder() {
        return realTime.createEncoderConfiguration(request -> request.name("encoder")).encoderConfiguration().arn();
    }

    private static String composition(String stage, String encoder) {
        return realTime
                .startComposition(request -> request.stageArn(stage).layout(LayoutConfiguration.builder().build())
                        .destinations(DestinationConfiguration.builder().s3(
                                s3 -> s3.storageConfigurationArn(storage).encoderConfigurationArns(encoder)).build()))
                .composition().arn();
    }

    @Test
    void createRecordingConfiguration() {
        var made = ivs.createRecordingConfiguration(request -> request.name("nightly").destinationConfiguration(
                destination -> destination.s3(s3 -> s3.bucketName(BUCKET)))).recordingConfiguration();

        assertThat(made.state()).isEqualTo(RecordingConfigurationState.CREATING);
        invalid(() -> ivs.createRecordingConfiguration(request -> request.name("nightly")));
        ivs.deleteRecordingConfiguration(request -> request.arn(made.arn()));
    }

    @Test
    void getRecordingConfiguration() {
        String arn = recordingConfiguration();
        emulator.say("clock by=20s");

        assertThat(ivs.getRecordingConfiguration(request -> request.arn(arn)).recordingConfiguration().state())
                .isEqualTo(RecordingConfigurationState.ACTIVE);
        missing(() -> ivs.getRecordingConfiguration(
                request -> request.arn(NOWHERE + "recording-configuration/abcdefghijkl")));
        ivs.deleteRecordingConfiguration(request -> request.arn(arn));
    }

    @Test
    void listRecordingConfigurations() {
        String arn = recordingConfiguration();

        assertThat(ivs.listRecordingConfigurations(request -> {}).recordingConfigurations())
                .anyMatch(listed -> listed.arn().equals(arn));
        invalid(() -> ivs.listRecordingConfigurations(request -> request.maxResults(0)));
        ivs.deleteRecordingConfiguration(request -> request.arn(arn));
    }

    @Test
    void deleteRecordingConfiguration() {
        String arn = recordingConfiguration();
        String channel = ivs.createChannel(request -> request.recordingConfigurationArn(arn)).channel().arn();

        refused("ConflictException", 409, () -> ivs.deleteRecordingConfiguration(request -> request.arn(arn)));
        ivs.updateChannel(request -> request.arn(channel).recordingConfigurationArn(""));
        ivs.deleteRecordingConfiguration(request -> request.arn(arn));
        missing(() -> ivs.deleteRecordingConfiguration(request -> request.arn(arn)));
    }

    @Test
    void createChannel() {
        var made = ivs.createChannel(request -> request.name("main").tags(Map.of("team", "live")));

        assertThat(made.channel().tags()).containsEntry("team", "live");
        assertThat(made.streamKey().value()).startsWith("sk_us-west-2_");
        invalid(() -> ivs.createChannel(request -> request.name("no spaces")));
        missing(() -> ivs.createChannel(request -> request.recordingConfigurationArn(
                NOWHERE + "recording-configuration/abcdefghijkl")));
    }

    @Test
    void getChannel() {
        String arn = channel("got");

        assertThat(ivs.getChannel(request -> request.arn(arn)).channel().name()).isEqualTo("got");
        missing(() -> ivs.getChannel(request -> request.arn(NOWHERE + "channel/abcdefghijkl")));
        invalid(() -> ivs.getChannel(request -> request.arn("no ARN")));
    }

    @Test
    void batchGetChannel() {
        String arn = channel("batch");

        var answer = ivs.batchGetChannel(request -> request.arns(arn, NOWHERE + "channel/abcdefghijkl"));

        assertThat(answer.channels()).extracting(it -> it.arn()).containsExactly(arn);
        assertThat(answer.errors()).hasSize(1);
        invalid(() -> ivs.batchGetChannel(request -> request.arns(List.of())));
    }

    @Test
    void listChannels() {
        String arn = channel("listed");

        assertThat(ivs.listChannels(request -> request.filterByName("listed")).channels())
                .extracting(it -> it.arn()).containsExactly(arn);
        refused("ConflictException", 409, () -> ivs.listChannels(request -> request.filterByName("listed")
                .filterByRecordingConfigurationArn(NOWHERE + "recording-configuration/abcdefghijkl")));
    }

    @Test
    void updateChannel() {
        String arn = channel("before");

        assertThat(ivs.updateChannel(request -> request.arn(arn).name("after")).channel().name()).isEqualTo("after");
        ivs.getChannel(request -> request.arn(arn));
        emulator.say("start-stream channel=" + arn);
        refused("ConflictException", 409, () -> ivs.updateChannel(request -> request.arn(arn).name("live")));
        emulator.say("end-stream channel=" + arn);
    }

    @Test
    void deleteChannel() {
        String arn = channel("gone");

        emulator.say("start-stream channel=" + arn);
        refused("ConflictException", 409, () -> ivs.deleteChannel(request -> request.arn(arn)));
        emulator.say("end-stream channel=" + arn);
        ivs.deleteChannel(request -> request.arn(arn));
        missing(() -> ivs.getChannel(request -> request.arn(arn)));
    }

    @Test
    void getStream() {
        String arn = channel("live");

        refused("ChannelNotBroadcasting", 404, () -> ivs.getStream(request -> request.channelArn(arn)));
        emulator.say("start-stream channel=" + arn);
        assertThat(ivs.getStream(request -> request.channelArn(arn)).stream().state()).isEqualTo(StreamState.LIVE);
        emulator.say("end-stream channel=" + arn);
    }

    @Test
    void listStreams() {
        String arn = channel("among-streams");
        emulator.say("start-stream channel=" + arn);

        assertThat(ivs.listStreams(request -> {}).streams()).anyMatch(stream -> stream.channelArn().equals(arn));
        invalid(() -> ivs.listStreams(request -> request.maxResults(101)));
        emulator.say("end-stream channel=" + arn);
    }

    @Test
    void stopStream() {
        String arn = channel("stopped");
        emulator.say("start-stream channel=" + arn);

        ivs.stopStream(request -> request.channelArn(arn));
        refused("ChannelNotBroadcasting", 404, () -> ivs.stopStream(request -> request.channelArn(arn)));
    }

    @Test
    void getStreamSession() {
        String arn = channel("session");

        missing(() -> ivs.getStreamSession(request -> request.channelArn(arn)));
        String streamId = emulator.say("start-stream channel=" + arn).get("streamId").asText();
        assertThat(ivs.getStreamSession(request -> request.channelArn(arn)).streamSession().streamId())
                .isEqualTo(streamId);
        emulator.say("end-stream channel=" + arn);
    }

    @Test
    void listStreamSessions() {
        String arn = channel("sessions");
        String streamId = emulator.say("start-stream channel=" + arn).get("streamId").asText();
        emulator.say("end-stream channel=" + arn);

        assertThat(ivs.listStreamSessions(request -> request.channelArn(arn)).streamSessions())
                .extracting(it -> it.streamId()).containsExactly(streamId);
        invalid(() -> ivs.listStreamSessions(request -> request.channelArn(arn).nextToken("no token")));
    }

    @Test
    void tagResource() {
        String channel = channel("tagged");
        String stage = stage();

        ivs.tagResource(request -> request.resourceArn(channel).tags(Map.of("a", "1")));
        realTime.tagResource(request -> request.resourceArn(stage).tags(Map.of("b", "2")));

        assertThat(ivs.getChannel(request -> request.arn(channel)).channel().tags()).containsEntry("a", "1");
        assertThat(realTime.getStage(request -> request.arn(stage)).stage().tags()).containsEntry("b", "2");
        missing(() -> ivs.tagResource(
                request -> request.resourceArn(NOWHERE + "channel/abcdefghijkl").tags(Map.of("a", "1"))));
        missing(() -> realTime.tagResource(
                request -> request.resourceArn(NOWHERE + "stage/abcdefghijkl").tags(Map.of("a", "1"))));
    }

    @Test
    void untagResource() {
        String channel = ivs.createChannel(request -> request.tags(Map.of("a", "1", "b", "2"))).channel().arn();
        String stage = realTime.createStage(request -> request.tags(Map.of("a", "1"))).stage().arn();

        ivs.untagResource(request -> request.resourceArn(channel).tagKeys("a"));
        realTime.untagResource(request -> request.resourceArn(stage).tagKeys("a"));

        assertThat(ivs.getChannel(request -> request.arn(channel)).channel().tags()).isEqualTo(Map.of("b", "2"));
        assertThat(realTime.getStage(request -> request.arn(stage)).stage().tags()).isEmpty();
        missing(() -> ivs.untagResource(
                request -> request.resourceArn(NOWHERE + "channel/abcdefghijkl").tagKeys("a")));
    }

    @Test
    void listTagsForResource() {
        String channel = ivs.createChannel(request -> request.tags(Map.of("a", "1"))).channel().arn();
        String stage = realTime.createStage(request -> request.tags(Map.of("b", "2"))).stage().arn();

        assertThat(ivs.listTagsForResource(request -> request.resourceArn(channel)).tags()).containsEntry("a", "1");
        assertThat(realTime.listTagsForResource(request -> request.resourceArn(stage)).tags()).containsEntry("b", "2");
        missing(() -> realTime.listTagsForResource(request -> request.resourceArn(NOWHERE + "stage/abcdefghijkl")));
    }

    @Test
    void createStorageConfiguration() {
        var made = realTime.createStorageConfiguration(request -> request.name("second").s3(
                s3 -> s3.bucketName(BUCKET))).storageConfiguration();

        assertThat(made.s3().bucketName()).isEqualTo(BUCKET);
        missing(() -> realTime
                .createStorageConfiguration(request -> request.s3(s3 -> s3.bucketName("no-such-bucket"))));
        realTime.deleteStorageConfiguration(request -> request.arn(made.arn()));
    }

    @Test
    void getStorageConfiguration() {
        assertThat(realTime.getStorageConfiguration(request -> request.arn(storage)).storageConfiguration().arn())
                .isEqualTo(storage);
        missing(() -> realTime.getStorageConfiguration(
                request -> request.arn(NOWHERE + "storage-configuration/abcdefghijkl")));
    }

    @Test
    void listStorageConfigurations() {
        assertThat(realTime.listStorageConfigurations(request -> {}).storageConfigurations())
                .anyMatch(listed -> listed.arn().equals(storage));
        invalid(() -> realTime.listStorageConfigurations(request -> request.maxResults(101)));
    }

    @Test
    void deleteStorageConfiguration() {
        String arn = realTime.createStorageConfiguration(request -> request.s3(s3 -> s3.bucketName(BUCKET)))
                .storageConfiguration().arn();
        stage();

        realTime.deleteStorageConfiguration(request -> request.arn(arn));
        missing(() -> realTime.deleteStorageConfiguration(request -> request.arn(arn)));
        refused("ConflictException", 409, () -> realTime.deleteStorageConfiguration(request -> request.arn(storage)));
    }

    @Test
    void createStage() {
        var made = realTime.createStage(request -> request.name("made").participantTokenConfigurations(
                ParticipantTokenConfiguration.builder().userId("alice").build()));

        assertThat(made.stage().name()).isEqualTo("made");
        assertThat(made.participantTokens()).extracting(it -> it.userId()).containsExactly("alice");
        invalid(() -> realTime.createStage(request -> request.name("no spaces")));
    }

    @Test
    void getStage() {
        String arn = stage();

        assertThat(realTime.getStage(request -> request.arn(arn)).stage().autoParticipantRecordingConfiguration()
                .storageConfigurationArn()).isEqualTo(storage);
        missing(() -> realTime.getStage(request -> request.arn(NOWHERE + "stage/abcdefghijkl")));
    }

    @Test
    void updateStage() {
        String arn = stage();

        assertThat(realTime.updateStage(request -> request.arn(arn).name("renamed")).stage().name())
                .isEqualTo("renamed");
        missing(() -> realTime.updateStage(request -> request.arn(NOWHERE + "stage/abcdefghijkl").name("x")));
    }

    @Test
    void deleteStage() {
        String arn = stage();

        realTime.deleteStage(request -> request.arn(arn));
        missing(() -> realTime.deleteStage(request -> request.arn(arn)));
    }

    @Test
    void listStages() {
        String arn = stage();

        assertThat(realTime.listStagesPaginator(request -> request.maxResults(2)).stream()
                .flatMap(page -> page.stages().stream()))
                .anyMatch(listed -> listed.arn().equals(arn));
        invalid(() -> realTime.listStages(request -> request.maxResults(0)));
    }

    @Test
    void createParticipantToken() {
        String arn = stage();

        var token = realTime.createParticipantToken(request -> request.stageArn(arn).userId("bob")).participantToken();

        assertThat(token.token()).isNotBlank();
        invalid(() -> realTime.createParticipantToken(request -> request.stageArn(arn).duration(0)));
        missing(() -> realTime.createParticipantToken(request -> request.stageArn(NOWHERE + "stage/abcdefghijkl")));
    }

    @Test
    void disconnectParticipant() {
        String arn = stage();
        var joined = emulator.say("join stage=" + arn + " user=carol");
        String participant = joined.get("participantId").asText();

        realTime.disconnectParticipant(request -> request.stageArn(arn).participantId(participant));

        assertThat(realTime.getParticipant(request -> request.stageArn(arn).participantId(participant)
                .sessionId(joined.get("sessionId").asText())).participant().state())
                .isEqualTo(ParticipantState.DISCONNECTED);
        missing(() -> realTime.disconnectParticipant(
                request -> request.stageArn(NOWHERE + "stage/abcdefghijkl").participantId(participant)));
    }

    @Test
    void getParticipant() {
        String arn = stage();
        var joined = emulator.say("join stage=" + arn + " user=dave");

        assertThat(realTime.getParticipant(request -> request.stageArn(arn)
                .participantId(joined.get("participantId").asText()).sessionId(joined.get("sessionId").asText()))
                .participant().userId()).isEqualTo("dave");
        missing(() -> realTime.getParticipant(request -> request.stageArn(arn).participantId("abcdefghijkl")
                .sessionId(joined.get("sessionId").asText())));
    }

    @Test
    void listParticipants() {
        String arn = stage();
        var alice = emulator.say("publish stage=" + arn + " user=alice");
        emulator.say("join stage=" + arn + " user=bob");
        String session = alice.get("sessionId").asText();
        String publisher = alice.get("participantId").asText();

        assertThat(realTime.listParticipants(request -> request.stageArn(arn).sessionId(session)).participants())
                .hasSize(2);
        assertThat(realTime.listParticipants(request -> request.stageArn(arn).sessionId(session)
                .filterByUserId("bob")).participants()).hasSize(1);
        assertThat(realTime.listParticipants(request -> request.stageArn(arn).sessionId(session)
                .filterByPublished(true)).participants()).extracting(it -> it.participantId())
                .containsExactly(publisher);
        assertThat(realTime.listParticipants(request -> request.stageArn(arn).sessionId(session)
                .filterByState(ParticipantState.CONNECTED)).participants()).hasSize(2);
        assertThat(realTime.listParticipants(request -> request.stageArn(arn).sessionId(session)
                .filterByRecordingState(ParticipantRecordingFilterByRecordingState.FAILED)).participants()).isEmpty();
        invalid(() -> realTime.listParticipants(request -> request.stageArn(arn).sessionId(session)
                .filterByUserId("bob").filterByPublished(true)));
    }

    @Test
    void listParticipantEvents() {
        String arn = stage();
        var joined = emulator.say("join stage=" + arn + " user=erin");

        assertThat(realTime.listParticipantEvents(request -> request.stageArn(arn)
                .participantId(joined.get("participantId").asText()).sessionId(joined.get("sessionId").asText()))
                .events()).extracting(it -> it.nameAsString()).contains("JOINED");
        invalid(() -> realTime.listParticipantEvents(request -> request.stageArn(arn)
                .participantId("abcdefghijkl").sessionId("short")));
    }

    @Test
    void getStageSession() {
        String arn = stage();
        String session = emulator.say("join stage=" + arn + " user=fred").get("sessionId").asText();

        assertThat(realTime.getStageSession(request -> request.stageArn(arn).sessionId(session)).stageSession()
                .endTime()).isNull();
        missing(() -> realTime.getStageSession(request -> request.stageArn(arn).sessionId("st-abcdefghijklm")));
    }

    @Test
    void listStageSessions() {
        String arn = stage();
        String session = emulator.say("join stage=" + arn + " user=gina").get("sessionId").asText();

        assertThat(realTime.listStageSessions(request -> request.stageArn(arn)).stageSessions())
                .extracting(it -> it.sessionId()).containsExactly(session);
        invalid(() -> realTime.listStageSessions(request -> request.stageArn("no ARN")));
    }

    @Test
    void startComposition() {
        String stage = stage();
        String encoder = encoder();

        String arn = composition(stage, encoder);

        assertThat(arn).contains(":composition/");
        missing(() -> composition(NOWHERE + "stage/abcdefghijkl", encoder));
        realTime.stopComposition(request -> request.arn(arn));
    }

    @Test
    void getComposition() {
        String arn = composition(stage(), encoder());

        assertThat(realTime.getComposition(request -> request.arn(arn)).composition().destinations().getFirst()
                .detail().s3().recordingPrefix()).endsWith("/composite");
        missing(() -> realTime.getComposition(request -> request.arn(NOWHERE + "composition/abcdefghijkl")));
        realTime.stopComposition(request -> request.arn(arn));
    }

    @Test
    void listCompositions() {
        String stage = stage();
        String arn = composition(stage, encoder());

        assertThat(realTime.listCompositions(request -> request.filterByStageArn(stage)).compositions())
                .extracting(it -> it.arn()).containsExactly(arn);
        invalid(() -> realTime.listCompositions(request -> request.filterByStageArn("no ARN")));
        realTime.stopComposition(request -> request.arn(arn));
    }

    @Test
    void stopComposition() {
        String arn = composition(stage(), encoder());

        realTime.stopComposition(request -> request.arn(arn));

        assertThat(realTime.getComposition(request -> request.arn(arn)).composition().state())
                .isIn(CompositionState.STOPPING, CompositionState.STOPPED);
        missing(() -> realTime.stopComposition(request -> request.arn(NOWHERE + "composition/abcdefghijkl")));
    }

    @Test
    void createEncoderConfiguration() {
        var made = realTime.createEncoderConfiguration(request -> request.video(video -> video.width(640).height(360)))
                .encoderConfiguration();

        assertThat(made.video().width()).isEqualTo(640);
        invalid(() -> realTime.createEncoderConfiguration(request -> request.video(video -> video.width(1))));
    }

    @Test
    void getEncoderConfiguration() {
        String arn = encoder();

        assertThat(realTime.getEncoderConfiguration(request -> request.arn(arn)).encoderConfiguration().name())
                .isEqualTo("encoder");
        missing(() -> realTime.getEncoderConfiguration(
                request -> request.arn(NOWHERE + "encoder-configuration/abcdefghijkl")));
    }

    @Test
    void listEncoderConfigurations() {
        String arn = encoder();

        assertThat(realTime.listEncoderConfigurations(request -> {}).encoderConfigurations())
                .anyMatch(listed -> listed.arn().equals(arn));
        invalid(() -> realTime.listEncoderConfigurations(request -> request.maxResults(101)));
    }

    @Test
    void deleteEncoderConfiguration() {
        String arn = encoder();

        realTime.deleteEncoderConfiguration(request -> request.arn(arn));
        missing(() -> realTime.deleteEncoderConfiguration(request -> request.arn(arn)));
    }
}
