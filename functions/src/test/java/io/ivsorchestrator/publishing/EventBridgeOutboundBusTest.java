package io.ivsorchestrator.publishing;

import static io.ivsorchestrator.recording.EvidenceBuilders.CHANNEL_LOCATION;
import static io.ivsorchestrator.recording.EvidenceBuilders.idOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.OutboundChange;
import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.runtime.CannedHttp;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

/** The answers are those of the Amazon EventBridge API Reference, PutEvents. */
class EventBridgeOutboundBusTest {
    private static final OutboundEvent STARTED = event(1, OutboundChange.STARTED);
    private static final OutboundEvent ENDED = event(2, OutboundChange.ENDED);

    private CannedHttp service;
    private EventBridgeClient eventBridge;
    private OutboundBus bus;

    private static OutboundEvent event(long sequence, OutboundChange change) {
        return new OutboundEvent(idOf(CHANNEL_LOCATION), sequence, change,
                Optional.of("arn:aws:ivs:us-west-2:123456789012:channel/Kp3dQ9xTzL7m"),
                "{\"sequence\":" + sequence + "}");
    }

    @BeforeEach
    void start() throws IOException {
        service = new CannedHttp();
        eventBridge = EventBridgeClient.builder().region(Region.US_WEST_2).endpointOverride(service.endpoint())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                .httpClient(UrlConnectionHttpClient.create())
                .overrideConfiguration(options -> options.retryStrategy(RetryMode.STANDARD)
                        .retryStrategy(retry -> retry.maxAttempts(1)))
                .build();
        bus = new EventBridgeOutboundBus(eventBridge, "ivs-recordings");
    }

    @AfterEach
    void stop() {
        eventBridge.close();
        service.close();
    }

    @Test
    void entries_areTakenOrNot_eachForItself() {
        service.answer("POST /", 200, """
                {"FailedEntryCount":1,"Entries":[{"EventId":"11710aed-b79e-4468-a20b-bb3c0c3b4860"},
                {"ErrorCode":"ThrottlingException","ErrorMessage":"Rate exceeded"}]}""");

        assertThat(bus.put(List.of(STARTED, ENDED))).containsExactly("", "ThrottlingException: Rate exceeded");
        JsonObject entry = JsonObject.parse(service.bodies().getFirst()).objects("Entries").getFirst();
        assertThat(entry.requireString("EventBusName")).isEqualTo("ivs-recordings");
        assertThat(entry.requireString("Source")).isEqualTo("ivs-recording-orchestrator");
        assertThat(entry.requireString("DetailType")).isEqualTo("Recording Started");
        assertThat(entry.requireString("Detail")).isEqualTo("{\"sequence\":1}");
        assertThat(entry.strings("Resources"))
                .containsExactly("arn:aws:ivs:us-west-2:123456789012:channel/Kp3dQ9xTzL7m");
    }

    @Test
    void requestThatFails_tookNone() {
        service.answer("POST /", 400,
                "{\"__type\":\"ResourceNotFoundException\",\"message\":\"Event bus does not exist.\"}");

        assertThat(bus.put(List.of(STARTED, ENDED))).hasSize(2).allSatisfy(
                problem -> assertThat(problem).contains("Event bus does not exist"));
    }
}
