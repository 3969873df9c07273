package io.ivsorchestrator.indexing;

import io.ivsorchestrator.events.EventDecoder;
import io.ivsorchestrator.events.Payload;
import io.ivsorchestrator.events.Samples;
import io.ivsorchestrator.recording.Evidence;
import io.ivsorchestrator.recording.Facts;
import io.ivsorchestrator.recording.Subject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the index does with an event besides I/O, on one core (so with the collector that needs one): JSON text to event, event to evidence, evidence to the facts
 * of its subject. The events are the documented ones of all three kinds of recording, without white space, as EventBridge
 * delivers them.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 2, jvmArgsAppend = "-XX:+UseSerialGC")
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class DecodeAndJoin {
    private static final int EVENTS = 16;

    private final List<byte[]> events = Stream.of("channel-recording", "participant-recording", "composition")
            .flatMap(kind -> Samples.names(kind).stream())
            .filter(name -> !name.endsWith("-2022"))
            .map(name -> Payload.of(name).json().getBytes(StandardCharsets.UTF_8))
            .toList();
    private final EventReading reading = new EventReading(new TrustedAccounts.Only(Samples.ACCOUNT));

    /** One score is one event. The batch is folded by subject, as the index does it. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public List<Facts> decodeAndJoin() {
        Map<Subject, List<Evidence>> told = new LinkedHashMap<>();
        for (byte[] event : events) {
            if (reading.read(EventDecoder.decode(event)) instanceof Reading.Told it) {
                it.evidence().forEach(each -> told.computeIfAbsent(each.subject(), _ -> new ArrayList<>()).add(each));
            }
        }
        return told.values().stream().map(Facts::of).toList();
    }

    /** The same without joining. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public int decode() {
        int decoded = 0;
        for (byte[] event : events) {
            decoded += EventDecoder.decode(event).envelope().id().length();
        }
        return decoded;
    }
}
