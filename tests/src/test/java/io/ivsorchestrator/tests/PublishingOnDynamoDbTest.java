package io.ivsorchestrator.tests;

import static io.ivsorchestrator.recording.EvidenceBuilders.CHANNEL_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.PARTICIPANT_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelEnd;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelStart;
import static io.ivsorchestrator.recording.EvidenceBuilders.aMetadata;
import static io.ivsorchestrator.recording.EvidenceBuilders.aParticipantEnd;
import static io.ivsorchestrator.recording.EvidenceBuilders.aParticipantStart;
import static io.ivsorchestrator.recording.EvidenceBuilders.aUser;
import static io.ivsorchestrator.recording.EvidenceBuilders.idOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.ivsorchestrator.index.CursorSeal;
import io.ivsorchestrator.index.DynamoDbIndexTable;
import io.ivsorchestrator.index.Outboxes;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.local.routing.ChangeStreamMapping;
import io.ivsorchestrator.local.routing.LocalFunction;
import io.ivsorchestrator.publishing.PublishingHandler;
import io.ivsorchestrator.publishing.RememberedBus;
import io.ivsorchestrator.recording.Evidence;
import io.ivsorchestrator.recording.MetadataFile;
import io.ivsorchestrator.runtime.TestContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Publishing from a real change stream. */
class PublishingOnDynamoDbTest {
    private static final String ID = idOf(CHANNEL_LOCATION).text();
    @RegisterExtension
    static final EmbeddedTables TABLES = new EmbeddedTables();

    private final RememberedBus bus = new RememberedBus();
    private final Map<String, Long> counts = new ConcurrentHashMap<>();
    private String name;
    private DynamoDbIndexTable table;
    private RecordingIndex index;

    @BeforeEach
    void create() {
        name = TABLES.create();
        table = new DynamoDbIndexTable(TABLES.dynamoDb(), name);
        index = new RecordingIndex(table, CursorSeal.ofThisProcess());
    }

    private void tell(Evidence evidence) {
        index.record(evidence.subject(), List.of(evidence));
    }

    private ChangeStreamMapping mapping() {
        return mapping(handler());
    }

    private ChangeStreamMapping mapping(RequestStreamHandler handler) {
        String stream = TABLES.dynamoDb().describeTable(request -> request.tableName(name)).table().latestStreamArn();
        return ChangeStreamMapping.start(TABLES.streams(), stream,
                new LocalFunction("publishing", handler, Duration.ofMinutes(1)));
    }

    private PublishingHandler handler() {
        return new PublishingHandler(new Outboxes(table), bus,
                more -> more.forEach((key, count) -> counts.merge(key, count, Long::sum)));
    }

    /** As the schedule starts it. */
    private void sweep() throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        handler().handleRequest(new ByteArrayInputStream("{}".getBytes(StandardCharsets.UTF_8)), answer,
                TestContext.withTimeLeft());
        assertThat(answer.toString(StandardCharsets.UTF_8)).contains("\"batchItemFailures\":[]");
    }

    /** Until two readings in a row find nothing. */
    private static void settle(ChangeStreamMapping mapping) {
        int quiet = 0;
        for (int i = 0; quiet < 2; i++) {
            assertThat(i).as("the stream feeds itself").isLessThan(100);
            quiet = mapping.deliver() ? 0 : quiet + 1;
        }
    }

    @Test
    void changes_becomeEvents_andTheNotesOfPublishing_none() {
        try (ChangeStreamMapping mapping = mapping()) {
            tell(aChannelStart().build());
            tell(aUser("ada").build());
            settle(mapping);
            tell(aMetadata(CHANNEL_LOCATION, MetadataFile.STARTED).build());
            tell(aChannelEnd().build());
            settle(mapping);
        }

        assertThat(bus.told()).containsExactly(ID + "#1 Recording Started", ID + "#2 Recording Media Changed",
                ID + "#3 Recording Ended");
        assertThat(counts).containsEntry("ChangesUnreadable", 0L).containsEntry("OutboundUnnoted", 0L);
        Outboxes outboxes = new Outboxes(table);
        assertThat(Outboxes.shards()).allSatisfy(
                shard -> assertThat(outboxes.unpublished(shard, Optional.empty(), 10)).isEmpty());
    }

    @Test
    void refusedEvents_comeAgainByTheStream() {
        bus.refuse(event -> event.sequence() == 2);
        try (ChangeStreamMapping mapping = mapping()) {
            tell(aChannelEnd().build());
            mapping.deliver();
            bus.refuse(_ -> false);
            settle(mapping);
        }

        assertThat(bus.told()).contains(ID + "#1 Recording Started", ID + "#2 Recording Ended")
                .doesNotContain(ID + "#3");
    }

    @Test
    void itemTakenOut_isToldAsDeleted() {
        try (ChangeStreamMapping mapping = mapping()) {
            tell(aChannelStart().build());
            settle(mapping);
            TABLES.dynamoDb()
                    .deleteItem(request -> request.tableName(name).key(Map.of("pk", AttributeValue.fromS(ID), "sk",
                            AttributeValue.fromS("recording"))));
            settle(mapping);
        }

        assertThat(bus.told()).containsExactly(ID + "#1 Recording Started", ID + "#2 Recording Deleted");
    }

    @Test
    void streamThatNobodyRead_isMadeUpForByTheSweep() throws IOException {
        tell(aChannelStart().build());
        tell(aChannelEnd().build());

        sweep();
        sweep();

        assertThat(bus.told()).containsExactly(ID + "#1 Recording Started", ID + "#2 Recording Ended");
    }

    /** The stream keeps 24 hours; whoever comes back later reads it from its end on. */
    @Test
    void publisherThatWasDownForLongerThanTheStreamKeeps_losesAndInventsNothing_andGoesOn() throws IOException {
        try (ChangeStreamMapping before = mapping()) {
            tell(aChannelStart().build());
            settle(before);
        }
        tell(aMetadata(CHANNEL_LOCATION, MetadataFile.STARTED).build());
        tell(aParticipantStart().build());
        tell(aParticipantEnd().build());
        String participant = idOf(PARTICIPANT_LOCATION).text();
        // What the stream has forgotten by the time that somebody reads it.
        try (ChangeStreamMapping lost = mapping((_, answer, _) -> answer.write("{\"batchItemFailures\":[]}".getBytes(
                StandardCharsets.UTF_8)))) {
            settle(lost);
            assertThat(bus.told()).containsExactly(ID + "#1 Recording Started");

            sweep();

            assertThat(bus.told()).containsExactlyInAnyOrder(ID + "#1 Recording Started",
                    ID + "#2 Recording Media Changed", participant + "#1 Recording Started",
                    participant + "#2 Recording Ended");
        }
        try (ChangeStreamMapping after = mapping()) {
            tell(aChannelEnd().build());
            settle(after);
            sweep();
        }

        assertThat(bus.told()).endsWith(ID + "#3 Recording Ended");
        assertThat(new HashSet<>(bus.told())).as("a repetition has the same id").hasSize(5);
        assertThat(counts).containsEntry("OutboundUnnoted", 0L).containsEntry("ChangesUnreadable", 0L);
    }
}
