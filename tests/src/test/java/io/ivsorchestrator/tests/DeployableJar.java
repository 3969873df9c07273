package io.ivsorchestrator.tests;

import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import io.ivsorchestrator.local.lambda.FunctionProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The jar that is deployed, as Maven's {@code package} left it, and functions run from it. */
final class DeployableJar {
    /** In front of the function's code, as in Lambda's managed runtime. */
    private static final List<Class<?>> INTERFACE_CLIENT = List.of(AWSLambda.class, LambdaRuntime.class,
            PojoSerializer.class);

    private DeployableJar() {
    }

    static Path file() {
        Path target = Docs.root().resolve("functions/target");
        try (Stream<Path> jars = Files.list(target)) {
            List<Path> deployable = jars.filter(jar -> jar.toString().endsWith("-deployable.jar")).toList();
            if (deployable.size() != 1) {
                throw new IllegalStateException(
                        "one deployable jar is needed in " + target + ", there are " + deployable
                                + "; run ./mvnw -DskipTests package");
            }
            return deployable.getFirst();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("functions/target cannot be read; run ./mvnw -DskipTests package",
                    unreadable);
        }
    }

    /** Starts one of its handlers in a JVM that has nothing but the jar and Lambda's interface client. */
    static FunctionProcess start(Class<?> handler, Map<String, String> environment, Path log) {
        String classPath = Stream.concat(INTERFACE_CLIENT.stream().map(DeployableJar::jarOf), Stream.of(file()))
                .map(Path::toString).collect(Collectors.joining(System.getProperty("path.separator")));
        return FunctionProcess.start(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()),
                FunctionProcess.AS_DEPLOYED, classPath,
                handler.getName(),
                environment, log);
    }

    private static Path jarOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
