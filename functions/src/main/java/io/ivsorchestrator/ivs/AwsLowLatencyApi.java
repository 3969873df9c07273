package io.ivsorchestrator.ivs;

import io.ivsorchestrator.events.Arn;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ivs.IvsClient;
import software.amazon.awssdk.services.ivs.model.BatchGetChannelResponse;
import software.amazon.awssdk.services.ivs.model.ChannelSummary;
import software.amazon.awssdk.services.ivs.model.ListChannelsResponse;
import software.amazon.awssdk.services.ivs.model.RecordingConfigurationSummary;
import software.amazon.awssdk.services.ivs.model.RenditionConfiguration;
import software.amazon.awssdk.services.ivs.model.Stream;
import software.amazon.awssdk.services.ivs.model.StreamEvent;
import software.amazon.awssdk.services.ivs.model.StreamSummary;
import software.amazon.awssdk.services.ivs.model.ThumbnailConfiguration;

/**
 * {@link LowLatencyApi} on the AWS SDK. The client must not retry by itself: a retry would be a call that the limiter has
 * not allowed.
 *
 * <p>Needs of the {@code ivs:} actions those that are called, by name; creating ones on {@code *}, and for
 * {@code CreateRecordingConfiguration} {@code iam:CreateServiceLinkedRole} and {@code s3:GetBucketLocation}, too.
 */
public final class AwsLowLatencyApi implements LowLatencyApi {
    private static final int MOST = 100;

    private final IvsClient ivs;
    private final IvsCalls calls;

    /** The client stays the caller's to close. */
    public AwsLowLatencyApi(IvsClient ivs, IvsCalls calls) {
        this.ivs = ivs;
        this.calls = calls;
    }

    @Override
    public RecordingConfiguration createRecordingConfiguration(String name, String bucket,
            RecordingConfiguration.Settings settings, Map<String, String> tags) {
        return ask(IvsOperation.CREATE_RECORDING_CONFIGURATION, () -> configuration(
                ivs.createRecordingConfiguration(request -> request.name(name).tags(tags)
                        .destinationConfiguration(destination -> destination.s3(s3 -> s3.bucketName(bucket)))
                        .recordingReconnectWindowSeconds(AwsText.orNull(settings.reconnectWindowSeconds()))
                        .thumbnailConfiguration(settings.thumbnails().map(AwsLowLatencyApi::request).orElse(null))
                        .renditionConfiguration(settings.renditions().map(AwsLowLatencyApi::request).orElse(null)))
                        .recordingConfiguration()));
    }

    private static ThumbnailConfiguration request(Thumbnails thumbnails) {
        OptionalInt seconds = thumbnails.targetIntervalSeconds();
        return ThumbnailConfiguration.builder().recordingMode(thumbnails.mode().orElse(null))
                .targetIntervalSeconds(seconds.isPresent() ? Long.valueOf(seconds.getAsInt()) : null)
                .resolution(thumbnails.resolution().orElse(null))
                .storageWithStrings(thumbnails.storage().isEmpty() ? null : thumbnails.storage()).build();
    }

    private static RenditionConfiguration request(Renditions renditions) {
        return RenditionConfiguration.builder().renditionSelection(renditions.selection())
                .renditionsWithStrings(renditions.renditions().isEmpty() ? null : renditions.renditions()).build();
    }

    @Override
    public RecordingConfiguration getRecordingConfiguration(Arn arn) {
        return ask(IvsOperation.GET_RECORDING_CONFIGURATION, () -> configuration(
                ivs.getRecordingConfiguration(request -> request.arn(arn.value())).recordingConfiguration()));
    }

    @Override
    public Page<RecordingConfiguration> listRecordingConfigurations(Optional<String> token) {
        return ask(IvsOperation.LIST_RECORDING_CONFIGURATIONS, () -> {
            var answer = ivs.listRecordingConfigurations(
                    request -> request.maxResults(MOST).nextToken(token.orElse(null)));
            return new Page<>(answer.recordingConfigurations().stream().map(AwsLowLatencyApi::configuration).toList(),
                    AwsText.some(answer.nextToken()));
        });
    }

    @Override
    public void deleteRecordingConfiguration(Arn arn) {
        ask(IvsOperation.DELETE_RECORDING_CONFIGURATION,
                () -> ivs.deleteRecordingConfiguration(request -> request.arn(arn.value())));
    }

