package io.ivsorchestrator.indexing;

import io.ivsorchestrator.events.AdBreakStateChange;
import io.ivsorchestrator.events.ApiCall;
import io.ivsorchestrator.events.CompositionStateChange;
import io.ivsorchestrator.events.Event;
import io.ivsorchestrator.events.LimitBreach;
import io.ivsorchestrator.events.ObjectCreated;
import io.ivsorchestrator.events.ObjectDeleted;
import io.ivsorchestrator.events.ParticipantRecordingStateChange;
import io.ivsorchestrator.events.RecordingChange;
import io.ivsorchestrator.events.RecordingStateChange;
import io.ivsorchestrator.events.S3ObjectEvent;
import io.ivsorchestrator.events.StageUpdate;
import io.ivsorchestrator.events.StreamHealthChange;
import io.ivsorchestrator.events.StreamStateChange;
import io.ivsorchestrator.events.Unrecognized;
import io.ivsorchestrator.recording.Evidence;
import io.ivsorchestrator.recording.MetadataFile;
import io.ivsorchestrator.recording.RecordingId;
import io.ivsorchestrator.recording.RecordingKind;
import io.ivsorchestrator.recording.RecordingPrefix;
import io.ivsorchestrator.recording.S3Location;
import io.ivsorchestrator.recording.Sequencer;
import io.ivsorchestrator.recording.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What an event means to the index. Pure.
 *
 * <p>Trust: EventBridge lets only AWS services use a source that begins with {@code aws.}, and the envelope's account must
 * be one of ours. Its region may differ from the ARN's in real events and is not looked at.
 */
final class EventReading {
    private final TrustedAccounts accounts;

    EventReading(TrustedAccounts accounts) {
        this.accounts = accounts;
    }

    Reading read(Event event) {
        String account = event.envelope().account();
        if (!accounts.trusts(account)) {
            return new Reading.Refused("$.account: the event is of account " + account + ", not of ours");
        }
        try {
            return meaning(event);
        } catch (IllegalArgumentException noId) {
            // Ids become keys of the index, so what cannot be an id of IVS must not get there.
            return new Reading.Refused("$.detail: " + noId.getMessage());
        }
    }

    private static Reading meaning(Event event) {
        return switch (event) {
            case RecordingStateChange change -> channelRecording(change);
            case ParticipantRecordingStateChange change -> participantRecording(change);
            case CompositionStateChange change -> composition(change);
            case StageUpdate update -> stageUpdate(update);
            case StreamStateChange change -> stream(change);
            case ObjectCreated created -> object(created, Evidence.ObjectChange.CREATED);
            case ObjectDeleted deleted -> object(deleted, switch (deleted.deletion()) {
                case PERMANENT -> Evidence.ObjectChange.DELETED;
                case MARKER_CREATED -> Evidence.ObjectChange.DELETE_MARKER_CREATED;
            });
            case StreamHealthChange _ -> new Reading.OfNoUse("IVS Stream Health Change");
            case LimitBreach _ -> new Reading.OfNoUse("IVS Limit Breach");
            case AdBreakStateChange _ -> new Reading.OfNoUse("IVS Ad Break State Change");
            case ApiCall _ -> new Reading.OfNoUse("AWS API Call via CloudTrail");
            case Unrecognized unknown -> new Reading.Refused(unknown.discriminator().isEmpty()
                    ? "$.detail-type: not known in this version: " + unknown.envelope().detailType() + " from "
                            + unknown.envelope().source()
                    : "$.detail: not known in this version: " + unknown.discriminator());
        };
    }

    private static Reading channelRecording(RecordingStateChange it) {
        Optional<RecordingPrefix> prefix = it.prefix().flatMap(RecordingPrefix::parse);
        boolean ofChannel = prefix.filter(there -> there.id() instanceof RecordingId.Channel).isPresent();
        if (it.prefix().isPresent() && !ofChannel) {
            return otherLayout(it.prefix().get(), prefix, RecordingKind.CHANNEL);
        }
        RecordingId id;
        if (prefix.isPresent()) {
            id = prefix.get().id();
        } else if (isFailure(it.change())) {
            // Documented for a failed start only; but news of a failure must not be lost for want of a prefix.
            id = new RecordingId.UnrecordedStream(it.channel().resourceId(), it.streamId());
        } else {
            return new Reading.Refused("$.detail.recording_s3_key_prefix: is missing or empty, which IVS documents for "
                    + RecordingChange.START_FAILURE.text() + " only");
        }
        Optional<S3Location> location = prefix.flatMap(
                there -> it.bucket().map(bucket -> new S3Location(bucket, there.value())));
        // Checked here because they become keys as soon as the recording meets its streams.
        Stream.concat(Stream.of(it.streamId()), it.streamIds().stream())
                .forEach(streamId -> new Subject.StreamSession(it.channel().resourceId(), streamId));
        return told(new Evidence.ChannelRecordingReported(id, it.envelope().time(), it.change(), it.channel(), location,
                it.streamId(), new TreeSet<>(it.streamIds()), it.recordingSessionId(), it.channelName(),
                duration(it.durationMs()), it.reason()));
    }

    private static boolean isFailure(RecordingChange change) {
        return switch (change) {
            case START_FAILURE, END_FAILURE -> true;
            case START, END -> false;
        };
    }

