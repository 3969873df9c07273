package io.ivsorchestrator.tests.provisioning;

import static io.ivsorchestrator.tests.provisioning.EmulatorCalls.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.ivs.Channel;
import io.ivsorchestrator.ivs.ChannelBatch;
import io.ivsorchestrator.ivs.IvsOperation;
import io.ivsorchestrator.ivs.LiveStream;
import io.ivsorchestrator.ivs.LowLatencyApi;
import io.ivsorchestrator.ivs.Page;
import io.ivsorchestrator.ivs.RecordingConfiguration;
import io.ivsorchestrator.ivs.StreamSession;
import io.ivsorchestrator.ivs.StreamSessionSummary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/** What provisioning asks of the low-latency API. */
final class EmulatedLowLatencyApi implements LowLatencyApi {
    private final EmulatorCalls calls;

    EmulatedLowLatencyApi(EmulatorCalls calls) {
        this.calls = calls;
    }

    @Override
    public RecordingConfiguration createRecordingConfiguration(String name, String bucket,
            RecordingConfiguration.Settings settings, Map<String, String> tags) {
        ObjectNode request = object().put("name", name);
        request.putObject("destinationConfiguration").putObject("s3").put("bucketName", bucket);
        settings.reconnectWindowSeconds()
                .ifPresent(seconds -> request.put("recordingReconnectWindowSeconds", seconds));
        settings.thumbnails().ifPresent(it -> {
            ObjectNode thumbnails = request.putObject("thumbnailConfiguration");
            it.mode().ifPresent(mode -> thumbnails.put("recordingMode", mode));
            it.targetIntervalSeconds().ifPresent(seconds -> thumbnails.put("targetIntervalSeconds", seconds));
            it.resolution().ifPresent(resolution -> thumbnails.put("resolution", resolution));
            it.storage().forEach(storage -> thumbnails.withArray("storage").add(storage));
        });
        settings.renditions().ifPresent(it -> {
            ObjectNode renditions = request.putObject("renditionConfiguration")
                    .put("renditionSelection", it.selection());
            it.renditions().forEach(rendition -> renditions.withArray("renditions").add(rendition));
        });
        EmulatorCalls.put(request, "tags", tags);
        return configuration(calls.call(IvsOperation.CREATE_RECORDING_CONFIGURATION, request)
                .path("recordingConfiguration"));
    }

    private static RecordingConfiguration configuration(JsonNode node) {
        return new RecordingConfiguration(EmulatorCalls.arn(node, "arn").orElseThrow(),
                EmulatorCalls.text(node, "name").orElse(""),
                EmulatorCalls.text(node.path("destinationConfiguration").path("s3"), "bucketName"),
                node.path("state").textValue(), Optional.empty(), EmulatorCalls.tags(node));
    }

    @Override
    public RecordingConfiguration getRecordingConfiguration(Arn arn) {
        return configuration(calls.call(IvsOperation.GET_RECORDING_CONFIGURATION, object().put("arn", arn.value()))
                .path("recordingConfiguration"));
    }

    @Override
    public Page<RecordingConfiguration> listRecordingConfigurations(Optional<String> token) {
        return calls.page(IvsOperation.LIST_RECORDING_CONFIGURATIONS, object(), token, "recordingConfigurations",
                EmulatedLowLatencyApi::configuration);
    }

    @Override
    public void deleteRecordingConfiguration(Arn arn) {
        calls.call(IvsOperation.DELETE_RECORDING_CONFIGURATION, object().put("arn", arn.value()));
    }

    @Override
    public Channel createChannel(String name, Optional<Arn> recordingConfiguration, Map<String, String> tags) {
        ObjectNode request = object().put("name", name);
        recordingConfiguration.ifPresent(arn -> request.put("recordingConfigurationArn", arn.value()));
        EmulatorCalls.put(request, "tags", tags);
        return channel(calls.call(IvsOperation.CREATE_CHANNEL, request).path("channel"));
    }

    private static Channel channel(JsonNode node) {
        return new Channel(EmulatorCalls.arn(node, "arn").orElseThrow(),
                EmulatorCalls.text(node, "name").orElse(""), EmulatorCalls.arn(node, "recordingConfigurationArn"),
                EmulatorCalls.text(node, "type").orElse(""), EmulatorCalls.tags(node));
    }

    @Override
    public Channel getChannel(Arn arn) {
        return channel(calls.call(IvsOperation.GET_CHANNEL, object().put("arn", arn.value())).path("channel"));
    }

    @Override
    public ChannelBatch batchGetChannels(List<Arn> arns) {
        ObjectNode request = object();
        arns.forEach(arn -> request.withArray("arns").add(arn.value()));
        ObjectNode answer = calls.call(IvsOperation.BATCH_GET_CHANNEL, request);
        Map<Arn, String> missing = new HashMap<>();
        answer.path("errors").forEach(error -> missing.put(new Arn(error.path("arn").textValue()),
                error.path("code").textValue()));
        return new ChannelBatch(StreamSupport.stream(answer.path("channels").spliterator(), false)
                .map(EmulatedLowLatencyApi::channel).toList(), missing);
    }

    @Override
    public Page<Channel> listChannels(Optional<String> token) {
        return calls.page(IvsOperation.LIST_CHANNELS, object(), token, "channels", EmulatedLowLatencyApi::channel);
    }

    @Override
    public Page<Channel> listChannelsRecordedBy(Arn recordingConfiguration, Optional<String> token) {
        return calls.page(IvsOperation.LIST_CHANNELS,
                object().put("filterByRecordingConfigurationArn", recordingConfiguration.value()), token, "channels",
                EmulatedLowLatencyApi::channel);
    }

    @Override
    public Channel updateChannel(Arn arn, Optional<Arn> recordingConfiguration) {
        return channel(calls.call(IvsOperation.UPDATE_CHANNEL, object().put("arn", arn.value())
                .put("recordingConfigurationArn", recordingConfiguration.map(Arn::value).orElse("")))
                .path("channel"));
    }

    @Override
    public void tag(Arn resource, Map<String, String> tags) {
        throw notAsked();
    }

    @Override
    public LiveStream getStream(Arn channel) {
        throw notAsked();
    }

    @Override
    public Page<LiveStream> listStreams(Optional<String> token) {
        throw notAsked();
    }

    @Override
    public StreamSession getStreamSession(Arn channel, Optional<String> streamId) {
        throw notAsked();
    }

    @Override
    public Page<StreamSessionSummary> listStreamSessions(Arn channel, Optional<String> token) {
        throw notAsked();
    }

    @Override
    public void stopStream(Arn channel) {
        throw notAsked();
    }

    @Override
    public Map<String, String> listTags(Arn resource) {
        throw notAsked();
    }

    @Override
    public void untag(Arn resource, Set<String> names) {
        throw notAsked();
    }

    static UnsupportedOperationException notAsked() {
        return new UnsupportedOperationException("provisioning never asks that");
    }
}
