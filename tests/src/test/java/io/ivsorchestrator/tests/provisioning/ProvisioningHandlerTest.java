package io.ivsorchestrator.tests.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.local.embedded.LocalClients;
import io.ivsorchestrator.local.embedded.LocalSqs;
import io.ivsorchestrator.provisioning.ProvisioningHandler;
import io.ivsorchestrator.runtime.SqsDelayedMessages;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** The function as Lambda calls it, and the queue as SQS delays. */
class ProvisioningHandlerTest {
    private static final Map<String, String> OPTED_IN = Map.of("ivs-recording", "on");

    /** With so much time left, and nothing else of use. */
    private static Context remaining(int millis) {
        return (Context) Proxy.newProxyInstance(ProvisioningHandlerTest.class.getClassLoader(),
                new Class<?>[]{Context.class},
                (_, method, _) -> method.getReturnType() == int.class ? millis : "test");
    }

    private static String batch(String... bodies) {
        ObjectNode batch = EmulatorCalls.object();
        for (int index = 0; index < bodies.length; index++) {
            batch.withArray("Records").addObject().put("messageId", "m" + index).put("body", bodies[index]);
        }
        return batch.toString();
    }

    @Test
    void aBatch_isDoneAsFarAsItCanBe_andTheRestNamed() throws IOException {
        Rig rig = Rig.create().everything();
        rig.cloudTrail = false;
        Arn channel = rig.channel("main", OPTED_IN);
        Map<String, Long> counted = new HashMap<>();
        ProvisioningHandler handler = new ProvisioningHandler(rig.process(), counted::putAll);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        String check = "{\"provisioning\":\"check\",\"arns\":[\"%s\"]}".formatted(channel);

        handler.handleRequest(new ByteArrayInputStream(batch("broken", check).getBytes(StandardCharsets.UTF_8)), answer,
                remaining(60_000));

        assertThat(new ObjectMapper().readTree(answer.toByteArray()).toString())
                .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"m0\"}]}");
        assertThat(counted).containsEntry("MessagesReceived", 2L).containsEntry("MessagesReturned", 1L)
                .containsEntry("ConfigurationsCreated", 1L);
        rig.run();
        assertThat(rig.look(channel).recordingConfiguration()).isPresent();
    }

    @Test
    void withoutTimeLeft_nothingIsChanged_andAMessageGoesOn() throws IOException {
        Rig rig = Rig.create().everything();
        rig.cloudTrail = false;
        Arn channel = rig.channel("main", OPTED_IN);
        ProvisioningHandler handler = new ProvisioningHandler(rig.process(), _ -> {});
        String check = "{\"provisioning\":\"check\",\"arns\":[\"%s\"]}".formatted(channel);

        handler.handleRequest(new ByteArrayInputStream(batch(check).getBytes(StandardCharsets.UTF_8)),
                new ByteArrayOutputStream(), remaining(1_000));

        assertThat(rig.writes()).isZero();
        assertThat(rig.waiting()).isEqualTo(1);
        rig.run();
        assertThat(rig.look(channel).recordingConfiguration()).isPresent();
    }

    @Test
    void aDelayedMessage_isDeliveredAfterItsDelay() {
        try (LocalSqs part = LocalSqs.start(); SqsClient sqs = LocalClients.sqs(part.endpoint())) {
            String queue = sqs.createQueue(request -> request.queueName("provisioning")).queueUrl();
            SqsDelayedMessages messages = new SqsDelayedMessages(sqs, queue);
            long sent = System.nanoTime();
            messages.send("later", Duration.ofMillis(1_050));
            messages.send("now", Duration.ofSeconds(-3));
            // More than SQS takes is cut to what it takes, not refused.
            messages.send("much later", Duration.ofDays(3));

            assertThat(received(sqs, queue)).containsExactly("now");
            assertThat(received(sqs, queue)).containsExactly("later");
            assertThat(Duration.ofNanos(System.nanoTime() - sent)).isGreaterThanOrEqualTo(Duration.ofMillis(1_050));
        }
    }

    private static List<String> received(SqsClient sqs, String queue) {
        return sqs.receiveMessage(request -> request.queueUrl(queue).waitTimeSeconds(10)).messages().stream()
                .map(Message::body).toList();
    }
}
