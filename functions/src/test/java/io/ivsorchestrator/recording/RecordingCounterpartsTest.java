package io.ivsorchestrator.recording;

import static io.ivsorchestrator.recording.EvidenceBuilders.CHANNEL;
import static io.ivsorchestrator.recording.EvidenceBuilders.CHANNEL_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.COMPOSITE_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.DESTINATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.PARTICIPANT;
import static io.ivsorchestrator.recording.EvidenceBuilders.PARTICIPANT_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.RECORDING_SESSION;
import static io.ivsorchestrator.recording.EvidenceBuilders.SESSION_1;
import static io.ivsorchestrator.recording.EvidenceBuilders.SESSION_2;
import static io.ivsorchestrator.recording.EvidenceBuilders.STAGE;
import static io.ivsorchestrator.recording.EvidenceBuilders.STREAM_1;
import static io.ivsorchestrator.recording.EvidenceBuilders.STREAM_2;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelEnd;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelStart;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelStartFailure;
import static io.ivsorchestrator.recording.EvidenceBuilders.aComposition;
import static io.ivsorchestrator.recording.EvidenceBuilders.aMetadata;
import static io.ivsorchestrator.recording.EvidenceBuilders.aParticipant;
import static io.ivsorchestrator.recording.EvidenceBuilders.aParticipantStart;
import static io.ivsorchestrator.recording.EvidenceBuilders.aStream;
import static io.ivsorchestrator.recording.EvidenceBuilders.aStreamFailure;
import static io.ivsorchestrator.recording.EvidenceBuilders.aUser;
import static io.ivsorchestrator.recording.EvidenceBuilders.anObject;
import static io.ivsorchestrator.recording.EvidenceBuilders.idOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.CompositionChange;
import io.ivsorchestrator.events.StreamChange;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which facts about something else are facts about a recording, too. */
class RecordingCounterpartsTest {
    private static final Recording STREAM_RECORDED = Recording.of(idOf(CHANNEL_LOCATION))
            .join(aChannelStart().stream(STREAM_1).recordingSession(RECORDING_SESSION).build());
    private static final Recording PARTICIPANT_RECORDED = Recording.of(idOf(PARTICIPANT_LOCATION))
            .join(aParticipantStart().build());
    private static final Recording COMPOSED = Recording.of(idOf(COMPOSITE_LOCATION));

    @Test
    void streamFailure_concernsTheRecordingThatNamesTheStream() {
        assertThat(STREAM_RECORDED.isConcernedBy(aStreamFailure().stream(STREAM_1).build())).isTrue();
        assertThat(STREAM_RECORDED.isConcernedBy(aStreamFailure().stream(STREAM_2).build())).isFalse();
    }

    @Test
    void streamsStartAndEnd_stayWithTheStream() {
        assertThat(STREAM_RECORDED.isConcernedBy(aStream(StreamChange.STREAM_START).stream(STREAM_1).build()))
                .isFalse();
        assertThat(STREAM_RECORDED.isConcernedBy(aStream(StreamChange.STREAM_END).stream(STREAM_1).build()))
                .isFalse();
    }

    @Test
    void failedStart_concernsTheRecordingOfTheSameStreamAndRecordingSession() {
        assertThat(STREAM_RECORDED.isConcernedBy(
                aChannelStartFailure().stream(STREAM_1).recordingSession(RECORDING_SESSION).build())).isTrue();
        assertThat(STREAM_RECORDED.isConcernedBy(
                aChannelStartFailure().stream(STREAM_1).recordingSession("another").build())).isFalse();
        assertThat(STREAM_RECORDED.isConcernedBy(
                aChannelStartFailure().stream(STREAM_1).withoutRecordingSession().build())).isFalse();
    }

    @Test
    void user_concernsTheRecordingsOfTheParticipantAndSession() {
        assertThat(PARTICIPANT_RECORDED.isConcernedBy(aUser("user-7").build())).isTrue();
        assertThat(PARTICIPANT_RECORDED.isConcernedBy(aUser("user-7").session("st-another").build())).isFalse();
        assertThat(PARTICIPANT_RECORDED.isConcernedBy(aUser("user-7").participant("another").build())).isFalse();
    }

