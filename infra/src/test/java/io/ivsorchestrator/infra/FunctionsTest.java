package io.ivsorchestrator.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ivsorchestrator.events.Samples;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awscdk.assertions.Template;

/** What all functions have in common. */
class FunctionsTest {
    private static final Synthesized DEPLOYED = Synthesized.withExistingBucket();

    static Stream<Template> templates() {
        return DEPLOYED.withFunctions();
    }

    @ParameterizedTest
    @MethodSource("templates")
    void everyFunction_runsOnJava25_traced_andLogsWhereLogsAreForgottenInTime(Template template) {
        Map<String, JsonNode> logs = Templates.resources(template, "AWS::Logs::LogGroup");

        assertThat(Templates.functions(template)).isNotEmpty().allSatisfy((service, function) -> {
            assertThat(function.path("Runtime").asText()).isEqualTo("java25");
            assertThat(Templates.texts(function.path("Architectures"))).containsExactly("arm64");
            assertThat(function.at("/TracingConfig/Mode").asText()).isEqualTo("Active");
            assertThat(function.has("ReservedConcurrentExecutions")).isFalse();
            JsonNode group = logs.get(Templates.target(function.at("/LoggingConfig/LogGroup")));
            assertThat(group).isNotNull();
            assertThat(group.at("/Properties/LogGroupName").asText()).isEqualTo("/ivs-recording/main/" + service);
            assertThat(group.at("/Properties/RetentionInDays").asInt()).isEqualTo(90);
            assertThat(function.at("/Environment/Variables/JAVA_TOOL_OPTIONS").asText())
                    .isEqualTo("-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:+DisableExplicitGC");
            assertThat(function.at("/Environment/Variables/POWERTOOLS_SERVICE_NAME").asText()).isEqualTo(service);
            assertThat(function.at("/Environment/Variables/POWERTOOLS_LOG_LEVEL").asText()).isEqualTo("INFO");
        });
    }

    /** SnapStart works for published versions only, so a caller of anything but the alias would start cold. */
    @ParameterizedTest
    @MethodSource("templates")
    void everyFunction_startsFromASnapshot_ofAVersionThatIsPublishedAndCalled(Template template) {
        Map<String, JsonNode> functions = Templates.resources(template, "AWS::Lambda::Function");
        Map<String, JsonNode> versions = Templates.resources(template, "AWS::Lambda::Version");
        Map<String, JsonNode> aliases = Templates.resources(template, "AWS::Lambda::Alias");

        assertThat(functions).allSatisfy((id, function) -> {
            assertThat(function.at("/Properties/SnapStart/ApplyOn").asText()).isEqualTo("PublishedVersions");
            assertThat(aliases.values()).filteredOn(
                    alias -> Templates.target(alias.at("/Properties/FunctionName")).equals(id))
                    .singleElement().satisfies(alias -> {
                        assertThat(alias.at("/Properties/Name").asText()).isEqualTo("live");
                        JsonNode version = versions.get(Templates.target(alias.at("/Properties/FunctionVersion")));
                        assertThat(version).isNotNull();
                        assertThat(Templates.target(version.at("/Properties/FunctionName"))).isEqualTo(id);
                    });
        });
        assertThat(Synthesized.properties(template, "AWS::Lambda::EventSourceMapping")).allSatisfy(
                mapping -> assertThat(Templates.target(mapping.path("FunctionName"))).isIn(aliases.keySet()));
    }

    @ParameterizedTest
    @MethodSource("templates")
    void everyRole_isOfOneFunction_andCarriesNoPolicyOfAws(Template template) {
        List<JsonNode> functions = List.copyOf(Templates.functions(template).values());

        assertThat(functions).extracting(function -> Templates.target(function.path("Role"))).doesNotHaveDuplicates();
        assertThat(Synthesized.properties(template, "AWS::IAM::Role"))
                .allSatisfy(role -> assertThat(role.has("ManagedPolicyArns")).isFalse());
    }

    @Test
    void settings_decideOnSnapshotsMemoryAndLogs() {
        Template changed = Synthesized.with(Map.of(Settings.ACCOUNT, Samples.ACCOUNT, Settings.SNAP_START, "false",
                Settings.MEMORY, "2048", Settings.LOG_LEVEL, "DEBUG", Settings.CONCURRENCY, "25")).pipelines();
        JsonNode indexing = Templates.function(changed, "indexing");

        assertThat(indexing.has("SnapStart")).isFalse();
        assertThat(indexing.path("MemorySize").asInt()).isEqualTo(2048);
        assertThat(indexing.at("/Environment/Variables/POWERTOOLS_LOG_LEVEL").asText()).isEqualTo("DEBUG");
        assertThat(Synthesized.properties(changed, "AWS::Lambda::EventSourceMapping"))
                .anySatisfy(mapping -> assertThat(mapping.at("/ScalingConfig/MaximumConcurrency").asInt())
                        .isEqualTo(25));
    }
}
