package io.ivsorchestrator.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The templates against the very jar that is deployed: every handler is in it, starts with nothing but it, and reads exactly
 * the variables that its function has. Run by {@code verify}, which packages the functions first; skipped where nobody did.
 */
class DeployedJarTest {
    /** Of Powertools and the JVM; {@code AWS_*} are Lambda's own. */
    private static final List<String> SHARED = List.of("JAVA_TOOL_OPTIONS", "POWERTOOLS_LOG_LEVEL",
            "POWERTOOLS_METRICS_NAMESPACE", "POWERTOOLS_SERVICE_NAME");

    private static URLClassLoader jar;

    @BeforeAll
    static void open() throws IOException {
        List<Path> jars = new ArrayList<>();
        Path target = Path.of("..", "functions", "target");
        if (Files.isDirectory(target)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(target, "*-deployable.jar")) {
                found.forEach(jars::add);
            }
        }
        assumeTrue(jars.size() == 1, "the functions are not packaged: ./mvnw -DskipTests package");
        jar = new URLClassLoader(new URL[]{jars.getFirst().toUri().toURL()}, ClassLoader.getPlatformClassLoader());
    }

    @AfterAll
    static void close() throws IOException {
        if (jar != null) {
            jar.close();
        }
    }

    private static Map<String, JsonNode> functions() {
        Map<String, JsonNode> functions = new TreeMap<>();
        Synthesized.withExistingBucket().withFunctions()
                .forEach(template -> functions.putAll(Templates.functions(template)));
        return functions;
    }

    @Test
    void everyHandler_isInTheJar_andCanBeMadeByLambda() {
        functions().forEach((service, function) -> {
            Class<?> handler = load(function);
            assertThat(handler.getInterfaces()).as(service).extracting(Class::getName)
                    .contains("com.amazonaws.services.lambda.runtime.RequestStreamHandler");
            assertThat(handler.getConstructors()).as(service)
                    .anySatisfy(constructor -> assertThat(constructor.getParameterCount()).isZero());
        });
    }

    @Test
    void everyFunction_hasExactlyTheVariablesThatItsHandlerReads() {
        functions().forEach((service, function) -> {
            TreeSet<String> expected = variables(load(function)).stream().filter(name -> !name.startsWith("AWS_"))
                    .collect(Collectors.toCollection(TreeSet::new));
            expected.addAll(SHARED);
            TreeSet<String> deployed = new TreeSet<>();
            function.at("/Environment/Variables").fieldNames().forEachRemaining(deployed::add);

            assertThat(deployed).as(service).isEqualTo(expected);
            assertThat(function.at("/Environment/Variables")).as(service)
                    .allSatisfy(value -> assertThat(value.isObject() || !value.asText().isBlank()).isTrue());
        });
    }

    private static Class<?> load(JsonNode function) {
        try {
            return jar.loadClass(function.path("Handler").asText());
        } catch (ClassNotFoundException missing) {
            throw new AssertionError("the deployable jar does not have " + function.path("Handler"), missing);
        }
    }

    private static Collection<String> variables(Class<?> handler) {
        try {
            return ((Collection<?>) handler.getField("VARIABLES").get(null)).stream().map(String::valueOf).toList();
        } catch (ReflectiveOperationException | LinkageError unusable) {
            throw new AssertionError(handler + " does not start from the deployable jar alone", unusable);
        }
    }
}
