package io.ivsorchestrator.tests.provisioning;

import static io.ivsorchestrator.tests.provisioning.EmulatorCalls.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.ivs.Composition;
import io.ivsorchestrator.ivs.CompositionOrder;
import io.ivsorchestrator.ivs.CompositionSummary;
import io.ivsorchestrator.ivs.EncoderConfiguration;
import io.ivsorchestrator.ivs.IvsOperation;
import io.ivsorchestrator.ivs.Page;
import io.ivsorchestrator.ivs.Participant;
import io.ivsorchestrator.ivs.ParticipantFilter;
import io.ivsorchestrator.ivs.ParticipantSummary;
import io.ivsorchestrator.ivs.RealTimeApi;
import io.ivsorchestrator.ivs.Stage;
import io.ivsorchestrator.ivs.StageRecording;
import io.ivsorchestrator.ivs.StageSession;
import io.ivsorchestrator.ivs.StageSummary;
import io.ivsorchestrator.ivs.StorageConfiguration;
import io.ivsorchestrator.ivs.Thumbnails;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What provisioning asks of the real-time API. */
final class EmulatedRealTimeApi implements RealTimeApi {
    private static final String RECORDING = "autoParticipantRecordingConfiguration";

    private final EmulatorCalls calls;

    EmulatedRealTimeApi(EmulatorCalls calls) {
        this.calls = calls;
    }

    @Override
    public StorageConfiguration createStorageConfiguration(String name, String bucket, Map<String, String> tags) {
        ObjectNode request = object().put("name", name);
        request.putObject("s3").put("bucketName", bucket);
        EmulatorCalls.put(request, "tags", tags);
        return configuration(calls.call(IvsOperation.CREATE_STORAGE_CONFIGURATION, request)
                .path("storageConfiguration"));
    }

    private static StorageConfiguration configuration(JsonNode node) {
        return new StorageConfiguration(EmulatorCalls.arn(node, "arn").orElseThrow(),
                EmulatorCalls.text(node, "name").orElse(""), EmulatorCalls.text(node.path("s3"), "bucketName"),
                EmulatorCalls.tags(node));
    }

    @Override
    public StorageConfiguration getStorageConfiguration(Arn arn) {
        return configuration(calls.call(IvsOperation.GET_STORAGE_CONFIGURATION, object().put("arn", arn.value()))
                .path("storageConfiguration"));
    }

    @Override
    public Page<StorageConfiguration> listStorageConfigurations(Optional<String> token) {
        return calls.page(IvsOperation.LIST_STORAGE_CONFIGURATIONS, object(), token, "storageConfigurations",
                EmulatedRealTimeApi::configuration);
    }

    @Override
    public void deleteStorageConfiguration(Arn arn) {
        calls.call(IvsOperation.DELETE_STORAGE_CONFIGURATION, object().put("arn", arn.value()));
    }

    @Override
    public Stage createStage(String name, StageRecording recording, Map<String, String> tags) {
        ObjectNode request = object().put("name", name);
        request.set(RECORDING, written(recording));
        EmulatorCalls.put(request, "tags", tags);
        return stage(calls.call(IvsOperation.CREATE_STAGE, request).path("stage"));
    }

    private static ObjectNode written(StageRecording recording) {
        ObjectNode node = object().put("storageConfigurationArn",
                recording.storageConfiguration().map(Arn::value).orElse(""));
        recording.mediaTypes().forEach(type -> node.withArray("mediaTypes").add(type));
        recording.reconnectWindowSeconds().ifPresent(it -> node.put("recordingReconnectWindowSeconds", it));
        recording.segmentSeconds().ifPresent(it -> node.putObject("hlsConfiguration")
                .put("targetSegmentDurationSeconds", it));
        recording.recordReplicas().ifPresent(it -> node.put("recordParticipantReplicas", it));
        recording.thumbnails().ifPresent(it -> {
            ObjectNode thumbnails = node.putObject("thumbnailConfiguration");
            it.mode().ifPresent(mode -> thumbnails.put("recordingMode", mode));
            it.targetIntervalSeconds().ifPresent(seconds -> thumbnails.put("targetIntervalSeconds", seconds));
            it.storage().forEach(storage -> thumbnails.withArray("storage").add(storage));
        });
        return node;
    }

