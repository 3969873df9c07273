package io.ivsorchestrator.tests.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.events.EventDecoder;
import io.ivsorchestrator.events.json.JsonException;
import io.ivsorchestrator.index.CursorSeal;
import io.ivsorchestrator.index.InMemoryIndexTable;
import io.ivsorchestrator.index.RecordingIndex;
import io.ivsorchestrator.indexing.BatchReport;
import io.ivsorchestrator.indexing.InMemoryQuarantine;
import io.ivsorchestrator.indexing.IndexEvents;
import io.ivsorchestrator.indexing.Outcome;
import io.ivsorchestrator.indexing.TrustedAccounts;
import io.ivsorchestrator.media.InMemoryRecordingFiles;
import io.ivsorchestrator.media.MetadataParser;
import io.ivsorchestrator.media.hls.MediaPlaylist;
import io.ivsorchestrator.media.hls.PlaylistException;
import io.ivsorchestrator.media.hls.PlaylistParser;
import io.ivsorchestrator.provisioning.ParsedPolicy;
import io.ivsorchestrator.provisioning.PolicyParser;
import io.ivsorchestrator.recording.RecordingKind;
import io.ivsorchestrator.runtime.QueueMessage;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Input that is larger, deeper or longer than anything real takes little time, little memory and little stack, and what is
 * wrong with it is said. Everything runs on a stack of 256 KB, where Lambda has 1 MB.
 */
@Timeout(20)
class ResourceBoundsTest {
    private static final int MEGABYTE = 1 << 20;
    private static final long STACK = 256 * 1024;
    /** Allocated in all, much of which is garbage at once; a function has 256 MB and more. */
    private static final long MOST_MEMORY = 400L * MEGABYTE;

    /** Something to be parsed. */
    record Odd(String name, String text) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Odd> odd() {
        return Stream.of(new Odd("arrays 10,000 deep", "{\"detail\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}"),
                new Odd("objects 10,000 deep", "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000)),
                new Odd("never closed, a million deep", "[".repeat(MEGABYTE)),
                new Odd("objects never closed", "{\"a\":".repeat(MEGABYTE / 5)),
                new Odd("a text of 1 MB", "{\"source\":\"" + "x".repeat(MEGABYTE) + "\"}"),
                new Odd("a name of 1 MB", "{\"" + "x".repeat(MEGABYTE) + "\":1}"),
                new Odd("a number of 1 MB", "{\"time\":" + "9".repeat(MEGABYTE) + "}"),
                new Odd("an exponent of ten digits", "{\"version\":1e9999999999,\"time\":1E-9999999999}"),
                new Odd("100,000 members", "{" + IntStream.range(0, 100_000).mapToObj(i -> "\"m" + i + "\":1")
                        .reduce(new StringBuilder(), (all, one) -> all.append(all.isEmpty() ? "" : ",").append(one),
                                StringBuilder::append)
                        + "}"),
                new Odd("half a million elements", "{\"resources\":[" + "1,".repeat(500_000) + "1]}"),
                new Odd("1 MB of backslashes", "\\".repeat(MEGABYTE)), new Odd("1 MB of quotes", "\"".repeat(MEGABYTE)),
                new Odd("1 MB of zeros", "\u0000".repeat(MEGABYTE)), new Odd("1 MB of spaces", " ".repeat(MEGABYTE)),
                new Odd("half characters", "{\"source\":\"" + "\ud800".repeat(100_000) + "\"}"),
                new Odd("nothing", ""));
    }

    @ParameterizedTest
    @MethodSource("odd")
    void event_isQuarantinedWithAReason_andTheRestOfTheBatchGoesOn(Odd odd) {
        InMemoryQuarantine quarantine = new InMemoryQuarantine();
        IndexEvents events = new IndexEvents(new RecordingIndex(new InMemoryIndexTable(), CursorSeal.ofThisProcess()),
                new InMemoryRecordingFiles(), quarantine, new TrustedAccounts.Any());
        QueueMessage good = new QueueMessage("good",
                """
                        {"version":"0","id":"1","detail-type":"IVS Stream State Change","source":"aws.ivs","account":"123456789012",
                        "time":"2026-03-07T09:04:36Z","region":"us-west-2","resources":["arn:aws:ivs:us-west-2:123456789012:channel/Kp3dQ9xTzL7m"],
                        "detail":{"event_name":"Stream Start","channel_name":"c","stream_id":"st-1A2b3C4d5E6f7G8h9I0jKlM"}}""");

        cheaply(_ -> {
            BatchReport report = events.index(List.of(new QueueMessage("odd", odd.text), good), () -> true);

            assertThat(report.outcomes().get("odd")).isInstanceOf(Outcome.Quarantined.class);
            assertThat(report.outcomes().get("good")).isInstanceOf(Outcome.Applied.class);
            assertThat(quarantine.reasons().get("odd")).startsWith("$").hasSizeLessThan(2_000);
        });
    }

