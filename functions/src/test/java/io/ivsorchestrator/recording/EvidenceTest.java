package io.ivsorchestrator.recording;

import static io.ivsorchestrator.recording.EvidenceBuilders.CHANNEL_ARN;
import static io.ivsorchestrator.recording.EvidenceBuilders.CHANNEL_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.STREAM_1;
import static io.ivsorchestrator.recording.EvidenceBuilders.STREAM_2;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelEnd;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelStart;
import static io.ivsorchestrator.recording.EvidenceBuilders.aComposition;
import static io.ivsorchestrator.recording.EvidenceBuilders.aDeletion;
import static io.ivsorchestrator.recording.EvidenceBuilders.aHold;
import static io.ivsorchestrator.recording.EvidenceBuilders.aMetadata;
import static io.ivsorchestrator.recording.EvidenceBuilders.aParticipant;
import static io.ivsorchestrator.recording.EvidenceBuilders.aUser;
import static io.ivsorchestrator.recording.EvidenceBuilders.anExpiry;
import static io.ivsorchestrator.recording.EvidenceBuilders.anObject;
import static io.ivsorchestrator.recording.EvidenceBuilders.idOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.CompositionChange;
import io.ivsorchestrator.recording.Evidence.DeletionChange;
import io.ivsorchestrator.recording.Evidence.HoldChange;
import io.ivsorchestrator.recording.Evidence.ParticipantChange;
import io.ivsorchestrator.recording.Evidence.RecordingTold;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which telling of a fact is kept, told in either order. */
class EvidenceTest {
    private static final String EARLIER = "2026-03-07T10:00:00Z";
    private static final String LATER = "2026-03-07T11:00:00Z";

    private static void keeps(Evidence kept, Evidence dropped) {
        assertThat(kept.identity()).isEqualTo(dropped.identity());
        assertThat(kept.over(dropped)).isEqualTo(kept);
        assertThat(dropped.over(kept)).isEqualTo(kept);
        assertThat(kept.over(kept)).isEqualTo(kept);
    }

    @Test
    void channelEventToldTwice_earlierIsKept_withTheStreamsOfBoth() {
        var earlier = aChannelStart().at(EARLIER).build();
        var later = aChannelStart().at(LATER).mergedWith(STREAM_2).build();

        assertThat(earlier.over(later)).isEqualTo(aChannelStart().at(EARLIER).mergedWith(STREAM_2).build())
                .isEqualTo(later.over(earlier));
    }

    @Test
    void channelEvents_ofAnotherStreamOrRecordingSessionOrChange_areOthers() {
        assertThat(aChannelStart().stream(STREAM_1).build().identity())
                .isNotEqualTo(aChannelStart().stream(STREAM_2).build().identity())
                .isNotEqualTo(aChannelStart().recordingSession("another").build().identity())
                .isNotEqualTo(aChannelStart().withoutRecordingSession().build().identity())
                .isNotEqualTo(aChannelEnd().build().identity());
    }

    @Test
    void metadataReadTwice_laterWrittenIsKept() {
        keeps(aMetadata(CHANNEL_LOCATION, MetadataFile.ENDED).at(LATER).build(),
                aMetadata(CHANNEL_LOCATION, MetadataFile.ENDED).at(EARLIER).build());
    }

    @Test
    void metadata_ofAnotherStateSessionOrParticipant_isAnother() {
        String one = aMetadata(CHANNEL_LOCATION, MetadataFile.ENDED).build().identity();

        assertThat(one).isNotEqualTo(aMetadata(CHANNEL_LOCATION, MetadataFile.STARTED).build().identity())
                .isNotEqualTo(aMetadata(CHANNEL_LOCATION, MetadataFile.ENDED).status(RecordingState.FAILED).build()
                        .identity())
                .isNotEqualTo(aMetadata(CHANNEL_LOCATION, MetadataFile.ENDED).session("st-1").build().identity())
                .isNotEqualTo(aMetadata(CHANNEL_LOCATION, MetadataFile.ENDED).participant("p").build().identity());
        assertThat(aMetadata(CHANNEL_LOCATION, MetadataFile.ENDED).session("st-1").build().identity())
                .isNotEqualTo(aMetadata(CHANNEL_LOCATION, MetadataFile.ENDED).session("st-2").build().identity());
        assertThat(aMetadata(CHANNEL_LOCATION, MetadataFile.ENDED).participant("p").build().identity())
                .isNotEqualTo(aMetadata(CHANNEL_LOCATION, MetadataFile.ENDED).participant("q").build().identity());
    }

    @Test
    void objectEventToldTwice_theGreaterSequencerIsKept_whateverTheTime() {
        keeps(anObject(CHANNEL_LOCATION, MetadataFile.ENDED).sequencer("0A").at(EARLIER).build(),
                anObject(CHANNEL_LOCATION, MetadataFile.ENDED).sequencer("09").at(LATER).build());
    }

    @Test
    void objectEventToldTwiceWithOneSequencer_theEarlierIsKept() {
        keeps(anObject(CHANNEL_LOCATION, MetadataFile.ENDED).sequencer("0A").at(EARLIER).build(),
                anObject(CHANNEL_LOCATION, MetadataFile.ENDED).sequencer("0A00").at(LATER).build());
    }

    @Test
    void objectEvents_ofOtherVersions_areOthers() {
        assertThat(anObject(CHANNEL_LOCATION, MetadataFile.ENDED).version("v1").build().identity())
                .isNotEqualTo(anObject(CHANNEL_LOCATION, MetadataFile.ENDED).version("v2").build().identity())
                .isNotEqualTo(anObject(CHANNEL_LOCATION, MetadataFile.ENDED).build().identity());
    }

