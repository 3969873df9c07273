package io.ivsorchestrator.local.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * The messages of one invocation, as the request that Lambda makes of them and the response that it reads.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html">Using Lambda with Amazon SQS</a>
 */
record SqsBatch(List<Message> messages, String queueArn) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** The request: an object with one {@code Records} array. */
    byte[] request() {
        ObjectNode request = NODES.objectNode();
        ArrayNode records = request.putArray("Records");
        messages.forEach(message -> records.add(record(message)));
        try {
            return JSON.writeValueAsBytes(request);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /**
     * The ids of the messages that the handler did not manage. By Lambda's rules an absent, empty or null list means that
     * all went well, and anything that it cannot understand (an unknown or empty id, broken JSON) that nothing did.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html">Handling errors for an
     * SQS event source</a>
     */
    Set<String> failures(byte[] response) {
        Set<String> all = messageIds();
        JsonNode answer;
        try {
            answer = JSON.readTree(response);
        } catch (IOException broken) {
            return all;
        }
        JsonNode items = answer.path("batchItemFailures");
        if (items.isMissingNode() || items.isNull()) {
            return Set.of();
        }
        if (!items.isArray()) {
            return all;
        }
        Set<String> failures = new HashSet<>();
        for (JsonNode item : items) {
            String id = item.path("itemIdentifier").asText();
            if (!all.contains(id)) {
                return all;
            }
            failures.add(id);
        }
        return failures;
    }

    Set<String> messageIds() {
        return messages.stream().map(Message::messageId).collect(Collectors.toSet());
    }

    private ObjectNode record(Message message) {
        ObjectNode node = NODES.objectNode()
                .put("messageId", message.messageId())
                .put("receiptHandle", message.receiptHandle())
                .put("body", message.body());
        ObjectNode attributes = node.putObject("attributes");
        message.attributesAsStrings().forEach(attributes::put);
        ObjectNode messageAttributes = node.putObject("messageAttributes");
        message.messageAttributes().forEach((name, value) -> messageAttributes.set(name, attribute(value)));
        return node.put("md5OfBody", message.md5OfBody())
                .put("eventSource", "aws:sqs")
                .put("eventSourceARN", queueArn)
                .put("awsRegion", queueArn.split(":", 6)[3]);
    }

    private static ObjectNode attribute(MessageAttributeValue value) {
        ObjectNode node = NODES.objectNode();
        if (value.stringValue() != null) {
            node.put("stringValue", value.stringValue());
        }
        if (value.binaryValue() != null) {
            node.put("binaryValue", value.binaryValue().asByteArray());
        }
        node.putArray("stringListValues");
        node.putArray("binaryListValues");
        return node.put("dataType", value.dataType());
    }
}
