package io.ivsorchestrator.media;

import io.ivsorchestrator.media.hls.PlaylistParser;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A media playlist to its segments. A segment of a channel's recording lasts about ten seconds, so 1,000 are a stream of nearly
 * three hours and 17,280 the 48 hours that a stream may last. Linear if the time per segment stays.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC")
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
public class ReadPlaylist {
    /** How long the recording is. */
    @Param({"100", "1000", "17280"})
    public int segments;

    private byte[] playlist = {};

    /** Writes it as IVS does. */
    @Setup
    public void write() {
        StringBuilder text = new StringBuilder("""
                #EXTM3U
                #EXT-X-VERSION:4
                #EXT-X-TARGETDURATION:12
                #EXT-X-PLAYLIST-TYPE:VOD
                """);
        for (int segment = 0; segment < segments; segment++) {
            text.append("#EXT-X-PROGRAM-DATE-TIME:2026-03-07T09:04:36.250Z\n#EXTINF:10.000,\n").append(segment)
                    .append(".ts\n");
        }
        playlist = text.append("#EXT-X-ENDLIST\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The whole of it. */
    @Benchmark
    public Object parse() {
        return PlaylistParser.parseMedia(playlist);
    }
}
