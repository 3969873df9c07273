package io.ivsorchestrator.coldstart;

import java.nio.file.Path;
import java.util.List;

/**
 * A function that is measured.
 *
 * @param name      in the table
 * @param handler   class name
 * @param classPath jars behind the interface client's
 */
record Contestant(String name, String handler, List<Path> classPath) {}
