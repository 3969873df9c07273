package io.ivsorchestrator.index;

import static io.ivsorchestrator.recording.EvidenceBuilders.CHANNEL_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.COMPOSITE_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.PARTICIPANT_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.SESSION_2;
import static io.ivsorchestrator.recording.EvidenceBuilders.STREAM_1;
import static io.ivsorchestrator.recording.EvidenceBuilders.STREAM_2;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelEnd;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelStart;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelStartFailure;
import static io.ivsorchestrator.recording.EvidenceBuilders.aComposition;
import static io.ivsorchestrator.recording.EvidenceBuilders.aMetadata;
import static io.ivsorchestrator.recording.EvidenceBuilders.aParticipant;
import static io.ivsorchestrator.recording.EvidenceBuilders.aParticipantEnd;
import static io.ivsorchestrator.recording.EvidenceBuilders.aParticipantStart;
import static io.ivsorchestrator.recording.EvidenceBuilders.aStream;
import static io.ivsorchestrator.recording.EvidenceBuilders.aStreamFailure;
import static io.ivsorchestrator.recording.EvidenceBuilders.aUser;
import static io.ivsorchestrator.recording.EvidenceBuilders.anObject;
import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.CompositionChange;
import io.ivsorchestrator.events.StreamChange;
import io.ivsorchestrator.recording.Evidence;
import io.ivsorchestrator.recording.MetadataFile;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What each common fact costs in requests to the table. {@code link} and {@code refused} are writes, too. */
class RecordingIndexCallsTest {
    private final InMemoryIndexTable table = new InMemoryIndexTable();

    private void given(Evidence... facts) {
        Telling.batch(List.of(facts)).forEach(telling -> telling.to(table));
    }

    private List<String> calls(Evidence... facts) {
        table.takeCalls();
        given(facts);
        return table.takeCalls();
    }

    @Test
    void record_channelStart_linksItAndLooksAgain() {
        assertThat(calls(aChannelStart().build())).containsExactly("partition", "link", "put", "partition");
        assertThat(calls(aChannelStart().build())).as("again").containsExactly("partition", "get");
    }

    @Test
    void record_channelEnd_isOneWrite() {
        given(aChannelStart().build());

        assertThat(calls(aChannelEnd().build())).containsExactly("partition", "get", "put");
        assertThat(calls(aChannelEnd().build())).as("again").containsExactly("partition", "get");
    }

    @Test
    void record_channelEndOfTwoStreams_looksAtBoth() {
        given(aChannelStart().build());
        Evidence end = aChannelEnd().stream(STREAM_2).mergedWith(STREAM_1).build();

        assertThat(calls(end)).containsExactly("partition", "partition", "get", "link", "put", "partition",
                "partition");
        assertThat(calls(end)).as("again").containsExactly("partition", "partition", "get");
        assertThat(calls(aChannelStart().build())).as("a start of one of them, again").containsExactly("partition",
                "get", "partition");
    }

    @Test
    void record_channelObject_isOneRequestMoreThanTheFirst() {
        assertThat(calls(anObject(CHANNEL_LOCATION, MetadataFile.STARTED).build())).containsExactly("put");
        assertThat(calls(anObject(CHANNEL_LOCATION, MetadataFile.STARTED).build())).as("again")
                .containsExactly("refused");
        assertThat(calls(anObject(CHANNEL_LOCATION, MetadataFile.ENDED).build(),
                aMetadata(CHANNEL_LOCATION, MetadataFile.ENDED).build())).as("a later one with its metadata")
                .containsExactly("refused", "put");
    }

    @Test
    void record_participantStart_looksAgain() {
        assertThat(calls(aParticipantStart().build())).containsExactly("partition", "put", "partition");
        assertThat(calls(aParticipantStart().build())).as("again").containsExactly("partition");
    }

    @Test
    void record_participantEnd_isOneWrite() {
        given(aParticipantStart().build());

        assertThat(calls(aParticipantEnd().build())).containsExactly("partition", "put");
        assertThat(calls(anObject(PARTICIPANT_LOCATION, MetadataFile.ENDED).build())).containsExactly("partition",
                "put");
        assertThat(calls(aParticipantEnd().build())).as("again").containsExactly("partition");
    }

    @Test
    void record_participantEndInAnotherSession_looksAgain() {
        given(aParticipantStart().build());

        assertThat(calls(aParticipantEnd().session(SESSION_2).build())).containsExactly("partition", "put",
                "partition");
    }

    @Test
    void record_participantPublishedBeforeStart_findsNobody() {
        assertThat(calls(aUser("user-7").build(), aParticipant(Evidence.ParticipantChange.PUBLISHED).build()))
                .containsExactly("put", "partition");
        assertThat(calls(aParticipantStart().build())).as("start").containsExactly("partition", "put", "partition");
    }

    @Test
    void record_participantPublishedAfterStart_tellsTheRecording() {
        given(aParticipantStart().build());

        assertThat(calls(aUser("user-7").build(), aParticipant(Evidence.ParticipantChange.PUBLISHED).build()))
                .containsExactly("put", "partition", "put");
        assertThat(calls(aUser("user-7").build())).as("again").containsExactly("refused", "partition");
    }

    @Test
    void record_compositionChange_tellsTheRecording() {
        assertThat(calls(aComposition(CompositionChange.SESSION_START).build())).containsExactly("put", "partition");
        assertThat(calls(anObject(COMPOSITE_LOCATION, MetadataFile.STARTED).build())).as("first object")
                .containsExactly("partition", "put", "partition");
        assertThat(calls(aComposition(CompositionChange.SESSION_END).build())).as("end").containsExactly("refused",
                "put", "partition", "put");
    }

    @Test
    void record_streamChange_isOneWriteUnlessItFailed() {
        given(aChannelStart().build());

        assertThat(calls(aStream(StreamChange.STREAM_START).build())).containsExactly("put");
        assertThat(calls(aStream(StreamChange.STREAM_END).build())).containsExactly("refused", "put");
        assertThat(calls(aStreamFailure().build())).as("failure").containsExactly("refused", "put", "partition", "get",
                "put");
    }

    @Test
    void record_startFailure_looksForItsRecording() {
        assertThat(calls(aChannelStartFailure().build())).containsExactly("partition", "put", "partition",
                "partition");
        assertThat(calls(aChannelStart().build())).as("start after all").containsExactly("partition", "link", "put",
                "partition", "refused", "put");
        assertThat(calls(aChannelStart().build())).as("start again").containsExactly("partition", "get");
    }
}
