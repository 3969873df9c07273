package io.ivsorchestrator.tests;

import java.nio.file.Path;

/** Where the project's own files are. */
final class Docs {
    private Docs() {
    }

    static Path root() {
        return Path.of(System.getProperty("project.root", ".."));
    }
}
