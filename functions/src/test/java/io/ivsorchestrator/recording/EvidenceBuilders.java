package io.ivsorchestrator.recording;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.events.CompositionChange;
import io.ivsorchestrator.events.RecordingChange;
import io.ivsorchestrator.events.StreamChange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Facts with valid defaults: those of one channel, one stage participant and one composition, as the events of the IVS user
 * guides tell them. What a test is about it says itself.
 */
public final class EvidenceBuilders {
    public static final String BUCKET = "acme-live-recordings-usw2";
    public static final String CHANNEL = "Kp3dQ9xTzL7m";
    public static final String STREAM_1 = "st-1A2b3C4d5E6f7G8h9I0jKlM";
    public static final String STREAM_2 = "st-2Z9y8X7w6V5u4T3s2R1qPoN";
    public static final String RECORDING_SESSION = "d4RsW8xPqL2v";
    public static final String STAGE = "Wq8rT2yUi5Oa";
    public static final String SESSION_1 = "st-aB1cD2eF3gH4i";
    public static final String SESSION_2 = "st-zY9xW8vU7tS6r";
    public static final String PARTICIPANT = "Nb7vC6xZ5lKj";
    public static final String COMPOSITION = "Hj4gF7dSa2Qw";
    public static final String DESTINATION = "Er3tY6uI9oPa";

    public static final S3Location CHANNEL_LOCATION = new S3Location(BUCKET,
            "ivs/v1/123456789012/" + CHANNEL + "/2026/3/7/9/4/y6TgBn2HjMk8");
    public static final S3Location PARTICIPANT_LOCATION = new S3Location(BUCKET,
            STAGE + "/" + SESSION_1 + "/" + PARTICIPANT + "/2026-03-07T09-04-31Z");
    public static final S3Location COMPOSITE_LOCATION = new S3Location(BUCKET,
            "Qw1eR2tY3uI4/" + COMPOSITION + "/" + DESTINATION + "/composite");

    public static final Arn CHANNEL_ARN = new Arn("arn:aws:ivs:us-west-2:123456789012:channel/" + CHANNEL);
    public static final Arn STAGE_ARN = new Arn("arn:aws:ivs:us-west-2:123456789012:stage/" + STAGE);
    public static final Arn COMPOSITION_ARN = new Arn(
            "arn:aws:ivs:us-west-2:123456789012:composition/" + COMPOSITION);

    private static final Instant START = Instant.parse("2026-03-07T09:04:36Z");
    private static final Instant END = Instant.parse("2026-03-07T10:36:12Z");

    private EvidenceBuilders() {
    }

    /** The identity that follows from a prefix. */
    public static RecordingId idOf(S3Location location) {
        return RecordingPrefix.parse(location.prefix()).orElseThrow().id();
    }

    /** The same place under another last element: another recording of the channel. */
    public static S3Location channelLocation(String recordingId) {
        return new S3Location(BUCKET, "ivs/v1/123456789012/" + CHANNEL + "/2026/3/9/9/4/" + recordingId);
    }

    public static ChannelFact aChannelStart() {
        return new ChannelFact(RecordingChange.START, START);
    }

    public static ChannelFact aChannelEnd() {
        return new ChannelFact(RecordingChange.END, END).lasting(Duration.ofSeconds(5412));
    }

    /** About the stream, in no place. */
    public static ChannelFact aChannelStartFailure() {
        return new ChannelFact(RecordingChange.START_FAILURE, START).because("ValidationException").nowhere();
    }

    public static ChannelFact aChannelEndFailure() {
        return new ChannelFact(RecordingChange.END_FAILURE, END).because("InternalServerException");
    }

    public static ParticipantFact aParticipantStart() {
        return new ParticipantFact(RecordingChange.START, START);
    }

    public static ParticipantFact aParticipantEnd() {
        return new ParticipantFact(RecordingChange.END, END).lasting(Duration.ofMillis(547_327));
    }

    public static ParticipantFact aParticipantStartFailure() {
        return new ParticipantFact(RecordingChange.START_FAILURE, START).because("AccessDeniedException",
                "Access denied to S3 bucket. Please verify your bucket policy.");
    }

    public static ParticipantFact aParticipantEndFailure() {
        return new ParticipantFact(RecordingChange.END_FAILURE, END).because("ResourceNotFoundException",
                "S3 bucket not found. Please verify your bucket exists.");
    }

