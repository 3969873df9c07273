package io.ivsorchestrator.local.ivs.account;

import io.ivsorchestrator.local.ivs.account.Composition.DestinationState;
import io.ivsorchestrator.local.ivs.account.Participant.RecordingState;
import io.ivsorchestrator.local.ivs.model.ApiException;
import io.ivsorchestrator.local.ivs.model.ErrorType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What happens to an account other than by its API: encoders stream, people join stages and publish, recordings and
 * compositions go on or fail. Changes the state that the API shows, and nothing else: writes no objects, sends no events.
 *
 * <p>All methods throw {@link ApiException} with {@link ErrorType#RESOURCE_NOT_FOUND} for what does not exist, and with
 * another error where they say so.
 */
public final class MediaPlane {
    private static final Duration TOKEN = Duration.ofHours(12);

    private final IvsAccount account;

    public MediaPlane(IvsAccount account) {
        this.account = account;
    }

    /**
     * An encoder begins to stream.
     *
     * @return the live session
     * @throws ApiException {@link ErrorType#CONFLICT} if the channel is live, {@link ErrorType#SERVICE_QUOTA_EXCEEDED}
     */
    public StreamSession startStream(String channelArn) {
        return startStream(channelArn, StreamSession.Ingest.PLAIN);
    }

    /** As {@link #startStream(String)}, with what the encoder sends. */
    public StreamSession startStream(String channelArn, StreamSession.Ingest ingest) {
        return account.exclusively(now -> account.streams().start(channelArn, ingest, now));
    }

    /** As {@link #startStream(String, StreamSession.Ingest)}, at a time that is past. */
    public StreamSession startStream(String channelArn, StreamSession.Ingest ingest, Instant time) {
        return account.exclusively(_ -> account.streams().start(channelArn, ingest, time));
    }

    /** Ends a stream at a time that is past; does nothing to one that is over. */
    public void endStream(StreamSession session, Instant time) {
        account.exclusively(_ -> {
            account.streamSessions()
                    .find(session.streamId())
                    .filter(StreamSession::live)
                    .ifPresent(live -> account.streams().end(live, time));
            return time;
        });
    }

    /**
     * The encoder is gone.
     *
     * @throws ApiException {@link ErrorType#CHANNEL_NOT_BROADCASTING}
     */
    public StreamSession endStream(String channelArn) {
        return account.exclusively(now -> account.streams().end(live(channelArn), now));
    }

    /**
     * The stream's health or audience changed.
     *
     * @param health {@code HEALTHY}, {@code STARVING} or {@code UNKNOWN}
     * @throws ApiException {@link ErrorType#CHANNEL_NOT_BROADCASTING}
     */
    public StreamSession streamSeen(String channelArn, String health, long viewerCount) {
        return account.exclusively(now -> {
            StreamSession seen = live(channelArn).seen(health, viewerCount);
            account.streamSessions().put(seen);
            return seen;
        });
    }

    /**
     * Something is to be listed among the session's events, such as the start of its recording.
     *
     * @param error whether it is a breach of a quota or a failure
     */
    public StreamSession streamEvent(String streamId, StreamSession.Event event, boolean error) {
        return account.exclusively(_ -> {
            StreamSession session = account.streamSessions().get(streamId).with(event, error);
            account.streamSessions().put(session);
            return session;
        });
    }

    /**
     * Somebody comes, for whom a token was made by the API; the first one begins a session.
     *
     * @throws ApiException {@link ErrorType#CONFLICT} if they are there, {@link ErrorType#ACCESS_DENIED} if the token has
     *     expired
     */
    public Participant joinStage(String participantId) {
        return account.exclusively(
                now -> account.sessions().join(account.participantTokens().get(participantId), now));
    }

    /** Somebody comes who may publish and subscribe, with a token that nobody asked the API for. */
    public Participant joinStage(String stageArn, String userId, Map<String, String> attributes) {
        return account.exclusively(now -> {
            Stage stage = account.stages().get(stageArn);
            var token = new ParticipantToken(account.ids().resource(), stage.arn(), account.ids().token(), userId,
                    Map.copyOf(attributes), Math.toIntExact(TOKEN.toMinutes()), List.of("PUBLISH", "SUBSCRIBE"),
                    now.plus(TOKEN));
            account.participantTokens().put(token);
            return account.sessions().join(token, now);
        });
    }

    /**
     * A participant begins to publish and, where the stage says so, to be recorded. Where the token or a quota does not
     * allow it, the answer does not publish and has got an error event.
     */
    public Participant publish(String stageArn, String participantId) {
        return account.exclusively(now -> account.sessions().publish(present(stageArn, participantId), now));
    }

    /**
     * A participant may not publish or go on publishing.
     *
     * @param errorCode such as {@code BITRATE_EXCEEDED}
     */
    public Participant publishError(String stageArn, String participantId, String errorCode) {
        return account.exclusively(
                now -> account.sessions().publishError(present(stageArn, participantId), errorCode, now));
    }

    /** A participant ceases to publish and to be recorded. */
    public Participant unpublish(String stageArn, String participantId) {
        return account.exclusively(now -> {
            Participant participant = present(stageArn, participantId);
            return participant.publishing() ? account.sessions().unpublish(participant, now) : participant;
        });
    }

    /** A participant goes. */
    public Participant leaveStage(String stageArn, String participantId) {
        return account.exclusively(now -> account.sessions().leave(present(stageArn, participantId), now));
    }

    /**
     * A participant's recording is in another state, or goes to another prefix.
     *
     * @param prefix without slashes at its ends
     */
    public Participant recording(String sessionId, String participantId, RecordingState state, String prefix) {
        return account.exclusively(_ -> {
            Participant participant = account.participants().get(Participant.key(sessionId, participantId));
            Participant changed = participant.recorded(state, participant.recordingS3BucketName(), prefix);
            account.participants().put(changed);
            return changed;
        });
    }

    /** All channels of that name, which need not be unique. */
    public List<Channel> channelsNamed(String name) {
        return account.exclusively(
                _ -> account.channels().all().filter(channel -> channel.name().equals(name)).toList());
    }

    /** All stages of that name, which need not be unique. */
    public List<Stage> stagesNamed(String name) {
        return account.exclusively(_ -> account.stages().all().filter(stage -> stage.name().equals(name)).toList());
    }

    /** The stage with its recording settings and running session. */
    public Stage stage(String stageArn) {
        return account.exclusively(_ -> account.stages().get(stageArn));
    }

    /** The composition as the passing of time has left it. */
    public Composition composition(String compositionArn) {
        return account.exclusively(_ -> account.compositions().get(compositionArn));
    }

    /** A destination fails, reconnects or is active again; the composition goes on. */
    public Composition compositionDestination(String compositionArn, String destinationId, DestinationState state) {
        return account.exclusively(now -> {
            Composition composition = account.compositions().get(compositionArn);
            if (composition.destinations().stream().noneMatch(destination -> destination.id().equals(destinationId))) {
                throw new ApiException(ErrorType.RESOURCE_NOT_FOUND, "Destination: " + destinationId + " not found");
            }
            Composition changed = composition
                    .withDestination(destinationId, destination -> destination.in(state, now));
            account.compositionLife().put(changed, now);
            return changed;
        });
    }

    /** The whole composition fails; does nothing to one that is over. */
    public Composition failComposition(String compositionArn) {
        return account.exclusively(now -> {
            Composition composition = account.compositions().get(compositionArn);
            if (composition.state().ended()) {
                return composition;
            }
            Composition failed = composition.in(Composition.State.FAILED, now);
            account.compositionLife().put(failed, now);
            return failed;
        });
    }

    /** The time of the account's clock. */
    public Instant now() {
        return account.clock().instant();
    }

    private StreamSession live(String channelArn) {
        account.channels().get(channelArn);
        return account.streams()
                .live(channelArn)
                .orElseThrow(() -> new ApiException(ErrorType.CHANNEL_NOT_BROADCASTING, "Channel is not broadcasting"));
    }

    private Participant present(String stageArn, String participantId) {
        Stage stage = account.stages().get(stageArn);
        return account.sessions()
                .present(stage, participantId)
                .orElseThrow(() -> new ApiException(ErrorType.RESOURCE_NOT_FOUND,
                        "Participant: " + participantId + " is not on the stage"));
    }
}
