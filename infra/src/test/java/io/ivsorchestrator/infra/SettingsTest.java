package io.ivsorchestrator.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awscdk.services.logs.RetentionDays;

class SettingsTest {
    @TempDir
    private Path directory;

    @BeforeEach
    void buildFunctions() throws IOException {
        jar("0.1.0");
    }

    @Test
    void read_nothing_isADeploymentWithABucketOfItsOwn() {
        Settings settings = read(Map.of());

        assertThat(settings.deployment()).isEqualTo("main");
        assertThat(settings.account()).isEmpty();
        assertThat(settings.region()).isEmpty();
        assertThat(settings.createBucket()).isTrue();
        assertThat(settings.existingBuckets()).isEmpty();
        assertThat(settings.recordingExpiry()).isEmpty();
        assertThat(settings.retention()).isEqualTo("keep");
        assertThat(settings.recordingPolicy()).isEmpty();
        assertThat(settings.provisioning()).isEqualTo(Settings.ProvisioningMode.ENFORCE);
        assertThat(settings.recoveryText()).isEqualTo("observe");
        assertThat(settings.callShare()).isEqualTo("0.5");
        assertThat(settings.trail()).isEqualTo(Settings.Trail.EXISTING);
        assertThat(settings.alarmAddress()).isEmpty();
        assertThat(settings.apiAuth()).isEqualTo(new ApiAuth.Iam());
        assertThat(settings.readers()).isEmpty();
        assertThat(settings.logLevel()).isEqualTo("INFO");
        assertThat(settings.logRetention()).isEqualTo(RetentionDays.THREE_MONTHS);
        assertThat(settings.snapStart()).isTrue();
        assertThat(settings.memoryMb()).isEmpty();
        assertThat(settings.concurrency()).isEqualTo(10);
        assertThat(settings.playbackRate()).isEqualTo(1000);
        assertThat(settings.reconcileEvery()).isEqualTo("rate(1 hour)");
        assertThat(settings.simulatedEvents()).isFalse();
        assertThat(settings.runbook()).isEqualTo("docs/runbook/");
        assertThat(settings.functionJar()).hasFileName("ivs-recording-functions-0.1.0-deployable.jar");
    }

    @Test
    void read_accountAndRegion_areThoseOfTheCredentials_unlessSet() {
        Map<String, String> credentials = Map.of("CDK_DEFAULT_ACCOUNT", "111122223333", "CDK_DEFAULT_REGION",
                "eu-west-1");
        Settings ofCredentials = Settings.read(Map.of(), credentials, directory);
        Settings set = Settings.read(Map.of(Settings.ACCOUNT, "444455556666", Settings.REGION, "ap-south-1"),
                credentials, directory);

        assertThat(ofCredentials.account()).contains("111122223333");
        assertThat(ofCredentials.region()).contains("eu-west-1");
        assertThat(set.account()).contains("444455556666");
        assertThat(set.region()).contains("ap-south-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"acme-a,create", " acme-a , create ", "create,acme-a"})
    void read_bucketsOnTheCommandLine_areSeparatedByCommas(String buckets) {
        Settings settings = read(Map.of(Settings.RECORDING_BUCKETS, buckets));

        assertThat(settings.createBucket()).isTrue();
        assertThat(settings.existingBuckets()).containsExactly("acme-a");
    }

    @Test
    void read_existingBucketsOnly_createsNone() {
        Settings settings = read(Map.of(Settings.RECORDING_BUCKETS, List.of("acme-b", "acme-a")));

        assertThat(settings.createBucket()).isFalse();
        assertThat(settings.existingBuckets()).containsExactly("acme-b", "acme-a");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "ivs:deployment | Prod | no deployment's name | lower-case",
        "ivs:deployment | a-very-long-deployment-name | no deployment's name | 20",
        "ivs:account | 12345 | no account id | 12 digits",
        "ivs:region | eu-west-2 | no Amazon IVS | eu-west-1",
        "ivs:recordingBuckets | Acme | no bucket's name | lower-case",
        "ivs:recordingBuckets | acme.live | no bucket's name | no dots",
        "ivs:recordingBuckets | ',' | names no bucket | create",
        "ivs:recordingBuckets | acme-a,acme-a | twice | once",
        "ivs:recordingExpiryDays | soon | no whole number | days",
        "ivs:recordingExpiryDays | 0 | out of range | 1 to",
        "ivs:retention | channel=soon | does not say for how long | channel=365",
        "ivs:recordingPolicy | none.json | cannot read | built-in policy",
        "ivs:provisioning | never | none of | enforce, observe",
        "ivs:recovery | everything | not how to repair | repair",
        "ivs:callShare | 2 | no share | 0.5",
        "ivs:callShare | 0 | no share | 0.5",
        "ivs:trail | none | none of | existing, create",
        "ivs:alarmAddress | ops | no e-mail address | subscribe",
        "ivs:apiAuth | none | none of | iam, jwt",
        "ivs:apiAuth | jwt | needs | ivs:jwtIssuer",
        "ivs:playbackOrigins | * | no origin | https://app.example.com",
        "ivs:playbackOrigins | https://app.example.com/page | no origin | without a path",
        "ivs:readers | 1234 | no account id | 12 digits",
        "ivs:readers | '111122223333,111122223333' | twice | once",
        "ivs:logLevel | verbose | none of | DEBUG",
        "ivs:logRetention | 90 | CloudWatch | THREE_MONTHS",
        "ivs:snapStart | on | neither true nor false | false",
        "ivs:memoryMb | 128 | out of range | megabytes from 512",
        "ivs:maximumConcurrency | 1 | out of range | batches from 2",
        "ivs:reconcileEvery | hourly | no schedule | rate(1 hour)",
        "ivs:simulatedEvents | yes | neither true nor false | true",
        "ivs:functionJar | none.jar | no file | ./mvnw"})
    void read_badValue_saysWhatIsWrongAndWhatToDo(String key, String value, String wrong, String cure) {
        assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(() -> read(Map.of(key, value)))
                .withMessageStartingWith(key).withMessageContaining(wrong).withMessageContaining(cure);
    }

    @Test
    void read_expiryOfBucketsThatAreNotOurs_isRefused() {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> read(Map.of(Settings.RECORDING_BUCKETS, "acme-a", Settings.RECORDING_EXPIRY, 30)))
                .withMessageContaining("which are yours").withMessageContaining("lifecycle rule");
    }