    public static CompositionFact aComposition(CompositionChange change) {
        return new CompositionFact(change);
    }

    public static StreamFact aStream(StreamChange change) {
        return new StreamFact(change);
    }

    public static StreamFact aStreamFailure() {
        return aStream(StreamChange.STREAM_FAILURE).because("Transcode capacity exceeded. Please try again.");
    }

    public static UserFact aUser(String userId) {
        return new UserFact(userId);
    }

    public static ParticipantChangeFact aParticipant(Evidence.ParticipantChange change) {
        return new ParticipantChangeFact(change);
    }

    public static ObjectFact anObject(S3Location location, MetadataFile file) {
        return new ObjectFact(location, file);
    }

    public static MetadataFact aMetadata(S3Location location, MetadataFile file) {
        return new MetadataFact(location, file);
    }

    public static Evidence.MetadataUnread anUnread(S3Location location, MetadataFile file,
            Evidence.UnreadReason reason) {
        return new Evidence.MetadataUnread(idOf(location), END, file, location, reason, "403 AccessDenied");
    }

    /** Of a lifecycle rule. */
    public static Evidence.ExpiryTold anExpiry(S3Location location, MetadataFile file, String until) {
        return new Evidence.ExpiryTold(idOf(location), END, file, Instant.parse(until));
    }

    public static Evidence.HoldChanged aHold(S3Location location, String name, Evidence.HoldChange change,
            String time) {
        return new Evidence.HoldChanged(idOf(location), Instant.parse(time), name, change,
                "arn:aws:iam::123456789012:role/legal", Optional.of("case 4711"));
    }

    public static Evidence.DeletionReported aDeletion(S3Location location, Evidence.DeletionChange change,
            String time) {
        boolean done = change == Evidence.DeletionChange.DONE;
        return new Evidence.DeletionReported(idOf(location), Instant.parse(time), change,
                "arn:aws:iam::123456789012:role/ops", change == Evidence.DeletionChange.BLOCKED
                        ? Optional.of("403 AccessDenied")
                        : Optional.empty(),
                done ? OptionalLong.of(42) : OptionalLong.empty(),
                done ? Optional.of(Instant.parse(time).plus(Duration.ofDays(90))) : Optional.empty());
    }

    /** {@code IVS Recording State Change}. */
    public static final class ChannelFact {
        private final RecordingChange change;
        private Instant time;
        private @Nullable S3Location location = CHANNEL_LOCATION;
        private String streamId = STREAM_1;
        private final SortedSet<String> streamIds = new TreeSet<>();
        private Optional<String> recordingSessionId = Optional.of(RECORDING_SESSION);
        private Optional<String> channelName = Optional.of("acme-main");
        private Optional<Duration> duration = Optional.of(Duration.ZERO);
        private Optional<String> reason = Optional.empty();

        private ChannelFact(RecordingChange change, Instant time) {
            this.change = change;
            this.time = time;
        }

        public ChannelFact at(String instant) {
            time = Instant.parse(instant);
            return this;
        }

        public ChannelFact in(S3Location place) {
            location = place;
            return this;
        }

        public ChannelFact nowhere() {
            location = null;
            return this;
        }

        /** The stream that the event names. */
        public ChannelFact stream(String id) {
            streamId = id;
            return this;
        }

        /** Merged streams besides the named one. */
        public ChannelFact mergedWith(String... ids) {
            streamIds.addAll(List.of(ids));
            return this;
        }

        public ChannelFact recordingSession(String id) {
            recordingSessionId = Optional.of(id);
            return this;
        }

        public ChannelFact withoutRecordingSession() {
            recordingSessionId = Optional.empty();
            return this;
        }

        public ChannelFact named(String name) {
            channelName = Optional.of(name);
            return this;
        }

        public ChannelFact unnamed() {
            channelName = Optional.empty();
            return this;
        }

        public ChannelFact lasting(Duration length) {
            duration = Optional.of(length);
            return this;
        }

        public ChannelFact because(String code) {
            reason = Optional.of(code);
            return this;
        }

        public Evidence.ChannelRecordingReported build() {
            RecordingId subject = location == null
                    ? new RecordingId.UnrecordedStream(CHANNEL, streamId)
                    : idOf(location);
            return new Evidence.ChannelRecordingReported(subject, time, change, CHANNEL_ARN,
                    Optional.ofNullable(location), streamId, streamIds, recordingSessionId, channelName, duration,
                    reason);
        }
    }

