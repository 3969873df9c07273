package io.ivsorchestrator.local.ivs.account;

import io.ivsorchestrator.local.ivs.account.Participant.RecordingState;
import io.ivsorchestrator.local.ivs.model.ApiException;
import io.ivsorchestrator.local.ivs.model.ErrorType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who is on a stage, publishes and is recorded. */
public final class StageSessions {
    private final IvsAccount account;

    StageSessions(IvsAccount account) {
        this.account = account;
    }

    /** The participants of a session, in the order in which they came first. */
    public Stream<Participant> participants(String sessionId) {
        return account.participants().all().filter(participant -> participant.sessionId().equals(sessionId));
    }

    /** The participant in the stage's running session. */
    public Optional<Participant> present(Stage stage, String participantId) {
        return Optional.ofNullable(stage.activeSessionId())
                .flatMap(session -> account.participants().find(Participant.key(session, participantId)))
                .filter(Participant::connected);
    }

    /** Whether a recording runs, so that the stage's recording settings may not be changed. */
    public boolean recording(Stage stage) {
        return account.participants().all().anyMatch(participant -> {
            RecordingState state = participant.recordingState();
            return participant.stageArn().equals(stage.arn()) && state != null && state.running();
        });
    }

    /** Takes a participant off the stage. */
    public Participant leave(Participant participant, Instant now) {
        Participant gone = (participant.publishing() ? unpublish(participant, now) : participant)
                .in(Participant.State.DISCONNECTED)
                .with("LEFT", now, null);
        account.participants().put(gone);
        if (participants(gone.sessionId()).noneMatch(Participant::connected)) {
            account.stageSessions()
                    .find(gone.sessionId())
                    .ifPresent(session -> account.stageSessions().put(session.emptySince(now)));
        }
        return gone;
    }

    /** Ends the session that runs, if one does: everybody leaves. */
    public void end(Stage stage, Instant now) {
        String sessionId = stage.activeSessionId();
        if (sessionId != null) {
            participants(sessionId).filter(Participant::connected).forEach(participant -> leave(participant, now));
            account.stageSessions().put(account.stageSessions().get(sessionId).ended(now));
            account.stages().put(account.stages().get(stage.arn()).inSession(null));
        }
    }

    Participant join(ParticipantToken token, Instant now) {
        Stage stage = account.stages().get(token.stageArn());
        if (now.isAfter(token.expirationTime())) {
            throw new ApiException(ErrorType.ACCESS_DENIED, "The token has expired");
        }
        if (present(stage, token.participantId()).isPresent()) {
            throw new ApiException(ErrorType.CONFLICT, "The participant is on the stage already");
        }
        String sessionId = stage.activeSessionId() == null ? begin(stage, now) : stage.activeSessionId();
        Participant participant = account.participants()
                .find(Participant.key(sessionId, token.participantId()))
                .orElseGet(() -> newcomer(stage, sessionId, token, now))
                .in(Participant.State.CONNECTED)
                .with("JOINED", now, null);
        account.participants().put(participant);
        account.stageSessions().put(account.stageSessions().get(sessionId).emptySince(null));
        return participant;
    }

    /** Begins to publish; where that is not allowed, the participant gets an error event and does not publish. */
    Participant publish(Participant participant, Instant now) {
        if (participant.publishing()) {
            return participant;
        }
        String refusal = refusal(participant);
        Participant changed = refusal == null
                ? recorded(participant.publishing(true).with("PUBLISH_STARTED", now, null))
                : participant.with("PUBLISH_ERROR", now, refusal);
        account.participants().put(changed);
        if (refusal == null) {
            account.stages().put(account.stages().get(participant.stageArn()).unpublishedSince(null));
        }
        return changed;
    }

    /** Something about what they send is wrong: they do not publish any more. */
    Participant publishError(Participant participant, String errorCode, Instant now) {
        Participant refused = participant.with("PUBLISH_ERROR", now, errorCode);
        account.participants().put(refused);
        return refused.publishing() ? unpublish(refused, now) : refused;
    }

    /** Ceases to publish and to be recorded. */
    Participant unpublish(Participant participant, Instant now) {
        Participant changed = participant.publishing(false).with("PUBLISH_STOPPED", now, null);
        RecordingState recording = changed.recordingState();
        if (recording != null && recording.running()) {
            changed = changed.recorded(RecordingState.STOPPED, changed.recordingS3BucketName(),
                    changed.recordingS3Prefix());
        }
        account.participants().put(changed);
        if (participants(participant.sessionId()).noneMatch(Participant::publishing)) {
            account.stages()
                    .find(participant.stageArn())
                    .ifPresent(stage -> account.stages().put(stage.unpublishedSince(now)));
        }
        return changed;
    }

    /** Stops publishers and ends sessions whose time is over. */
    void settle(Instant now) {
        account.participants().all().filter(Participant::publishing).forEach(participant -> {
            Instant end = participant.publishingSince().plus(account.settings().timings().publisherLimit());
            if (!end.isAfter(now)) {
                publishError(participant, "STREAM_DURATION_EXCEEDED", end);
            }
        });
        account.stages().all().forEach(stage -> {
            Instant end = endOfSession(stage);
            if (end != null && !end.isAfter(now)) {
                end(stage, end);
            }
        });
    }

    /** Some minutes after the last publisher; if nobody ever published, after the last participant. */
    private @Nullable Instant endOfSession(Stage stage) {
        if (stage.activeSessionId() == null || stage.unpublishedSince() == null) {
            return null;
        }
        StageSession session = account.stageSessions().get(stage.activeSessionId());
        boolean published = participants(session.sessionId()).anyMatch(Participant::published);
        Instant last = published ? stage.unpublishedSince() : session.emptySince();
        return last == null ? null : last.plus(account.settings().timings().stageSessionLinger());
    }

    private String begin(Stage stage, Instant now) {
        String sessionId = account.ids().stageSession();
        account.stageSessions().put(new StageSession(sessionId, stage.arn(), now, null, null));
        account.stages().put(stage.inSession(sessionId));
        return sessionId;
    }

    private static Participant newcomer(Stage stage, String sessionId, ParticipantToken token, Instant now) {
        RecordingState recording = stage.autoParticipantRecordingConfiguration().on() ? null : RecordingState.DISABLED;
        return new Participant(token.participantId(), stage.arn(), sessionId, token.userId(), token.attributes(),
                Participant.State.CONNECTED, now, false, false, "", "", recording, List.of());
    }

    private Participant recorded(Participant participant) {
        Stage stage = account.stages().get(participant.stageArn());
        return account.storageConfigurations()
                .find(stage.autoParticipantRecordingConfiguration().storageConfigurationArn())
                .map(storage -> participant.recorded(RecordingState.ACTIVE, storage.s3().bucketName(),
                        stage.id() + "/" + participant.sessionId() + "/" + participant.participantId()))
                .orElse(participant);
    }

    private @Nullable String refusal(Participant participant) {
        boolean allowed = account.participantTokens()
                .find(participant.participantId())
                .filter(ParticipantToken::mayPublish)
                .isPresent();
        if (!allowed) {
            return "INSUFFICIENT_CAPABILITIES";
        }
        List<Participant> publishers = account.participants().all().filter(Participant::publishing).toList();
        long here = publishers.stream().filter(other -> other.sessionId().equals(participant.sessionId())).count();
        Quotas quotas = account.settings().quotas();
        return here >= quotas.publishersPerStage() || publishers.size() >= quotas.concurrentPublishers()
                ? "QUOTA_EXCEEDED"
                : null;
    }
}
