package io.ivsorchestrator.tests.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.ivs.IvsOperation;
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
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** The function as Lambda calls it, and the queue as SQS delays. */
class ProvisioningHandlerTest {
    private static final Map<String, String> OPTED_IN = Map.of("ivs-recording", "on");

    /** With so much time left, and nothing else of use. */
    private static Context remaining(int millis) {
        return remaining(() -> millis);
    }

    private static Context remaining(IntSupplier millis) {
        return (Context) Proxy.newProxyInstance(ProvisioningHandlerTest.class.getClassLoader(),
                new Class<?>[]{Context.class},
                (_, method, _) -> method.getReturnType() == int.class ? millis.getAsInt() : "test");
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

    /** A batch may ask for hundreds of stages, of which IVS tells a few in a second: its messages must not die of that. */
    @Test
    void whenTimeEndsWhileStagesAreLookedAt_theOthersAreLeftToAMessage_andNothingComesBack() throws IOException {
        Rig rig = Rig.create().everything();
        rig.cloudTrail = false;
        List<Arn> stages = IntStream.range(0, 40).mapToObj(number -> rig.stage("stage-" + number, OPTED_IN)).toList();
        String[] checks = IntStream.range(0, 2).mapToObj(half -> "{\"provisioning\":\"check\",\"arns\":[%s]}".formatted(
                stages.subList(half * 20, half * 20 + 20).stream().map(arn -> '"' + arn.value() + '"')
                        .collect(Collectors.joining(","))))
                .toArray(String[]::new);
        int before = rig.ours(IvsOperation.GET_STAGE);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();

        // Two seconds each: without an end they take 80 of the 60 that there are.
        new ProvisioningHandler(rig.process(), _ -> {}).handleRequest(
                new ByteArrayInputStream(batch(checks).getBytes(StandardCharsets.UTF_8)), answer,
                remaining(() -> 60_000 - 2_000 * (rig.ours(IvsOperation.GET_STAGE) - before)));

        assertThat(rig.ours(IvsOperation.GET_STAGE) - before).isBetween(20, 25);
        assertThat(new ObjectMapper().readTree(answer.toByteArray()).toString())
                .isEqualTo("{\"batchItemFailures\":[]}");
        rig.run();
        assertThat(stages).allSatisfy(stage -> assertThat(rig.lookAtStage(stage).recording().storageConfiguration())
                .isPresent());
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
