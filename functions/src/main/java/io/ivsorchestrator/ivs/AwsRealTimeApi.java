package io.ivsorchestrator.ivs;

import io.ivsorchestrator.events.Arn;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ivsrealtime.IvsRealTimeClient;
import software.amazon.awssdk.services.ivsrealtime.model.AutoParticipantRecordingConfiguration;
import software.amazon.awssdk.services.ivsrealtime.model.CompositionThumbnailConfiguration;
import software.amazon.awssdk.services.ivsrealtime.model.Destination;
import software.amazon.awssdk.services.ivsrealtime.model.DestinationConfiguration;
import software.amazon.awssdk.services.ivsrealtime.model.ListParticipantsRequest;
import software.amazon.awssdk.services.ivsrealtime.model.ParticipantThumbnailConfiguration;
import software.amazon.awssdk.services.ivsrealtime.model.S3StorageConfiguration;
import software.amazon.awssdk.services.ivsrealtime.model.StorageConfigurationSummary;

/**
 * {@link RealTimeApi} on the AWS SDK. The client must not retry by itself: a retry would be a call that the limiter has not
 * allowed.
 *
 * <p>Needs of the {@code ivs:} actions those that are called, by name (the real-time API has the same prefix); creating ones
 * on {@code *}, and for {@code CreateStorageConfiguration} {@code s3:GetBucketLocation}, {@code s3:GetBucketPolicy},
 * {@code s3:PutBucketPolicy} and {@code s3:DeleteBucketPolicy} on the bucket, too.
 */
public final class AwsRealTimeApi implements RealTimeApi {
    private static final int MOST = 100;

    private final IvsRealTimeClient ivs;
    private final IvsCalls calls;

    /** The client stays the caller's to close. */
    public AwsRealTimeApi(IvsRealTimeClient ivs, IvsCalls calls) {
        this.ivs = ivs;
        this.calls = calls;
    }

    @Override
    public StorageConfiguration createStorageConfiguration(String name, String bucket, Map<String, String> tags) {
        return ask(IvsOperation.CREATE_STORAGE_CONFIGURATION, () -> storage(ivs.createStorageConfiguration(
                request -> request.name(name).s3(s3 -> s3.bucketName(bucket)).tags(tags)).storageConfiguration()));
    }

    @Override
    public StorageConfiguration getStorageConfiguration(Arn arn) {
        return ask(IvsOperation.GET_STORAGE_CONFIGURATION, () -> storage(
                ivs.getStorageConfiguration(request -> request.arn(arn.value())).storageConfiguration()));
    }

    @Override
    public Page<StorageConfiguration> listStorageConfigurations(Optional<String> token) {
        return ask(IvsOperation.LIST_STORAGE_CONFIGURATIONS, () -> {
            var answer = ivs.listStorageConfigurations(
                    request -> request.maxResults(MOST).nextToken(token.orElse(null)));
            return new Page<>(answer.storageConfigurations().stream().map(AwsRealTimeApi::storage).toList(),
                    AwsText.some(answer.nextToken()));
        });
    }

    @Override
    public void deleteStorageConfiguration(Arn arn) {
        ask(IvsOperation.DELETE_STORAGE_CONFIGURATION,
                () -> ivs.deleteStorageConfiguration(request -> request.arn(arn.value())));
    }

    @Override
    public Stage createStage(String name, StageRecording recording, Map<String, String> tags) {
        return ask(IvsOperation.CREATE_STAGE, () -> stage(ivs.createStage(request -> request.name(name).tags(tags)
                .autoParticipantRecordingConfiguration(recording.isOn() ? recording(recording) : null)).stage()));
    }

    @Override
    public Stage getStage(Arn arn) {
        return ask(IvsOperation.GET_STAGE, () -> stage(ivs.getStage(request -> request.arn(arn.value())).stage()));
    }

