package io.ivsorchestrator.indexing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import io.ivsorchestrator.events.Samples;
import io.ivsorchestrator.events.json.JsonException;
import io.ivsorchestrator.index.CursorSeal;
import io.ivsorchestrator.index.InMemoryIndexTable;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.media.InMemoryRecordingFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IndexingHandlerTest {
    private final Map<String, Long> counted = new LinkedHashMap<>();
    private final InMemoryQuarantine quarantine = new InMemoryQuarantine();
    private final IndexingHandler handler = new IndexingHandler(
            new IndexEvents(new RecordingIndex(new InMemoryIndexTable(), CursorSeal.ofThisProcess()),
                    new InMemoryRecordingFiles(), quarantine, new TrustedAccounts.Only(Samples.ACCOUNT)),
            counted::putAll, () -> Instant.parse("2026-03-07T09:05:06Z"));

    private String handle(String input) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        handler.handleRequest(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), output,
                new Invocation());
        return output.toString(StandardCharsets.UTF_8);
    }

    private static String batch(String... bodies) {
        StringBuilder records = new StringBuilder();
        for (int i = 0; i < bodies.length; i++) {
            records.append(i == 0 ? "" : ",").append("{\"messageId\":\"m").append(i)
                    .append("\",\"receiptHandle\":\"r\",\"body\":\"").append(escaped(bodies[i]))
                    .append("\",\"attributes\":{\"ApproximateReceiveCount\":\"1\"},\"eventSource\":\"aws:sqs\"}");
        }
        return "{\"Records\":[" + records + "]}";
    }

    private static String escaped(String body) {
        return body.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    @Test
    void handleRequest_allWell_reportsNoFailureAndCountsThatAddUp() throws IOException {
        String answer = handle(batch(Samples.json("channel-recording/recording-start"),
                Samples.json("channel-recording/recording-start"), Samples.json("stream-health/starvation-start"),
                "broken"));

        assertThat(answer).isEqualTo("{\"batchItemFailures\":[]}");
        assertThat(counted).containsExactlyInAnyOrderEntriesOf(Map.of("EventsReceived", 4L, "EventsApplied", 1L,
                "EventsAlreadyKnown", 1L, "EventsIgnored", 1L, "EventsQuarantined", 1L, "EventsReturned", 0L,
                "MetadataUnread", 0L, "EventAgeSeconds", 30L));
    }

    @Test
    void handleRequest_oneCannotBeHandledNow_namesItAlone() throws IOException {
        quarantine.breakDown();

        assertThat(handle(batch(Samples.json("channel-recording/recording-start"), "broken")))
                .isEqualTo("{\"batchItemFailures\":[{\"itemIdentifier\":\"m1\"}]}");
        assertThat(counted).containsEntry("EventsReturned", 1L).containsEntry("EventsApplied", 1L);
    }

    @Test
    void handleRequest_emptyBody_isQuarantined() throws IOException {
        assertThat(handle(batch(""))).isEqualTo("{\"batchItemFailures\":[]}");
        assertThat(quarantine.reasons()).containsOnlyKeys("m0");
    }

    @Test
    void handleRequest_nothingThatHasATime_hasNoAge() throws IOException {
        handle(batch("broken"));

        assertThat(counted).doesNotContainKey("EventAgeSeconds");
    }

    @Test
    void handleRequest_noSqsBatch_failsTheInvocation() {
        assertThatThrownBy(() -> handle("[]")).isInstanceOf(JsonException.class);
    }

    /** What Lambda tells a handler about its invocation, as far as a handler here asks. */
    private static final class Invocation implements Context {
        @Override
        public String getAwsRequestId() {
            return "request";
        }

        @Override
        public String getLogGroupName() {
            return "group";
        }

        @Override
        public String getLogStreamName() {
            return "stream";
        }

        @Override
        public String getFunctionName() {
            return "indexing";
        }

        @Override
        public String getFunctionVersion() {
            return "1";
        }

        @Override
        public String getInvokedFunctionArn() {
            return "arn:aws:lambda:us-west-2:123456789012:function:indexing";
        }

        @Override
        public CognitoIdentity getIdentity() {
            throw new AssertionError("not asked for");
        }

        @Override
        public ClientContext getClientContext() {
            throw new AssertionError("not asked for");
        }

        @Override
        public int getRemainingTimeInMillis() {
            return 30_000;
        }

        @Override
        public int getMemoryLimitInMB() {
            return 1024;
        }

        @Override
        public LambdaLogger getLogger() {
            throw new AssertionError("not asked for");
        }
    }
}
