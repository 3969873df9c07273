package io.ivsorchestrator.local.laptop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes down where the JDK is that runs it: the build runs it with the JDK that it found, for {@code local/run} to use. */
final class JavaHome {
    private JavaHome() {
    }

    /** @param arguments the file to write */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, System.getProperty("java.home") + "\n");
    }
}
