package io.ivsorchestrator.tests.simulation;

import io.ivsorchestrator.runtime.DelayedMessages;
import io.ivsorchestrator.runtime.QueueMessage;
import io.ivsorchestrator.tests.simulation.Tally.Seen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A standard SQS queue with the function that it feeds: batches in no particular order, several at a time, at least once. What
 * is not deleted comes again when its visibility timeout is over, and after too many times goes to the dead letters.
 */
final class SimulatedQueue {
    private final Shape shape;
    private final Timeline timeline;
    private final Calls calls;
    private final Sabotage sabotage;
    private final Function function;
    private final List<Message> visible = new ArrayList<>();
    private final Map<String, Message> deadLetters = new LinkedHashMap<>();
    private int running;
    private int numbers;

    /**
     * As a deployment makes it.
     *
     * @param concurrency how many batches at a time
     * @param batch       the most messages in one
     * @param timeout     of the function; visibility is six times that
     * @param attempts    how often a message is delivered
     */
    record Shape(String name, int concurrency, int batch, Duration timeout, int attempts) {}

    /** What handles a batch. */
    interface Function {
        /** @return ids of those that are to come again */
        Set<String> handle(List<QueueMessage> messages);
    }

    private static final class Message {
        private final QueueMessage content;
        private int received;
        private boolean handled;

        Message(QueueMessage content) {
            this.content = content;
        }
    }

    SimulatedQueue(Shape shape, Timeline timeline, Calls calls, Sabotage sabotage, Function function) {
        this.shape = shape;
        this.timeline = timeline;
        this.calls = calls;
        this.sabotage = sabotage;
        this.function = function;
    }

    /** From the world. */
    void send(String body, Duration delay) {
        Message message = new Message(new QueueMessage(shape.name + "-" + numbers++, body));
        timeline.after(delay.toMillis(), () -> show(message));
    }

    /** From a function. */
    DelayedMessages asDelayedMessages() {
        return (body, delay) -> calls.make(() -> {
            send(body, delay);
            return true;
        }, () -> new DelayedMessages.MessageNotSentException("send", new IllegalStateException("simulated")));
    }

    private void show(Message message) {
        if (message.handled) {
            return;
        }
        if (message.received >= shape.attempts) {
            calls.tally().saw(Seen.DEAD_LETTER);
            deadLetters.put(message.content.id(), message);
            return;
        }
        visible.add(message);
        pump();
    }

    private void pump() {
        while (running < shape.concurrency && !visible.isEmpty()) {
            List<Message> batch = new ArrayList<>();
            int size = calls.chance().between(1, shape.batch);
            Set<String> ids = new HashSet<>();
            for (int i = 0; i < size && !visible.isEmpty(); i++) {
                Message message = visible.remove(calls.chance().below(visible.size()));
                if (ids.add(message.content.id())) {
                    batch.add(message);
                    delivered(message);
                } else {
                    timeline.after(1, () -> show(message));
                }
            }
            running++;
            if (running > 1) {
                calls.tally().saw(Seen.SEVERAL_CONSUMERS);
            }
            timeline.start(() -> invoke(batch));
        }
    }

    private void delivered(Message message) {
        message.received++;
        message.handled = sabotage == Sabotage.ACKNOWLEDGED_EARLY;
        timeline.after(shape.timeout.multipliedBy(6).toMillis(), () -> show(message));
        if (calls.chance().in(calls.faults().redelivered())) {
            timeline.after(calls.chance().below(10_000), () -> {
                // Even one that was deleted: the queue may not know yet.
                if (message.handled) {
                    calls.tally().saw(Seen.REDELIVERED);
                }
                visible.add(message);
                pump();
            });
        }
    }

    private void invoke(List<Message> batch) {
        Timeline.Strand process = Objects.requireNonNull(timeline.running());
        process.live(new Life(timeline.now() + shape.timeout.toMillis()));
        try {
            Set<String> returned = function.handle(batch.stream().map(message -> message.content).toList());
            batch.stream().filter(message -> !returned.contains(message.content.id()))
                    .forEach(message -> message.handled = true);
        } catch (Life.Death death) {
            // All of them come again.
        } finally {
            process.live(null);
            running--;
        }
        pump();
    }

    /** All dead letters go back to their queue. */
    int redrive() {
        List<Message> all = List.copyOf(deadLetters.values());
        deadLetters.clear();
        all.forEach(message -> {
            message.received = 0;
            show(message);
        });
        return all.size();
    }

    int deadLetters() {
        return deadLetters.size();
    }
}
