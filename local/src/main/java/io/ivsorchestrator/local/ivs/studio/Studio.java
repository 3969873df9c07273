package io.ivsorchestrator.local.ivs.studio;

import io.ivsorchestrator.local.ivs.account.BucketStore;
import io.ivsorchestrator.local.ivs.account.IvsAccount;
import io.ivsorchestrator.local.ivs.account.MediaPlane;
import io.ivsorchestrator.local.ivs.account.Participant;
import io.ivsorchestrator.local.ivs.account.RecordingConfiguration;
import io.ivsorchestrator.local.ivs.account.StreamSession;
import io.ivsorchestrator.local.ivs.model.ApiException;
import io.ivsorchestrator.local.media.MediaLibrary;
import io.ivsorchestrator.local.story.IvsEventJson;
import io.ivsorchestrator.local.story.IvsEventJson.ChannelRecordingSession;
import io.ivsorchestrator.local.story.IvsEventJson.ChannelStream;
import io.ivsorchestrator.local.story.ObjectSink;
import io.ivsorchestrator.local.story.Outcome;
import io.ivsorchestrator.local.story.RecordingWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Streams on the account's channels over time and does what IVS then does: tells its events, and records where the
 * channel says so. S3's event of every object is told, too.
 *
 * <p>Time is the account's. What is due by its passing alone is done at the next call, {@link #catchUp} at the latest,
 * and carries the time at which it was due.
 *
 * <p>What the object sink throws comes out of these calls. A stream whose recording could not start is live and not
 * recorded; a recording that could not be finished is tried again at the next call.
 */
public final class Studio {
    private static final String RECORDING = "IVS Recording State Change";
    private static final String NO_CAPACITY = "Transcode capacity exceeded. Please try again.";
    private static final String NO_BUCKET = "ValidationException";