    /** {@code IVS Participant Recording State Change}. */
    public static final class ParticipantFact {
        private final RecordingChange change;
        private Instant time;
        private S3Location location = PARTICIPANT_LOCATION;
        private String sessionId = SESSION_1;
        private String participantId = PARTICIPANT;
        private Optional<Duration> duration = Optional.empty();
        private Optional<String> errorCode = Optional.empty();
        private Optional<String> reason = Optional.empty();

        private ParticipantFact(RecordingChange change, Instant time) {
            this.change = change;
            this.time = time;
        }

        public ParticipantFact at(String instant) {
            time = Instant.parse(instant);
            return this;
        }

        public ParticipantFact in(S3Location place) {
            location = place;
            return this;
        }

        /** The current session, which after a merge is not the prefix's. */
        public ParticipantFact session(String id) {
            sessionId = id;
            return this;
        }

        public ParticipantFact participant(String id) {
            participantId = id;
            return this;
        }

        public ParticipantFact lasting(Duration length) {
            duration = Optional.of(length);
            return this;
        }

        public ParticipantFact because(String code, String words) {
            errorCode = Optional.of(code);
            reason = Optional.of(words);
            return this;
        }

        public Evidence.ParticipantRecordingReported build() {
            return new Evidence.ParticipantRecordingReported((RecordingId.Participant) idOf(location), time, change,
                    STAGE_ARN, location, sessionId, participantId, duration, errorCode, reason);
        }
    }

    /** {@code IVS Composition State Change}; of a destination's change the destination is ours. */
    public static final class CompositionFact {
        private final CompositionChange change;
        private Instant time = START;
        private Optional<String> destinationId;
        private Optional<String> errorCode = Optional.empty();
        private Optional<String> reason = Optional.empty();

        private CompositionFact(CompositionChange change) {
            this.change = change;
            this.destinationId = change.ofDestination() ? Optional.of(DESTINATION) : Optional.empty();
        }

        public CompositionFact at(String instant) {
            time = Instant.parse(instant);
            return this;
        }

        public CompositionFact destination(String id) {
            destinationId = Optional.of(id);
            return this;
        }

        public CompositionFact because(String code, String words) {
            errorCode = Optional.of(code);
            reason = Optional.of(words);
            return this;
        }

        public Evidence.CompositionReported build() {
            return new Evidence.CompositionReported(new Subject.Composition(COMPOSITION), time, change,
                    COMPOSITION_ARN, STAGE_ARN, destinationId, errorCode, reason);
        }
    }

    /** {@code IVS Stream State Change}. */
    public static final class StreamFact {
        private final StreamChange change;
        private Instant time = START;
        private String streamId = STREAM_1;
        private Optional<String> reason = Optional.empty();

        private StreamFact(StreamChange change) {
            this.change = change;
        }

        public StreamFact at(String instant) {
            time = Instant.parse(instant);
            return this;
        }

        public StreamFact stream(String id) {
            streamId = id;
            return this;
        }

        public StreamFact because(String words) {
            reason = Optional.of(words);
            return this;
        }

        public Evidence.StreamReported build() {
            return new Evidence.StreamReported(new Subject.StreamSession(CHANNEL, streamId), time, change, CHANNEL_ARN,
                    Optional.of("acme-main"), reason, Optional.empty());
        }
    }

    /** Whose participant it is. */
    public static final class UserFact {
        private final String userId;
        private Instant time = START;
        private String sessionId = SESSION_1;
        private String participantId = PARTICIPANT;

        private UserFact(String userId) {
            this.userId = userId;
        }

        public UserFact at(String instant) {
            time = Instant.parse(instant);
            return this;
        }

        public UserFact session(String id) {
            sessionId = id;
            return this;
        }

        public UserFact participant(String id) {
            participantId = id;
            return this;
        }

        public Evidence.UserSeen build() {
            return new Evidence.UserSeen(new Subject.StageParticipant(STAGE, sessionId, participantId), time, userId);
        }
    }

    /** {@code IVS Stage Update}, apart from the user. */
    public static final class ParticipantChangeFact {
        private final Evidence.ParticipantChange change;
        private Instant time = START;
        private Optional<String> errorCode = Optional.empty();
        private Optional<String> related = Optional.empty();

        private ParticipantChangeFact(Evidence.ParticipantChange change) {
            this.change = change;
        }

