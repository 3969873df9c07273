package io.ivsorchestrator.tests.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.local.embedded.LocalClients;
import io.ivsorchestrator.local.embedded.LocalDynamoDb;
import io.ivsorchestrator.local.ivs.IvsEmulator;
import io.ivsorchestrator.local.ivs.account.Ids;
import io.ivsorchestrator.local.ivs.account.InMemoryBucketStore;
import io.ivsorchestrator.local.laptop.IndexTables;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.ivs.IvsClient;

/**
 * The operator's command as against an account: credentials and endpoints from its surroundings, where the SDKs find
 * them, the deployment's table and the deployed policy.
 */
class ProvisionAccountTest {
    private static final String REGION = "eu-west-1";
    private static final String PARAMETER = "/ivs-recording/main/recording-policy";
    private static final String EVERYTHING = """
            {"version":1,"enrol":"everything","rules":[{"name":"all","channel":{},"stage":{}}]}""";
    private static final String THEIRS = """
            {"Sid":"Theirs","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:role/Editor"},
             "Action":"s3:GetObject","Resource":"arn:aws:s3:::acme-live-recordings/*"}""";

    private static LocalDynamoDb dynamoDbServer;
    private static DynamoDbClient dynamoDb;

    @TempDir
    private Path directory = Path.of("");
    private final String table = "index-" + System.nanoTime();
    private final StubbedAccount account = new StubbedAccount();
    private final InMemoryBucketStore buckets = new InMemoryBucketStore();
    private final IvsEmulator emulator = IvsEmulator.start(0, Rig.settings(REGION), InstantSource.system(),
            new Ids(new SplittableRandom(1)), buckets, _ -> {});
    private final IvsClient ivs = IvsClient.builder().endpointOverride(emulator.endpoint()).region(Region.EU_WEST_1)
            .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b"))).build();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Map<String, String> surroundings = Map.of();

    @BeforeAll
    static void start() {
        dynamoDbServer = LocalDynamoDb.start();
        dynamoDb = LocalClients.dynamoDb(dynamoDbServer.endpoint());
    }

    @AfterAll
    static void stop() {
        dynamoDb.close();
        dynamoDbServer.close();
    }

    @BeforeEach
    void surround() {
        buckets.create(Rig.BUCKET, REGION);
        account.bucket(Rig.BUCKET, REGION);
        surroundings = Map.of("aws.endpointUrlIvs", emulator.endpoint().toString(),
                "aws.endpointUrlIvsRealTime", emulator.endpoint().toString(),
                "aws.endpointUrlDynamoDb", dynamoDbServer.endpoint().toString(),
                "aws.endpointUrlS3", account.endpoint().toString(), "aws.endpointUrlSsm", account.endpoint().toString(),
                "aws.accessKeyId", LocalClients.ACCESS_KEY_ID, "aws.secretAccessKey", LocalClients.SECRET_ACCESS_KEY);
        surroundings.forEach(System::setProperty);
    }

    @AfterEach
    void leave() {
        surroundings.keySet().forEach(System::clearProperty);
        ivs.close();
        emulator.close();
        account.close();
    }

    private int run(String command, String... more) {
        List<String> arguments = new ArrayList<>(List.of(command, "--region", REGION, "--bucket", Rig.BUCKET));
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
        return ivs.createChannel(request -> request.name(name)).channel().arn();
    }

    private String recordsBy(String channel) {
        return ivs.getChannel(request -> request.arn(channel)).channel().recordingConfigurationArn();
    }

    @Test
    void theDeployedPolicy_isReadFromItsParameter() {
        account.parameters.put(PARAMETER, EVERYTHING);
        String channel = channel("main");

        assertThat(run("plan", "--policy-parameter", PARAMETER)).as(this::told).isEqualTo(3);
        assertThat(printed()).contains("attach", channel, "all");
        assertThat(run("explain", "--policy-parameter", PARAMETER, channel)).isEqualTo(3);
        assertThat(printed()).contains("rule           all", "would          attach");
    }

