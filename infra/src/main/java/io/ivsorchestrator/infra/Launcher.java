package io.ivsorchestrator.infra;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Notes how the app is to be started, for {@code infra/synth.sh}: run by Maven at the end of {@code package}, with the
 * JDK and the class path that the app needs, it writes down its own.
 */
final class Launcher {
    private Launcher() {
    }

    /** @param args the file to write: first line the {@code java} command, second line the class path */
    public static void main(String[] args) throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Files.write(Path.of(args[0]), List.of(java.toString(), System.getProperty("java.class.path")));
    }
}
