package io.ivsorchestrator.recording;

import static io.ivsorchestrator.recording.EvidenceBuilders.BUCKET;
import static io.ivsorchestrator.recording.EvidenceBuilders.CHANNEL;
import static io.ivsorchestrator.recording.EvidenceBuilders.CHANNEL_ARN;
import static io.ivsorchestrator.recording.EvidenceBuilders.CHANNEL_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.COMPOSITE_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.PARTICIPANT_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.SESSION_1;
import static io.ivsorchestrator.recording.EvidenceBuilders.SESSION_2;
import static io.ivsorchestrator.recording.EvidenceBuilders.STREAM_1;
import static io.ivsorchestrator.recording.EvidenceBuilders.STREAM_2;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelEnd;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelEndFailure;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelStart;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelStartFailure;
import static io.ivsorchestrator.recording.EvidenceBuilders.aComposition;
import static io.ivsorchestrator.recording.EvidenceBuilders.aDeletion;
import static io.ivsorchestrator.recording.EvidenceBuilders.aHold;
import static io.ivsorchestrator.recording.EvidenceBuilders.aMetadata;
import static io.ivsorchestrator.recording.EvidenceBuilders.aParticipantEnd;
import static io.ivsorchestrator.recording.EvidenceBuilders.aParticipantEndFailure;
import static io.ivsorchestrator.recording.EvidenceBuilders.aParticipantStart;
import static io.ivsorchestrator.recording.EvidenceBuilders.aParticipantStartFailure;
import static io.ivsorchestrator.recording.EvidenceBuilders.aStreamFailure;
import static io.ivsorchestrator.recording.EvidenceBuilders.aUser;
import static io.ivsorchestrator.recording.EvidenceBuilders.anExpiry;
import static io.ivsorchestrator.recording.EvidenceBuilders.anObject;
import static io.ivsorchestrator.recording.EvidenceBuilders.anUnread;
import static io.ivsorchestrator.recording.EvidenceBuilders.idOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.ivsorchestrator.events.CompositionChange;
import io.ivsorchestrator.recording.Evidence.UnreadReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RecordingTest {
    private static RecordingSummary channel(Evidence... facts) {
        return Recording.of(idOf(CHANNEL_LOCATION)).join(List.of(facts)).summary();
    }

    private static RecordingSummary participant(Evidence... facts) {
        return Recording.of(idOf(PARTICIPANT_LOCATION)).join(List.of(facts)).summary();
    }

    private static RecordingSummary composite(Evidence... facts) {
        return Recording.of(idOf(COMPOSITE_LOCATION)).join(List.of(facts)).summary();
    }

    // State

    static Stream<Arguments> states() {
        return Stream.of(Arguments.of(aChannelStart().build(), RecordingState.ACTIVE),
                Arguments.of(aChannelEnd().build(), RecordingState.STOPPED),
                Arguments.of(aChannelEndFailure().build(), RecordingState.FAILED),
                Arguments.of(aChannelStartFailure().build(), RecordingState.FAILED),
                Arguments.of(aStreamFailure().build(), RecordingState.STARTING),
                Arguments.of(aParticipantStart().build(), RecordingState.ACTIVE),
                Arguments.of(aParticipantEnd().build(), RecordingState.STOPPED),
                Arguments.of(aParticipantStartFailure().build(), RecordingState.FAILED),
                Arguments.of(aParticipantEndFailure().build(), RecordingState.FAILED),
                Arguments.of(aUser("user-7").build(), RecordingState.STARTING),
                Arguments.of(anObject(CHANNEL_LOCATION, MetadataFile.STARTED).build(), RecordingState.ACTIVE),
                Arguments.of(anObject(CHANNEL_LOCATION, MetadataFile.ENDED).build(), RecordingState.STOPPED),
                Arguments.of(anObject(CHANNEL_LOCATION, MetadataFile.FAILED).deleted().build(),
                        RecordingState.FAILED),
                Arguments.of(anUnread(CHANNEL_LOCATION, MetadataFile.ENDED, UnreadReason.DENIED),
                        RecordingState.STOPPED),
                Arguments.of(aMetadata(CHANNEL_LOCATION, MetadataFile.ENDED).build(), RecordingState.STOPPED),
                Arguments.of(aMetadata(CHANNEL_LOCATION, MetadataFile.ENDED).status(RecordingState.FAILED).build(),
                        RecordingState.FAILED),
                Arguments.of(aMetadata(CHANNEL_LOCATION, MetadataFile.FAILED).withUnknownStatus().build(),
                        RecordingState.FAILED));
    }

    @ParameterizedTest
    @MethodSource("states")
    void state_afterOneFact_isWhatItImplies(Evidence fact, RecordingState state) {
        assertThat(channel(fact).state()).isEqualTo(state);
    }

    @ParameterizedTest
    @CsvSource({"SESSION_START,STARTING", "DESTINATION_START,ACTIVE", "DESTINATION_RECONNECTING,ACTIVE",
        "DESTINATION_END,STOPPING", "SESSION_FAILURE,STOPPING", "SESSION_END,STOPPED", "DESTINATION_FAILURE,FAILED"})
    void state_afterACompositionsChange_isWhatItImplies(CompositionChange change, RecordingState state) {
        assertThat(composite(aComposition(change).build()).state()).isEqualTo(state);
    }

    @Test
    void state_sessionFailureAfterAGoodEnd_staysStopped() {
        assertThat(composite(aMetadata(COMPOSITE_LOCATION, MetadataFile.ENDED).build(),
                aComposition(CompositionChange.SESSION_FAILURE).build()).state()).isEqualTo(RecordingState.STOPPED);
    }

    @Test
    void state_startAfterTheEnd_doesNotReopen() {
        assertThat(channel(aChannelEnd().build(), aChannelStart().at("2026-03-08T00:00:00Z").build()).state())
                .isEqualTo(RecordingState.STOPPED);
    }

    @Test
    void state_metadataReadAgainWithABetterStatus_isNotForgotten() {
        assertThat(channel(aMetadata(CHANNEL_LOCATION, MetadataFile.ENDED).status(RecordingState.FAILED).build(),
                aMetadata(CHANNEL_LOCATION, MetadataFile.ENDED).at("2026-03-08T00:00:00Z").build()).state())
                .isEqualTo(RecordingState.FAILED);
    }

    // Times, duration, names, places

    @Test
    void startedAt_metadataAndEvent_isTheMetadatas() {
        assertThat(channel(aChannelStart().at("2026-03-07T09:00:00Z").build(),
                aMetadata(CHANNEL_LOCATION, MetadataFile.STARTED).started("2026-03-07T09:04:35Z").build())
                .startedAt()).isEqualTo(Instant.parse("2026-03-07T09:04:35Z"));
    }

    @Test
    void startedAt_twoMergedStarts_isTheEarlier() {
        assertThat(channel(aChannelStart().stream(STREAM_2).at("2026-03-07T09:50:00Z").build(),
                aChannelStart().build()).startedAt()).isEqualTo(Instant.parse("2026-03-07T09:04:36Z"));
    }

    @Test
    void startedAt_endOnly_isThePrefixs() {
        assertThat(participant(aParticipantEnd().build()).startedAt())
                .isEqualTo(Instant.parse("2026-03-07T09:04:31Z"));
        assertThat(channel(aChannelEnd().build()).startedAt()).isEqualTo(Instant.parse("2026-03-07T09:04:00Z"));
    }

    @Test
    void startedAt_compositeWithoutStart_isTheEarliestFacts() {
        assertThat(composite(anObject(COMPOSITE_LOCATION, MetadataFile.ENDED).build(),
                aComposition(CompositionChange.SESSION_END).at("2026-03-07T10:36:14Z").build()).startedAt())
                .isEqualTo(Instant.parse("2026-03-07T10:36:12Z"));
    }

    @Test
    void endedAt_metadataAndLaterEvent_isTheMetadatas() {
        assertThat(channel(aChannelEnd().at("2026-03-07T11:00:00Z").build(),
                aMetadata(CHANNEL_LOCATION, MetadataFile.ENDED).ended("2026-03-07T10:36:11Z").build()).endedAt())
                .contains(Instant.parse("2026-03-07T10:36:11Z"));
    }

    @Test
    void duration_endAndMetadata_isTheMetadatas() {
        assertThat(channel(aChannelEnd().lasting(Duration.ofSeconds(10)).build(),
                aMetadata(CHANNEL_LOCATION, MetadataFile.ENDED).lasting(Duration.ofSeconds(9)).build()).duration())
                .contains(Duration.ofSeconds(9));
    }

    @Test
    void duration_zeroOfAChannelsEndFailure_isNotTold() {
        assertThat(channel(aChannelEndFailure().build()).duration()).isEmpty();
    }

    @Test
    void duration_zeroOfAnEnd_isZero() {
        assertThat(channel(aChannelEnd().lasting(Duration.ZERO).build()).duration()).contains(Duration.ZERO);
        assertThat(participant(aParticipantEndFailure().lasting(Duration.ZERO).build()).duration())
                .contains(Duration.ZERO);
    }

    @Test
    void channelName_renamed_isTheLatest() {
        assertThat(channel(aChannelEnd().named("renamed").build(), aChannelStart().named("acme-main").build())
                .channelName()).contains("renamed");
    }

    @Test
    void channelName_lastEventWithout_isTheOneBefore() {
        assertThat(channel(aChannelEnd().unnamed().build(), aChannelStart().named("acme-main").build()).channelName())
                .contains("acme-main");
    }

    @Test
    void source_objectOnly_isUnknown() {
        assertThat(channel(anObject(CHANNEL_LOCATION, MetadataFile.ENDED).build()).source()).isEmpty();
        assertThat(channel(aChannelEnd().build()).source()).contains(CHANNEL_ARN);
    }

    @Test
    void location_twoBuckets_isTheOneThatS3Tells() {
        S3Location copy = new S3Location("a-copy", CHANNEL_LOCATION.prefix());

        assertThat(channel(aMetadata(CHANNEL_LOCATION, MetadataFile.ENDED).build(), aChannelEnd().in(copy).build())
                .location()).map(S3Location::bucket).contains(BUCKET);
    }

    @Test
    void streamIds_mergedStreams_areAllThatAreNamed() {
        assertThat(channel(aChannelStart().build(), aChannelEnd().stream(STREAM_2).build()).streamIds())
                .containsExactly(STREAM_1, STREAM_2);
    }

    @Test
    void streamIds_sameStartToldWithOtherStreams_areThoseOfBoth() {
        assertThat(channel(aChannelStart().build(),
                aChannelStart().mergedWith(STREAM_2).at("2026-03-07T09:05:00Z").build()).streamIds())
                .containsExactly(STREAM_1, STREAM_2);
    }

    @Test
    void sessionIds_mergedSessions_includeThePrefixs() {
        assertThat(participant(aParticipantEnd().session(SESSION_2).build()).sessionIds()).containsExactly(SESSION_1,
                SESSION_2);
    }

    @Test
    void userIds_tokenExchange_areBoth() {
        assertThat(participant(aUser("user-7").build(), aUser("another-user").build()).userIds())
                .containsExactly("another-user", "user-7");
    }

    // Failure

    @Test
    void failure_channelsStartFailure_isOfNothing() {
        RecordingId id = new RecordingId.UnrecordedStream(CHANNEL, STREAM_1);

        assertThat(Recording.of(id).join(aChannelStartFailure().build()).summary().failure())
                .contains(new Failure(Instant.parse("2026-03-07T09:04:36Z"), false,
                        Optional.of("ValidationException"), Optional.empty()));
    }

    @Test
    void failure_failedStartOfOneOfSeveralStreams_leavesWhatTheOthersRecorded() {
        assertThat(channel(aChannelStart().build(), aChannelStartFailure().stream(STREAM_2).build()).failure())
                .map(Failure::partial).contains(true);
    }

    @Test
    void failure_participantsEndFailure_hasCodeAndWords() {
        assertThat(participant(aParticipantEndFailure().build()).failure()).contains(new Failure(
                Instant.parse("2026-03-07T10:36:12Z"), true, Optional.of("ResourceNotFoundException"),
                Optional.of("S3 bucket not found. Please verify your bucket exists.")));
    }

    @Test
    void failure_metadataWithoutWordsBeforeTheEvent_isTheEventsThatTellsMore() {
        assertThat(participant(aMetadata(PARTICIPANT_LOCATION, MetadataFile.FAILED).ended("2026-03-07T10:36:00Z")
                .build(), aParticipantEndFailure().build()).failure().flatMap(Failure::code))
                .contains("ResourceNotFoundException");
    }

    @Test
    void failure_failedFileOfUnknownStatus_isOne() {
        assertThat(channel(aMetadata(CHANNEL_LOCATION, MetadataFile.FAILED).withUnknownStatus()
                .message("InternalServerException").build()).failure().flatMap(Failure::code))
                .contains("InternalServerException");
    }

    @Test
    void failure_metadataThatNeverStarted_isOfNothing() {
        assertThat(participant(aMetadata(PARTICIPANT_LOCATION, MetadataFile.FAILED).neverStarted().build()).failure())
                .map(Failure::partial).contains(false);
    }

    @Test
    void failure_ofSessionOnly_isNone() {
        assertThat(composite(aComposition(CompositionChange.SESSION_FAILURE).because("StageDeleted", "Stage").build())
                .failure()).isEmpty();
    }

    @Test
    void failure_ofADestination_isOfNothing_untilSomethingShowsItsOutput() {
        Evidence failure = aComposition(CompositionChange.DESTINATION_FAILURE)
                .because("AccessDeniedException", "Access denied to S3 bucket.").build();
        Evidence told = new Evidence.RecordingTold(idOf(COMPOSITE_LOCATION), Instant.parse("2026-03-07T09:04:36Z"),
                RecordingState.FAILED, EvidenceBuilders.STAGE_ARN, Optional.of(COMPOSITE_LOCATION), Optional.empty(),
                Optional.empty(), Optional.empty());

        assertThat(composite(told, failure, aComposition(CompositionChange.SESSION_FAILURE).build()).failure())
                .map(Failure::partial).contains(false);
        assertThat(Recording.of(idOf(COMPOSITE_LOCATION)).join(List.of(told, failure)).hasBegun()).isFalse();
        assertThat(composite(told, failure, aComposition(CompositionChange.DESTINATION_START).build()).failure())
                .map(Failure::partial).contains(true);
        assertThat(composite(told, failure, anObject(COMPOSITE_LOCATION, MetadataFile.STARTED).build()).failure())
                .map(Failure::partial).contains(true);
    }

    // Presence of media

    private static final MetadataFile ENDED = MetadataFile.ENDED;

    static Stream<Arguments> presences() {
        return Stream.of(
                Arguments.of("events only", MediaPresence.UNSEEN, List.of(aChannelEnd().build())),
                Arguments.of("created", MediaPresence.PRESENT, List.of(anObject(CHANNEL_LOCATION, ENDED).build())),
                Arguments.of("read without an event", MediaPresence.PRESENT,
                        List.of(aMetadata(CHANNEL_LOCATION, ENDED).build())),
                Arguments.of("read, then deleted", MediaPresence.GONE,
                        List.of(aMetadata(CHANNEL_LOCATION, ENDED).build(),
                                anObject(CHANNEL_LOCATION, ENDED).deleted().build())),
                Arguments.of("created, then deleted", MediaPresence.GONE,
                        List.of(anObject(CHANNEL_LOCATION, ENDED).sequencer("01").build(),
                                anObject(CHANNEL_LOCATION, ENDED).deleted().sequencer("02").build())),
                Arguments.of("deleted, then created again", MediaPresence.PRESENT,
                        List.of(anObject(CHANNEL_LOCATION, ENDED).sequencer("03").build(),
                                anObject(CHANNEL_LOCATION, ENDED).deleted().sequencer("02").build())),
                Arguments.of("one of two files deleted", MediaPresence.PRESENT,
                        List.of(anObject(CHANNEL_LOCATION, MetadataFile.STARTED).build(),
                                anObject(CHANNEL_LOCATION, ENDED).deleted().build())),
                Arguments.of("delete marker over a version", MediaPresence.GONE,
                        List.of(anObject(CHANNEL_LOCATION, ENDED).version("v1").sequencer("01").build(),
                                anObject(CHANNEL_LOCATION, ENDED).markedDeleted().version("v2").sequencer("02")
                                        .build())),
                Arguments.of("delete marker deleted again", MediaPresence.PRESENT,
                        List.of(anObject(CHANNEL_LOCATION, ENDED).version("v1").sequencer("01").build(),
                                anObject(CHANNEL_LOCATION, ENDED).markedDeleted().version("v2").sequencer("02")
                                        .build(),
                                anObject(CHANNEL_LOCATION, ENDED).deleted().version("v2").sequencer("03").build())),
                Arguments.of("noncurrent version deleted", MediaPresence.PRESENT,
                        List.of(anObject(CHANNEL_LOCATION, ENDED).version("v1").sequencer("01").build(),
                                anObject(CHANNEL_LOCATION, ENDED).version("v2").sequencer("02").build(),
                                anObject(CHANNEL_LOCATION, ENDED).deleted().version("v1").sequencer("03").build())));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("presences")
    void presence_afterS3sEvents_isTheirSum(String name, MediaPresence presence, List<Evidence> facts) {
        assertThat(Recording.of(idOf(CHANNEL_LOCATION)).join(facts).summary().presence()).as(name)
                .isEqualTo(presence);
    }

    // Attention

    @Test
    void unread_endedFileUnreadable_needsAttention() {
        RecordingSummary summary = channel(anUnread(CHANNEL_LOCATION, ENDED, UnreadReason.DENIED));

        assertThat(summary.unread()).contains(UnreadReason.DENIED);
        assertThat(summary.needsAttention()).isTrue();
    }

    @Test
    void unread_startedFileOfALiveRecording_needsNoAttentionYet() {
        assertThat(channel(anUnread(CHANNEL_LOCATION, MetadataFile.STARTED, UnreadReason.DENIED)).needsAttention())
                .isFalse();
    }

    @Test
    void unread_fileReadLater_isNone() {
        assertThat(channel(anUnread(CHANNEL_LOCATION, ENDED, UnreadReason.DENIED),
                aMetadata(CHANNEL_LOCATION, ENDED).build()).unread()).isEmpty();
    }

    @Test
    void unread_mediaGone_isNone() {
        assertThat(channel(anUnread(CHANNEL_LOCATION, ENDED, UnreadReason.NOT_FOUND),
                anObject(CHANNEL_LOCATION, ENDED).deleted().build()).unread()).isEmpty();
    }

    @Test
    void needsAttention_supersededFailedStart_isFalse() {
        RecordingId.UnrecordedStream id = new RecordingId.UnrecordedStream(CHANNEL, STREAM_1);
        RecordingId.Channel by = (RecordingId.Channel) idOf(CHANNEL_LOCATION);
        RecordingSummary summary = Recording.of(id).join(List.of(aChannelStartFailure().build(),
                new Evidence.Superseded(id, Instant.parse("2026-03-07T09:04:36Z"), by,
                        EvidenceBuilders.RECORDING_SESSION)))
                .summary();

        assertThat(summary.supersededBy()).containsExactly(by);
        assertThat(summary.needsAttention()).isFalse();
    }

    @Test
    void needsAttention_anotherFailedStartOfTheStreamBelongsToNothing_isTrue() {
        RecordingId.UnrecordedStream id = new RecordingId.UnrecordedStream(CHANNEL, STREAM_1);
        RecordingId.Channel by = (RecordingId.Channel) idOf(CHANNEL_LOCATION);
        RecordingSummary summary = Recording.of(id).join(List.of(aChannelStartFailure().build(),
                aChannelStartFailure().recordingSession("zZ9zZ9zZ9zZ9").build(),
                new Evidence.Superseded(id, Instant.parse("2026-03-07T09:04:36Z"), by,
                        EvidenceBuilders.RECORDING_SESSION)))
                .summary();

        assertThat(summary.supersededBy()).isEmpty();
        assertThat(summary.needsAttention()).isTrue();
    }

    // How long media stays

    @Test
    void keeping_mediaWithALifecycleRule_saysUntilWhenAndWhenItWasSeen() {
        Keeping keeping = channel(aMetadata(CHANNEL_LOCATION, ENDED).at("2026-03-07T10:36:12Z").build(),
                anExpiry(CHANNEL_LOCATION, MetadataFile.STARTED, "2026-06-05T00:00:00Z"),
                anExpiry(CHANNEL_LOCATION, ENDED, "2026-06-06T00:00:00Z")).keeping();

        assertThat(keeping.expiresAt()).as("of the metadata that was written last")
                .contains(Instant.parse("2026-06-06T00:00:00Z"));
        assertThat(keeping.lastSeenAt()).contains(Instant.parse("2026-03-07T10:36:12Z"));
    }

    @Test
    void keeping_holds_areThoseNotReleasedSince() {
        assertThat(channel(aChannelEnd().build(),
                aHold(CHANNEL_LOCATION, "legal", Evidence.HoldChange.SET, "2026-03-08T00:00:00Z"),
                aHold(CHANNEL_LOCATION, "legal", Evidence.HoldChange.RELEASED, "2026-03-09T00:00:00Z"),
                aHold(CHANNEL_LOCATION, "editors", Evidence.HoldChange.SET, "2026-03-09T00:00:00Z"),
                aHold(CHANNEL_LOCATION, "editors", Evidence.HoldChange.RELEASED, "2026-03-09T00:00:00Z"))
                .keeping().holds()).as("at the same time the hold stands").containsExactly("editors");
    }

    @Test
    void presence_deletedByUs_isGoneWithoutAnyNotification() {
        RecordingSummary summary = channel(aMetadata(CHANNEL_LOCATION, ENDED).build(),
                aDeletion(CHANNEL_LOCATION, Evidence.DeletionChange.REQUESTED, "2026-03-08T00:00:00Z"),
                aDeletion(CHANNEL_LOCATION, Evidence.DeletionChange.DONE, "2026-03-08T00:00:00Z"));

        assertThat(summary.presence()).isEqualTo(MediaPresence.GONE);
        assertThat(summary.keeping().deleted()).isTrue();
    }

    @Test
    void presence_writtenAfterOurDeletion_isPresent() {
        assertThat(channel(aDeletion(CHANNEL_LOCATION, Evidence.DeletionChange.DONE, "2026-03-08T00:00:00Z"),
                anObject(CHANNEL_LOCATION, ENDED).at("2026-03-08T00:00:01Z").build()).presence())
                .isEqualTo(MediaPresence.PRESENT);
    }

    /** Found by the simulation: two requests, or two deliveries of one message, at the same time. */
    @ParameterizedTest
    @EnumSource(value = Evidence.DeletionChange.class, names = {"REQUESTED", "BLOCKED"})
    void deletion_done_staysDoneWhateverAnotherWriterTellsLate(Evidence.DeletionChange late) {
        RecordingSummary summary = channel(aMetadata(CHANNEL_LOCATION, ENDED).build(),
                aDeletion(CHANNEL_LOCATION, Evidence.DeletionChange.DONE, "2026-03-08T00:00:00Z"),
                aDeletion(CHANNEL_LOCATION, late, "2026-03-08T00:00:01Z"));

        assertThat(summary.keeping().deleted()).isTrue();
        assertThat(summary.presence()).isEqualTo(MediaPresence.GONE);
        assertThat(summary.deleted()).isTrue();
    }

    @Test
    void deletion_askedForAgainOfWhatWasWrittenAfterIt_isAskedFor() {
        Evidence done = aDeletion(CHANNEL_LOCATION, Evidence.DeletionChange.DONE, "2026-03-08T00:00:00Z");
        Evidence written = anObject(CHANNEL_LOCATION, ENDED).at("2026-03-08T00:00:01Z").build();

        assertThat(channel(done, written).deleted()).as("it is there again").isFalse();
        assertThat(channel(done, written,
                aDeletion(CHANNEL_LOCATION, Evidence.DeletionChange.REQUESTED, "2026-03-08T00:00:02Z"))
                .keeping().deletion().map(Keeping.Deletion::change)).contains(Evidence.DeletionChange.REQUESTED);
    }

    @Test
    void needsAttention_failedAndDeleted_isFalse_deletionBlocked_isTrue() {
        Evidence failure = aChannelEndFailure().build();

        assertThat(channel(failure, aDeletion(CHANNEL_LOCATION, Evidence.DeletionChange.DONE, "2026-03-08T00:00:00Z"))
                .needsAttention()).isFalse();
        assertThat(channel(aChannelEnd().build(),
                aDeletion(CHANNEL_LOCATION, Evidence.DeletionChange.BLOCKED, "2026-03-08T00:00:00Z"))
                .needsAttention()).isTrue();
    }

    // Whom a fact concerns

    @Test
    void isConcernedBy_startFailure_dependsOnTheRecordingSession() {
        Recording recording = Recording.of(idOf(CHANNEL_LOCATION)).join(aChannelStart().build());

        assertThat(recording.isConcernedBy(aChannelStartFailure().build())).isTrue();
        assertThat(recording.isConcernedBy(aChannelStartFailure().recordingSession("zZ9zZ9zZ9zZ9").build())).isFalse();
        assertThat(recording.isConcernedBy(aChannelStartFailure().withoutRecordingSession().build())).isFalse();
        assertThat(recording.isConcernedBy(aChannelStartFailure().stream(STREAM_2).build())).isFalse();
    }

    @Test
    void isConcernedBy_otherDestination_isFalse() {
        Recording recording = Recording.of(idOf(COMPOSITE_LOCATION));

        assertThat(recording.isConcernedBy(aComposition(CompositionChange.DESTINATION_FAILURE).build())).isTrue();
        assertThat(recording.isConcernedBy(
                aComposition(CompositionChange.DESTINATION_FAILURE).destination("Zz9zZ9zZ9zZ9").build())).isFalse();
    }

    // Joining

    @Test
    void summary_withoutFacts_isRefused() {
        assertThatIllegalStateException().isThrownBy(() -> Recording.of(idOf(CHANNEL_LOCATION)).summary())
                .withMessageContaining("channel.Kp3dQ9xTzL7m.y6TgBn2HjMk8");
    }

    @Test
    void join_anotherRecording_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(
                () -> Recording.of(idOf(CHANNEL_LOCATION)).join(Recording.of(idOf(COMPOSITE_LOCATION))))
                .withMessageContaining("composite.Hj4gF7dSa2Qw.Er3tY6uI9oPa");
    }

    @Test
    void join_participantPublishedAgain_keepsTheFirstPublishingAndTheLastUnpublishing() {
        Facts facts = Facts.of(Stream.of("2026-03-07T09:00:00Z", "2026-03-07T10:00:00Z")
                .flatMap(time -> Stream.of(Evidence.ParticipantChange.PUBLISHED, Evidence.ParticipantChange.UNPUBLISHED)
                        .map(change -> EvidenceBuilders.aParticipant(change).at(time).build()))
                .toList());

        assertThat(facts.stream().map(Evidence::time)).containsExactly(Instant.parse("2026-03-07T09:00:00Z"),
                Instant.parse("2026-03-07T10:00:00Z"));
    }

    @Test
    void salvaged_ofTwoLooksTheLaterCounts() {
        Evidence first = new Evidence.Salvaged(idOf(CHANNEL_LOCATION), Instant.parse("2026-03-07T11:00:00Z"),
                CHANNEL_LOCATION, new Salvage.Unsalvageable("no segment"));
        Salvage.Playable playable = new Salvage.Playable("salvage/hls/multivariant.m3u8", Duration.ofSeconds(20), 2, 1);
        Evidence second = new Evidence.Salvaged(idOf(CHANNEL_LOCATION), Instant.parse("2026-03-07T12:00:00Z"),
                CHANNEL_LOCATION, playable);
        Recording failed = Recording.of(idOf(CHANNEL_LOCATION)).join(List.of(aChannelEndFailure().build()));

        RecordingSummary summary = failed.join(List.of(second, first)).summary();

        assertThat(summary.salvage()).contains(playable);
        assertThat(summary.state()).isEqualTo(RecordingState.FAILED);
        assertThat(summary.duration()).as("what IVS says of the length stays").isEqualTo(failed.summary().duration());
        assertThat(summary.sources()).contains(EvidenceSource.SALVAGE);
    }
}
