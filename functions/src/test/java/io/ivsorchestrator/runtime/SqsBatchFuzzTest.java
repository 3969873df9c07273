package io.ivsorchestrator.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.json.JsonException;
import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.fuzz.Mutations;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** What a queue's mapping hands over, damaged; and whatever ids messages may have. */
class SqsBatchFuzzTest {
    private static final String BATCH = """
            {"Records":[{"messageId":"059f36b4-87a3-44ab-83d2-661975830a7d","receiptHandle":"AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a",\
            "body":"{\\"version\\":\\"0\\",\\"detail\\":{}}","attributes":{"ApproximateReceiveCount":"1",\
            "SentTimestamp":"1772874276649"},"messageAttributes":{},"md5OfBody":"e4e68fb7bd0e697a0ae8f1bb342846b3",\
            "eventSource":"aws:sqs","eventSourceARN":"arn:aws:sqs:eu-west-1:123456789012:indexing","awsRegion":"eu-west-1"},\
            {"messageId":"2e1424d4-f796-459a-8184-9c92662be6da","body":"no JSON"}]}""";

    @Example
    void batch_asItIs_isRead() throws IOException {
        assertThat(SqsBatch.read(new ByteArrayInputStream(BATCH.getBytes(StandardCharsets.UTF_8)))).containsExactly(
                new QueueMessage("059f36b4-87a3-44ab-83d2-661975830a7d", "{\"version\":\"0\",\"detail\":{}}"),
                new QueueMessage("2e1424d4-f796-459a-8184-9c92662be6da", "no JSON"));
    }

    @Property(tries = 4_000, shrinking = ShrinkingMode.OFF)
    void batch_mutated_isReadOrRefused(@ForAll Random random) throws IOException {
        byte[] bytes = Mutations.ofJson(BATCH, random).getBytes(StandardCharsets.UTF_8);
        byte[] mutated = random.nextInt(4) == 0 ? Mutations.ofBytes(bytes, random) : bytes;
        try {
            assertThat(SqsBatch.read(new ByteArrayInputStream(mutated)))
                    .as("by an empty id SQS cannot be told what to deliver again")
                    .allSatisfy(message -> assertThat(message.id()).isNotEmpty());
        } catch (JsonException clear) {
            assertThat(clear.getMessage()).isNotBlank();
        }
    }

    /** Lambda takes an answer that it cannot read for a failure of the whole batch. */
    @Property(tries = 1_000, shrinking = ShrinkingMode.OFF)
    void failures_anyIds_areAnAnswerThatNamesThem(@ForAll List<String> ids) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();

        SqsBatch.writeFailures(output, ids);

        assertThat(JsonObject.parse(output.toByteArray()).objects("batchItemFailures"))
                .extracting(failure -> failure.string("itemIdentifier").orElse(""))
                .containsExactlyElementsOf(ids);
    }
}
