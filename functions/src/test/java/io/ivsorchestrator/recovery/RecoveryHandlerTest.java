package io.ivsorchestrator.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.ivsorchestrator.runtime.QueueMessage;
import io.ivsorchestrator.runtime.TestContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RecoveryHandlerTest {
    private final TroubledAccount account = new TroubledAccount("repair");
    private final Map<String, Long> counts = new HashMap<>();
    private final RecoveryHandler handler = new RecoveryHandler(account.recover("repair"), counts::putAll);

    private String invoke(Duration timeLeft, QueueMessage... messages) throws IOException {
        String batch = Stream.of(messages).map(message -> "{\"messageId\":\"" + message.id() + "\",\"body\":\""
                + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(message.body())) + "\"}")
                .collect(Collectors.joining(",", "{\"Records\":[", "]}"));
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        handler.handleRequest(new ByteArrayInputStream(batch.getBytes(StandardCharsets.UTF_8)), output,
                TestContext.withTimeLeft(() -> timeLeft));
        return output.toString(StandardCharsets.UTF_8);
    }

    @Test
    void failure_isCounted_repaired_andTold_andWhatIsUnreadableIsGivenBack() throws IOException {
        account.loseGrant();
        account.publish("st-aB1cD2eF3gH4i");
        QueueMessage failed = new QueueMessage("2", account.messages().getFirst().body());

        String answer = invoke(Duration.ofMinutes(1), new QueueMessage("1", "no JSON"), failed);

        assertThat(answer).isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"1\"}]}");
        assertThat(counts).containsEntry("OutcomesReceived", 2L).containsEntry("OutcomesReturned", 1L)
                .containsEntry("FailuresLinked", 1L).containsEntry("Failures.policy-grant-lost", 1L)
                .containsEntry("IncidentsOpened", 1L)
                .containsEntry("RemediesTried", 1L).containsEntry("NoticesSent", 1L);
    }

    @Test
    void withoutTime_allIsGivenBack() throws IOException {
        account.loseGrant();
        account.publish("st-aB1cD2eF3gH4i");
        QueueMessage failed = new QueueMessage("2", account.messages().getFirst().body());

        assertThat(invoke(Duration.ofSeconds(1), failed)).contains("\"2\"");
        assertThat(account.open()).isEmpty();
    }
}
