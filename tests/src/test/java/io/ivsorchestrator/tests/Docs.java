package io.ivsorchestrator.tests;

import java.nio.file.Path;

/** Where the project's own files are. */
public final class Docs {
    private Docs() {
    }

    public static Path root() {
        return Path.of(System.getProperty("project.root", ".."));
    }
}
