package io.ivsorchestrator.tests.services;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ivsorchestrator.local.embedded.LocalClients;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** LocalStack's, or what stands in for it: EventBridge itself matches and delivers. */
final class LocalStackServices implements Services {
    private final DynamoDbClient dynamoDb = LocalClients.dynamoDb(LocalStack.endpoint());
    private final S3Client s3 = LocalClients.s3(LocalStack.endpoint());
    private final SqsClient sqs = LocalClients.sqs(LocalStack.endpoint());
    private final EventBridgeClient events = LocalStack.client(EventBridgeClient.builder());

    @Override
    public DynamoDbClient dynamoDb() {
        return dynamoDb;
    }

    @Override
    public S3Client s3() {
        return s3;
    }

    @Override
    public SqsClient sqs() {
        return sqs;
    }

    /** As the default bus names itself: {@code arn:aws:events:<region>:<account>:event-bus/default}. */
    @Override
    public String account() {
        return Objects.requireNonNull(events.describeEventBus(request -> request.name("default")).arn())
                .split(":", -1)[4];
    }

    @Override
    public void rule(String name, String pattern, String queueUrl) {
        String queue = Objects.requireNonNull(sqs.getQueueAttributes(request -> request.queueUrl(queueUrl)
                .attributeNames(QueueAttributeName.QUEUE_ARN)).attributes().get(QueueAttributeName.QUEUE_ARN));
        String rule = events.putRule(request -> request.name(name).eventPattern(pattern)).ruleArn();
        sqs.setQueueAttributes(request -> request.queueUrl(queueUrl).attributes(Map.of(QueueAttributeName.POLICY, """
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"events.amazonaws.com"},
                "Action":"sqs:SendMessage","Resource":"%s","Condition":{"ArnEquals":{"aws:SourceArn":"%s"}}}]}"""
                .formatted(queue, rule))));
        events.putTargets(request -> request.rule(name)
                .targets(Target.builder().id("queue").arn(queue).build()));
    }

    @Override
    public void put(String event) {
        JsonNode envelope = read(event);
        PutEventsResponse answer = events.putEvents(request -> request.entries(PutEventsRequestEntry.builder()
                .source(envelope.path("source").asText())
                .detailType(envelope.path("detail-type").asText())
                .time(Instant.parse(envelope.path("time").asText()))
                .resources(envelope.path("resources").valueStream().map(JsonNode::asText).toList())
                .detail(envelope.path("detail").toString()).build()));
        if (answer.failedEntryCount() > 0) {
            throw new AssertionError("EventBridge refused " + answer.entries());
        }
    }

    /**
     * EventBridge and LocalStack deliver whole envelopes; moto, which another image may run, leaves the account out of those that
     * go to a queue. Without one our functions believe no event, and they are right.
     */
    @Override
    public RequestStreamHandler taking(RequestStreamHandler function) {
        return (input, output, context) -> {
            ObjectMapper json = new ObjectMapper();
            JsonNode batch = json.readTree(input);
            for (JsonNode message : batch.path("Records")) {
                if (read(message.path("body").asText()) instanceof ObjectNode event && !event.has("account")) {
                    ((ObjectNode) message).put("body", event.put("account", account()).toString());
                }
            }
            function.handleRequest(new ByteArrayInputStream(json.writeValueAsBytes(batch)), output, context);
        };
    }

    private static JsonNode read(String json) {
        try {
            return new ObjectMapper().readTree(json);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException(json, broken);
        }
    }

    @Override
    public void close() {
        dynamoDb.close();
        s3.close();
        sqs.close();
        events.close();
    }
}