    @ParameterizedTest
    @MethodSource("odd")
    void metadata_isReadOrRefused(Odd odd) {
        byte[] bytes = odd.text.getBytes(StandardCharsets.UTF_8);
        for (RecordingKind kind : RecordingKind.values()) {
            cheaply(_ -> {
                try {
                    assertThat(MetadataParser.parse(kind, bytes)).isNotNull();
                } catch (JsonException clear) {
                    assertThat(clear.getMessage()).hasSizeLessThan(2_000);
                }
            });
        }
    }

    @ParameterizedTest
    @MethodSource("odd")
    void policy_isRefused(Odd odd) {
        cheaply(_ -> assertThat(PolicyParser.parse(odd.text, List.of("b"))).isInstanceOf(ParsedPolicy.Refused.class));
    }

    @ParameterizedTest
    @MethodSource("odd")
    void playlist_isRefused(Odd odd) {
        cheaply(_ -> {
            try {
                PlaylistParser.parse(odd.text.getBytes(StandardCharsets.UTF_8));
                throw new AssertionError("took it for a playlist");
            } catch (PlaylistException clear) {
                assertThat(clear.getMessage()).hasSizeLessThan(200);
            }
        });
    }

    @Test
    void playlistOf100000Segments_isRead() {
        StringBuilder text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-TARGETDURATION:6\n");
        for (int i = 0; i < 100_000; i++) {
            text.append("#EXT-X-PROGRAM-DATE-TIME:2026-03-07T09:04:36.000Z\n#EXTINF:6.000,\n").append(i)
                    .append(".ts\n");
        }
        byte[] bytes = text.append("#EXT-X-ENDLIST\n").toString().getBytes(StandardCharsets.UTF_8);

        cheaply(_ -> assertThat(((MediaPlaylist) PlaylistParser.parse(bytes)).segments()).hasSize(100_000));
    }

    @Test
    void playlistOfTooManySegments_isRefused() {
        byte[] bytes = ("#EXTM3U\n#EXT-X-TARGETDURATION:6\n"
                + "#EXTINF:6,\na\n".repeat(PlaylistParser.MAX_SEGMENTS + 1))
                .getBytes(StandardCharsets.UTF_8);

        cheaply(_ -> {
            try {
                PlaylistParser.parse(bytes);
                throw new AssertionError("took more segments than it says");
            } catch (PlaylistException clear) {
                assertThat(clear.getMessage()).contains("500");
            }
        });
    }

    @Test
    void eventOf1Megabyte_withEverythingRight_isDecoded() {
        String event = """
                {"version":"0","id":"1","detail-type":"IVS Stream State Change","source":"aws.ivs","account":"123456789012",
                "time":"2026-03-07T09:04:36Z","region":"us-west-2","resources":["arn:aws:ivs:us-west-2:123456789012:channel/Kp3dQ9xTzL7m"],
                "detail":{"event_name":"Stream Start","channel_name":"%s","stream_id":"st-1A2b3C4d5E6f7G8h9I0jKlM"}}"""
                .formatted("c".repeat(MEGABYTE));

        cheaply(_ -> assertThat(EventDecoder.decode(event)).isNotNull());
    }

    /** On a small stack, with the memory counted. */
    private static void cheaply(Consumer<Long> work) {
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        List<Long> allocated = new ArrayList<>();
        Thread thread = new Thread(null, () -> {
            var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadAllocatedBytes();
            try {
                work.accept(before);
            } catch (Throwable any) {
                thrown.set(any);
            }
            allocated.add(threads.getCurrentThreadAllocatedBytes() - before);
        }, "small stack", STACK);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException timeout) {
            throw new AssertionError("it takes too long", timeout);
        }
        if (thrown.get() != null) {
            throw new AssertionError(thrown.get());
        }
        assertThat(allocated.getFirst()).as("bytes allocated").isLessThan(MOST_MEMORY);
    }
}
