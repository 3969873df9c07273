package io.ivsorchestrator.recording;

import static io.ivsorchestrator.recording.EvidenceBuilders.CHANNEL_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.COMPOSITE_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.PARTICIPANT_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.SESSION_2;
import static io.ivsorchestrator.recording.EvidenceBuilders.STREAM_1;
import static io.ivsorchestrator.recording.EvidenceBuilders.STREAM_2;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelEnd;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelEndFailure;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelStart;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelStartFailure;
import static io.ivsorchestrator.recording.EvidenceBuilders.aComposition;
import static io.ivsorchestrator.recording.EvidenceBuilders.aMetadata;
import static io.ivsorchestrator.recording.EvidenceBuilders.aParticipant;
import static io.ivsorchestrator.recording.EvidenceBuilders.aParticipantEnd;
import static io.ivsorchestrator.recording.EvidenceBuilders.aParticipantEndFailure;
import static io.ivsorchestrator.recording.EvidenceBuilders.aParticipantStart;
import static io.ivsorchestrator.recording.EvidenceBuilders.aParticipantStartFailure;
import static io.ivsorchestrator.recording.EvidenceBuilders.aStream;
import static io.ivsorchestrator.recording.EvidenceBuilders.aStreamFailure;
import static io.ivsorchestrator.recording.EvidenceBuilders.aUser;
import static io.ivsorchestrator.recording.EvidenceBuilders.anObject;
import static io.ivsorchestrator.recording.EvidenceBuilders.anUnread;
import static io.ivsorchestrator.recording.EvidenceBuilders.channelLocation;

import io.ivsorchestrator.events.CompositionChange;
import io.ivsorchestrator.events.StreamChange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What IVS and S3 tell in the course of real recordings, in the order in which it happens. */
public final class Histories {
    private Histories() {
    }