    private static Reading participantRecording(ParticipantRecordingStateChange it) {
        Optional<RecordingPrefix> prefix = RecordingPrefix.parse(it.prefix());
        if (prefix.isEmpty() || !(prefix.get().id() instanceof RecordingId.Participant id)) {
            return otherLayout(it.prefix(), prefix, RecordingKind.PARTICIPANT);
        }
        Subject.StageParticipant participant = new Subject.StageParticipant(id.stageId(), it.sessionId(),
                it.participantId());
        return told(new Evidence.ParticipantRecordingReported(id, it.envelope().time(), it.change(), it.stage(),
                new S3Location(it.bucket(), it.prefix()), participant.sessionId(), participant.participantId(),
                duration(it.durationMs()), it.errorCode(), it.reason()));
    }

    private static Reading otherLayout(String text, Optional<RecordingPrefix> prefix, RecordingKind expected) {
        return new Reading.Refused("$.detail.recording_s3_key_prefix: is not in the layout that IVS documents for a "
                + word(expected) + " recording"
                + prefix.map(there -> ", but in that for a " + word(there.id().kind()) + " recording").orElse("") + ": "
                + text);
    }

    private static String word(RecordingKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static Reading composition(CompositionStateChange it) {
        return told(new Evidence.CompositionReported(new Subject.Composition(it.composition().resourceId()),
                it.envelope().time(), it.change(), it.composition(), it.stage(), it.destinationId(), it.errorCode(),
                it.reason()));
    }

    private static Reading stageUpdate(StageUpdate update) {
        Subject.StageParticipant participant = new Subject.StageParticipant(update.stage().resourceId(),
                update.sessionId(), update.participantId());
        List<Evidence> evidence = new ArrayList<>();
        users(update).distinct()
                .forEach(user -> evidence.add(new Evidence.UserSeen(participant, update.eventTime(), user)));
        evidence.add(switch (update) {
            case StageUpdate.ParticipantPublished it -> reported(participant, it, Evidence.ParticipantChange.PUBLISHED,
                    Optional.empty(), it.replica().flatMap(StageUpdate.Replica::sourceStage));
            case StageUpdate.ParticipantUnpublished it -> reported(participant, it,
                    Evidence.ParticipantChange.UNPUBLISHED, Optional.empty(),
                    it.replica().flatMap(StageUpdate.Replica::sourceStage));
            case StageUpdate.ParticipantPublishError it -> reported(participant, it,
                    Evidence.ParticipantChange.PUBLISH_ERROR, it.errorCode(),
                    it.replica().flatMap(StageUpdate.Replica::sourceStage));
            case StageUpdate.ParticipantReplicationStart it -> reported(participant, it,
                    Evidence.ParticipantChange.REPLICATION_START, Optional.empty(), it.destinationStage());
            case StageUpdate.ParticipantReplicationEnd it -> reported(participant, it,
                    Evidence.ParticipantChange.REPLICATION_END, Optional.empty(), it.destinationStage());
            case StageUpdate.TokenExchanged it -> reported(participant, it, Evidence.ParticipantChange.TOKEN_EXCHANGED,
                    Optional.empty(), Optional.empty());
        });
        return new Reading.Told(evidence);
    }

    /** A participant that goes on under another token was both users. */
    private static Stream<String> users(StageUpdate update) {
        Stream<String> named = update.userId().stream();
        return update instanceof StageUpdate.TokenExchanged exchanged
                ? Stream.concat(named, Stream.of(exchanged.previousToken(), exchanged.newToken())
                        .flatMap(token -> token.flatMap(StageUpdate.Token::userId).stream()))
                : named;
    }

    private static Evidence reported(Subject.StageParticipant participant, StageUpdate update,
            Evidence.ParticipantChange change, Optional<String> errorCode, Optional<String> related) {
        return new Evidence.ParticipantReported(participant, update.eventTime(), change, update.stage(), errorCode,
                related);
    }

    private static Reading stream(StreamStateChange it) {
        return told(new Evidence.StreamReported(
                new Subject.StreamSession(it.channel().resourceId(), it.streamId()), it.envelope().time(), it.change(),
                it.channel(), it.channelName(), it.reason(), it.code()));
    }

    private static Reading object(S3ObjectEvent event, Evidence.ObjectChange change) {
        Optional<MetadataFile.Key> key = MetadataFile.of(event.key());
        Optional<RecordingPrefix> prefix = key.flatMap(it -> RecordingPrefix.parse(it.prefix()));
        if (key.isPresent() && prefix.isEmpty() && event.key().startsWith("ivs/")) {
            // Nobody else writes there: a layout that is new to us must not pass unseen.
            return new Reading.Refused(
                    "$.detail.object.key: is in none of the layouts that IVS documents: " + event.key());
        }
        if (key.isEmpty() || prefix.isEmpty()) {
            return new Reading.OfNoUse("object that is no metadata of an IVS recording");
        }
        Evidence.ObjectChanged object = new Evidence.ObjectChanged(prefix.get().id(), event.envelope().time(),
                key.get().file(), new S3Location(event.bucket(), prefix.get().value()), change, event.versionId(),
                new Sequencer(event.sequencer()));
        return change == Evidence.ObjectChange.CREATED ? new Reading.MetadataWritten(object) : told(object);
    }

    private static Reading told(Evidence evidence) {
        return new Reading.Told(List.of(evidence));
    }

    private static Optional<Duration> duration(OptionalLong millis) {
        return millis.isPresent() ? Optional.of(Duration.ofMillis(millis.getAsLong())) : Optional.empty();
    }
}