    @Test
    void read_tokens_areOfAnIssuerAndForAnAudience() {
        Settings settings = read(Map.of(Settings.API_AUTH, "jwt", Settings.JWT_ISSUER, "https://issuer.example/pool",
                Settings.JWT_AUDIENCE, "web,app"));

        assertThat(settings.apiAuth())
                .isEqualTo(new ApiAuth.Jwt("https://issuer.example/pool", List.of("web", "app")));
        assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(() -> read(Map.of(Settings.API_AUTH, "jwt",
                Settings.JWT_ISSUER, "http://issuer.example", Settings.JWT_AUDIENCE, "web")))
                .withMessageContaining("https://");
    }

    @Test
    void read_policy_isTakenWhole_orRefusedWithEveryMistake() throws IOException {
        Files.writeString(directory.resolve("policy.json"), "{\"version\":1,\"enrol\":\"everything\",\"rules\":[]}");
        Files.writeString(directory.resolve("broken.json"), "{\"version\":2,\"enrol\":\"nobody\",\"rules\":[]}");

        assertThat(read(Map.of(Settings.RECORDING_POLICY, "policy.json")).recordingPolicy()).isPresent();
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> read(Map.of(Settings.RECORDING_POLICY, "broken.json")))
                .withMessageContaining("$.version").withMessageContaining("docs/provisioning.md");
    }

    @Test
    void everySetting_isDocumented_withThatNameOnly() throws IOException {
        String documented = Files.readString(Path.of("..", "docs", "settings.md"));

        assertThat(Pattern.compile("(?m)^\\| `(ivs:\\w+)`").matcher(documented).results().map(it -> it.group(1)))
                .containsExactlyInAnyOrderElementsOf(Settings.KEYS);
    }

    @Test
    void read_credentialsOfARegionWithoutIvs_areRefused() {
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> Settings.read(Map.of(), Map.of("CDK_DEFAULT_REGION", "eu-north-1"), directory))
                .withMessageContaining("eu-north-1").withMessageContaining("eu-central-1");
    }

    @Test
    void read_moreBucketsThanFitARule_areRefused() {
        List<String> buckets = IntStream.range(0, 40).mapToObj(i -> "acme-recordings-%040d".formatted(i)).toList();

        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> read(Map.of(Settings.RECORDING_BUCKETS, buckets)))
                .withMessageContaining("40 buckets").withMessageContaining("name fewer");
    }

    @Test
    void read_misspeltKey_isRefused_butOthersKeysAreNot() {
        Map<String, Object> context = new HashMap<>(Map.of("@aws-cdk/core:x", true, "availability-zones:y", List.of()));
        assertThat(read(context).deployment()).isEqualTo("main");

        context.put("ivs:recordingBucket", "acme-a");
        assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(() -> read(context))
                .withMessageContaining("no setting ivs:recordingBucket.").withMessageContaining("ivs:recordingBuckets");
    }

    @Test
    void read_functionsNotBuilt_namesTheCommand() throws IOException {
        Files.delete(jar("0.1.0"));

        assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(() -> read(Map.of()))
                .withMessageContaining("not built").withMessageEndingWith("Run: ./mvnw -DskipTests package");
        assertThatExceptionOfType(InvalidSettingException.class)
                .isThrownBy(() -> Settings.read(Map.of(), Map.of(), directory.resolve("elsewhere")))
                .withMessageContaining("not built");
    }

    @Test
    void read_functionsOfTwoVersions_areNotGuessedAt() throws IOException {
        jar("0.2.0");

        assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(() -> read(Map.of()))
                .withMessageContaining("0.1.0").withMessageContaining("0.2.0").withMessageContaining("clean package");
    }

    private Settings read(Map<String, ?> context) {
        return Settings.read(context, Map.of(), directory);
    }

    private Path jar(String version) throws IOException {
        Path target = Files.createDirectories(directory.resolve("functions/target"));
        return Files.writeString(target.resolve("ivs-recording-functions-" + version + "-deployable.jar"), "");
    }
}
