package io.ivsorchestrator.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import io.ivsorchestrator.events.Samples;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Annotations;
import software.amazon.awscdk.assertions.Match;

class OrchestratorAppTest {
    private static final Map<String, Object> NEW_AND_EXISTING = Map.of(
            Settings.ACCOUNT, Samples.ACCOUNT,
            Settings.REGION, Synthesized.REGION,
            Settings.RECORDING_BUCKETS, List.of(Settings.CREATE, "acme-a", "acme-b"));

    static Stream<Map<String, Object>> settings() {
        return Stream.of(Map.of(), NEW_AND_EXISTING);
    }

    @ParameterizedTest
    @MethodSource("settings")
    void synth_twice_isTheSame(Map<String, Object> settings) {
        Synthesized first = Synthesized.with(settings);
        Synthesized second = Synthesized.with(settings);

        assertThat(Synthesized.json(second.storage())).isEqualTo(Synthesized.json(first.storage()));
        assertThat(Synthesized.json(second.pipelines())).isEqualTo(Synthesized.json(first.pipelines()));
    }

    /** Every setting that adds or takes away a resource or a permission, at least once. */
    static Stream<Map<String, Object>> variants() {
        Map<String, Object> watched = Map.of(
                Settings.ACCOUNT, Samples.ACCOUNT,
                Settings.REGION, Synthesized.REGION,
                Settings.TRAIL, "create",
                Settings.READERS, "111122223333,444455556666",
                Settings.RECOVERY, "repair",
                Settings.SIMULATED_EVENTS, "true",
                Settings.PLAYBACK_ORIGINS, "https://app.example.com",
                Settings.RECORDING_EXPIRY, "365",
                Settings.ALARM_ADDRESS, "you@example.com");
        Map<String, Object> withTokens = Map.of(
                Settings.ACCOUNT, Samples.ACCOUNT,
                Settings.REGION, Synthesized.REGION,
                Settings.RECORDING_BUCKETS, "acme-a,acme-b",
                Settings.API_AUTH, "jwt",
                Settings.JWT_ISSUER, "https://issuer.example/pool",
                Settings.JWT_AUDIENCE, "web",
                Settings.READERS, "111122223333",
                Settings.RECOVERY, "compose",
                Settings.PROVISIONING, "observe",
                Settings.SNAP_START, "false");
        Map<String, Object> repairing = Map.of(
                Settings.ACCOUNT, Samples.ACCOUNT,
                Settings.RECORDING_BUCKETS, "acme-a",
                Settings.RECOVERY, "restart-stream",
                Settings.RETENTION, "channel=365");
        return Stream.concat(settings(), Stream.of(watched, withTokens, repairing));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void awsSolutionsRules_hold_orSayWhyNot(Map<String, Object> settings) {
        App app = Synthesized.app(settings);
        OrchestratorApp.Stacks stacks = OrchestratorApp.build(app, Synthesized.settings(settings));
        Aspects.of(app).add(new AwsSolutionsChecks());

        stacks.all().forEach(OrchestratorAppTest::assertNoFindings);
    }

    @Test
    void anotherDeployment_hasStacksAndTagsOfItsOwn() {
        App app = Synthesized.app(Map.of());
        OrchestratorApp.Stacks stacks = OrchestratorApp.build(app,
                Synthesized.settings(Map.of(Settings.DEPLOYMENT, "staging")));

        assertThat(stacks.storage().getStackName()).isEqualTo("ivs-recording-staging-storage");
        assertThat(stacks.pipelines().getStackName()).isEqualTo("ivs-recording-staging-pipelines");
    }

    @Test
    void everyResource_thatCanCarryTags_saysWhichDeploymentMadeIt() {
        Synthesized deployed = Synthesized.with(NEW_AND_EXISTING);
        List<String> tagged = List.of("AWS::S3::Bucket", "AWS::DynamoDB::Table", "AWS::SQS::Queue",
                "AWS::Lambda::Function", "AWS::Logs::LogGroup", "AWS::IAM::Role", "AWS::Events::Rule");

        for (String type : tagged) {
            Stream<JsonNode> resources = Stream.of(deployed.storage(), deployed.pipelines())
                    .flatMap(template -> Synthesized.properties(template, type).stream());
            assertThat(resources).as(type).isNotEmpty().allSatisfy(properties -> assertThat(properties.path("Tags"))
                    .anySatisfy(tag -> {
                        assertThat(tag.path("Key").asText()).isEqualTo("ivs-recording:deployment");
                        assertThat(tag.path("Value").asText()).isEqualTo("main");
                    }));
        }
    }

    private static void assertNoFindings(Stack stack) {
        Annotations annotations = Annotations.fromStack(stack);
        assertThatCode(() -> annotations.hasNoError("*", Match.anyValue())).doesNotThrowAnyException();
        assertThatCode(() -> annotations.hasNoWarning("*", Match.anyValue())).doesNotThrowAnyException();
    }
}