    @Override
    public Page<StageSummary> listStages(Optional<String> token) {
        return ask(IvsOperation.LIST_STAGES, () -> {
            var answer = ivs.listStages(request -> request.maxResults(MOST).nextToken(token.orElse(null)));
            return new Page<>(answer.stages().stream()
                    .map(each -> new StageSummary(new Arn(each.arn()), AwsText.text(each.name()),
                            AwsText.some(each.activeSessionId()), each.tags()))
                    .toList(), AwsText.some(answer.nextToken()));
        });
    }

    @Override
    public Stage updateStage(Arn arn, StageRecording recording) {
        return ask(IvsOperation.UPDATE_STAGE, () -> stage(ivs.updateStage(request -> request.arn(arn.value())
                .autoParticipantRecordingConfiguration(recording(recording))).stage()));
    }

    private static AutoParticipantRecordingConfiguration recording(StageRecording it) {
        var request = AutoParticipantRecordingConfiguration.builder()
                .storageConfigurationArn(it.storageConfiguration().map(Arn::value).orElse(""));
        if (it.isOn()) {
            request.mediaTypesWithStrings(it.mediaTypes().isEmpty() ? null : it.mediaTypes())
                    .recordingReconnectWindowSeconds(AwsText.orNull(it.reconnectWindowSeconds()))
                    .recordParticipantReplicas(it.recordReplicas().orElse(null))
                    .thumbnailConfiguration(it.thumbnails().map(AwsRealTimeApi::thumbnails).orElse(null));
            it.segmentSeconds().ifPresent(
                    seconds -> request.hlsConfiguration(hls -> hls.targetSegmentDurationSeconds(seconds)));
        }
        return request.build();
    }

    private static ParticipantThumbnailConfiguration thumbnails(Thumbnails it) {
        return ParticipantThumbnailConfiguration.builder().recordingMode(it.mode().orElse(null))
                .targetIntervalSeconds(AwsText.orNull(it.targetIntervalSeconds()))
                .storageWithStrings(it.storage().isEmpty() ? null : it.storage()).build();
    }

    @Override
    public Page<StageSession> listStageSessions(Arn stage, Optional<String> token) {
        return ask(IvsOperation.LIST_STAGE_SESSIONS, () -> {
            var answer = ivs.listStageSessions(request -> request.stageArn(stage.value()).maxResults(MOST)
                    .nextToken(token.orElse(null)));
            return new Page<>(answer.stageSessions().stream()
                    .map(each -> new StageSession(each.sessionId(), Optional.ofNullable(each.startTime()),
                            Optional.ofNullable(each.endTime())))
                    .toList(), AwsText.some(answer.nextToken()));
        });
    }

    @Override
    public Page<ParticipantSummary> listParticipants(Arn stage, String sessionId, ParticipantFilter filter,
            Optional<String> token) {
        return ask(IvsOperation.LIST_PARTICIPANTS, () -> {
            var answer = ivs.listParticipants(request -> filter(request.stageArn(stage.value()).sessionId(sessionId)
                    .maxResults(MOST).nextToken(token.orElse(null)), filter));
            return new Page<>(answer.participants().stream()
                    .map(it -> new ParticipantSummary(it.participantId(), AwsText.some(it.userId()),
                            AwsText.text(it.stateAsString()), Boolean.TRUE.equals(it.published()),
                            Optional.ofNullable(it.firstJoinTime()), AwsText.some(it.recordingStateAsString()),
                            AwsText.arn(it.sourceStageArn()), AwsText.some(it.sourceSessionId())))
                    .toList(), AwsText.some(answer.nextToken()));
        });
    }

    private static void filter(ListParticipantsRequest.Builder request, ParticipantFilter filter) {
        switch (filter) {
            case ParticipantFilter.None _ -> {
                // All of them.
            }
            case ParticipantFilter.ByPublished by -> request.filterByPublished(by.published());
            case ParticipantFilter.ByUser by -> request.filterByUserId(by.userId());
            case ParticipantFilter.ByRecordingState by -> request.filterByRecordingState(by.state().name());
        }
    }

