package io.ivsorchestrator.provisioning;

import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.ivs.StageRecording;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * The plan for an account of which nothing records yet and every second resource has opted in, by the default policy. Ten channels per
 * stage. Linear if the time per resource stays.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC")
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
public class PlanTheAccount {
    private static final String ARN = "arn:aws:ivs:us-west-2:123456789012:";
    private static final Deployment DEPLOYMENT = new Deployment("main", List.of("acme-live-recordings"));

    /** Channels and stages of the account. */
    @Param({"110", "1100", "11000"})
    public int resources;

    private final RecordingPolicy policy = defaultPolicy();
    private World world = new World(List.of(), List.of(), List.of());

    private static RecordingPolicy defaultPolicy() {
        return switch (PolicyParser.parse(Policies.defaultText(), DEPLOYMENT.buckets())) {
            case ParsedPolicy.Accepted it -> it.policy();
            case ParsedPolicy.Refused it -> throw new IllegalStateException(it.text());
        };
    }

    /** Fills the account. */
    @Setup
    public void fill() {
        List<Resource> all = new ArrayList<>();
        for (int number = 0; number < resources; number++) {
            Map<String, String> tags = number % 2 == 0
                    ? Map.of(RecordingPolicy.TAG, RecordingPolicy.OPTED_IN)
                    : Map.of();
            String name = "resource " + number;
            all.add(number % 11 == 0
                    ? new Resource.OfStage(new Arn(ARN + "stage/stage%08d".formatted(number)), name, tags,
                            StageRecording.OFF)
                    : new Resource.OfChannel(new Arn(ARN + "channel/channel%06d".formatted(number)), name, tags,
                            Optional.empty()));
        }
        world = new World(List.of(), all, List.of(ResourceKind.values()));
    }

    /** From the world to the steps. */
    @Benchmark
    public Plan plan() {
        return Planner.plan(policy, DEPLOYMENT, world);
    }
}
