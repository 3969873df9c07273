package io.ivsorchestrator.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.index.CursorSeal;
import io.ivsorchestrator.index.InMemoryIndexTable;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.media.InMemoryRecordingFiles;
import io.ivsorchestrator.media.InMemoryRecordingListing;
import io.ivsorchestrator.media.RecordingFilesException;
import io.ivsorchestrator.media.RecordingListing;
import io.ivsorchestrator.recording.RecordingPrefix;
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
import org.junit.jupiter.api.Test;

class BackfillHandlerTest {
    private static final String BUCKET = "acme-live-recordings";
    private static final String PREFIX = "Stage0000001/st-aB1cD2eF3gH4i/Nb7vC6xZ5lKj/2026-03-07T09-04-31Z";
    private static final Instant WRITTEN = Instant.parse("2026-03-07T10:36:12Z");

    private final InMemoryIndexTable table = new InMemoryIndexTable();
    private final InMemoryRecordingFiles files = new InMemoryRecordingFiles();
    private final InMemoryRecordingListing listing = new InMemoryRecordingListing();
    private final Map<String, Long> counted = new HashMap<>();
    private final List<String> sent = new ArrayList<>();
    private Duration left = Duration.ofMinutes(5);

    @Test
    void batch_goodErrandIsDone_brokenAndUnreadableOnesAreReturned() throws IOException {
        String key = PREFIX + "/events/recording-ended.json";
        listing.put(key, WRITTEN);
        files.put(BUCKET, key, "{}".getBytes(StandardCharsets.UTF_8), WRITTEN);

        String answer = handle(message("good", walk(BUCKET)), message("broken", "no errand"),
                message("forbidden", walk("acme-forbidden")));

        assertThat(answer).contains("\"broken\"", "\"forbidden\"").doesNotContain("\"good\"");
        assertThat(new RecordingIndex(table, CursorSeal.ofThisProcess()).find(
                RecordingPrefix.parse(PREFIX).orElseThrow().id())).isPresent();
        assertThat(counted).containsEntry("BackfillFound", 1L).containsEntry("BackfillIndexed", 1L);
        assertThat(sent).isEmpty();
    }

    @Test
    void withoutTimeForAnotherPage_onePageIsDone_andTheErrandSentOn() throws IOException {
        listing.pagesOf(1);
        for (int second = 10; second < 14; second++) {
            String key = PREFIX.replace("31Z", second + "Z") + "/events/recording-ended.json";
            listing.put(key, WRITTEN);
            files.put(BUCKET, key, "{}".getBytes(StandardCharsets.UTF_8), WRITTEN);
        }
        left = Duration.ofSeconds(60);

        assertThat(handle(message("first", walk(BUCKET)))).doesNotContain("\"first\"");
        assertThat(sent).containsExactly(walk(BUCKET));
        assertThat(counted).containsEntry("BackfillPages", 1L);

        left = Duration.ofSeconds(61);
        assertThat(handle(message("second", sent.getFirst()))).doesNotContain("\"second\"");
        assertThat(sent).hasSize(1);
        assertThat(counted).containsEntry("BackfillFound", 4L).containsEntry("BackfillIndexed", 4L);
    }

    private String handle(String... messages) throws IOException {
        RecordingListing guarded = query -> {
            if (query.bucket().equals("acme-forbidden")) {
                throw new RecordingFilesException(query.bucket(), "*", new IllegalStateException("AccessDenied"));
            }
            return listing.list(query);
        };
        Backfill backfill = new Backfill(guarded, files, new RecordingIndex(table, CursorSeal.ofThisProcess()),
                new Checkpoints(table), (body, _) -> sent.add(body));
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        new BackfillHandler(backfill, counts -> counts.forEach((name, count) -> counted.merge(name, count, Long::sum)))
                .handleRequest(new ByteArrayInputStream(("{\"Records\":[" + String.join(",", messages) + "]}")
                        .getBytes(StandardCharsets.UTF_8)), answer,
                        TestContext.withTimeLeft(() -> left));
        return answer.toString(StandardCharsets.UTF_8);
    }

    private static String walk(String bucket) {
        return new Errand("run", bucket, "Stage0000001/", Mode.INDEX, Errand.Work.WALK).text();
    }

    private static String message(String id, String body) {
        return "{\"messageId\":\"" + id + "\",\"body\":\"" + body.replace("\"", "\\\"") + "\"}";
    }
}
