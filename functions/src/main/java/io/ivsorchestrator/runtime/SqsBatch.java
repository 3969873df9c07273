package io.ivsorchestrator.runtime;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.ivsorchestrator.events.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collection;
import java.util.List;

/**
 * The input and output of a function behind an SQS event source mapping that reports batch item failures (Lambda Developer
 * Guide, "Using Lambda with Amazon SQS", "Implementing partial batch responses").
 */
public final class SqsBatch {
    private static final JsonFactory FACTORY = new JsonFactory();

    private SqsBatch() {
    }

    /** @throws io.ivsorchestrator.events.json.JsonException if the input is no SQS batch */
    public static List<QueueMessage> read(InputStream input) throws IOException {
        return JsonObject.parse(input.readAllBytes()).objects("Records").stream()
                .map(message -> new QueueMessage(message.requireString("messageId"),
                        message.string("body").orElse("")))
                .toList();
    }

    /** Names the messages that SQS must deliver again; none means that all are done. */
    public static void writeFailures(OutputStream output, Collection<String> messageIds) throws IOException {
        try (JsonGenerator json = FACTORY.createGenerator(output)) {
            json.writeStartObject();
            json.writeArrayFieldStart("batchItemFailures");
            for (String messageId : messageIds) {
                json.writeStartObject();
                json.writeStringField("itemIdentifier", messageId);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }
}
