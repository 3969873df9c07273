package io.ivsorchestrator.ivs;

import io.ivsorchestrator.events.Arn;
import java.util.Map;
import java.util.Optional;

/**
 * IVS Real-Time Streaming, as far as recording needs it. Every method is one request and one permission of the caller's
 * {@link IvsCalls}, and throws {@link IvsRefusedException}. An {@code Unavailable} write may have been done nevertheless.
 */
public interface RealTimeApi extends Tagging {
    /**
     * Makes IVS edit the bucket's policy, too.
     *
     * @throws IvsRefusedException.QuotaExceeded beyond 5 by default
     */
    StorageConfiguration createStorageConfiguration(String name, String bucket, Map<String, String> tags);

    StorageConfiguration getStorageConfiguration(Arn arn);

    Page<StorageConfiguration> listStorageConfigurations(Optional<String> token);

    /** @throws IvsRefusedException.Conflict while a composition or stage has it */
    void deleteStorageConfiguration(Arn arn);

    Stage createStage(String name, StageRecording recording, Map<String, String> tags);

    Stage getStage(Arn arn);

    Page<StageSummary> listStages(Optional<String> token);

    /**
     * Changes how the stage is recorded and nothing else. Whether IVS keeps what the settings leave out or takes its
     * defaults is undocumented, so who cares names everything.
     *
     * @throws IvsRefusedException.Conflict while recording is active (documented as not possible; that it is this error is
     *             not)
     */
    Stage updateStage(Arn arn, StageRecording recording);

    /** Newest first as far as observed; the order is undocumented. */
    Page<StageSession> listStageSessions(Arn stage, Optional<String> token);

    Page<ParticipantSummary> listParticipants(Arn stage, String sessionId, ParticipantFilter filter,
            Optional<String> token);

    Participant getParticipant(Arn stage, String sessionId, String participantId);

    Composition startComposition(CompositionOrder order);

    /** @throws IvsRefusedException.NotFound also about five minutes after its end */
    Composition getComposition(Arn arn);

    /** @param stage empty = of all stages */
    Page<CompositionSummary> listCompositions(Optional<Arn> stage, Optional<String> token);

    void stopComposition(Arn arn);

    /** With IVS's defaults: 1280 by 720, 30 frames a second, 2.5 Mbit/s. */
    EncoderConfiguration createEncoderConfiguration(String name, Map<String, String> tags);

    Page<EncoderConfiguration> listEncoderConfigurations(Optional<String> token);

    /** @throws IvsRefusedException.Conflict while a composition has it */
    void deleteEncoderConfiguration(Arn arn);
}