    /** Some facts that belong together. */
    public record History(String name, List<Evidence> facts) {
        static History of(String name, Evidence... facts) {
            return new History(name, List.of(facts));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    public static List<History> all() {
        return List.of(channelRecording(), mergedStreams(), mergedStreamsToldPiecemeal(), startFailure(),
                startFailureThenRecording(), startFailureOfTheNextRecording(), twoFailedStartsOfOneStream(),
                endFailure(), streamFailure(), streamSharedByTwoRecordings(), mergedUnderSeveralRecordingSessions(),
                participantRecording(), mergedSessions(), metadataNamesTheSession(), tokenExchange(),
                participantStartFailure(), compositeRecording(), otherDestinationFails(), sessionFailsAfterGoodEnd(),
                destinationFails(), deletedObjects(), versionedObjects(), unreadMetadata(), resentTellings(),
                failureToldByTheApiFirst());
    }

    public static History channelRecording() {
        return History.of("channel recording", aChannelStart().build(),
                anObject(CHANNEL_LOCATION, MetadataFile.STARTED).at("2026-03-07T09:04:40Z").build(),
                aMetadata(CHANNEL_LOCATION, MetadataFile.STARTED).build(), aChannelEnd().build(),
                anObject(CHANNEL_LOCATION, MetadataFile.ENDED).build(),
                aMetadata(CHANNEL_LOCATION, MetadataFile.ENDED).build());
    }

    public static History mergedStreams() {
        return History.of("merge of two streams", aChannelStart().build(),
                aChannelStart().stream(STREAM_2).mergedWith(STREAM_1).at("2026-03-07T09:50:00Z").build(),
                aStreamFailure().at("2026-03-07T09:49:00Z").build(),
                aStreamFailure().stream(STREAM_2).at("2026-03-07T10:30:00Z").build(),
                aChannelEnd().stream(STREAM_2).mergedWith(STREAM_1).build(),
                aMetadata(CHANNEL_LOCATION, MetadataFile.ENDED).build());
    }

    /** As events were before they carried all streams. */
    public static History mergedStreamsToldPiecemeal() {
        return History.of("merge of which each event names one stream", aStreamFailure().build(),
                aStreamFailure().stream(STREAM_2).at("2026-03-07T10:30:00Z").build(),
                aChannelStart().withoutRecordingSession().build(),
                aChannelStart().stream(STREAM_2).at("2026-03-07T09:50:00Z").build(),
                aChannelStartFailure().at("2026-03-07T09:04:00Z").build(),
                aChannelEnd().stream(STREAM_2).withoutRecordingSession().build());
    }

    public static History startFailure() {
        return History.of("start failure", aStream(StreamChange.STREAM_START).at("2026-03-07T09:04:30Z").build(),
                aChannelStartFailure().build(), aStreamFailure().at("2026-03-07T09:10:00Z").build(),
                aStream(StreamChange.STREAM_END).at("2026-03-07T09:10:01Z").build());
    }

    public static History startFailureThenRecording() {
        return History.of("start failure, then a recording of the same recording session",
                aChannelStartFailure().build(), aChannelStart().at("2026-03-07T09:04:50Z").build(),
                aChannelEnd().build(), aStreamFailure().at("2026-03-07T10:36:00Z").build(),
                aMetadata(CHANNEL_LOCATION, MetadataFile.ENDED).build());
    }

    /** Beyond 48 hours a stream gets a new prefix and, presumably, recording session. */
    public static History startFailureOfTheNextRecording() {
        return History.of("recording, then a start failure of the same stream in another recording session",
                aChannelStart().build(), aChannelEnd().build(),
                aChannelStartFailure().recordingSession("zZ9zZ9zZ9zZ9").at("2026-03-09T09:04:36Z").build());
    }

    public static History twoFailedStartsOfOneStream() {
        return History.of("two failed starts of one stream, the later one's recording exists",
                aChannelStartFailure().recordingSession("aA1aA1aA1aA1").at("2026-03-07T09:04:36Z").build(),
                aChannelStartFailure().recordingSession("bB2bB2bB2bB2").at("2026-03-09T09:04:36Z").build(),
                aChannelStart().in(channelLocation("nN3nN3nN3nN3")).recordingSession("bB2bB2bB2bB2")
                        .at("2026-03-09T09:05:00Z").build());
    }

    public static History endFailure() {
        return History.of("end failure", aChannelStart().build(), aChannelEndFailure().build(),
                anObject(CHANNEL_LOCATION, MetadataFile.FAILED).build(),
                aMetadata(CHANNEL_LOCATION, MetadataFile.FAILED).message("InternalServerException").build());
    }

    public static History streamFailure() {
        return History.of("stream failure", aStream(StreamChange.SESSION_CREATED).build(), aChannelStart().build(),
                aStreamFailure().at("2026-03-07T10:30:00Z").build(), aChannelEnd().build());
    }

    public static History streamSharedByTwoRecordings() {
        return History.of("48 hour rollover: one stream, two recordings", aChannelStart().build(),
                aChannelEnd().at("2026-03-09T09:04:36Z").build(),
                aChannelStart().in(channelLocation("nN3nN3nN3nN3")).recordingSession("bB2bB2bB2bB2")
                        .at("2026-03-09T09:04:37Z").build(),
                aStreamFailure().at("2026-03-10T00:00:00Z").build(),
                aChannelEnd().in(channelLocation("nN3nN3nN3nN3")).recordingSession("bB2bB2bB2bB2")
                        .at("2026-03-10T00:01:00Z").build());
    }

    public static History mergedUnderSeveralRecordingSessions() {
        return History.of("merge whose end is the first to tell a failed start's recording session",
                aChannelStartFailure().recordingSession("bB2bB2bB2bB2").at("2026-03-07T09:04:00Z").build(),
                aChannelStart().build(),
                aChannelEnd().stream(STREAM_2).recordingSession("bB2bB2bB2bB2").build());
    }

    public static History participantRecording() {
        return History.of("participant recording with its user before and after",
                aUser("user-7").at("2026-03-07T09:04:30Z").build(), aParticipantStart().build(),
                aParticipant(Evidence.ParticipantChange.UNPUBLISHED).at("2026-03-07T09:13:40Z").build(),
                aUser("user-7").at("2026-03-07T09:13:40Z").build(), aParticipantEnd().build(),
                aMetadata(PARTICIPANT_LOCATION, MetadataFile.ENDED).build());
    }

    public static History mergedSessions() {
        return History.of("participant recording merged from two sessions", aUser("user-7").build(),
                aParticipantStart().build(), aUser("user-8").session(SESSION_2).at("2026-03-07T09:20:00Z").build(),
                aParticipantStart().session(SESSION_2).at("2026-03-07T09:20:01Z").build(),
                aParticipantEnd().session(SESSION_2).lasting(Duration.ofMillis(1_093_114)).build(),
                aMetadata(PARTICIPANT_LOCATION, MetadataFile.ENDED).build());
    }

    /** Which session a merged recording's files name is undocumented, and the first file may be written again. */
    public static History metadataNamesTheSession() {
        return History.of("merged sessions that only metadata names, with a participant id of its own",
                aUser("user-7").build(), aUser("user-8").session(SESSION_2).build(),
                aUser("user-9").session("st-third33333333").participant("Oo9oO9oO9oO9").build(),
                aMetadata(PARTICIPANT_LOCATION, MetadataFile.STARTED).session(SESSION_2).build(),
                aMetadata(PARTICIPANT_LOCATION, MetadataFile.STARTED).session("st-third33333333")
                        .participant("Oo9oO9oO9oO9").at("2026-03-07T09:30:00Z").build());
    }

    public static History tokenExchange() {
        return History.of("token exchange to another user", aParticipantStart().build(), aUser("user-7").build(),
                aParticipant(Evidence.ParticipantChange.TOKEN_EXCHANGED).at("2026-03-07T09:30:00Z").build(),
                aUser("another-user").at("2026-03-07T09:30:00Z").build(), aParticipantEnd().build());
    }

    public static History participantStartFailure() {
        return History.of("participant start failure, then the end fails too", aParticipantStartFailure().build(),
                aUser("user-7").build(), aParticipantEndFailure().build());
    }

    /** Found by random histories: the failure without a prefix gives way, also where it stands under several users. */
    public static History failureToldByTheApiFirst() {
        return History.of("failure that the API tells before its event comes", failureToldByTheApi(),
                aUser("another-user").at("2026-03-07T09:04:30Z").build(), aUser("user-7").build(),
                aParticipantStartFailure().at("2026-03-07T10:36:12Z").build());
    }

    /** It names no prefix. */
    public static Evidence failureToldByTheApi() {
        return new Evidence.RecordingTold(RecordingId.Participant.unrecorded(EvidenceBuilders.STAGE,
                EvidenceBuilders.SESSION_1, EvidenceBuilders.PARTICIPANT), Instant.parse("2026-03-07T11:00:00Z"),
                RecordingState.FAILED, EvidenceBuilders.STAGE_ARN, Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty());
    }

    public static History compositeRecording() {
        return History.of("composite recording", aComposition(CompositionChange.SESSION_START).build(),
                aComposition(CompositionChange.DESTINATION_START).at("2026-03-07T09:04:37Z").build(),
                anObject(COMPOSITE_LOCATION, MetadataFile.STARTED).at("2026-03-07T09:04:40Z").build(),
                aComposition(CompositionChange.DESTINATION_END).at("2026-03-07T10:36:10Z").build(),
                aComposition(CompositionChange.SESSION_END).at("2026-03-07T10:36:14Z").build(),
                aMetadata(COMPOSITE_LOCATION, MetadataFile.ENDED).build());
    }

    public static History otherDestinationFails() {
        return History.of("failure of the composition's other destination",
                aMetadata(COMPOSITE_LOCATION, MetadataFile.STARTED).build(),
                aComposition(CompositionChange.DESTINATION_FAILURE).destination("Zz9zZ9zZ9zZ9")
                        .because("ConflictException", "Stream already exists").build(),
                aComposition(CompositionChange.DESTINATION_END).at("2026-03-07T10:36:10Z").build());
    }

    public static History sessionFailsAfterGoodEnd() {
        return History.of("session failure after the destination ended well",
                aMetadata(COMPOSITE_LOCATION, MetadataFile.ENDED).build(),
                aComposition(CompositionChange.DESTINATION_END).at("2026-03-07T10:36:10Z").build(),
                aComposition(CompositionChange.SESSION_FAILURE).at("2026-03-07T10:36:20Z")
                        .because("DestinationFailure", "One or more outputs failed").build());
    }

    public static History destinationFails() {
        return History.of("failure of the destination", aComposition(CompositionChange.DESTINATION_START).build(),
                aComposition(CompositionChange.DESTINATION_RECONNECTING).at("2026-03-07T09:20:00Z").build(),
                aComposition(CompositionChange.DESTINATION_FAILURE).at("2026-03-07T09:21:00Z")
                        .because("AccessDeniedException", "Access denied to S3 bucket.").build(),
                aComposition(CompositionChange.SESSION_FAILURE).at("2026-03-07T09:21:05Z").build(),
                anObject(COMPOSITE_LOCATION, MetadataFile.FAILED).build());
    }

    public static History deletedObjects() {
        return History.of("object created, deleted, created again and deleted", aChannelEnd().build(),
                anObject(CHANNEL_LOCATION, MetadataFile.ENDED).sequencer("0065F1A2B3C4D5E6F7").build(),
                anObject(CHANNEL_LOCATION, MetadataFile.ENDED).deleted().sequencer("0065F1A2B3C4D5E6F8").build(),
                anObject(CHANNEL_LOCATION, MetadataFile.ENDED).sequencer("0065F1A2B3C4D5E6F9").build(),
                anObject(CHANNEL_LOCATION, MetadataFile.ENDED).deleted().sequencer("0065F1A2B3C4D5E6FA").build());
    }

    public static History versionedObjects() {
        return History.of("versions and a delete marker",
                anObject(CHANNEL_LOCATION, MetadataFile.ENDED).version("v1").sequencer("01").build(),
                anObject(CHANNEL_LOCATION, MetadataFile.ENDED).version("v2").sequencer("02").build(),
                anObject(CHANNEL_LOCATION, MetadataFile.ENDED).markedDeleted().version("v3").sequencer("03").build(),
                anObject(CHANNEL_LOCATION, MetadataFile.ENDED).deleted().version("v3").sequencer("04").build(),
                anObject(CHANNEL_LOCATION, MetadataFile.ENDED).deleted().version("v2").sequencer("05").build(),
                anObject(CHANNEL_LOCATION, MetadataFile.ENDED).deleted().version("v1").sequencer("06").build());
    }

    public static History unreadMetadata() {
        return History.of("metadata that could not be read, then could",
                anObject(CHANNEL_LOCATION, MetadataFile.ENDED).build(),
                anUnread(CHANNEL_LOCATION, MetadataFile.ENDED, Evidence.UnreadReason.DENIED),
                anUnread(CHANNEL_LOCATION, MetadataFile.ENDED, Evidence.UnreadReason.MALFORMED),
                aMetadata(CHANNEL_LOCATION, MetadataFile.ENDED).build());
    }

    /** IVS sends an event again: another time, another set of streams, another name. */
    public static History resentTellings() {
        return History.of("the same facts told differently", aChannelStart().build(),
                aChannelStart().mergedWith(STREAM_2).at("2026-03-07T09:04:37Z").named("renamed").build(),
                aChannelStart().mergedWith("st-3Y8x7W6v5U4t3S2r1QpOnMl").unnamed().build(),
                aStreamFailure().stream(STREAM_2).build(),
                aStreamFailure().stream(STREAM_2).at("2026-03-07T09:04:35Z").because("Sent again").build(),
                aChannelStartFailure().stream(STREAM_2).at("2026-03-07T09:04:20Z").build());
    }
}
