package io.ivsorchestrator.query;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.index.CursorSeal;
import io.ivsorchestrator.index.DynamoDbIndexTable;
import io.ivsorchestrator.index.IndexTable;
import io.ivsorchestrator.index.Item;
import io.ivsorchestrator.index.ItemKey;
import io.ivsorchestrator.index.KeySchema;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.index.RecordingQuery;
import io.ivsorchestrator.index.TimeRange;
import io.ivsorchestrator.local.embedded.LocalClients;
import io.ivsorchestrator.local.embedded.LocalDynamoDb;
import io.ivsorchestrator.local.laptop.IndexTables;
import io.ivsorchestrator.recording.Evidence;
import io.ivsorchestrator.recording.Media;
import io.ivsorchestrator.recording.Metadata;
import io.ivsorchestrator.recording.MetadataFile;
import io.ivsorchestrator.recording.RecordingId;
import io.ivsorchestrator.recording.RecordingState;
import io.ivsorchestrator.recording.S3Location;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * The time of a page in an index of 2,000 and of 200,000 recordings, on DynamoDB Local, the two in turn, either first by chance, so
 * that whatever else the machine does hits both. One channel has all of them, all on one day: the worst that a partition can
 * be. Fails if a page of the larger index takes more than {@value #MAX_RATIO} times as long by the 99th percentile.
 */
public final class PageLatency {
    private static final int BATCH = 25;
    private static final int ROUNDS = 3000;
    private static final int WARM_UP = 1000;
    private static final double MAX_RATIO = 1.2;
    private static final long SEED = 20260307;
    private static final int LIMIT = 50;
    private static final String CHANNEL = "Kp3dQ9xTzL7m";
    private static final Instant DAY = Instant.parse("2026-03-07T00:00:00Z");

    private PageLatency() {
    }

    /** Entry point; the sizes may be given. Exits with 1 if pages are not flat. */
    public static void main(String[] arguments) {
        System.exit(measure(arguments) ? 0 : 1);
    }

    private static boolean measure(String... arguments) {
        int small = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2_000;
        int large = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 200_000;
        try (LocalDynamoDb server = LocalDynamoDb.start();
                DynamoDbClient dynamoDb = LocalClients.dynamoDb(
                        server.endpoint())) {
            RecordingIndex few = filled(dynamoDb, "few", small);
            RecordingIndex many = filled(dynamoDb, "many", large);
            System.out.printf("Pages of %d, %d of each index, in ms:%n%n| Page | p50 of %,d | p50 of %,d | ratio |"
                    + " p99 of %,d | p99 of %,d | ratio |%n|---|---|---|---|---|---|---|%n", LIMIT, ROUNDS, small,
                    large,
                    small, large);
            boolean flat = true;
            for (Map.Entry<String, RecordingQuery> query : queries().entrySet()) {
                flat &= compare(query.getKey(), query.getValue(), few, many);
            }
            System.out.printf("%n%s%n", flat ? "Flat." : "Not flat: a p99 ratio is above " + MAX_RATIO + ".");
            return flat;
        }
    }

    private static Map<String, RecordingQuery> queries() {
        Map<String, RecordingQuery> queries = new LinkedHashMap<>();
        queries.put("channel, newest", new RecordingQuery.OfChannel(CHANNEL, TimeRange.ALL));
        queries.put("channel, from the middle", new RecordingQuery.OfChannel(CHANNEL,
                TimeRange.between(DAY, DAY.plus(Duration.ofHours(12)))));
        queries.put("day (8 shards)", new RecordingQuery.OfDay(LocalDate.parse("2026-03-07")));
        return queries;
    }

    private static boolean compare(String name, RecordingQuery query, RecordingIndex few, RecordingIndex many) {
        Random chance = new Random(SEED);
        long[] ofFew = new long[ROUNDS];
        long[] ofMany = new long[ROUNDS];
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            boolean fewFirst = chance.nextBoolean();
            long first = page(fewFirst ? few : many, query);
            long second = page(fewFirst ? many : few, query);
            if (round >= 0) {
                ofFew[round] = fewFirst ? first : second;
                ofMany[round] = fewFirst ? second : first;
            }
        }
        Arrays.sort(ofFew);
        Arrays.sort(ofMany);
        double ratio = at(ofMany, 99) / at(ofFew, 99);
        System.out.printf("| %s | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f |%n", name, at(ofFew, 50), at(ofMany, 50),
                at(ofMany, 50) / at(ofFew, 50), at(ofFew, 99), at(ofMany, 99), ratio);
        return ratio <= MAX_RATIO;
    }

    /** In nanoseconds. */
    private static long page(RecordingIndex index, RecordingQuery query) {
        long begin = System.nanoTime();
        int found = index.query(query, Optional.empty(), LIMIT).recordings().size();
        long end = System.nanoTime();
        if (found != LIMIT) {
            throw new IllegalStateException("a page of " + found);
        }
        return end - begin;
    }

    private static double at(long[] sorted, int percent) {
        return sorted[sorted.length * percent / 100] / 1e6;
    }

    private static RecordingIndex filled(DynamoDbClient dynamoDb, String table, int recordings) {
        IndexTables.createWithoutStream(dynamoDb, table);
        Loader loader = new Loader(dynamoDb, table);
        RecordingIndex index = new RecordingIndex(loader, CursorSeal.ofThisProcess());
        long step = Duration.ofDays(1).toMillis() / recordings;
        for (int i = 0; i < recordings; i++) {
            Evidence fact = ended("r%07d".formatted(i), DAY.plusMillis(step * i));
            index.record(fact.subject(), List.of(fact));
        }
        loader.flush();
        return new RecordingIndex(new DynamoDbIndexTable(dynamoDb, table), CursorSeal.ofThisProcess());
    }

    private static Evidence ended(String recording, Instant start) {
        S3Location location = new S3Location("station-recordings",
                "ivs/v1/123456789012/" + CHANNEL + "/2026/3/7/0/0/" + recording);
        Media media = new Media(Optional.of(new Media.Hls("media/hls", "media/hls/master.m3u8", Optional.empty(),
                Optional.of(Duration.ofMinutes(5)), List.of())), Optional.empty(), Optional.empty());
        return new Evidence.MetadataFound(new RecordingId.Channel(CHANNEL, recording), start.plusSeconds(300),
                MetadataFile.ENDED, location, new Metadata(Optional.of(
                        new Arn("arn:aws:ivs:us-west-2:123456789012:channel/" + CHANNEL)), Optional.empty(),
                        Optional.empty(), Optional.of(RecordingState.STOPPED), Optional.of(start),
                        Optional.of(start.plusSeconds(300)), Optional.empty(), media));
    }

    /** Takes the items that the index would write, and writes them by the batch: every recording is new. */
    private static final class Loader implements IndexTable {
        private final DynamoDbClient dynamoDb;
        private final String table;
        private final List<WriteRequest> waiting = new ArrayList<>();

        Loader(DynamoDbClient dynamoDb, String table) {
            this.dynamoDb = dynamoDb;
            this.table = table;
        }

        @Override
        public Optional<Item> get(ItemKey key) {
            return Optional.empty();
        }

        @Override
        public List<Item> partition(String partition) {
            return List.of();
        }

        @Override
        public Written put(Item item, List<Item> pointers) {
            put(item);
            return new Written.Stored();
        }

        @Override
        public void put(Item item) {
            Map<String, AttributeValue> attributes = new HashMap<>();
            item.attributes().forEach((name, value) -> attributes.put(name, AttributeValue.fromS(value)));
            attributes.put(KeySchema.PARTITION, AttributeValue.fromS(item.key().partition()));
            attributes.put(KeySchema.SORT, AttributeValue.fromS(item.key().sort()));
            attributes.put(KeySchema.VERSION, AttributeValue.fromN(Long.toString(item.version())));
            waiting.add(WriteRequest.builder().putRequest(PutRequest.builder().item(attributes).build()).build());
            if (waiting.size() == BATCH) {
                flush();
            }
        }

        void flush() {
            if (!waiting.isEmpty()) {
                List<WriteRequest> batch = List.copyOf(waiting);
                dynamoDb.batchWriteItem(request -> request.requestItems(Map.of(table, batch)));
                waiting.clear();
            }
        }

        @Override
        public List<Item> query(Range range, int limit) {
            return List.of();
        }
    }
}
