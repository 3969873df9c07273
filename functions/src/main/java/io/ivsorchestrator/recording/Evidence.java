package io.ivsorchestrator.recording;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.events.CompositionChange;
import io.ivsorchestrator.events.RecordingChange;
import io.ivsorchestrator.events.StreamChange;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * One fact that we were told, with its source, its time, and only the fields that its source really carries.
 *
 * <p>A fact has a business {@link #identity()} (IVS may send an event again under another envelope id). Two tellings of the
 * same fact are merged by {@link #over}, a choice by total order of the whole or of each member, so that it does not matter
 * which came first.
 */
public sealed interface Evidence {
    /** What it is about. */
    Subject subject();

    /** Unique among the facts about one subject; the same for every telling of the same fact. */
    String identity();

    EvidenceSource source();

    /** When it happened or, for what was found in S3, when the object was written. */
    Instant time();

    /** The telling to keep of two with the same identity: by default the earlier one. */
    default Evidence over(Evidence other) {
        return EARLIER.compare(this, other) <= 0 ? this : other;
    }

    /**
     * Earlier first; at the same time by content, which only has to be the same for every JVM that runs this code, and a
     * record's text is made of all its components.
     */
    Comparator<Evidence> EARLIER = Comparator.comparing(Evidence::time).thenComparing(Object::toString);

    /**
     * {@code IVS Recording State Change}.
     *
     * @param subject            the recording of the prefix or, on a start failure without prefix, the unrecorded stream
     * @param location           absent on a start failure
     * @param streamId           the stream that the event names
     * @param streamIds          all streams merged into the recording, the named one included
     * @param recordingSessionId tells a failed start and a recording of the same stream apart
     */
    record ChannelRecordingReported(RecordingId subject, Instant time, RecordingChange change, Arn channel,
            Optional<S3Location> location, String streamId, SortedSet<String> streamIds,
            Optional<String> recordingSessionId, Optional<String> channelName, Optional<Duration> duration,
            Optional<String> reason) implements Evidence {
        public ChannelRecordingReported {
            streamIds = sorted(streamIds, streamId);
        }

        /** With the recording session: which failed starts concern a recording hangs on it. */
        @Override
        public String identity() {
            return "channel-recording." + change + "." + streamId + recordingSessionId.map(id -> "." + id).orElse("");
        }

        /** The earlier telling with the streams of both: a stream once named stays named. */
        @Override
        public Evidence over(Evidence other) {
            if (!(other instanceof ChannelRecordingReported report)) {
                return Evidence.super.over(other);
            }
            SortedSet<String> all = new TreeSet<>(streamIds);
            all.addAll(report.streamIds);
            ChannelRecordingReported one = naming(all);
            ChannelRecordingReported another = report.naming(all);
            return EARLIER.compare(one, another) <= 0 ? one : another;
        }

        private ChannelRecordingReported naming(SortedSet<String> streams) {
            return new ChannelRecordingReported(subject, time, change, channel, location, streamId, streams,
                    recordingSessionId, channelName, duration, reason);
        }

        @Override
        public EvidenceSource source() {
            return EvidenceSource.IVS_EVENT;
        }
    }

    /**
     * {@code IVS Participant Recording State Change}.
     *
     * @param sessionId the current stage session, after a merge not that of the prefix
     */
    record ParticipantRecordingReported(RecordingId.Participant subject, Instant time, RecordingChange change,
            Arn stage, S3Location location, String sessionId, String participantId, Optional<Duration> duration,
            Optional<String> errorCode, Optional<String> reason) implements Evidence {
        @Override
        public String identity() {
            return "participant-recording." + change + "." + sessionId + "." + participantId;
        }

        @Override
        public EvidenceSource source() {
            return EvidenceSource.IVS_EVENT;
        }
    }

    /**
     * {@code IVS Composition State Change}. It concerns the recording of the destination that it names or, of the
     * session, those of all S3 destinations.
     */
    record CompositionReported(Subject.Composition subject, Instant time, CompositionChange change, Arn composition,
            Arn stage, Optional<String> destinationId, Optional<String> errorCode, Optional<String> reason)
            implements
            Evidence {
        @Override
        public String identity() {
            return "composition." + change + destinationId.map(id -> "." + id).orElse("");
        }

        @Override
        public EvidenceSource source() {
            return EvidenceSource.IVS_EVENT;
        }
    }

    /** {@code IVS Stream State Change}. */
    record StreamReported(Subject.StreamSession subject, Instant time, StreamChange change, Arn channel,
            Optional<String> channelName, Optional<String> reason, Optional<String> code) implements Aside {
        @Override
        public String identity() {
            return "stream." + change;
        }

        @Override
        public EvidenceSource source() {
            return EvidenceSource.IVS_EVENT;
        }
    }

    /** Whose participant it is: from any {@code IVS Stage Update} that names a user. */
    record UserSeen(Subject.StageParticipant subject, Instant time, String userId) implements Aside {
        @Override
        public String identity() {
            return "user." + userId;
        }

        @Override
        public EvidenceSource source() {
            return EvidenceSource.IVS_EVENT;
        }
    }

    /**
     * {@code IVS Stage Update}, apart from the user. A participant may publish and unpublish any number of times: kept are
     * the first publishing, the last unpublishing, and one telling per error and per related stage, so that an item cannot
     * grow without bound.
     *
     * @param errorCode of a publish error
     * @param related   the other stage of a replica, as an ARN
     */
    record ParticipantReported(Subject.StageParticipant subject, Instant time, ParticipantChange change, Arn stage,
            Optional<String> errorCode, Optional<String> related) implements Aside {
        @Override
        public String identity() {
            return "participant." + change + errorCode.map(code -> "." + code).orElse("")
                    + related.map(stage -> "." + stage).orElse("");
        }

        @Override
        public EvidenceSource source() {
            return EvidenceSource.IVS_EVENT;
        }

        @Override
        public Evidence over(Evidence other) {
            boolean earlier = EARLIER.compare(this, other) <= 0;
            return switch (change) {
                case PUBLISHED, PUBLISH_ERROR, REPLICATION_START -> earlier ? this : other;
                case UNPUBLISHED, REPLICATION_END, TOKEN_EXCHANGED -> earlier ? other : this;
            };
        }
    }

    /**
     * A metadata object was read. Of two readings of one object the later written counts, unless they differ in what must
     * not be forgotten: the state, and which session and participant are named.
     *
     * @param time the object's {@code Last-Modified}
     */
    record MetadataFound(RecordingId subject, Instant time, MetadataFile file, S3Location location,
            Metadata metadata) implements Evidence {
        @Override
        public String identity() {
            return "metadata." + file + metadata.status().map(status -> "." + status).orElse("")
                    + metadata.sessionId().map(session -> "@" + session).orElse("")
                    + metadata.participantId().map(participant -> "@" + participant).orElse("");
        }

        @Override
        public EvidenceSource source() {
            return EvidenceSource.S3_METADATA;
        }

        @Override
        public Evidence over(Evidence other) {
            return EARLIER.compare(this, other) >= 0 ? this : other;
        }
    }

    /**
     * A metadata object exists but could not be used.
     *
     * @param time   of the S3 event that led to it
     * @param detail what was wrong, in words
     */
    record MetadataUnread(RecordingId subject, Instant time, MetadataFile file, S3Location location,
            UnreadReason reason, String detail) implements ObjectSeen {
        @Override
        public String identity() {
            return "metadata-unread." + file;
        }

        @Override
        public EvidenceSource source() {
            return EvidenceSource.S3_EVENT;
        }
    }

    /**
     * S3 created or deleted a metadata object, or one version of it.
     *
     * @param versionId empty without versioning
     * @param sequencer orders the events of one key, see {@link Sequencer}
     */
    record ObjectChanged(RecordingId subject, Instant time, MetadataFile file, S3Location location, ObjectChange change,
            Optional<String> versionId, Sequencer sequencer) implements ObjectSeen {
        @Override
        public String identity() {
            return "object." + file + "." + change + versionId.map(id -> "." + id).orElse("");
        }

        @Override
        public EvidenceSource source() {
            return EvidenceSource.S3_EVENT;
        }

        @Override
        public Evidence over(Evidence other) {
            if (other instanceof ObjectChanged change && sequencer.compareTo(change.sequencer) != 0) {
                return sequencer.compareTo(change.sequencer) > 0 ? this : other;
            }
            return EARLIER.compare(this, other) <= 0 ? this : other;
        }
    }

    /**
     * A failed start turned out to belong to a recording that we know: same stream, same recording session.
     *
     * @param time               of the failed start
     * @param recordingSessionId of both: another failed start of the stream may belong to nothing
     */
    record Superseded(RecordingId.UnrecordedStream subject, Instant time, RecordingId.Channel by,
            String recordingSessionId) implements Aside {
        @Override
        public String identity() {
            return "superseded." + by.text() + "." + recordingSessionId;
        }

        @Override
        public EvidenceSource source() {
            return EvidenceSource.IVS_EVENT;
        }
    }

    /**
     * S3 said until when it keeps a metadata object: a lifecycle rule applies to it (Amazon S3 API Reference, GetObject,
     * {@code x-amz-expiration}).
     *
     * @param time  the object's {@code Last-Modified}
     * @param until when the object may be removed; media is written before its metadata and may go up to the
     *              recording's length earlier
     */
    record ExpiryTold(RecordingId subject, Instant time, MetadataFile file, Instant until) implements Aside {
        @Override
        public String identity() {
            return "expiry." + file;
        }

        @Override
        public EvidenceSource source() {
            return EvidenceSource.S3_METADATA;
        }

        /** The object that was written last; of two answers about it the later date, which is a lengthened rule's. */
        @Override
        public Evidence over(Evidence other) {
            return other instanceof ExpiryTold told && LATER_AND_LONGER.compare(this, told) < 0 ? other : this;
        }

        private static final Comparator<ExpiryTold> LATER_AND_LONGER = Comparator.comparing(ExpiryTold::time)
                .thenComparing(ExpiryTold::until).thenComparing(Object::toString);
    }

    /**
     * Somebody set or released a hold, which keeps a recording from being deleted. Kept is the last change per name.
     *
     * @param name what is told apart by it: several holds may be set at once
     * @param by   who asked
     * @param note why, in their words
     */
    record HoldChanged(RecordingId subject, Instant time, String name, HoldChange change, String by,
            Optional<String> note) implements Aside {
        @Override
        public String identity() {
            return "hold." + name;
        }

        @Override
        public EvidenceSource source() {
            return EvidenceSource.OPERATOR;
        }

        /** The later; of two at the same time the one that sets the hold, because that one loses nothing. */
        @Override
        public Evidence over(Evidence other) {
            return other instanceof HoldChanged change && LATER_AND_SAFER.compare(this, change) < 0 ? other : this;
        }

        private static final Comparator<HoldChanged> LATER_AND_SAFER = Comparator.comparing(HoldChanged::time)
                .thenComparing(HoldChanged::change, Comparator.reverseOrder()).thenComparing(Object::toString);
    }

    /**
     * How the deletion of a recording's media goes. Kept is the last telling per change.
     *
     * @param by             who asked for it
     * @param detail         of a blocked deletion what stands in its way
     * @param objects        how many object versions were deleted
     * @param tombstoneUntil of a deletion that is done: until when the index remembers the recording
     */
    record DeletionReported(RecordingId subject, Instant time, DeletionChange change, String by,
            Optional<String> detail, OptionalLong objects, Optional<Instant> tombstoneUntil) implements Aside {
        @Override
        public String identity() {
            return "deletion." + change;
        }

        @Override
        public EvidenceSource source() {
            return EvidenceSource.OPERATOR;
        }

        @Override
        public Evidence over(Evidence other) {
            return EARLIER.compare(this, other) >= 0 ? this : other;
        }
    }

    /**
     * The media of a recording that failed or never ended was looked through. What was found last counts.
     *
     * @param location where; the playlist's path is relative to it
     */
    record Salvaged(RecordingId subject, Instant time, S3Location location, Salvage result) implements Aside {
        @Override
        public String identity() {
            return "salvaged";
        }

        @Override
        public EvidenceSource source() {
            return EvidenceSource.SALVAGE;
        }

        @Override
        public Evidence over(Evidence other) {
            return EARLIER.compare(this, other) >= 0 ? this : other;
        }
    }

    /**
     * The media of a recording that ended well was looked through. What was found last counts.
     *
     * @param location where; paths are relative to it
     */
    record Inspected(RecordingId subject, Instant time, S3Location location, Inspection result) implements Aside {
        @Override
        public String identity() {
            return "inspected";
        }

        @Override
        public EvidenceSource source() {
            return EvidenceSource.INSPECTION;
        }

        @Override
        public Evidence over(Evidence other) {
            return EARLIER.compare(this, other) >= 0 ? this : other;
        }
    }

    /**
     * The IVS API told of a recording: of a composition's destination, of a stream whose recording failed to start, or of a
     * participant with exactly one recording in a session, which the API does not tell by its prefix. Once per state.
     *
     * @param time      of what is told, where the API says when, else of the question
     * @param state     as told
     * @param resource  the channel or stage
     * @param location  of a composite recording
     * @param startedAt where told
     * @param endedAt   where told
     * @param code      of a failure
     */
    record RecordingTold(RecordingId subject, Instant time, RecordingState state, Arn resource,
            Optional<S3Location> location, Optional<Instant> startedAt, Optional<Instant> endedAt,
            Optional<String> code) implements Evidence {
        @Override
        public String identity() {
            return "told." + state;
        }

        @Override
        public EvidenceSource source() {
            return EvidenceSource.IVS_API;
        }

        /**
         * What both say, member by member: the API tells a state again with more or with less of the rest, and what was
         * once told stays told. Of two claims the earlier time and start, the later end, and the smaller text.
         */
        @Override
        public Evidence over(Evidence other) {
            if (!(other instanceof RecordingTold told)) {
                return Evidence.super.over(other);
            }
            return new RecordingTold(least(subject, told.subject, Comparator.comparing(RecordingId::text)),
                    least(time, told.time, Comparator.naturalOrder()), state,
                    least(resource, told.resource, Comparator.comparing(Arn::value)),
                    either(location, told.location, Comparator.naturalOrder()),
                    either(startedAt, told.startedAt, Comparator.naturalOrder()),
                    either(endedAt, told.endedAt, Comparator.reverseOrder()),
                    either(code, told.code, Comparator.naturalOrder()));
        }

        private static <T> T least(T one, T another, Comparator<T> order) {
            return order.compare(one, another) <= 0 ? one : another;
        }

        private static <T> Optional<T> either(Optional<T> one, Optional<T> another, Comparator<T> order) {
            return Stream.concat(one.stream(), another.stream()).min(order);
        }
    }

    /** Whose participant it is, as the IVS API told. */
    record UserTold(Subject.StageParticipant subject, Instant time, String userId) implements Aside {
        @Override
        public String identity() {
            return "user-told." + userId;
        }

        @Override
        public EvidenceSource source() {
            return EvidenceSource.IVS_API;
        }
    }

    /**
     * Nothing was left below the prefix when we looked. The last look counts; what is written after it is there again.
     *
     * @param time of the look
     */
    record MediaMissed(RecordingId subject, Instant time, S3Location location) implements Aside {
        @Override
        public String identity() {
            return "missed." + location.bucket();
        }

        @Override
        public EvidenceSource source() {
            return EvidenceSource.S3_LISTING;
        }

        @Override
        public Evidence over(Evidence other) {
            return EARLIER.compare(this, other) >= 0 ? this : other;
        }
    }

    /**
     * A failure that only the API told of turned out to be that of a recording whose prefix we know.
     *
     * @param subject see {@link RecordingId.Participant#unrecorded}
     * @param time    when the API told of it
     */
    record ReplacedBy(RecordingId.Participant subject, Instant time, RecordingId.Participant by) implements Aside {
        @Override
        public String identity() {
            return "replaced." + by.text();
        }

        @Override
        public EvidenceSource source() {
            return EvidenceSource.IVS_API;
        }
    }

    /** A fact that says nothing of the course of a recording itself. */
    sealed interface Aside extends Evidence {}

    /** A fact about one of the metadata objects of a recording, whatever the object says. */
    sealed interface ObjectSeen extends Evidence {
        MetadataFile file();

        S3Location location();
    }

    /** What an {@code IVS Stage Update} says of a participant. */
    enum ParticipantChange {
        PUBLISHED, UNPUBLISHED, PUBLISH_ERROR, REPLICATION_START, REPLICATION_END, TOKEN_EXCHANGED
    }

    /** What S3 says of an object. */
    enum ObjectChange {
        CREATED, DELETED, DELETE_MARKER_CREATED
    }

    /** What became of a hold; the first keeps a recording. */
    enum HoldChange {
        SET, RELEASED
    }

    /** How far a deletion is. At the same time the later constant counts; {@link #DONE} does until something is written. */
    enum DeletionChange {
        /** Asked for; the media is deleted in the background. */
        REQUESTED,
        /** Given up, because of a hold or because S3 refuses: whoever wants it must ask again. */
        BLOCKED,
        /** No version of any object is left below the prefix. */
        DONE
    }

    /** Why metadata that exists could not be used. */
    enum UnreadReason {
        /** The deployment may not read the bucket. */
        DENIED,
        /** The object was gone again before it was read. */
        NOT_FOUND,
        /** It is not the JSON that IVS documents. */
        MALFORMED
    }

    private static SortedSet<String> sorted(SortedSet<String> elements, String another) {
        SortedSet<String> all = new TreeSet<>(elements);
        all.add(another);
        return Collections.unmodifiableSortedSet(all);
    }
}
