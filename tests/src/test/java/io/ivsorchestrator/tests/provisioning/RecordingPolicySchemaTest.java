package io.ivsorchestrator.tests.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.ivsorchestrator.provisioning.ParsedPolicy;
import io.ivsorchestrator.provisioning.Policies;
import io.ivsorchestrator.provisioning.PolicyParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The published schema and the parser say the same of good and bad policies. */
class RecordingPolicySchemaTest {
    private static final Path DOCS = Path.of(System.getProperty("project.root", ".."), "docs");
    private static final List<String> BUCKETS = List.of("first-bucket", "second-bucket", "acme-live-recordings");
    private static final JsonSchema SCHEMA = schema();

    private static JsonSchema schema() {
        try {
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(Files.readString(DOCS.resolve("recording-policy.schema.json")));
        } catch (IOException missing) {
            throw new java.io.UncheckedIOException(missing);
        }
    }

    static Stream<JsonNode> policies() throws IOException {
        try (InputStream corpus = Objects.requireNonNull(
                RecordingPolicySchemaTest.class.getResourceAsStream("/recording-policies.json"))) {
            List<JsonNode> policies = new ArrayList<>();
            new ObjectMapper().readTree(corpus).forEach(policies::add);
            return policies.stream();
        }
    }

    @ParameterizedTest
    @MethodSource("policies")
    void schemaAndParser_agree(JsonNode sample) {
        String policy = sample.path("policy").toString();

        assertThat(bySchema(policy)).as("schema: " + policy).isEqualTo(sample.path("good").booleanValue());
        assertThat(byParser(policy)).as("parser: " + policy).isEqualTo(sample.path("good").booleanValue());
    }

    @Test
    void theBuiltInPolicy_isGood_andIsTheOneInTheGuide() throws IOException {
        String builtIn = Policies.defaultText();

        assertThat(bySchema(builtIn)).isTrue();
        assertThat(byParser(builtIn)).isTrue();
        assertThat(Files.readString(DOCS.resolve("provisioning.md"))).contains(builtIn.strip());
    }

    @Test
    void theExamplesInTheGuide_areGood() throws IOException {
        List<String> examples = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(DOCS.resolve("provisioning.md"))).results()
                .map((MatchResult match) -> match.group(1)).toList();

        assertThat(examples).hasSizeGreaterThanOrEqualTo(3).allSatisfy(example -> {
            assertThat(bySchema(example)).as(example).isTrue();
            assertThat(byParser(example)).as(example).isTrue();
        });
    }

    /** What a schema cannot say. */
    @Test
    void theParser_alsoKnowsTheBucketsAndThatNamesAreUnique() {
        for (String policy : List.of(
                "{\"version\":1,\"rules\":[{\"name\":\"a\",\"channel\":{\"bucket\":\"third-bucket\"}}]}",
                "{\"version\":1,\"rules\":[{\"name\":\"a\",\"channel\":{}},{\"name\":\"a\",\"stage\":{}}]}")) {
            assertThat(bySchema(policy)).isTrue();
            assertThat(byParser(policy)).isFalse();
        }
    }

    private static boolean bySchema(String policy) {
        return SCHEMA.validate(policy, InputFormat.JSON).isEmpty();
    }

    private static boolean byParser(String policy) {
        return PolicyParser.parse(policy, BUCKETS) instanceof ParsedPolicy.Accepted;
    }
}
