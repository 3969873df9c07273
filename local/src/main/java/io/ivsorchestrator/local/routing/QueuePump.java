package io.ivsorchestrator.local.routing;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/**
 * One step of Lambda's SQS event source mapping: receive a batch, invoke the handler with it, delete what succeeded. What
 * failed stays and is seen again after the queue's visibility timeout, or goes to its dead-letter queue when its redrive
 * policy says so. Has no thread of its own; {@link EventSourceMapping} has. Safe for use by many threads.
 */
public final class QueuePump {
    private static final Logger LOG = LogManager.getLogger(QueuePump.class);
    /** What one ReceiveMessage call returns at most, and Lambda's default batch. */
    private static final int BATCH_SIZE = 10;

    private final SqsClient sqs;
    private final String queueUrl;
    private final String queueArn;
    private final LocalFunction function;
    private final LongAdder invocations = new LongAdder();
    private final LongAdder received = new LongAdder();
    private final LongAdder succeeded = new LongAdder();

    private QueuePump(SqsClient sqs, String queueUrl, String queueArn, LocalFunction function) {
        this.sqs = sqs;
        this.queueUrl = queueUrl;
        this.queueArn = queueArn;
        this.function = function;
    }

    /**
     * A pump between a queue and a function.
     *
     * @throws software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException if there is no such queue
     */
    public static QueuePump between(SqsClient sqs, String queueUrl, LocalFunction function) {
        Map<QueueAttributeName, String> attributes = sqs.getQueueAttributes(
                request -> request.queueUrl(queueUrl).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes();
        String arn = attributes.get(QueueAttributeName.QUEUE_ARN);
        if (arn == null) {
            throw new IllegalStateException("SQS does not tell the ARN of " + queueUrl);
        }
        return new QueuePump(sqs, queueUrl, arn, function);
    }

    /**
     * Handles at most one batch, in this thread.
     *
     * @param wait how long to wait for a first message; whole seconds, 0 to 20
     * @return how many messages came, whether or not they were handled well
     * @throws SdkException if the queue cannot be reached; a failing handler throws nothing here
     */
    public int pump(Duration wait) {
        ReceiveMessageResponse response = sqs.receiveMessage(request -> request.queueUrl(queueUrl)
                .maxNumberOfMessages(BATCH_SIZE)
                .waitTimeSeconds((int) wait.toSeconds())
                .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
                .messageAttributeNames("All"));
        List<Message> messages = response.messages();
        if (messages.isEmpty()) {
            return 0;
        }
        received.add(messages.size());
        Set<String> failures = invoke(new SqsBatch(messages, queueArn));
        delete(messages.stream().filter(message -> !failures.contains(message.messageId())).toList());
        return messages.size();
    }

    /** How many messages the queue holds: waiting, delayed, or received and neither deleted nor visible again. */
    public long backlog() {
        return sqs.getQueueAttributes(request -> request.queueUrl(queueUrl)
                .attributeNames(
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
                        QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED))
                .attributes()
                .values()
                .stream()
                .mapToLong(Long::parseLong)
                .sum();
    }

    /** What happened so far. */
    public Totals totals() {
        return new Totals(invocations.sum(), received.sum(), succeeded.sum());
    }

    private Set<String> invoke(SqsBatch batch) {
        invocations.increment();
        try {
            Set<String> failures = batch.failures(function.invoke(batch.request()));
            if (!failures.isEmpty()) {
                LOG.info("{} returned {} of {} messages", function.name(), failures.size(), batch.messages().size());
            }
            return failures;
        } catch (Exception | Error failure) {
            // Errors, too: they end a Lambda invocation, but not the mapping that made it.
            LOG.warn("{} failed with a batch of {} messages", function.name(), batch.messages().size(), failure);
            return batch.messageIds();
        }
    }

    private void delete(List<Message> messages) {
        if (messages.isEmpty()) {
            return;
        }
        List<DeleteMessageBatchRequestEntry> entries = messages.stream()
                .map(message -> DeleteMessageBatchRequestEntry.builder()
                        .id(message.messageId())
                        .receiptHandle(message.receiptHandle())
                        .build())
                .toList();
        DeleteMessageBatchResponse response = sqs
                .deleteMessageBatch(request -> request.queueUrl(queueUrl).entries(entries));
        succeeded.add(response.successful().size());
        // The message will come again; handlers are built for that.
        response.failed()
                .forEach(entry -> LOG.warn("{} was handled but not deleted: {}", entry.id(), entry.message()));
    }

    /**
     * Counts since the pump was made.
     *
     * @param invocations of the handler
     * @param received messages, each redelivery counted again
     * @param succeeded messages that were handled and deleted
     */
    public record Totals(long invocations, long received, long succeeded) {
        /** Messages that were received and left for redelivery. */
        public long returned() {
            return received - succeeded;
        }
    }
}
