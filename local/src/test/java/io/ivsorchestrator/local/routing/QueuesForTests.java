package io.ivsorchestrator.local.routing;

import io.ivsorchestrator.local.embedded.LocalClients;
import io.ivsorchestrator.local.embedded.LocalSqs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** An SQS with queues as deployed, but for a visibility timeout of one second, the shortest there is. */
final class QueuesForTests implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final int MAX_RECEIVE_COUNT = 2;

    private final LocalSqs server = LocalSqs.start();
    private final SqsClient sqs = LocalClients.sqs(server.endpoint());

    SqsClient sqs() {
        return sqs;
    }

    /** A queue whose messages go to {@code <name>-dead} after {@link #MAX_RECEIVE_COUNT} attempts. */
    String queue(String name) {
        String dead = sqs.createQueue(request -> request.queueName(name + "-dead")).queueUrl();
        String deadArn = sqs.getQueueAttributes(
                request -> request.queueUrl(dead).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributesAsStrings()
                .get("QueueArn");
        String redrive = "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":\"%d\"}".formatted(deadArn,
                MAX_RECEIVE_COUNT);
        return sqs.createQueue(request -> request.queueName(name)
                .attributes(
                        Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "1", QueueAttributeName.REDRIVE_POLICY, redrive)))
                .queueUrl();
    }

    void send(String queueUrl, String... bodies) {
        for (String body : bodies) {
            sqs.sendMessage(request -> request.queueUrl(queueUrl).messageBody(body));
        }
    }

    List<String> takeAll(String queueUrl) {
        List<String> bodies = new ArrayList<>();
        List<Message> batch;
        do {
            batch = sqs.receiveMessage(request -> request.queueUrl(queueUrl).maxNumberOfMessages(10)).messages();
            batch.forEach(message -> bodies.add(message.body()));
        } while (!batch.isEmpty());
        return bodies;
    }

    List<String> deadLetters(String queueUrl) {
        return takeAll(queueUrl + "-dead");
    }

    @Override
    public void close() {
        sqs.close();
        server.close();
    }
}
