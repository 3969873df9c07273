package io.ivsorchestrator.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where the code of all functions is: one jar with all it needs, which Maven's {@code package} leaves behind. */
final class FunctionJar {
    private static final Path BUILT = Path.of("functions", "target");
    private static final String NAME = "ivs-recording-functions-*-deployable.jar";
    private static final String BUILD = "./mvnw -DskipTests package";

    private FunctionJar() {
    }

    /**
     * @param directory that of {@code cdk.json}
     * @param given     the setting, relative to the directory; empty for the jar that Maven built
     * @throws InvalidSettingException if there is no such jar, or more than one
     */
    static Path find(Path directory, Optional<String> given) {
        return given.map(path -> given(directory.resolve(path))).orElseGet(() -> built(directory.resolve(BUILT)));
    }

    private static Path given(Path jar) {
        if (!Files.isRegularFile(jar)) {
            throw new InvalidSettingException(Settings.FUNCTION_JAR + ": there is no file " + jar
                    + ". Name the functions' deployable jar, or leave the setting out to take the one that this"
                    + " builds: " + BUILD);
        }
        return jar;
    }

    private static Path built(Path target) {
        List<Path> jars = jars(target);
        if (jars.isEmpty()) {
            throw new InvalidSettingException("the functions are not built: there is no " + target.resolve(NAME)
                    + ". Run: " + BUILD);
        }
        if (jars.size() > 1) {
            throw new InvalidSettingException("there are functions of several versions, and which to deploy is not ours"
                    + " to guess: " + jars + ". Run: ./mvnw -DskipTests clean package");
        }
        return jars.getFirst();
    }

    private static List<Path> jars(Path target) {
        if (!Files.isDirectory(target)) {
            return List.of();
        }
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(target, NAME)) {
            found.forEach(jars::add);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return jars.stream().sorted().toList();
    }
}
