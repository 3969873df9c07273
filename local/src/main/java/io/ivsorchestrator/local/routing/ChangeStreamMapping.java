package io.ivsorchestrator.local.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetRecordsResponse;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * Between a table's change stream and a function, as Lambda's event source mapping: batches in order, shard by shard; what the
 * function gives back comes again, from the first record that it names on.
 */
public final class ChangeStreamMapping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeStreamMapping.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final DynamoDbStreamsClient streams;
    private final String streamArn;
    private final LocalFunction function;
    private final Map<String, String> iterators = new LinkedHashMap<>();
    private final Map<String, List<Record>> returned = new LinkedHashMap<>();
    private final Set<String> read = new HashSet<>();
    private final Thread thread;
    private volatile boolean closed;

    private ChangeStreamMapping(DynamoDbStreamsClient streams, String streamArn, LocalFunction function) {
        this.streams = streams;
        this.streamArn = streamArn;
        this.function = function;
        this.thread = Thread.ofVirtual().name("change-stream").unstarted(this::run);
    }

    /** Begins with the oldest change that the stream keeps. */
    public static ChangeStreamMapping start(DynamoDbStreamsClient streams, String streamArn, LocalFunction function) {
        ChangeStreamMapping mapping = new ChangeStreamMapping(streams, streamArn, function);
        mapping.thread.start();
        return mapping;
    }

    private void run() {
        while (!closed) {
            try {
                deliver();
                Thread.sleep(PAUSE);
            } catch (InterruptedException stopped) {
                return;
            } catch (RuntimeException failed) {
                if (!closed) {
                    LOG.warn("reading the change stream failed, it is read again", failed);
                }
            }
        }
    }

    /**
     * Delivers what there is.
     *
     * @return whether there was anything
     */
    public synchronized boolean deliver() {
        openShards();
        boolean any = false;
        for (String shard : List.copyOf(iterators.keySet())) {
            any |= deliver(shard);
        }
        return any;
    }

    private void openShards() {
        streams.describeStream(request -> request.streamArn(streamArn)).streamDescription().shards().forEach(shard -> {
            if (read.add(shard.shardId())) {
                iterators.put(shard.shardId(),
                        streams.getShardIterator(request -> request.streamArn(streamArn).shardId(shard.shardId())
                                .shardIteratorType(ShardIteratorType.TRIM_HORIZON)).shardIterator());
            }
        });
    }

    private boolean deliver(String shard) {
        List<Record> batch = returned.remove(shard);
        if (batch == null) {
            GetRecordsResponse response = streams.getRecords(request -> request.shardIterator(iterators.get(shard)));
            if (response.nextShardIterator() == null) {
                iterators.remove(shard);
            } else {
                iterators.put(shard, response.nextShardIterator());
            }
            batch = response.records();
        }
        if (batch.isEmpty()) {
            return false;
        }
        List<Record> again = invoke(batch);
        if (!again.isEmpty()) {
            returned.put(shard, again);
            iterators.putIfAbsent(shard, "");
        }
        return true;
    }

    private List<Record> invoke(List<Record> batch) {
        ObjectNode request = JSON.createObjectNode();
        ArrayNode records = request.putArray("Records");
        batch.forEach(record -> records.add(json(record)));
        try {
            byte[] answer = function.invoke(JSON.writeValueAsBytes(request));
            for (JsonNode failure : JSON.readTree(answer).path("batchItemFailures")) {
                return from(failure.path("itemIdentifier").asText(), batch);
            }
            return List.of();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (RuntimeException failed) {
            LOG.warn("{} failed, the whole batch comes again", function.name(), failed);
            return batch;
        }
    }

    private static List<Record> from(String sequenceNumber, List<Record> batch) {
        List<Record> rest = new ArrayList<>(batch.stream()
                .dropWhile(record -> !record.dynamodb().sequenceNumber().equals(sequenceNumber)).toList());
        return rest.isEmpty() ? batch : rest;
    }

    private static ObjectNode json(Record record) {
        ObjectNode json = JSON.createObjectNode().put("eventID", record.eventID())
                .put("eventName", record.eventNameAsString()).put("eventSource", "aws:dynamodb");
        if (record.userIdentity() != null) {
            json.putObject("userIdentity").put("principalId", record.userIdentity().principalId()).put("type",
                    record.userIdentity().type());
        }
        ObjectNode change = json.putObject("dynamodb").put("SequenceNumber", record.dynamodb().sequenceNumber());
        if (record.dynamodb().hasOldImage()) {
            change.set("OldImage", image(record.dynamodb().oldImage()));
        }
        if (record.dynamodb().hasNewImage()) {
            change.set("NewImage", image(record.dynamodb().newImage()));
        }
        return json;
    }

    /** Texts and numbers: the index has no others. */
    private static ObjectNode image(Map<String, AttributeValue> item) {
        ObjectNode image = JSON.createObjectNode();
        item.forEach((name, value) -> {
            if (value.s() != null) {
                image.putObject(name).put("S", value.s());
            } else if (value.n() != null) {
                image.putObject(name).put("N", value.n());
            }
        });
        return image;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
