package io.ivsorchestrator.publishing;

import static io.ivsorchestrator.recording.EvidenceBuilders.CHANNEL_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.PARTICIPANT_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelEnd;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelEndFailure;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelStart;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelStartFailure;
import static io.ivsorchestrator.recording.EvidenceBuilders.aMetadata;
import static io.ivsorchestrator.recording.EvidenceBuilders.aParticipantStart;
import static io.ivsorchestrator.recording.EvidenceBuilders.aUser;
import static io.ivsorchestrator.recording.EvidenceBuilders.channelLocation;
import static io.ivsorchestrator.recording.EvidenceBuilders.idOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.OutboundNames;
import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.index.CursorSeal;
import io.ivsorchestrator.index.InMemoryIndexTable;
import io.ivsorchestrator.index.Item;
import io.ivsorchestrator.index.KeySchema;
import io.ivsorchestrator.index.Outboxes;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.recording.Evidence;
import io.ivsorchestrator.recording.MetadataFile;
import io.ivsorchestrator.recording.RecordingId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PublishChangesTest {
    private static final RecordingId ID = idOf(CHANNEL_LOCATION);

    private final InMemoryIndexTable memory = new InMemoryIndexTable();
    private final StreamedTable table = new StreamedTable(memory);
    private final RecordingIndex index = new RecordingIndex(table, CursorSeal.ofThisProcess());
    private final RememberedBus bus = new RememberedBus();
    private final PublishChanges changes = new PublishChanges(new Outboxes(table), bus);
    private int read;

    private void tell(Evidence... evidence) {
        for (Evidence each : evidence) {
            index.record(each.subject(), List.of(each));
        }
    }

    /** Reads the stream on to its end, what publishing itself writes included. */
    private PublishReport publish() {
        List<JsonObject> records = table.records(read);
        PublishReport report = changes.publish(records, () -> true);
        read = report.beginAgain().map(Integer::parseInt).orElse(read + records.size());
        return report;
    }

    @Test
    void recording_isToldFromStartToEnd_numberedFromOne() {
        tell(aChannelStart().build());
        publish();
        tell(aMetadata(CHANNEL_LOCATION, MetadataFile.STARTED).build());
        publish();
        tell(aChannelEnd().build());
        publish();

        assertThat(bus.told()).containsExactly(ID.text() + "#1 Recording Started",
                ID.text() + "#2 Recording Media Changed",
                ID.text() + "#3 Recording Ended");
    }

    @Test
    void event_carriesTheRecordingAsWritten_itsChannel_andWhoSaidSo() {
        tell(aChannelEnd().build());
        publish();

        OutboundEvent ended = bus.taken().getLast();
        JsonObject detail = JsonObject.parse(ended.detail());
        assertThat(detail.requireString("schemaVersion")).isEqualTo(OutboundNames.SCHEMA_VERSION);
        assertThat(detail.requireString("id")).isEqualTo(ID.text() + "#2");
        assertThat(detail.integer("sequence")).isEqualTo(OptionalLong.of(2));
        assertThat(detail.strings("toldBy")).containsExactly("IVS_EVENT");
        assertThat(detail.requireObject("recording").requireString("state")).isEqualTo("STOPPED");
        assertThat(ended.resource()).contains("arn:aws:ivs:us-west-2:123456789012:channel/Kp3dQ9xTzL7m");
    }

    @Test
    void endKnownFirst_startsAndEnds_theStartThatFollows_isNoNews() {
        tell(aChannelEnd().build());
        publish();
        tell(aChannelStart().build());
        publish();

        assertThat(bus.told()).containsExactly(ID.text() + "#1 Recording Started", ID.text() + "#2 Recording Ended");
    }

    @Test
    void failedStart_failsWithoutHavingStarted() {
        tell(aChannelStartFailure().build());
        publish();

        assertThat(bus.told()).singleElement().asString().endsWith("#1 Recording Failed");
    }

    @Test
    void failureAfterItsEnd_isToldAfterIt_endAfterAFailure_isNot() {
        tell(aChannelEnd().build(), aChannelEndFailure().build());
        publish();
        assertThat(bus.told()).extracting(told -> told.substring(told.indexOf(' ') + 1))
                .containsExactly("Recording Started", "Recording Ended", "Recording Failed");

        InMemoryIndexTable other = new InMemoryIndexTable();
        StreamedTable streamed = new StreamedTable(other);
        RecordingIndex second = new RecordingIndex(streamed, CursorSeal.ofThisProcess());
        second.record(ID, List.of(aChannelEndFailure().build()));
        second.record(ID, List.of(aChannelEnd().build()));
        RememberedBus told = new RememberedBus();
        new PublishChanges(new Outboxes(streamed), told).publish(streamed.records(0), () -> true);
        assertThat(told.told()).extracting(each -> each.substring(each.indexOf(' ') + 1))
                .containsExactly("Recording Started", "Recording Failed", "Recording Media Changed");
    }

    @Test
    void notes_areNoChangesToTell() {
        tell(aChannelStart().build());
        publish();
        int written = table.records(0).size();

        for (int i = 0; i < 3; i++) {
            publish();
        }
        assertThat(table.records(0)).hasSize(written);
        assertThat(bus.taken()).hasSize(1);
        assertThat(item().attributes()).containsEntry(KeySchema.PUBLISHED, "1").doesNotContainKeys(KeySchema.OUTBOX,
                KeySchema.SecondaryIndex.UNPUBLISHED.partitionAttribute());
    }

    private Item item() {
        return memory.partition(ID.text()).getFirst();
    }

    @Test
    void eventOfARecording_costsOneRequestToTheBus_andOneWrite() {
        tell(aChannelStart().build());
        memory.takeCalls();
        publish();
        // The stream table of this test looks at what it replaces.
        assertThat(memory.takeCalls()).containsExactly("get", "put");
        assertThat(bus.requests()).containsExactly(1);
    }

    @Test
    void otherItemsOfTheTable_areNotTold() {
        tell(aUser("ada").build());

        PublishReport report = publish();

        assertThat(report.received()).isPositive();
        assertThat(bus.taken()).isEmpty();
    }

    @Test
    void secondReading_ofTheSameRecords_repeatsNothing() {
        tell(aChannelStart().build(), aChannelEnd().build());
        List<JsonObject> records = table.records(0);
        changes.publish(records, () -> true);

        changes.publish(records, () -> true);

        assertThat(bus.told()).startsWith(ID.text() + "#1 Recording Started", ID.text() + "#2 Recording Ended");
        // The first record is told again, as Lambda asked for it; both with the ids that they had.
        assertThat(bus.told())
                .allMatch(told -> told.startsWith(ID.text() + "#1 ") || told.startsWith(ID.text() + "#2 "));
    }

    @Test
    void recordsThatTheStreamLost_areMadeUpFor_byTheNext() {
        tell(aChannelStart().build(), aMetadata(CHANNEL_LOCATION, MetadataFile.STARTED).build());
        read = table.records(0).size();
        tell(aChannelEnd().build());

        publish();

        assertThat(bus.told()).containsExactly(ID.text() + "#1 Recording Started",
                ID.text() + "#2 Recording Media Changed",
                ID.text() + "#3 Recording Ended");
    }

    @Test
    void expiredItem_isNoDeletion_removedOneIs() {
        tell(aChannelStart().build());
        publish();
        table.expire(item());
        publish();
        assertThat(bus.taken()).hasSize(1);

        table.remove(item());
        publish();
        assertThat(bus.told()).last().isEqualTo(ID.text() + "#2 Recording Deleted");
    }

    @Test
    void deletedMedia_isToldOnce_andItsTombstonesRemovalIsNot() {
        tell(aChannelEnd().build(), new Evidence.DeletionReported(ID, Instant.parse("2026-03-09T00:00:00Z"),
                Evidence.DeletionChange.DONE, "ada", Optional.empty(), OptionalLong.of(12),
                Optional.of(Instant.parse("2026-06-09T00:00:00Z"))));
        publish();
        table.remove(item());
        publish();

        assertThat(bus.told()).last().isEqualTo(ID.text() + "#3 Recording Deleted");
        assertThat(bus.taken()).hasSize(3);
    }

    @Test
    void refusedEntry_isTriedAgain_thenGivenBack_andTheOthersOfItsRequestAreKept() {
        tell(aChannelStart().build(), aParticipantStart().build());
        bus.refuse(event -> event.recording().equals(ID));

        PublishReport report = publish();

        assertThat(report.refused()).isEqualTo(3);
        assertThat(report.published()).isEqualTo(1);
        assertThat(report.beginAgain()).isPresent();
        assertThat(item().attributes()).doesNotContainKey(KeySchema.PUBLISHED);
        bus.refuse(_ -> false);
        publish();
        assertThat(bus.told()).contains(ID.text() + "#1 Recording Started")
                .contains(idOf(PARTICIPANT_LOCATION).text() + "#1 Recording Started");
        assertThat(item().attributes()).containsEntry(KeySchema.PUBLISHED, "1");
    }

    @Test
    void twelveEvents_goInTwoRequests() {
        for (int i = 10; i < 22; i++) {
            tell(aChannelStart().in(channelLocation("rec" + i)).build());
        }

        publish();

        assertThat(bus.requests()).containsExactly(10, 2);
    }

    @Test
    void recordThatMakesNoSense_holdsUpNobody() {
        tell(aChannelStart().build());
        List<JsonObject> records = new ArrayList<>(table.records(0));
        records.addFirst(
                JsonObject.parse("{\"dynamodb\":{\"SequenceNumber\":\"7\",\"NewImage\":{\"pk\":{\"S\":\"x\"}}}}"));

        PublishReport report = changes.publish(records, () -> true);

        assertThat(report.unreadable()).isEqualTo(1);
        assertThat(report.beginAgain()).isEmpty();
        assertThat(bus.taken()).hasSize(1);
    }

    @Test
    void timeIsUp_nothingIsPublished_andAllIsGivenBack() {
        tell(aChannelStart().build());

        PublishReport report = changes.publish(table.records(0), () -> false);

        assertThat(report.beginAgain()).isPresent();
        assertThat(bus.requests()).isEmpty();
    }
}
