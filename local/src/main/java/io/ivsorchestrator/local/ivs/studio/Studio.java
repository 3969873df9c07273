package io.ivsorchestrator.local.ivs.studio;

import io.ivsorchestrator.local.ivs.account.Composition;
import io.ivsorchestrator.local.ivs.account.Composition.DestinationState;
import io.ivsorchestrator.local.ivs.account.IvsAccount;
import io.ivsorchestrator.local.ivs.account.MediaPlane;
import io.ivsorchestrator.local.ivs.account.Participant;
import io.ivsorchestrator.local.ivs.account.StreamSession;
import io.ivsorchestrator.local.ivs.model.ApiException;
import io.ivsorchestrator.local.media.MediaLibrary;
import io.ivsorchestrator.local.story.ObjectSink;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Where the account's channels and stages are live and its compositions run: does what IVS then does, tells its events, and
 * records as the account's configurations say. S3's event of every object is told, too.
 *
 * <p>Time is the account's. What is due by its passing alone is done at the next call, {@link #catchUp} at the latest,
 * and carries the time at which it was due. That something about a bucket has changed is noticed at the next call only: who
 * wants to break a recording off at some time calls {@link #catchUp} before and after.
 *
 * <p>What the object sink throws comes out of these calls. A stream whose recording could not start is live and not
 * recorded; everything else is tried again at the next call.
 */
public final class Studio {
    private final Equipment equipment;
    private final MediaPlane mediaPlane;
    private final ChannelStudio channels;
    private final StageStudio stages;
    private final CompositionStudio compositions;

    /**
     * A studio of an account; there should be one.
     *
     * @param objects takes the objects of recordings
     * @param events takes each event as JSON text
     * @param faults asked as recordings start
     */
    public Studio(
            IvsAccount account,
            ObjectSink objects,
            MediaLibrary library,
            Consumer<String> events,
            RecordingFaults faults) {
        this.equipment = new Equipment(account, objects, library, events, faults);
        this.mediaPlane = equipment.mediaPlane();
        this.channels = new ChannelStudio(equipment);
        this.stages = new StageStudio(equipment);
        this.compositions = new CompositionStudio(equipment, channels);
    }

    /**
     * An encoder begins to stream.
     *
     * @return the live session
     * @throws ApiException as {@link MediaPlane#startStream(String)}
     */
    public StreamSession start(String channelArn) {
        return start(channelArn, StreamSession.Ingest.PLAIN);
    }

    /** As {@link #start(String)}, with what the encoder sends, which decides what is recorded and what can be merged. */
    public synchronized StreamSession start(String channelArn, StreamSession.Ingest ingest) {
        StreamSession session = mediaPlane.startStream(channelArn, ingest);
        settle(session.startTime());
        channels.started(session);
        return session;
    }

    /**
     * The encoder is gone.
     *
     * @throws ApiException as {@link MediaPlane#endStream(String)}
     */
    public synchronized StreamSession end(String channelArn) {
        StreamSession ended = mediaPlane.endStream(channelArn);
        settle(Objects.requireNonNull(ended.endTime()));
        return ended;
    }

    /**
     * IVS has no capacity for the stream: {@code Stream Failure}, and the stream ends.
     *
     * @throws ApiException as {@link MediaPlane#endStream(String)}
     */
    public synchronized StreamSession failStream(String channelArn) {
        StreamSession failed = mediaPlane.endStream(channelArn);
        Instant now = Objects.requireNonNull(failed.endTime());
        channels.failed(failed, now);
        settle(now);
        return failed;
    }

    /**
     * Somebody comes to a stage, for whom a token was made by the API.
     *
     * @throws ApiException as {@link MediaPlane#joinStage(String)}
     */
    public synchronized Participant join(String participantId) {
        return settled(mediaPlane.joinStage(participantId));
    }

    /** Somebody comes to a stage who may publish and subscribe. */
    public synchronized Participant join(String stageArn, String userId, Map<String, String> attributes) {
        return settled(mediaPlane.joinStage(stageArn, userId, attributes));
    }

    /**
     * A participant begins to publish and, where the stage says so, to be recorded. Where the token or a quota does not allow
     * it: {@code Participant Publish Error}.
     */
    public synchronized Participant publish(String stageArn, String participantId) {
        return settled(mediaPlane.publish(stageArn, participantId));
    }

    /**
     * What a participant sends is not taken, or no longer: {@code Participant Publish Error}.
     *
     * @param errorCode such as {@code BITRATE_EXCEEDED}
     */
    public synchronized Participant publishError(String stageArn, String participantId, String errorCode) {
        return settled(mediaPlane.publishError(stageArn, participantId, errorCode));
    }

    /** A participant ceases to publish and to be recorded. */
    public synchronized Participant unpublish(String stageArn, String participantId) {
        return settled(mediaPlane.unpublish(stageArn, participantId));
    }

    /** A participant goes. */
    public synchronized Participant leave(String stageArn, String participantId) {
        return settled(mediaPlane.leaveStage(stageArn, participantId));
    }

    /** A destination of a composition is interrupted: {@code Destination Reconnecting}. */
    public synchronized Composition interrupt(String compositionArn, String destinationId) {
        return destination(compositionArn, destinationId, DestinationState.RECONNECTING);
    }

    /** A destination that was interrupted works again: {@code Destination Start}. */
    public synchronized Composition reconnect(String compositionArn, String destinationId) {
        return destination(compositionArn, destinationId, DestinationState.ACTIVE);
    }

    /** A destination of a composition fails for good: {@code Destination Failure}; its recording breaks off. */
    public synchronized Composition failDestination(String compositionArn, String destinationId) {
        return destination(compositionArn, destinationId, DestinationState.FAILED);
    }

    /** A composition fails with all its destinations: {@code Session Failure}. */
    public synchronized Composition failComposition(String compositionArn) {
        settle(mediaPlane.now());
        Composition failed = mediaPlane.failComposition(compositionArn);
        settle(mediaPlane.now());
        return failed;
    }

    private Composition destination(String compositionArn, String destinationId, DestinationState state) {
        settle(mediaPlane.now());
        Composition changed = mediaPlane.compositionDestination(compositionArn, destinationId, state);
        settle(mediaPlane.now());
        return changed;
    }

    /**
     * Does what has become due: media grows, streams that the API stopped have ended, as have participants whom it
     * disconnected, reconnect windows have closed, compositions have gone on.
     */
    public synchronized void catchUp() {
        settle(mediaPlane.now());
    }

    /** All that was recorded or should have been, in the order in which it started. */
    public synchronized List<Recorded> recorded() {
        return equipment.truth();
    }

    private Participant settled(Participant participant) {
        settle(mediaPlane.now());
        return participant;
    }

    private void settle(Instant now) {
        stages.settle(now);
        compositions.settle(now);
        channels.settle(now);
    }
}