    @Test
    void expiryToldTwice_theObjectWrittenLastCounts() {
        var first = anExpiry(CHANNEL_LOCATION, MetadataFile.ENDED, "2026-07-01T00:00:00Z");
        keeps(new Evidence.ExpiryTold(first.subject(), first.time().plusSeconds(1), first.file(),
                Instant.parse("2026-06-01T00:00:00Z")), first);
    }

    @Test
    void expiryOfOneObjectToldTwice_theLaterDateCounts() {
        keeps(anExpiry(CHANNEL_LOCATION, MetadataFile.ENDED, "2026-07-01T00:00:00Z"),
                anExpiry(CHANNEL_LOCATION, MetadataFile.ENDED, "2026-06-01T00:00:00Z"));
    }

    @Test
    void holdChangedTwice_theLaterCounts() {
        keeps(aHold(CHANNEL_LOCATION, "legal", HoldChange.RELEASED, LATER),
                aHold(CHANNEL_LOCATION, "legal", HoldChange.SET, EARLIER));
    }

    @Test
    void holdChangedTwiceAtOnce_itIsSet() {
        keeps(aHold(CHANNEL_LOCATION, "legal", HoldChange.SET, LATER),
                aHold(CHANNEL_LOCATION, "legal", HoldChange.RELEASED, LATER));
    }

    @Test
    void holds_ofOtherNames_areOthers() {
        assertThat(aHold(CHANNEL_LOCATION, "legal", HoldChange.SET, LATER).identity())
                .isNotEqualTo(aHold(CHANNEL_LOCATION, "support", HoldChange.SET, LATER).identity());
    }

    @ParameterizedTest
    @EnumSource(DeletionChange.class)
    void deletionToldTwice_theLaterIsKept(DeletionChange change) {
        keeps(aDeletion(CHANNEL_LOCATION, change, LATER), aDeletion(CHANNEL_LOCATION, change, EARLIER));
    }

    @ParameterizedTest
    @EnumSource(value = ParticipantChange.class, names = {"PUBLISHED", "PUBLISH_ERROR", "REPLICATION_START"})
    void participantsBeginningToldTwice_theEarlierIsKept(ParticipantChange change) {
        keeps(aParticipant(change).at(EARLIER).build(), aParticipant(change).at(LATER).build());
    }

    @ParameterizedTest
    @EnumSource(value = ParticipantChange.class, names = {"UNPUBLISHED", "REPLICATION_END", "TOKEN_EXCHANGED"})
    void participantsEndToldTwice_theLaterIsKept(ParticipantChange change) {
        keeps(aParticipant(change).at(LATER).build(), aParticipant(change).at(EARLIER).build());
    }

    @Test
    void userSeenTwice_theEarlierIsKept() {
        keeps(aUser("user-7").at(EARLIER).build(), aUser("user-7").at(LATER).build());
    }

    @Test
    void compositionsChanges_ofOtherDestinations_areOthers() {
        assertThat(aComposition(CompositionChange.DESTINATION_END).destination("a").build().identity())
                .isNotEqualTo(aComposition(CompositionChange.DESTINATION_END).destination("b").build().identity());
    }

    @Test
    void participantsErrorsAndRelatedStages_areToldApart() {
        assertThat(aParticipant(ParticipantChange.PUBLISH_ERROR).because("A").build().identity())
                .isNotEqualTo(aParticipant(ParticipantChange.PUBLISH_ERROR).because("B").build().identity())
                .isNotEqualTo(aParticipant(ParticipantChange.PUBLISH_ERROR).build().identity());
        assertThat(aParticipant(ParticipantChange.REPLICATION_START)
                .related("arn:aws:ivs:us-west-2:123456789012:stage/a").build().identity())
                .isNotEqualTo(aParticipant(ParticipantChange.REPLICATION_START)
                        .related("arn:aws:ivs:us-west-2:123456789012:stage/b").build().identity());
    }

    private static RecordingTold told(String time, Optional<S3Location> location, Optional<String> started,
            Optional<String> ended, Optional<String> code) {
        return new RecordingTold(idOf(CHANNEL_LOCATION), Instant.parse(time), RecordingState.STOPPED, CHANNEL_ARN,
                location, started.map(Instant::parse), ended.map(Instant::parse), code);
    }

    @Test
    void apiToldTwice_whatEitherSaidStaysTold() {
        RecordingTold one = told(EARLIER, Optional.of(CHANNEL_LOCATION), Optional.empty(), Optional.of(LATER),
                Optional.empty());
        RecordingTold another = told(LATER, Optional.empty(), Optional.of(EARLIER), Optional.empty(),
                Optional.of("code"));

        assertThat(one.over(another)).isEqualTo(told(EARLIER, Optional.of(CHANNEL_LOCATION), Optional.of(EARLIER),
                Optional.of(LATER), Optional.of("code"))).isEqualTo(another.over(one));
    }

    @Test
    void apiToldTwiceDifferently_theEarlierStartAndTheLaterEndAreKept() {
        RecordingTold one = told(EARLIER, Optional.empty(), Optional.of(LATER), Optional.of(EARLIER),
                Optional.of("b"));
        RecordingTold another = told(LATER, Optional.empty(), Optional.of(EARLIER), Optional.of(LATER),
                Optional.of("a"));

        assertThat(one.over(another))
                .isEqualTo(told(EARLIER, Optional.empty(), Optional.of(EARLIER), Optional.of(LATER), Optional.of("a")))
                .isEqualTo(another.over(one));
    }

    @Test
    void apiTellingsOfOtherStates_areOthers() {
        RecordingTold stopped = told(LATER, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        assertThat(stopped.identity()).isNotEqualTo(new RecordingTold(stopped.subject(), stopped.time(),
                RecordingState.FAILED, CHANNEL_ARN, Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty()).identity());
    }
}
