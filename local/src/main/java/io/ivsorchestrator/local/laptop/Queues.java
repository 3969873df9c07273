package io.ivsorchestrator.local.laptop;

import io.ivsorchestrator.local.routing.EventSourceMapping;
import io.ivsorchestrator.local.routing.LocalFunction;
import io.ivsorchestrator.local.routing.QueuePump;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The pipelines' queues, each with its dead-letter queue, and what runs between them and the functions. */
final class Queues implements AutoCloseable {
    /** As deployed: SQS moves a message to the dead-letter queue after this many deliveries. */
    private static final int MAX_RECEIVE_COUNT = 5;
    /** Shorter than deployed, so that what is returned comes again while somebody watches. */
    private static final String VISIBILITY_SECONDS = "2";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    /** One instance of each function, which handles one event at a time as in Lambda: what it keeps between two needs no lock. */
    private static final int CONCURRENCY = 1;

    private final SqsClient sqs;
    private final Map<String, Queue> queues = new ConcurrentSkipListMap<>();
    private final List<QueuePump> pumps = new ArrayList<>();
    private final List<EventSourceMapping> mappings = new ArrayList<>();

    private record Queue(String url, String deadLetterUrl) {}

    Queues(SqsClient sqs) {
        this.sqs = sqs;
    }

    /** The queue of that name, made if it is not there yet. */
    String url(String name) {
        return queues.computeIfAbsent(name, this::make).url();
    }

    private Queue make(String name) {
        String deadLetters = sqs.createQueue(request -> request.queueName(name + "-dead-letters")).queueUrl();
        String arn = sqs.getQueueAttributes(request -> request.queueUrl(deadLetters)
                .attributeNames(QueueAttributeName.QUEUE_ARN)).attributes().get(QueueAttributeName.QUEUE_ARN);
        String url = sqs.createQueue(request -> request.queueName(name).attributes(Map.of(
                QueueAttributeName.VISIBILITY_TIMEOUT, VISIBILITY_SECONDS,
                QueueAttributeName.REDRIVE_POLICY,
                "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":\"%d\"}".formatted(arn, MAX_RECEIVE_COUNT))))
                .queueUrl();
        return new Queue(url, deadLetters);
    }

    /** Lets the function work on its queue from now on. */
    void feed(Pipeline pipeline) {
        QueuePump pump = QueuePump.between(sqs, url(pipeline.name()),
                new LocalFunction(pipeline.name(), pipeline.handler(), TIMEOUT));
        pumps.add(pump);
        mappings.add(EventSourceMapping.start(pump, CONCURRENCY));
    }

    /** Waits until every queue has been empty; what one function sends to another's queue meanwhile may be left. */
    boolean drain(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        if (timeout.isZero()) {
            return false;
        }
        for (EventSourceMapping mapping : mappings) {
            if (!mapping.drain(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))) {
                return false;
            }
        }
        return true;
    }

    /** How many messages wait or are being handled. */
    long backlog() {
        return pumps.stream().mapToLong(QueuePump::backlog).sum();
    }

    /** How many messages were given up on. */
    long deadLetters() {
        return queues.values().stream().mapToLong(queue -> Long.parseLong(sqs.getQueueAttributes(
                request -> request.queueUrl(queue.deadLetterUrl())
                        .attributeNames(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
                .attributes().getOrDefault(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "0"))).sum();
    }

    /** Stops the functions; messages stay. */
    @Override
    public void close() {
        mappings.forEach(EventSourceMapping::close);
    }
}