    private static Stage stage(JsonNode node) {
        JsonNode it = node.path(RECORDING);
        JsonNode thumbnails = it.path("thumbnailConfiguration");
        Optional<Boolean> replicas = it.path("recordParticipantReplicas").isBoolean()
                ? Optional.of(it.path("recordParticipantReplicas").booleanValue())
                : Optional.empty();
        StageRecording recording = new StageRecording(EmulatorCalls.arn(it, "storageConfigurationArn"),
                EmulatorCalls.texts(it, "mediaTypes"), EmulatorCalls.number(it, "recordingReconnectWindowSeconds"),
                EmulatorCalls.number(it.path("hlsConfiguration"), "targetSegmentDurationSeconds"), replicas,
                thumbnails.isObject()
                        ? Optional.of(new Thumbnails(EmulatorCalls.text(thumbnails, "recordingMode"),
                                EmulatorCalls.number(thumbnails, "targetIntervalSeconds"), Optional.empty(),
                                EmulatorCalls.texts(thumbnails, "storage")))
                        : Optional.empty());
        return new Stage(EmulatorCalls.arn(node, "arn").orElseThrow(), EmulatorCalls.text(node, "name").orElse(""),
                EmulatorCalls.text(node, "activeSessionId"), recording, EmulatorCalls.tags(node));
    }

    @Override
    public Stage getStage(Arn arn) {
        return stage(calls.call(IvsOperation.GET_STAGE, object().put("arn", arn.value())).path("stage"));
    }

    @Override
    public Page<StageSummary> listStages(Optional<String> token) {
        return calls.page(IvsOperation.LIST_STAGES, object(), token, "stages",
                node -> new StageSummary(EmulatorCalls.arn(node, "arn").orElseThrow(),
                        EmulatorCalls.text(node, "name").orElse(""), EmulatorCalls.text(node, "activeSessionId"),
                        EmulatorCalls.tags(node)));
    }

    @Override
    public Stage updateStage(Arn arn, StageRecording recording) {
        ObjectNode request = object().put("arn", arn.value());
        request.set(RECORDING, written(recording));
        return stage(calls.call(IvsOperation.UPDATE_STAGE, request).path("stage"));
    }

    @Override
    public Page<StageSession> listStageSessions(Arn stage, Optional<String> token) {
        throw EmulatedLowLatencyApi.notAsked();
    }

    @Override
    public Page<ParticipantSummary> listParticipants(Arn stage, String sessionId, ParticipantFilter filter,
            Optional<String> token) {
        throw EmulatedLowLatencyApi.notAsked();
    }

    @Override
    public Participant getParticipant(Arn stage, String sessionId, String participantId) {
        throw EmulatedLowLatencyApi.notAsked();
    }

    @Override
    public Composition startComposition(CompositionOrder order) {
        throw EmulatedLowLatencyApi.notAsked();
    }

    @Override
    public Composition getComposition(Arn arn) {
        throw EmulatedLowLatencyApi.notAsked();
    }

    @Override
    public Page<CompositionSummary> listCompositions(Optional<Arn> stage, Optional<String> token) {
        throw EmulatedLowLatencyApi.notAsked();
    }

    @Override
    public void stopComposition(Arn arn) {
        throw EmulatedLowLatencyApi.notAsked();
    }

    @Override
    public EncoderConfiguration createEncoderConfiguration(String name, Map<String, String> tags) {
        throw EmulatedLowLatencyApi.notAsked();
    }

    @Override
    public Page<EncoderConfiguration> listEncoderConfigurations(Optional<String> token) {
        throw EmulatedLowLatencyApi.notAsked();
    }

    @Override
    public void deleteEncoderConfiguration(Arn arn) {
        throw EmulatedLowLatencyApi.notAsked();
    }

    @Override
    public Map<String, String> listTags(Arn resource) {
        throw EmulatedLowLatencyApi.notAsked();
    }

    @Override
    public void tag(Arn resource, Map<String, String> tags) {
        throw EmulatedLowLatencyApi.notAsked();
    }

    @Override
    public void untag(Arn resource, Set<String> names) {
        throw EmulatedLowLatencyApi.notAsked();
    }
}