    @Override
    public Channel createChannel(String name, Optional<Arn> recordingConfiguration, Map<String, String> tags) {
        return ask(IvsOperation.CREATE_CHANNEL, () -> channel(ivs.createChannel(request -> request.name(name)
                .recordingConfigurationArn(recordingConfiguration.map(Arn::value).orElse(null)).tags(tags))
                .channel()));
    }

    @Override
    public Channel getChannel(Arn arn) {
        return ask(IvsOperation.GET_CHANNEL,
                () -> channel(ivs.getChannel(request -> request.arn(arn.value())).channel()));
    }

    @Override
    public ChannelBatch batchGetChannels(List<Arn> arns) {
        return ask(IvsOperation.BATCH_GET_CHANNEL, () -> {
            BatchGetChannelResponse answer = ivs.batchGetChannel(
                    request -> request.arns(arns.stream().map(Arn::value).toList()));
            Map<Arn, String> missing = new HashMap<>();
            answer.errors().forEach(error -> AwsText.arn(error.arn())
                    .ifPresent(arn -> missing.put(arn, AwsText.text(error.code()))));
            return new ChannelBatch(answer.channels().stream().map(AwsLowLatencyApi::channel).toList(), missing);
        });
    }

    @Override
    public Page<Channel> listChannels(Optional<String> token) {
        return ask(IvsOperation.LIST_CHANNELS, () -> page(ivs.listChannels(
                request -> request.maxResults(MOST).nextToken(token.orElse(null)))));
    }

    @Override
    public Page<Channel> listChannelsRecordedBy(Arn recordingConfiguration, Optional<String> token) {
        return ask(IvsOperation.LIST_CHANNELS, () -> page(ivs.listChannels(
                request -> request.filterByRecordingConfigurationArn(recordingConfiguration.value()).maxResults(MOST)
                        .nextToken(token.orElse(null)))));
    }

    private static Page<Channel> page(ListChannelsResponse answer) {
        return new Page<>(answer.channels().stream().map(AwsLowLatencyApi::channel).toList(),
                AwsText.some(answer.nextToken()));
    }

    @Override
    public Channel updateChannel(Arn arn, Optional<Arn> recordingConfiguration) {
        return ask(IvsOperation.UPDATE_CHANNEL, () -> channel(ivs.updateChannel(request -> request.arn(arn.value())
                .recordingConfigurationArn(recordingConfiguration.map(Arn::value).orElse(""))).channel()));
    }

    @Override
    public LiveStream getStream(Arn channel) {
        return ask(IvsOperation.GET_STREAM,
                () -> stream(ivs.getStream(request -> request.channelArn(channel.value())).stream()));
    }

    @Override
    public Page<LiveStream> listStreams(Optional<String> token) {
        return ask(IvsOperation.LIST_STREAMS, () -> {
            var answer = ivs.listStreams(request -> request.maxResults(MOST).nextToken(token.orElse(null)));
            return new Page<>(answer.streams().stream().map(AwsLowLatencyApi::stream).toList(),
                    AwsText.some(answer.nextToken()));
        });
    }

    @Override
    public StreamSession getStreamSession(Arn channel, Optional<String> streamId) {
        return ask(IvsOperation.GET_STREAM_SESSION, () -> session(ivs.getStreamSession(
                request -> request.channelArn(channel.value()).streamId(streamId.orElse(null))).streamSession()));
    }

    @Override
    public Page<StreamSessionSummary> listStreamSessions(Arn channel, Optional<String> token) {
        return ask(IvsOperation.LIST_STREAM_SESSIONS, () -> {
            var answer = ivs.listStreamSessions(request -> request.channelArn(channel.value()).maxResults(MOST)
                    .nextToken(token.orElse(null)));
            return new Page<>(answer.streamSessions().stream()
                    .map(each -> new StreamSessionSummary(each.streamId(), Optional.ofNullable(each.startTime()),
                            Optional.ofNullable(each.endTime()), Boolean.TRUE.equals(each.hasErrorEvent())))
                    .toList(), AwsText.some(answer.nextToken()));
        });
    }

    @Override
    public void stopStream(Arn channel) {
        ask(IvsOperation.STOP_STREAM, () -> ivs.stopStream(request -> request.channelArn(channel.value())));
    }

    @Override
    public Map<String, String> listTags(Arn resource) {
        return ask(IvsOperation.LIST_TAGS_FOR_RESOURCE, () -> Map.copyOf(
                ivs.listTagsForResource(request -> request.resourceArn(resource.value())).tags()));
    }