    private final IvsAccount account;
    private final MediaPlane mediaPlane;
    private final ObjectSink objects;
    private final MediaLibrary library;
    private final Consumer<String> events;
    private final RecordingFaults faults;
    private final IvsEventJson json;
    private final AtomicLong sequence = new AtomicLong();
    private final List<LiveStream> live = new ArrayList<>();
    /** Those that have not ended, be their streams live or not. */
    private final List<ChannelRecording> recordings = new ArrayList<>();

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
        this.account = account;
        this.faults = faults;
        this.mediaPlane = new MediaPlane(account);
        this.objects = objects;
        this.library = library;
        this.events = events;
        this.json = new IvsEventJson(account.settings().accountId(), account.settings().region(),
                account.ids()::uuid);
    }

    /** A stream that was live when last looked at, and its recording, if it has one. */
    private record LiveStream(StreamSession session, Optional<ChannelRecording> recording) {}

    /**
     * An encoder begins to stream.
     *
     * @return the live session
     * @throws ApiException as {@link MediaPlane#startStream(String)}
     */
    public StreamSession start(String channelArn) {
        return start(channelArn, StreamSession.Ingest.PLAIN);
    }

    /** As {@link #start(String)}, with what the encoder sends, which decides whether streams can be merged. */
    public synchronized StreamSession start(String channelArn, StreamSession.Ingest ingest) {
        StreamSession session = mediaPlane.startStream(channelArn, ingest);
        Instant now = session.startTime();
        settle(now);
        events.accept(json.streamSessionCreated(now, stream(session)));
        events.accept(json.streamStart(now, stream(session)));
        RecordingConfiguration configuration = session.recordingConfiguration();
        var stream = new LiveStream(session, Optional.empty());
        live.add(stream);
        if (configuration != null) {
            Optional<ChannelRecording> recording = record(session, configuration, now);
            live.set(live.indexOf(stream), new LiveStream(session, recording));
        }
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
        events.accept(json.streamFailure(now, stream(failed), NO_CAPACITY));
        settle(now);
        return failed;
    }

    /**
     * Somebody comes to a stage, for whom a token was made by the API.
     *
     * @throws ApiException as {@link MediaPlane#joinStage(String)}
     */
    public synchronized Participant join(String participantId) {
        return mediaPlane.joinStage(participantId);
    }

    /** Somebody comes to a stage who may publish and subscribe. */
    public synchronized Participant join(String stageArn, String userId, Map<String, String> attributes) {
        return mediaPlane.joinStage(stageArn, userId, attributes);
    }

    /**
     * A participant begins to publish and, where the stage says so, to be recorded. Where the token or a quota does not allow
     * it: {@code Participant Publish Error}.
     */
    public synchronized Participant publish(String stageArn, String participantId) {
        return mediaPlane.publish(stageArn, participantId);
    }

    /** A participant ceases to publish and to be recorded. */
    public synchronized Participant unpublish(String stageArn, String participantId) {
        return mediaPlane.unpublish(stageArn, participantId);
    }

    /** A participant goes. */
    public synchronized Participant leave(String stageArn, String participantId) {
        return mediaPlane.leaveStage(stageArn, participantId);
    }

    /** All that was recorded or should have been, in the order in which it started. */
    public synchronized List<Recorded> recorded() {
        return List.of();
    }

    /** Does what has become due: streams that the API stopped have ended, reconnect windows have closed. */
    public synchronized void catchUp() {
        settle(mediaPlane.now());
    }

    private void settle(Instant now) {
        for (LiveStream stream : List.copyOf(live)) {
            endOf(stream.session(), now).ifPresent(end -> {
                live.remove(stream);
                streamEnded(stream, end);
            });
        }
        recordings.stream()
                .filter(recording -> recording.isDue(now))
                .sorted(Comparator.comparing(ChannelRecording::endsAt))
                .toList()
                .forEach(this::recordingEnded);
    }

    /** When the stream ended, if it has. An ended session is forgotten some day. */
    private Optional<Instant> endOf(StreamSession session, Instant now) {
        Optional<StreamSession> known = known(session);
        return known.isEmpty() ? Optional.of(now) : Optional.ofNullable(known.get().endTime());
    }

    private Optional<StreamSession> known(StreamSession session) {
        return account.exclusively(_ -> account.streamSessions().find(session.streamId()));
    }

    private Optional<ChannelRecording> record(
            StreamSession session, RecordingConfiguration configuration, Instant now) {
        boolean usable = configuration.state(now) == RecordingConfiguration.State.ACTIVE
                && usable(configuration.bucket());
        var started = new Recorded(Recorded.Kind.CHANNEL, session.channelArn(), List.of(session.streamId()), List.of(),
                "", "", "", "", configuration.bucket(), "", now, null, Duration.ZERO, Recorded.State.ACTIVE,
                Recorded.Metadata.NONE, null);
        if (!usable || faults.of(started) instanceof RecordingFault.AtStart) {
            var nothing = new ChannelRecordingSession(account.ids().resource(), configuration.bucket(), "");
            events.accept(json.recordingStartFailure(now, stream(session), nothing, NO_BUCKET));
            list(session, "Recording Start Failure", now, true);
            return Optional.empty();
        }
        Optional<ChannelRecording> merged = recordings.reversed()
                .stream()
                .filter(recording -> recording.isOf(session.channelArn()))
                .findFirst()
                .filter(recording -> recording.merges(session));
        merged.ifPresent(recording -> recording.merge(session));
        ChannelRecording recording = merged.orElseGet(() -> begin(session, configuration, now));
        events.accept(json.recordingStart(now, stream(session), recording.session()));
        list(session, "Recording Start", now, false);
        return Optional.of(recording);
    }

    private ChannelRecording begin(StreamSession session, RecordingConfiguration configuration, Instant now) {
        var recording = new ChannelRecording(session, configuration, account.ids().resource(),
                account.ids().resource(), new AnnouncedObjects(objects, json, this::sequencer, events));
        writer(recording, now).start(recording.plan());
        recordings.add(recording);
        return recording;
    }

    private void streamEnded(LiveStream stream, Instant time) {
        events.accept(json.streamEnd(time, stream(stream.session())));
        events.accept(json.streamSessionEnded(time, stream(stream.session())));
        stream.recording().ifPresent(recording -> {
            recording.streamEnded(time);
            writer(recording, time).media(recording.plan());
        });
    }

    private void recordingEnded(ChannelRecording recording) {
        Instant time = recording.endsAt();
        StreamSession last = recording.lastStream();
        writer(recording, time).finish(recording.plan(), new Outcome.Ended(time));
        recordings.remove(recording);
        events.accept(json.recordingEnd(time, stream(last), recording.session(), recording.plan().duration(),
                recording.streamIds()));
        list(last, "Recording End", time, false);
    }

    private boolean usable(String bucket) {
        BucketStore buckets = account.buckets();
        return buckets.exists(bucket) && buckets.region(bucket).equals(account.settings().region());
    }

    /** Shows the event among those of the session, unless that is forgotten by now. */
    private void list(StreamSession session, String name, Instant time, boolean error) {
        if (known(session).isPresent()) {
            mediaPlane.streamEvent(session.streamId(), new StreamSession.Event(name, RECORDING, time, null), error);
        }
    }

    private RecordingWriter writer(ChannelRecording recording, Instant time) {
        return new RecordingWriter(recording.objects().at(time), library);
    }

    private String sequencer() {
        return "%018X".formatted(sequence.incrementAndGet());
    }

    private static ChannelStream stream(StreamSession session) {
        return new ChannelStream(session.channelArn(), session.channel().name(), session.streamId());
    }
}
