package io.ivsorchestrator.tests.simulation;

import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.index.KeySchema.SecondaryIndex;
import io.ivsorchestrator.publishing.StreamedTable;
import io.ivsorchestrator.tests.simulation.SimulatedTable.Change;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The table's change stream with the function that reads it: shards, each in order, one batch of each at a time, again and
 * again until it is taken. Only what the event source mapping's filter lets through.
 */
final class ChangeStream {
    private static final int SHARDS = 2;
    private static final int BATCH = 20;
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final int RETRY_MILLIS = 1000;

    private final Timeline timeline;
    private final Calls calls;
    private final Function function;
    private final List<Shard> shards = new ArrayList<>();
    private int records;
    private boolean stopped;

    /** What handles a batch. */
    interface Function {
        /** @return sequence number of the record from which on the stream must deliver again */
        Optional<String> handle(List<JsonObject> records);
    }

    ChangeStream(Timeline timeline, Calls calls, Function function) {
        this.timeline = timeline;
        this.calls = calls;
        this.function = function;
        for (int i = 0; i < SHARDS; i++) {
            shards.add(new Shard());
        }
    }

    /** The mapping's filter: something to publish. Nothing is taken out of this table. */
    void add(Change change) {
        if (change.after().attributes().containsKey(SecondaryIndex.UNPUBLISHED.partitionAttribute())) {
            records++;
            Shard shard = shards.get(Math.floorMod(change.after().key().partition().hashCode(), SHARDS));
            shard.waiting.add(new Numbered(records, change));
            shard.pump();
        }
    }

    /** From now on nobody reads it. */
    void stop() {
        stopped = true;
    }

    /** Is read again, but after more than a day: what was not read is gone. */
    void goOnAfterADay() {
        stopped = false;
        shards.forEach(shard -> {
            if (!shard.waiting.isEmpty()) {
                calls.tally().saw(Tally.Seen.STREAM_LOST);
                shard.waiting.clear();
            }
        });
    }

    private record Numbered(int number, Change change) {}

    private final class Shard {
        private final List<Numbered> waiting = new ArrayList<>();
        private boolean busy;

        void pump() {
            if (!busy && !stopped && !waiting.isEmpty()) {
                busy = true;
                timeline.start(this::invoke);
            }
        }

        private void invoke() {
            List<Numbered> batch = List.copyOf(waiting.subList(0,
                    Math.min(waiting.size(), calls.chance().between(1, BATCH))));
            Timeline.Strand process = Objects.requireNonNull(timeline.running());
            process.live(new Life(timeline.now() + TIMEOUT.toMillis()));
            boolean alive = false;
            Optional<String> from = Optional.empty();
            try {
                from = function.handle(batch.stream().map(ChangeStream::json).toList());
                alive = true;
            } catch (Life.Death death) {
                // The whole batch comes again.
            } finally {
                process.live(null);
            }
            if (alive) {
                Optional<String> first = from;
                waiting.removeAll(
                        batch.stream().takeWhile(record -> !first.equals(Optional.of(Integer.toString(record.number))))
                                .toList());
            }
            timeline.pause(alive && from.isEmpty() ? 0 : RETRY_MILLIS);
            busy = false;
            pump();
        }
    }

    private static JsonObject json(Numbered record) {
        return JsonObject.parse(StreamedTable.record(record.number, Optional.ofNullable(record.change.before()),
                Optional.of(record.change.after()), ""));
    }
}
