package io.ivsorchestrator.ivs;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.ivs.IvsRefusedException.Conflict;
import io.ivsorchestrator.ivs.IvsRefusedException.NotFound;
import io.ivsorchestrator.ivs.IvsRefusedException.QuotaExceeded;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The real-time API of an {@link InMemoryIvs}. */
final class InMemoryRealTimeApi extends InMemoryTagging implements RealTimeApi {
    private static final int QUOTA = 5;
    private final Map<String, Arn> started = new HashMap<>();

    InMemoryRealTimeApi(InMemoryIvs account, IvsCalls calls) {
        super(account, calls);
    }

    @Override
    public StorageConfiguration createStorageConfiguration(String name, String bucket, Map<String, String> tags) {
        IvsOperation operation = IvsOperation.CREATE_STORAGE_CONFIGURATION;
        return calls.call(operation, () -> {
            if (account.storageConfigurations.size() >= QUOTA) {
                throw new QuotaExceeded(operation, "ServiceQuotaExceededException", "at most " + QUOTA);
            }
            var it = new StorageConfiguration(account.arn("storage-configuration"), name, Optional.of(bucket), tags);
            account.storageConfigurations.put(it.arn(), it);
            return it;
        });
    }

    @Override
    public StorageConfiguration getStorageConfiguration(Arn arn) {
        IvsOperation operation = IvsOperation.GET_STORAGE_CONFIGURATION;
        return calls.call(operation, () -> InMemoryIvs.known(account.storageConfigurations, arn, operation));
    }

    @Override
    public Page<StorageConfiguration> listStorageConfigurations(Optional<String> token) {
        return calls.call(IvsOperation.LIST_STORAGE_CONFIGURATIONS,
                () -> account.page(List.copyOf(account.storageConfigurations.values()), token));
    }

    @Override
    public void deleteStorageConfiguration(Arn arn) {
        IvsOperation operation = IvsOperation.DELETE_STORAGE_CONFIGURATION;
        calls.call(operation, () -> {
            InMemoryIvs.known(account.storageConfigurations, arn, operation);
            boolean staged = account.stages.values().stream()
                    .anyMatch(stage -> stage.recording().storageConfiguration().equals(Optional.of(arn)));
            boolean composed = compositions().stream().filter(it -> it.endTime().isEmpty())
                    .flatMap(it -> it.destinations().stream())
                    .anyMatch(it -> it.target() instanceof Composition.ToS3 s3 && s3.storageConfiguration().equals(
                            arn));
            if (staged || composed) {
                throw new Conflict(operation, "ConflictException", "Resource is in use");
            }
            return account.storageConfigurations.remove(arn);
        });
    }

    @Override
    public Stage createStage(String name, StageRecording recording, Map<String, String> tags) {
        return calls.call(IvsOperation.CREATE_STAGE, () -> {
            var stage = new Stage(account.arn("stage"), name, Optional.empty(), recording, tags);
            account.stages.put(stage.arn(), stage);
            return stage;
        });
    }

    @Override
    public Stage getStage(Arn arn) {
        return calls.call(IvsOperation.GET_STAGE,
                () -> InMemoryIvs.known(account.stages, arn, IvsOperation.GET_STAGE));
    }

    @Override
    public Page<StageSummary> listStages(Optional<String> token) {
        return calls.call(IvsOperation.LIST_STAGES, () -> account.page(account.stages.values().stream()
                .map(it -> new StageSummary(it.arn(), it.name(), it.activeSessionId(), it.tags())).toList(), token));
    }

    @Override
    public Stage updateStage(Arn arn, StageRecording recording) {
        IvsOperation operation = IvsOperation.UPDATE_STAGE;
        return calls.call(operation, () -> {
            Stage it = InMemoryIvs.known(account.stages, arn, operation);
            boolean recorded = it.activeSessionId().stream()
                    .flatMap(session -> participants(arn, session).values().stream())
                    .anyMatch(who -> who.summary().recordingState().filter("ACTIVE"::equals).isPresent());
            if (recorded && !recording.equals(it.recording())) {
                throw new Conflict(operation, "ConflictException", "The stage is being recorded");
            }
            recording.storageConfiguration().ifPresent(
                    wanted -> InMemoryIvs.known(account.storageConfigurations, wanted, operation));
            var updated = new Stage(arn, it.name(), it.activeSessionId(), recording, it.tags());
            account.stages.put(arn, updated);
            return updated;
        });
    }

    @Override
    public Page<StageSession> listStageSessions(Arn stage, Optional<String> token) {
        return calls.call(IvsOperation.LIST_STAGE_SESSIONS, () -> account.page(
                account.stageSessions.getOrDefault(stage, List.of()).reversed(), token));
    }

    @Override
    public Page<ParticipantSummary> listParticipants(Arn stage, String sessionId, ParticipantFilter filter,
            Optional<String> token) {
        return calls.call(IvsOperation.LIST_PARTICIPANTS, () -> account.page(participants(stage, sessionId).values()
                .stream().map(Participant::summary).filter(it -> passes(it, filter)).toList(), token));
    }