    @Test
    void aParameterThatIsNotThere_meansTheBuiltInPolicy() {
        String channel = channel("main");

        assertThat(run("plan", "--policy-parameter", "/not/there")).as(this::told).isZero();
        assertThat(run("explain", "--policy-parameter", "/not/there", channel)).isZero();
        assertThat(printed()).contains("rule           none");
    }

    @Test
    void aFileAndAParameter_areOneTooMany() throws IOException {
        Path file = Files.writeString(directory.resolve("policy.json"), EVERYTHING);

        assertThat(run("plan", "--policy", file.toString(), "--policy-parameter", PARAMETER)).isEqualTo(2);
        assertThat(told()).contains("not both");
    }

    @Test
    void aFileThatIsNotThere_isNamed() {
        assertThat(run("plan", "--policy", "no-such-policy.json")).isEqualTo(1);
        assertThat(told()).contains("no-such-policy.json");
    }

    @Test
    void withTheTable_detachRestoresWhatWasThereBefore() throws IOException {
        IndexTables.create(dynamoDb, table);
        Path file = Files.writeString(directory.resolve("policy.json"),
                EVERYTHING.replace("\"enrol\"", "\"foreignConfigurations\":\"replace\",\"enrol\""));
        String foreign = ivs.createRecordingConfiguration(request -> request
                .destinationConfiguration(destination -> destination.s3(s3 -> s3.bucketName(Rig.BUCKET))))
                .recordingConfiguration().arn();
        String channel = ivs.createChannel(request -> request.recordingConfigurationArn(foreign)).channel().arn();
        String[] deployed = {"--table", table, "--share", "1", "--policy", file.toString()};

        assertThat(run("apply", deployed)).as(this::told).isZero();
        assertThat(recordsBy(channel)).isNotEmpty().isNotEqualTo(foreign);
        assertThat(run("detach", "--table", table, "--share", "1")).as(this::told).isZero();
        assertThat(recordsBy(channel)).isEqualTo(foreign);
        assertThat(ivs.listRecordingConfigurations(request -> {}).recordingConfigurations()).hasSize(1);
    }

    @Test
    void afterDetach_nothingIsAppliedUntilResume() throws IOException {
        IndexTables.create(dynamoDb, table);
        Path file = Files.writeString(directory.resolve("policy.json"), EVERYTHING);
        String[] deployed = {"--table", table, "--share", "1", "--policy", file.toString()};
        String channel = channel("main");

        assertThat(run("detach", "--table", table)).as(this::told).isZero();
        assertThat(run("apply", deployed)).isEqualTo(2);
        assertThat(told()).contains("resume");
        assertThat(recordsBy(channel)).isEmpty();

        assertThat(run("resume", deployed)).as(this::told).isZero();
        assertThat(recordsBy(channel)).isNotEmpty();
    }

    @Test
    void detach_leavesWhatIsLive_andFinishesWhenItIsRunAgain() throws IOException {
        IndexTables.create(dynamoDb, table);
        Path file = Files.writeString(directory.resolve("policy.json"), EVERYTHING);
        String channel = channel("main");
        assertThat(run("apply", "--table", table, "--share", "1", "--policy", file.toString())).as(this::told).isZero();
        emulator.mediaPlane().startStream(channel);

        assertThat(run("detach", "--table", table, "--share", "1")).as(this::told).isEqualTo(3);
        assertThat(printed()).contains("detach", channel);
        emulator.mediaPlane().endStream(channel);

        assertThat(run("detach", "--table", table, "--share", "1")).as(this::told).isZero();
        assertThat(recordsBy(channel)).isEmpty();
    }

    @Test
    void withoutCredentialsThatMay_theAnswerOfAwsIsTold() {
        System.setProperty("aws.endpointUrlIvs", account.endpoint().toString());

        assertThat(run("plan")).isEqualTo(1);
        assertThat(told()).startsWith("local/provision: ");
    }

    // -- buckets

