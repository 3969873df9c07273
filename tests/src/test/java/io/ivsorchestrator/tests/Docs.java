package io.ivsorchestrator.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where the project's own files are. */
public final class Docs {
    private Docs() {
    }

    public static Path root() {
        return Path.of(System.getProperty("project.root", ".."));
    }

    /** The README and all below docs. */
    static List<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.walk(root().resolve("docs"))) {
            return Stream.concat(Stream.of(root().resolve("README.md")),
                    docs.filter(file -> file.toString().endsWith(".md"))).toList();
        }
    }
}
