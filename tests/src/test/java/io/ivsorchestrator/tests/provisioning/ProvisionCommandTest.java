package io.ivsorchestrator.tests.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.local.ivs.IvsEmulator;
import io.ivsorchestrator.local.ivs.account.Ids;
import io.ivsorchestrator.local.ivs.account.InMemoryBucketStore;
import io.ivsorchestrator.local.ivs.api.ApiCall;
import io.ivsorchestrator.local.provision.ProvisionCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ivs.IvsClient;
import software.amazon.awssdk.services.ivsrealtime.IvsRealTimeClient;

/** The operator's command over HTTP, as any AWS SDK speaks to IVS. */
class ProvisionCommandTest {
    private static final String EVERYTHING = """
            {"version":1,"enrol":"everything","rules":[{"name":"all","channel":{},"stage":{}}]}""";

    private static final AwsCredentialsProvider CREDENTIALS = StaticCredentialsProvider
            .create(AwsBasicCredentials.create("a", "b"));

    @TempDir
    private Path directory = Path.of("");
    private final InMemoryBucketStore buckets = new InMemoryBucketStore();
    private final List<ApiCall> calls = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final IvsEmulator emulator = IvsEmulator.start(0, Rig.settings("eu-west-1"), InstantSource.system(),
            new Ids(new SplittableRandom(1)), withBucket(buckets), calls::add);
    private final IvsClient ivs = IvsClient.builder().endpointOverride(emulator.endpoint()).region(Region.EU_WEST_1)
            .credentialsProvider(CREDENTIALS).build();
    private final IvsRealTimeClient stages = IvsRealTimeClient.builder().endpointOverride(emulator.endpoint())
            .region(Region.EU_WEST_1).credentialsProvider(CREDENTIALS).build();

    private static InMemoryBucketStore withBucket(InMemoryBucketStore buckets) {
        buckets.create(Rig.BUCKET, "eu-west-1");
        return buckets;
    }

    @AfterEach
    void stop() {
        stages.close();
        ivs.close();
        emulator.close();
    }

    private int run(String policy, String command, String... more) throws IOException {
        Path file = Files.writeString(directory.resolve("policy.json"), policy);
        List<String> arguments = new ArrayList<>(List.of(command, "--region", "eu-west-1", "--bucket", Rig.BUCKET,
                "--policy", file.toString(), "--share", "1", "--endpoint", emulator.endpoint().toString()));
        arguments.addAll(List.of(more));
        out.reset();
        err.reset();
        return ProvisionCommand.run(new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), arguments.toArray(String[]::new));
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String told() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private String channel(String name) {
        return ivs.createChannel(request -> request.name(name).tags(Map.of("a", "b"))).channel().arn();
    }

    @Test
    void plan_nothingThere_saysSo() throws IOException {
        assertThat(run(EVERYTHING, "plan")).isZero();
        assertThat(printed()).isEqualTo("There are no channels and no stages in this account and region.\n");
    }

    @Test
    void planApplyExplainDetach_fromDriftToDriftless() throws IOException {
        String channel = channel("main");
        calls.clear();

        assertThat(run(EVERYTHING, "plan")).as(this::told).isEqualTo(3);
        assertThat(printed()).contains("WHAT", "create", "recording-configuration", "attach", "main", channel)
                .contains("1 channels and stages: 1 attach.");
        assertThat(calls).allMatch(call -> call.operation().readOnly());

        assertThat(run(EVERYTHING, "apply")).as(this::told).isZero();
        assertThat(printed()).contains("1 conforms");
        assertThat(ivs.getChannel(request -> request.arn(channel)).channel().recordingConfigurationArn()).isNotEmpty();

        calls.clear();
        assertThat(run(EVERYTHING, "explain", channel)).isZero();
        assertThat(printed()).contains("rule           all", "recording;bucket=" + Rig.BUCKET, "conforms");
        assertThat(run(EVERYTHING, "plan")).isZero();
        assertThat(calls).allMatch(call -> call.operation().readOnly());

        assertThat(run(EVERYTHING, "detach")).as(this::told).isZero();
        assertThat(ivs.getChannel(request -> request.arn(channel)).channel().recordingConfigurationArn()).isEmpty();
        assertThat(ivs.listRecordingConfigurations(request -> {}).recordingConfigurations()).isEmpty();
    }

    @Test
    void whatIsLive_isToldAndLeft() throws IOException {
        String channel = channel("main");
        emulator.mediaPlane().startStream(channel);

        assertThat(run(EVERYTHING, "apply")).isEqualTo(3);

        assertThat(printed()).contains("1 attach");
    }

    @Test
    void aBadPolicy_isRefusedBeforeAnythingIsAsked() throws IOException {
        calls.clear();

        assertThat(run("{\"version\":1,\"rules\":[{\"name\":\"x\",\"channel\":{\"bucket\":\"other-bucket\"}}]}",
                "apply")).isEqualTo(2);

        assertThat(told()).contains("$.rules[0].channel.bucket");
        assertThat(calls).isEmpty();
    }

    @Test
    void observing_appliesNothing() throws IOException {
        channel("main");
        calls.clear();

        assertThat(run(EVERYTHING.replace("\"enrol\"", "\"mode\":\"observe\",\"enrol\""), "apply")).isEqualTo(3);

        assertThat(calls).isNotEmpty().allMatch(call -> call.operation().readOnly());
    }

    /** At another endpoint there is an emulator, and Amazon's S3 may have buckets of these names that are somebody else's. */
    @Test
    void withAnEndpoint_noBucketIsAsked_andNoGrantSaidToBeLost() throws IOException {
        buckets.putPolicy(Rig.BUCKET, "{\"Version\":\"2012-10-17\",\"Statement\":[]}");
        String stage = stages.createStage(request -> request.name("main")).stage().arn();

        assertThat(run(EVERYTHING, "apply")).as(this::told).isZero();

        assertThat(stages.getStage(request -> request.arn(stage)).stage().autoParticipantRecordingConfiguration()
                .storageConfigurationArn()).isNotEmpty();
        assertThat(told()).contains("ConfigurationsCreated 1").doesNotContain("bucket");
    }
}