    private String policy() {
        return account.settings.getOrDefault(Rig.BUCKET + "?policy", "");
    }

    private void policy(String... statements) {
        account.settings.put(Rig.BUCKET + "?policy",
                "{\"Version\":\"2012-10-17\",\"Statement\":[" + String.join(",", statements) + "]}");
    }

    @Test
    void aBucketWithoutTheStatement_hasItPrinted_andNothingIsWritten() {
        policy(THEIRS);

        assertThat(run("buckets")).as(this::told).isEqualTo(3);

        assertThat(printed()).contains("bucket " + Rig.BUCKET, "{\"Sid\":\"IvsRecordingWrite\",\"Effect\":\"Allow\","
                + "\"Principal\":{\"Service\":\"ivs-composite.eu-west-1.amazonaws.com\"},"
                + "\"Action\":[\"s3:PutObject\",\"s3:PutObjectAcl\"],\"Resource\":\"arn:aws:s3:::" + Rig.BUCKET
                + "/*\"");
        assertThat(account.requests).isNotEmpty().allMatch(request -> request.startsWith("GET "));
    }

    @Test
    void merging_addsTheStatementAndKeepsEveryOther() {
        policy(THEIRS);

        assertThat(run("buckets", "--merge")).as(this::told).isZero();
        assertThat(policy()).contains(THEIRS, "ivs-composite.eu-west-1.amazonaws.com");
        assertThat(run("buckets")).isZero();
        assertThat(printed()).contains("lets IVS write");

        String before = policy();
        account.requests.clear();
        assertThat(run("buckets", "--merge")).isZero();
        assertThat(policy()).isEqualTo(before);
        assertThat(account.requests).noneMatch(request -> request.startsWith("PUT"));
    }

    @Test
    void aBucketWithoutAPolicy_getsOneOfOneStatement() {
        assertThat(run("buckets", "--merge")).as(this::told).isZero();
        assertThat(policy()).contains("\"Version\":\"2012-10-17\"", "ivs-composite.eu-west-1.amazonaws.com");
    }

    @Test
    void somebodyWhoWritesThePolicyMeanwhile_isNoticed() {
        policy(THEIRS);
        account.meanwhile = () -> policy("{\"Sid\":\"Another\",\"Effect\":\"Deny\",\"Principal\":\"*\","
                + "\"Action\":\"s3:*\",\"Resource\":\"*\"}");

        assertThat(run("buckets", "--merge")).isEqualTo(3);
        assertThat(printed()).contains("somebody writes it, too", THEIRS);
    }

    @Test
    void aPolicyWithoutRoom_isLeft() {
        policy(THEIRS, "{\"Sid\":\"Long\",\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"s3:GetObject\","
                + "\"Resource\":\"arn:aws:s3:::acme/" + "a".repeat(20_000) + "\"}");
        String before = policy();

        assertThat(run("buckets", "--merge")).isEqualTo(3);
        assertThat(printed()).contains("make room");
        assertThat(policy()).isEqualTo(before);
    }

    @Test
    void whatElseABucketLacks_isTold_andMergingDoesNotTouchOneElsewhere() {
        account.bucket(Rig.BUCKET, "ap-south-1");
        account.encryption(Rig.BUCKET, "aws:kms");
        account.ownership(Rig.BUCKET, "ObjectWriter");
        account.notifications(Rig.BUCKET, "");

        assertThat(run("buckets", "--merge", "--bucket", "not-there")).isEqualTo(3);

        assertThat(printed()).contains("ap-south-1, but channels and stages of eu-west-1", "SSE-KMS", "Object writer",
                "not to EventBridge", "bucket not-there", "there is no such bucket");
        assertThat(account.requests).noneMatch(request -> request.startsWith("PUT"));
    }

    @Test
    void theEmulator_hasNoBucketsToLookAt() {
        assertThat(run("buckets", "--endpoint", emulator.endpoint().toString())).isEqualTo(2);
        assertThat(told()).contains("leave out --endpoint");
    }
}
