package io.ivsorchestrator.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.provisioning.ProvisioningMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Template;

/** What the documents tell people to type: names, settings, scripts and versions that exist. */
class GuideTest {
    private static final Path ROOT = Path.of("..");
    private static final Synthesized DEPLOYED = Synthesized.withExistingBucket();
    private static final Pattern NAME = Pattern.compile("/?ivs-recording[-/]main(?:[-/][A-Za-z0-9-]*[A-Za-z0-9])");
    private static final Pattern OUTPUT = Pattern.compile(
            "--stack-name ivs-recording-main-(\\w+)(?s:.{0,20}?)--query \"Stacks\\[0\\]\\.Outputs\\[\\?OutputKey=='(\\w+)'\\]");
    private static final Pattern SETTING = Pattern.compile("`(ivs:[a-z]\\w*)[`=]|-c (ivs:\\w+)=");
    private static final Pattern CDK = Pattern.compile("aws-cdk@([0-9.]+[0-9])");
    private static final Pattern SCRIPT = Pattern.compile("(?<![\\w/])((?:infra|local)/[a-z-]+|\\./mvnw)(?= |`|\\n)");
    private static final Pattern DETACH = Pattern.compile("--message-body '(\\{\"provisioning\":[^']*)'");

    private static Stream<Path> documents() {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            List<Path> found = docs.filter(file -> file.toString().endsWith(".md")
                    && !file.toString().contains("decisions")).toList();
            return Stream.concat(Stream.of(ROOT.resolve("README.md")), found.stream());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Stream<MatchResult> found(Pattern pattern) {
        return documents().flatMap(document -> pattern.matcher(text(document)).results());
    }

    private static String text(Path document) {
        try {
            return Files.readString(document);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Of stacks, and all that resources are called by us. */
    private static Set<String> names() {
        Set<String> names = new TreeSet<>();
        for (String part : List.of("storage", "pipelines", "api", "observability")) {
            names.add("ivs-recording-main-" + part);
        }
        DEPLOYED.all().forEach(template -> Synthesized.json(template).path("Resources")
                .forEach(resource -> resource.path("Properties").properties().stream()
                        .filter(property -> property.getKey().endsWith("Name") || property.getKey().equals("Name"))
                        .forEach(property -> names.add(property.getValue().asText()))));
        return names;
    }

    @Test
    void everyName_isOfSomethingThatIsDeployed() {
        List<String> named = found(NAME).map(MatchResult::group).toList();

        assertThat(named).hasSizeGreaterThan(15);
        assertThat(names()).containsAll(named);
    }

    @Test
    void everyOutput_isOneOfItsStack() {
        List<MatchResult> asked = found(OUTPUT).toList();

        assertThat(asked).hasSizeGreaterThanOrEqualTo(3).allSatisfy(output -> assertThat(outputs(switch (output.group(
                1)) {
            case "storage" -> DEPLOYED.storage();
            case "pipelines" -> DEPLOYED.pipelines();
            case "api" -> DEPLOYED.api();
            default -> DEPLOYED.observability();
        })).contains(output.group(2)));
    }

    private static Set<String> outputs(Template template) {
        Set<String> names = new TreeSet<>();
        JsonNode outputs = Synthesized.json(template).path("Outputs");
        outputs.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void everySetting_isOneThatTheAppKnows() {
        List<String> named = found(SETTING).map(it -> it.group(1) == null ? it.group(2) : it.group(1)).toList();

        assertThat(named).hasSizeGreaterThan(30);
        assertThat(Settings.KEYS).containsAll(named);
    }

    @Test
    void cdk_isPinnedToOneVersionEverywhere() {
        assertThat(found(CDK).map(it -> it.group(1))).hasSizeGreaterThan(4).containsOnly("2.1148.1");
    }

    @Test
    void everyScript_isThereAndCanBeRun() {
        List<String> named = found(SCRIPT).map(it -> it.group(1)).distinct().toList();

        assertThat(named).contains("infra/smoke", "infra/redrive", "infra/tune", "local/provision", "./mvnw")
                .allSatisfy(script -> assertThat(Files.isExecutable(ROOT.resolve(script))).as(script).isTrue());
    }

    @Test
    void theMessageThatDetaches_isOneThatProvisioningKnows() {
        assertThat(found(DETACH).map(it -> ProvisioningMessage.read(JsonObject.parse(it.group(1)))))
                .isNotEmpty().contains(new ProvisioningMessage.Detach());
    }
}