    @Test
    void whatElseAParticipantDoes_concernsNoRecording() {
        assertThat(PARTICIPANT_RECORDED
                .isConcernedBy(aParticipant(Evidence.ParticipantChange.PUBLISHED).build())).isFalse();
    }

    @Test
    void compositionsSession_concernsAllItsRecordings_destinationsChangeOnlyItsOwn() {
        assertThat(COMPOSED.isConcernedBy(aComposition(CompositionChange.SESSION_END).build())).isTrue();
        assertThat(COMPOSED.isConcernedBy(
                aComposition(CompositionChange.DESTINATION_END).destination(DESTINATION).build())).isTrue();
        assertThat(COMPOSED.isConcernedBy(
                aComposition(CompositionChange.DESTINATION_END).destination("another").build())).isFalse();
    }

    @Test
    void channelRecording_namesEachMergedStreamAndItsFailedStart() {
        Recording merged = STREAM_RECORDED.join(aChannelEnd().stream(STREAM_1).mergedWith(STREAM_2).build());

        assertThat(merged.counterparts()).containsExactlyInAnyOrder(new Subject.StreamSession(CHANNEL, STREAM_1),
                new Subject.StreamSession(CHANNEL, STREAM_2), new RecordingId.UnrecordedStream(CHANNEL, STREAM_1),
                new RecordingId.UnrecordedStream(CHANNEL, STREAM_2));
    }

    @Test
    void participantRecording_namesWhomItsMetadataNames() {
        Recording known = Recording.of(idOf(PARTICIPANT_LOCATION)).join(List.of(
                aMetadata(PARTICIPANT_LOCATION, MetadataFile.ENDED).session(SESSION_2).participant("another").build()));

        assertThat(known.counterparts()).containsExactlyInAnyOrder(
                new Subject.StageParticipant(STAGE, SESSION_1, PARTICIPANT),
                new Subject.StageParticipant(STAGE, SESSION_2, "another"));
    }

    @Test
    void join_otherFactsOfTheSameRecording_hasBoth() {
        Recording one = STREAM_RECORDED;
        Recording another = Recording.of(idOf(CHANNEL_LOCATION)).join(aChannelEnd().build());

        assertThat(one.join(another).facts()).isEqualTo(one.facts().join(another.facts()));
        assertThat(one.join(another).facts().stream()).hasSize(2);
    }

    @Test
    void missedMedia_isGone_untilSomethingIsWrittenAgain() {
        var missed = new Evidence.MediaMissed(idOf(CHANNEL_LOCATION),
                Instant.parse("2026-03-08T00:00:00Z"), CHANNEL_LOCATION);
        Recording gone = Recording.of(idOf(CHANNEL_LOCATION)).join(List.of(
                aMetadata(CHANNEL_LOCATION, MetadataFile.ENDED).at("2026-03-07T10:00:00Z").build(), missed));

        assertThat(gone.summary().presence()).isEqualTo(MediaPresence.GONE);
        assertThat(gone.join(anObject(CHANNEL_LOCATION, MetadataFile.ENDED)
                .at("2026-03-09T00:00:00Z").build()).summary().presence()).isEqualTo(MediaPresence.PRESENT);
        assertThat(gone.join(anObject(CHANNEL_LOCATION, MetadataFile.STARTED).deleted()
                .at("2026-03-09T00:00:00Z").build()).summary().presence()).isEqualTo(MediaPresence.GONE);
    }

    @Test
    void lookThatMissedTheMedia_theLastCounts() {
        var first = new Evidence.MediaMissed(idOf(CHANNEL_LOCATION),
                Instant.parse("2026-03-08T00:00:00Z"), CHANNEL_LOCATION);
        var second = new Evidence.MediaMissed(idOf(CHANNEL_LOCATION),
                Instant.parse("2026-03-09T00:00:00Z"), CHANNEL_LOCATION);

        assertThat(first.over(second)).isEqualTo(second).isEqualTo(second.over(first));
    }
}