    @Override
    public void tag(Arn resource, Map<String, String> tags) {
        ask(IvsOperation.TAG_RESOURCE,
                () -> ivs.tagResource(request -> request.resourceArn(resource.value()).tags(tags)));
    }

    @Override
    public void untag(Arn resource, Set<String> names) {
        ask(IvsOperation.UNTAG_RESOURCE,
                () -> ivs.untagResource(request -> request.resourceArn(resource.value()).tagKeys(names)));
    }

    private <T> T ask(IvsOperation operation, Supplier<T> request) {
        return AwsRefusals.asking(calls, operation, request);
    }

    private static RecordingConfiguration configuration(
            software.amazon.awssdk.services.ivs.model.RecordingConfiguration it) {
        return new RecordingConfiguration(new Arn(it.arn()), AwsText.text(it.name()),
                bucket(it.destinationConfiguration()), AwsText.text(it.stateAsString()),
                Optional.of(new RecordingConfiguration.Settings(AwsText.number(it.recordingReconnectWindowSeconds()),
                        Optional.ofNullable(it.thumbnailConfiguration()).map(AwsLowLatencyApi::thumbnails),
                        Optional.ofNullable(it.renditionConfiguration()).map(AwsLowLatencyApi::renditions))),
                it.tags());
    }

    private static RecordingConfiguration configuration(RecordingConfigurationSummary it) {
        return new RecordingConfiguration(new Arn(it.arn()), AwsText.text(it.name()),
                bucket(it.destinationConfiguration()), AwsText.text(it.stateAsString()), Optional.empty(), it.tags());
    }

    private static Optional<String> bucket(
            software.amazon.awssdk.services.ivs.model.@Nullable DestinationConfiguration destination) {
        return Optional.ofNullable(destination).flatMap(it -> Optional.ofNullable(it.s3()))
                .flatMap(s3 -> AwsText.some(s3.bucketName()));
    }

    private static Thumbnails thumbnails(ThumbnailConfiguration it) {
        return new Thumbnails(AwsText.some(it.recordingModeAsString()), AwsText.number(it.targetIntervalSeconds()),
                AwsText.some(it.resolutionAsString()), it.storageAsStrings());
    }

    private static Renditions renditions(RenditionConfiguration it) {
        return new Renditions(AwsText.text(it.renditionSelectionAsString()), it.renditionsAsStrings());
    }

    private static Channel channel(software.amazon.awssdk.services.ivs.model.Channel it) {
        return new Channel(new Arn(it.arn()), AwsText.text(it.name()), AwsText.arn(it.recordingConfigurationArn()),
                AwsText.text(it.typeAsString()), it.tags());
    }

    private static Channel channel(ChannelSummary it) {
        return new Channel(new Arn(it.arn()), AwsText.text(it.name()), AwsText.arn(it.recordingConfigurationArn()),
                AwsText.text(it.typeAsString()), it.tags());
    }

    private static LiveStream stream(Stream it) {
        return new LiveStream(new Arn(it.channelArn()), AwsText.text(it.streamId()), AwsText.text(it.stateAsString()),
                AwsText.text(it.healthAsString()), Optional.ofNullable(it.startTime()));
    }

    private static LiveStream stream(StreamSummary it) {
        return new LiveStream(new Arn(it.channelArn()), AwsText.text(it.streamId()), AwsText.text(it.stateAsString()),
                AwsText.text(it.healthAsString()), Optional.ofNullable(it.startTime()));
    }

    private static StreamSession session(software.amazon.awssdk.services.ivs.model.StreamSession it) {
        return new StreamSession(AwsText.text(it.streamId()), Optional.ofNullable(it.startTime()),
                Optional.ofNullable(it.endTime()), Optional.ofNullable(it.channel()).map(AwsLowLatencyApi::channel),
                Optional.ofNullable(it.recordingConfiguration()).map(AwsLowLatencyApi::configuration),
                it.truncatedEvents().stream().flatMap(event -> event(event).stream()).toList());
    }

    /** Without a name or time it tells nothing. */
    private static Optional<StreamSession.Event> event(StreamEvent it) {
        Optional<Instant> time = Optional.ofNullable(it.eventTime());
        return AwsText.some(it.name()).flatMap(name -> time.map(
                when -> new StreamSession.Event(name, AwsText.text(it.type()), when, AwsText.some(it.code()))));
    }
}
