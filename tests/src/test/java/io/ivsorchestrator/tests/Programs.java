package io.ivsorchestrator.tests;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Programs that a machine may or may not have. */
final class Programs {
    private Programs() {
    }

    /** The first of that name on the path. */
    static Optional<Path> find(String name) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .map(directory -> Path.of(directory, name)).filter(Files::isExecutable).findFirst();
    }
}
