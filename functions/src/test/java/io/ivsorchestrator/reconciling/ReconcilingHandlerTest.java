package io.ivsorchestrator.reconciling;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.events.Payload;
import io.ivsorchestrator.index.CursorSeal;
import io.ivsorchestrator.index.InMemoryIndexTable;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.ivs.Composition;
import io.ivsorchestrator.ivs.InMemoryIvs;
import io.ivsorchestrator.ivs.IvsCalls;
import io.ivsorchestrator.ivs.IvsOperation;
import io.ivsorchestrator.ivs.IvsRefusedException;
import io.ivsorchestrator.ivs.StageRecording;
import io.ivsorchestrator.media.InMemoryRecordingFiles;
import io.ivsorchestrator.media.InMemoryRecordingListing;
import io.ivsorchestrator.recording.Failure;
import io.ivsorchestrator.recording.RecordingId;
import io.ivsorchestrator.recording.RecordingState;
import io.ivsorchestrator.recording.RecordingSummary;
import io.ivsorchestrator.recording.S3Location;
import io.ivsorchestrator.runtime.TestContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReconcilingHandlerTest {
    private static final Instant NOW = Instant.parse("2026-03-07T12:00:00Z");

    private final InMemoryIndexTable table = new InMemoryIndexTable();
    private final Map<String, Long> counted = new HashMap<>();
    private final List<String> sent = new ArrayList<>();
    private final List<String> salvaged = new ArrayList<>();
    private final List<IvsOperation> deferred = new ArrayList<>();
    private boolean busy;
    private final InMemoryIvs ivs = new InMemoryIvs(() -> NOW).through(IvsCalls.unlimited(), this::arriving);

    @Test
    void schedule_nothingToFind_endsAndSaysSo() throws IOException {
        assertThat(handle("{}")).contains("\"batchItemFailures\":[]");

        assertThat(counted).containsEntry("ReconcilingEnded", 1L).containsEntry("ReconcilingCalls", 3L)
                .containsEntry("ReconcilingFacts", 0L).containsEntry("ReconcilingDropped", 0L);
        assertThat(sent).isEmpty();
    }

    @Test
    void schedule_callsAreUsedUp_sendsItselfOnAndLaterEnds() throws IOException {
        busy = true;

        assertThat(handle("{}")).contains("\"batchItemFailures\":[]");

        assertThat(sent).containsExactly("go-on after PT2S");
        assertThat(counted).isEmpty();
        busy = false;
        handle(ReconcilingHandler.GO_ON);
        assertThat(counted).containsEntry("ReconcilingEnded", 1L);
        assertThat(deferred).containsExactly(IvsOperation.LIST_COMPOSITIONS);
    }

    private static String event(Arn composition, Arn stage) {
        return Payload.of("composition/destination-failure").with("detail.stage_arn", stage.value()).json()
                .replace("arn:aws:ivs:us-west-2:123456789012:composition/Hj4gF7dSa2Qw", composition.value())
                .replaceAll("\\s+", " ");
    }

    /** With a destination in the bucket that never began. */
    private Arn failedComposition(Arn stage) {
        Arn storage = ivs.realTime().createStorageConfiguration("s", "acme-live-recordings", Map.of()).arn();
        Arn arn = ivs.arn("composition");
        ivs.put(new Composition(arn, stage, "FAILED", Optional.of(NOW), Optional.of(NOW),
                List.of(new Composition.Destination("Er3tY6uI9oPa", "FAILED", Optional.of(NOW), Optional.of(NOW),
                        new Composition.ToS3(storage, Optional.of(
                                "Mv2bN5cX8zLk/" + arn.resourceId() + "/Er3tY6uI9oPa/composite")))),
                Map.of()));
        return arn;
    }

    @Test
    void failedDestination_isAskedAboutAtOnce_andBecomesAFailedRecordingWithItsBucket() throws IOException {
        Arn stage = ivs.realTime().createStage("room", StageRecording.OFF, Map.of()).arn();
        Arn composition = failedComposition(stage);

        assertThat(handle(event(composition, stage))).contains("\"batchItemFailures\":[]");

        RecordingSummary failed = new RecordingIndex(table, CursorSeal.ofThisProcess())
                .find(new RecordingId.Composite(composition.resourceId(), "Er3tY6uI9oPa")).orElseThrow();
        assertThat(failed.state()).isEqualTo(RecordingState.FAILED);
        assertThat(failed.location()).map(S3Location::bucket).contains("acme-live-recordings");
        assertThat(failed.failure()).map(Failure::partial).contains(false);
        assertThat(counted).containsEntry("ReconcilingFacts", 1L);
        assertThat(table.contents()).as("no sweep was begun").doesNotContain("partition=reconciling");
    }

    @Test
    void failedDestination_thatIsNoBucket_saysNothingOfTheOthers() throws IOException {
        Arn stage = ivs.realTime().createStage("room", StageRecording.OFF, Map.of()).arn();
        Arn composition = failedComposition(stage);

        handle(event(composition, stage).replace("Er3tY6uI9oPa", "ToChannel001"));

        assertThat(counted).containsEntry("ReconcilingFacts", 0L);
    }

    @Test
    void failedDestination_callsAreUsedUp_comesBackWithItsEvent() throws IOException {
        Arn stage = ivs.realTime().createStage("room", StageRecording.OFF, Map.of()).arn();
        String event = event(failedComposition(stage), stage);
        busy = true;

        assertThat(handle(event)).contains("\"batchItemFailures\":[]");

        assertThat(sent).containsExactly(event + " after PT2S");
    }

    @Test
    void failedDestination_ofACompositionThatHasVanished_isNoReasonToTryAgain() throws IOException {
        assertThat(handle(event(ivs.arn("composition"), ivs.arn("stage")))).contains("\"batchItemFailures\":[]");

        assertThat(sent).isEmpty();
        assertThat(counted).containsEntry("ReconcilingFacts", 0L);
    }

    @Test
    void eventOfSomethingElse_isGivenBack_andBeginsNoSweep() throws IOException {
        assertThat(handle(Payload.of("stream/stream-start").json().replaceAll("\\s+", " "))).contains("\"m\"");

        assertThat(counted).isEmpty();
    }

    private void arriving(IvsOperation operation) {
        if (busy) {
            deferred.add(operation);
            throw new IvsRefusedException.Deferred(operation, NOW.plusSeconds(2));
        }
    }

    private String handle(String body) throws IOException {
        Sweep sweep = new Sweep(ivs.lowLatency(), ivs.realTime(), new InMemoryRecordingListing(),
                new InMemoryRecordingFiles(), new RecordingIndex(table, CursorSeal.sharedThrough(table)), table,
                (message, _) -> salvaged.add(message),
                new Settings(List.of("acme-live-recordings"), Duration.ofHours(26), 100), () -> NOW);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        new ReconcilingHandler(sweep, (message, delay) -> sent.add(message + " after " + delay), counted::putAll,
                () -> NOW).handleRequest(
                        new ByteArrayInputStream(("{\"Records\":[{\"messageId\":\"m\",\"body\":\""
                                + body.replace("\"", "\\\"") + "\"}]}").getBytes(StandardCharsets.UTF_8)),
                        answer, TestContext.withTimeLeft(() -> Duration.ofMinutes(5)));
        return answer.toString(StandardCharsets.UTF_8);
    }
}
