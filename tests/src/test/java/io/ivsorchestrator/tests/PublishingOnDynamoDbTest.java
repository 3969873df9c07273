package io.ivsorchestrator.tests;

import static io.ivsorchestrator.recording.EvidenceBuilders.CHANNEL_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelEnd;
import static io.ivsorchestrator.recording.EvidenceBuilders.aChannelStart;
import static io.ivsorchestrator.recording.EvidenceBuilders.aMetadata;
import static io.ivsorchestrator.recording.EvidenceBuilders.aUser;
import static io.ivsorchestrator.recording.EvidenceBuilders.idOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.index.CursorSeal;
import io.ivsorchestrator.index.DynamoDbIndexTable;
import io.ivsorchestrator.index.Outboxes;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.local.embedded.LocalClients;
import io.ivsorchestrator.local.embedded.LocalDynamoDb;
import io.ivsorchestrator.local.laptop.IndexTables;
import io.ivsorchestrator.local.routing.ChangeStreamMapping;
import io.ivsorchestrator.local.routing.LocalFunction;
import io.ivsorchestrator.publishing.PublishUnpublished;
import io.ivsorchestrator.publishing.PublishingHandler;
import io.ivsorchestrator.publishing.RememberedBus;
import io.ivsorchestrator.recording.Evidence;
import io.ivsorchestrator.recording.MetadataFile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** Publishing from a real change stream. */
class PublishingOnDynamoDbTest {
    private static final String ID = idOf(CHANNEL_LOCATION).text();
    private static LocalDynamoDb server;
    private static DynamoDbClient dynamoDb;
    private static DynamoDbStreamsClient streams;

    private final RememberedBus bus = new RememberedBus();
    private final Map<String, Long> counts = new ConcurrentHashMap<>();
    private String name;
    private DynamoDbIndexTable table;
    private RecordingIndex index;

    @BeforeAll
    static void start() {
        server = LocalDynamoDb.start();
        dynamoDb = LocalClients.dynamoDb(server.endpoint());
        streams = LocalClients.dynamoDbStreams(server.endpoint());
    }

    @AfterAll
    static void stop() {
        streams.close();
        dynamoDb.close();
        server.close();
    }

    @BeforeEach
    void create() {
        name = "publishing-" + System.nanoTime();
        IndexTables.create(dynamoDb, name);
        table = new DynamoDbIndexTable(dynamoDb, name);
        index = new RecordingIndex(table, CursorSeal.ofThisProcess());
    }

    private void tell(Evidence evidence) {
        index.record(evidence.subject(), List.of(evidence));
    }

    private ChangeStreamMapping mapping() {
        String stream = dynamoDb.describeTable(request -> request.tableName(name)).table().latestStreamArn();
        return ChangeStreamMapping.start(streams, stream, new LocalFunction("publishing",
                new PublishingHandler(new Outboxes(table), bus,
                        more -> more.forEach((key, count) -> counts.merge(key, count, Long::sum))),
                Duration.ofMinutes(1)));
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
            dynamoDb.deleteItem(request -> request.tableName(name).key(Map.of("pk", AttributeValue.fromS(ID), "sk",
                    AttributeValue.fromS("recording"))));
            settle(mapping);
        }

        assertThat(bus.told()).containsExactly(ID + "#1 Recording Started", ID + "#2 Recording Deleted");
    }

    @Test
    void streamThatNobodyRead_isMadeUpForByTheSweep() {
        tell(aChannelStart().build());
        tell(aChannelEnd().build());

        new PublishUnpublished(new Outboxes(table), bus).publish(() -> true);
        new PublishUnpublished(new Outboxes(table), bus).publish(() -> true);

        assertThat(bus.told()).containsExactly(ID + "#1 Recording Started", ID + "#2 Recording Ended");
    }
}