    @Override
    public Participant getParticipant(Arn stage, String sessionId, String participantId) {
        return ask(IvsOperation.GET_PARTICIPANT, () -> {
            var it = ivs.getParticipant(request -> request.stageArn(stage.value()).sessionId(sessionId)
                    .participantId(participantId)).participant();
            return new Participant(
                    new ParticipantSummary(it.participantId(), AwsText.some(it.userId()),
                            AwsText.text(it.stateAsString()), Boolean.TRUE.equals(it.published()),
                            Optional.ofNullable(it.firstJoinTime()), AwsText.some(it.recordingStateAsString()),
                            AwsText.arn(it.sourceStageArn()), AwsText.some(it.sourceSessionId())),
                    AwsText.some(it.recordingS3BucketName()), AwsText.some(it.recordingS3Prefix()));
        });
    }

    @Override
    public Composition startComposition(CompositionOrder order) {
        return ask(IvsOperation.START_COMPOSITION, () -> composition(ivs.startComposition(
                request -> request.stageArn(order.stage().value()).idempotencyToken(order.idempotencyToken())
                        .layout(layout -> layout.grid(grid -> {})).destinations(destination(order)).tags(order.tags()))
                .composition()));
    }

    private static DestinationConfiguration destination(CompositionOrder order) {
        return DestinationConfiguration.builder().s3(s3 -> {
            s3.storageConfigurationArn(order.storageConfiguration().value())
                    .encoderConfigurationArns(order.encoderConfiguration().value());
            order.segmentSeconds().ifPresent(seconds -> s3.recordingConfiguration(recording -> recording.format("HLS")
                    .hlsConfiguration(hls -> hls.targetSegmentDurationSeconds(seconds))));
            order.thumbnails().ifPresent(it -> s3.thumbnailConfigurations(CompositionThumbnailConfiguration.builder()
                    .targetIntervalSeconds(AwsText.orNull(it.targetIntervalSeconds()))
                    .storageWithStrings(it.storage().isEmpty() ? null : it.storage()).build()));
        }).build();
    }

    @Override
    public Composition getComposition(Arn arn) {
        return ask(IvsOperation.GET_COMPOSITION,
                () -> composition(ivs.getComposition(request -> request.arn(arn.value())).composition()));
    }

    @Override
    public Page<CompositionSummary> listCompositions(Optional<Arn> stage, Optional<String> token) {
        return ask(IvsOperation.LIST_COMPOSITIONS, () -> {
            var answer = ivs.listCompositions(request -> request.filterByStageArn(stage.map(Arn::value).orElse(null))
                    .maxResults(MOST).nextToken(token.orElse(null)));
            return new Page<>(answer.compositions().stream().map(AwsRealTimeApi::summary).toList(),
                    AwsText.some(answer.nextToken()));
        });
    }

    @Override
    public void stopComposition(Arn arn) {
        ask(IvsOperation.STOP_COMPOSITION, () -> ivs.stopComposition(request -> request.arn(arn.value())));
    }

    @Override
    public EncoderConfiguration createEncoderConfiguration(String name, Map<String, String> tags) {
        return ask(IvsOperation.CREATE_ENCODER_CONFIGURATION, () -> {
            var it = ivs.createEncoderConfiguration(request -> request.name(name).tags(tags)).encoderConfiguration();
            return new EncoderConfiguration(new Arn(it.arn()), AwsText.text(it.name()), it.tags());
        });
    }

    @Override
    public Page<EncoderConfiguration> listEncoderConfigurations(Optional<String> token) {
        return ask(IvsOperation.LIST_ENCODER_CONFIGURATIONS, () -> {
            var answer = ivs.listEncoderConfigurations(
                    request -> request.maxResults(MOST).nextToken(token.orElse(null)));
            return new Page<>(answer.encoderConfigurations().stream()
                    .map(it -> new EncoderConfiguration(new Arn(it.arn()), AwsText.text(it.name()), it.tags()))
                    .toList(), AwsText.some(answer.nextToken()));
        });
    }