    private Map<String, Participant> participants(Arn stage, String sessionId) {
        return account.participants.getOrDefault(stage.value() + sessionId, Map.of());
    }

    private static boolean passes(ParticipantSummary it, ParticipantFilter filter) {
        return switch (filter) {
            case ParticipantFilter.None _ -> true;
            case ParticipantFilter.ByPublished by -> by.published() == it.published();
            case ParticipantFilter.ByUser by -> it.userId().equals(Optional.of(by.userId()));
            case ParticipantFilter.ByRecordingState by -> it.recordingState().equals(Optional.of(by.state().name()));
        };
    }

    @Override
    public Participant getParticipant(Arn stage, String sessionId, String participantId) {
        IvsOperation operation = IvsOperation.GET_PARTICIPANT;
        return calls.call(operation, () -> InMemoryIvs.known(participants(stage, sessionId), participantId,
                operation));
    }

    @Override
    public Composition startComposition(CompositionOrder order) {
        IvsOperation operation = IvsOperation.START_COMPOSITION;
        return calls.call(operation, () -> {
            InMemoryIvs.known(account.stages, order.stage(), operation);
            Arn arn = started.computeIfAbsent(order.idempotencyToken(), _ -> account.arn("composition"));
            if (!account.compositions.containsKey(arn)) {
                String destination = account.id();
                var target = new Composition.ToS3(order.storageConfiguration(), Optional.of(
                        account.id() + "/" + arn.resourceId() + "/" + destination + "/composite"));
                account.put(new Composition(arn, order.stage(), "ACTIVE", Optional.of(account.now()),
                        Optional.empty(), List.of(new Composition.Destination(destination, "ACTIVE", Optional.of(
                                account.now()), Optional.empty(), target)),
                        order.tags()));
            }
            return InMemoryIvs.known(account.compositions, arn, operation);
        });
    }

    private List<Composition> compositions() {
        Instant forgotten = account.now().minus(InMemoryIvs.COMPOSITION_KEPT);
        account.compositions.values().removeIf(
                it -> it.endTime().filter(end -> !end.isAfter(forgotten)).isPresent());
        return List.copyOf(account.compositions.values());
    }

    @Override
    public Composition getComposition(Arn arn) {
        IvsOperation operation = IvsOperation.GET_COMPOSITION;
        return calls.call(operation, () -> compositions().stream().filter(it -> it.arn().equals(arn)).findFirst()
                .orElseThrow(() -> new NotFound(operation, "ResourceNotFoundException", "not found")));
    }

    @Override
    public Page<CompositionSummary> listCompositions(Optional<Arn> stage, Optional<String> token) {
        return calls.call(IvsOperation.LIST_COMPOSITIONS, () -> account.page(compositions().stream()
                .filter(it -> stage.isEmpty() || it.stage().equals(stage.get()))
                .map(it -> new CompositionSummary(it.arn(), it.stage(), it.state(), it.startTime(), it.endTime(),
                        it.destinations().stream().map(each -> new CompositionSummary.Destination(each.id(),
                                each.state(), each.startTime(), each.endTime())).toList(),
                        it.tags()))
                .toList(), token));
    }

    @Override
    public void stopComposition(Arn arn) {
        IvsOperation operation = IvsOperation.STOP_COMPOSITION;
        calls.call(operation, () -> {
            Composition it = InMemoryIvs.known(account.compositions, arn, operation);
            Optional<Instant> now = Optional.of(account.now());
            var stopped = new Composition(arn, it.stage(), "STOPPED", it.startTime(), now,
                    it.destinations().stream().map(each -> new Composition.Destination(each.id(), "STOPPED",
                            each.startTime(), now, each.target())).toList(),
                    it.tags());
            account.put(stopped);
            return stopped;
        });
    }

    @Override
    public EncoderConfiguration createEncoderConfiguration(String name, Map<String, String> tags) {
        return calls.call(IvsOperation.CREATE_ENCODER_CONFIGURATION, () -> {
            var it = new EncoderConfiguration(account.arn("encoder-configuration"), name, tags);
            account.encoderConfigurations.put(it.arn(), it);
            return it;
        });
    }

    @Override
    public Page<EncoderConfiguration> listEncoderConfigurations(Optional<String> token) {
        return calls.call(IvsOperation.LIST_ENCODER_CONFIGURATIONS,
                () -> account.page(List.copyOf(account.encoderConfigurations.values()), token));
    }

    @Override
    public void deleteEncoderConfiguration(Arn arn) {
        IvsOperation operation = IvsOperation.DELETE_ENCODER_CONFIGURATION;
        calls.call(operation, () -> {
            InMemoryIvs.known(account.encoderConfigurations, arn, operation);
            return account.encoderConfigurations.remove(arn);
        });
    }
}