        public ParticipantChangeFact at(String instant) {
            time = Instant.parse(instant);
            return this;
        }

        public ParticipantChangeFact because(String code) {
            errorCode = Optional.of(code);
            return this;
        }

        public ParticipantChangeFact related(String stageArn) {
            related = Optional.of(stageArn);
            return this;
        }

        public Evidence.ParticipantReported build() {
            return new Evidence.ParticipantReported(new Subject.StageParticipant(STAGE, SESSION_1, PARTICIPANT), time,
                    change, STAGE_ARN, errorCode, related);
        }
    }

    /** S3's event about a metadata object. */
    public static final class ObjectFact {
        private final S3Location location;
        private final MetadataFile file;
        private Instant time = END;
        private Evidence.ObjectChange change = Evidence.ObjectChange.CREATED;
        private Optional<String> versionId = Optional.empty();
        private String sequencer = "0065F1A2B3C4D5E6F7";

        private ObjectFact(S3Location location, MetadataFile file) {
            this.location = location;
            this.file = file;
        }

        public ObjectFact at(String instant) {
            time = Instant.parse(instant);
            return this;
        }

        public ObjectFact deleted() {
            change = Evidence.ObjectChange.DELETED;
            return this;
        }

        public ObjectFact markedDeleted() {
            change = Evidence.ObjectChange.DELETE_MARKER_CREATED;
            return this;
        }

        public ObjectFact version(String id) {
            versionId = Optional.of(id);
            return this;
        }

        public ObjectFact sequencer(String value) {
            sequencer = value;
            return this;
        }

        public Evidence.ObjectChanged build() {
            return new Evidence.ObjectChanged(idOf(location), time, file, location, change, versionId,
                    new Sequencer(sequencer));
        }
    }

    /** A metadata object that was read; its status, times and duration follow from the file unless said. */
    public static final class MetadataFact {
        private final S3Location location;
        private final MetadataFile file;
        private Instant time;
        private Optional<RecordingState> status;
        private Optional<String> sessionId = Optional.empty();
        private Optional<String> participantId = Optional.empty();
        private Optional<Instant> startedAt = Optional.of(START);
        private Optional<Instant> endedAt;
        private Optional<String> message = Optional.empty();
        private Optional<Duration> duration;

        private MetadataFact(S3Location location, MetadataFile file) {
            this.location = location;
            this.file = file;
            boolean over = file != MetadataFile.STARTED;
            this.time = over ? END : START;
            this.status = Optional.of(file.state());
            this.endedAt = over ? Optional.of(END) : Optional.empty();
            this.duration = over ? Optional.of(Duration.ofMinutes(90)) : Optional.empty();
            if (idOf(location) instanceof RecordingId.Participant id) {
                sessionId = Optional.of(id.sessionId());
                participantId = Optional.of(id.participantId());
            }
        }

        public MetadataFact at(String instant) {
            time = Instant.parse(instant);
            return this;
        }

        public MetadataFact status(RecordingState state) {
            status = Optional.of(state);
            return this;
        }

        public MetadataFact withUnknownStatus() {
            status = Optional.empty();
            return this;
        }

        public MetadataFact session(String id) {
            sessionId = Optional.of(id);
            return this;
        }

        public MetadataFact participant(String id) {
            participantId = Optional.of(id);
            return this;
        }

        public MetadataFact started(String instant) {
            startedAt = Optional.of(Instant.parse(instant));
            return this;
        }

        public MetadataFact neverStarted() {
            startedAt = Optional.empty();
            return this;
        }

        public MetadataFact ended(String instant) {
            endedAt = Optional.of(Instant.parse(instant));
            return this;
        }

        public MetadataFact message(String words) {
            message = Optional.of(words);
            return this;
        }

        public MetadataFact lasting(Duration length) {
            duration = Optional.of(length);
            return this;
        }

        public Evidence.MetadataFound build() {
            RecordingId id = idOf(location);
            Arn source = id.kind() == RecordingKind.CHANNEL ? CHANNEL_ARN : STAGE_ARN;
            Media media = new Media(Optional.of(new Media.Hls("media/hls", "master.m3u8", Optional.empty(), duration,
                    List.of())), Optional.empty(), Optional.empty());
            return new Evidence.MetadataFound(id, time, file, location, new Metadata(Optional.of(source), sessionId,
                    participantId, status, startedAt, endedAt, message, media));
        }
    }
}