    @Override
    public void deleteEncoderConfiguration(Arn arn) {
        ask(IvsOperation.DELETE_ENCODER_CONFIGURATION,
                () -> ivs.deleteEncoderConfiguration(request -> request.arn(arn.value())));
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

    private static StorageConfiguration storage(
            software.amazon.awssdk.services.ivsrealtime.model.StorageConfiguration it) {
        return new StorageConfiguration(new Arn(it.arn()), AwsText.text(it.name()), bucket(it.s3()), it.tags());
    }

    private static StorageConfiguration storage(StorageConfigurationSummary it) {
        return new StorageConfiguration(new Arn(it.arn()), AwsText.text(it.name()), bucket(it.s3()), it.tags());
    }

    private static Optional<String> bucket(@Nullable S3StorageConfiguration s3) {
        return Optional.ofNullable(s3).flatMap(it -> AwsText.some(it.bucketName()));
    }

    private static Stage stage(software.amazon.awssdk.services.ivsrealtime.model.Stage it) {
        return new Stage(new Arn(it.arn()), AwsText.text(it.name()), AwsText.some(it.activeSessionId()),
                Optional.ofNullable(it.autoParticipantRecordingConfiguration()).map(AwsRealTimeApi::recording)
                        .orElse(StageRecording.OFF),
                it.tags());
    }

    /** What is left of settings when recording is off is defaults: nothing that somebody asked for. */
    private static StageRecording recording(AutoParticipantRecordingConfiguration it) {
        Optional<Arn> storage = AwsText.arn(it.storageConfigurationArn());
        if (storage.isEmpty()) {
            return StageRecording.OFF;
        }
        return new StageRecording(storage, it.mediaTypesAsStrings(),
                AwsText.number(it.recordingReconnectWindowSeconds()),
                AwsText.number(it.hlsConfiguration() == null
                        ? null
                        : it.hlsConfiguration().targetSegmentDurationSeconds()),
                Optional.ofNullable(it.recordParticipantReplicas()),
                Optional.ofNullable(it.thumbnailConfiguration())
                        .map(thumbnails -> new Thumbnails(AwsText.some(thumbnails.recordingModeAsString()),
                                AwsText.number(thumbnails.targetIntervalSeconds()), Optional.empty(),
                                thumbnails.storageAsStrings())));
    }

    private static Composition composition(software.amazon.awssdk.services.ivsrealtime.model.Composition it) {
        List<Composition.Destination> destinations = it.destinations().stream().map(AwsRealTimeApi::destination)
                .toList();
        return new Composition(new Arn(it.arn()), new Arn(it.stageArn()), AwsText.text(it.stateAsString()),
                Optional.ofNullable(it.startTime()), Optional.ofNullable(it.endTime()), destinations, it.tags());
    }

    private static Composition.Destination destination(Destination it) {
        return new Composition.Destination(AwsText.text(it.id()), AwsText.text(it.stateAsString()),
                Optional.ofNullable(it.startTime()), Optional.ofNullable(it.endTime()), target(it));
    }

    private static Composition.Target target(Destination it) {
        DestinationConfiguration configuration = it.configuration();
        if (configuration != null && configuration.s3() != null) {
            Optional<String> prefix = Optional.ofNullable(it.detail()).flatMap(detail -> Optional.ofNullable(
                    detail.s3())).flatMap(s3 -> AwsText.some(s3.recordingPrefix()));
            return new Composition.ToS3(new Arn(configuration.s3().storageConfigurationArn()), prefix);
        }
        return configuration != null && configuration.channel() != null
                ? new Composition.ToChannel(new Arn(configuration.channel().channelArn()))
                : new Composition.ToUnknown();
    }

    private static CompositionSummary summary(
            software.amazon.awssdk.services.ivsrealtime.model.CompositionSummary it) {
        return new CompositionSummary(new Arn(it.arn()), new Arn(it.stageArn()), AwsText.text(it.stateAsString()),
                Optional.ofNullable(it.startTime()), Optional.ofNullable(it.endTime()),
                it.destinations().stream()
                        .map(each -> new CompositionSummary.Destination(AwsText.text(each.id()),
                                AwsText.text(each.stateAsString()), Optional.ofNullable(each.startTime()),
                                Optional.ofNullable(each.endTime())))
                        .toList(),
                it.tags());
    }
}
