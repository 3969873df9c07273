package io.ivsorchestrator.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Runs every measurement in a process of its own, one after the other, and writes {@code docs/benchmarks.md}. Arguments: the project's
 * folder, the deployable jar, and names of measurements if not all are wanted; the others keep what the page says of them.
 */
public final class Benchmarks {
    private static final String HEAD = """
            # Measurements

            Written by `./mvnw -q -Pbenchmarks -DskipTests -pl bench -am package`, which takes about a quarter of an hour; with \
            `-Dbenchmarks=cold_start` only that section is measured again. Absolute figures are of the machine that each section names; \
            compare ratios within a section.
            """;

    private final Path root;
    private final Path deployable;

    private Benchmarks(Path root, Path deployable) {
        this.root = root;
        this.deployable = deployable;
    }

    /** Entry point. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<Measurement> wanted = arguments.length > 2
                ? Arrays.stream(arguments).skip(2).map(name -> Measurement.valueOf(name.toUpperCase(Locale.ROOT)))
                        .toList()
                : List.of(Measurement.values());
        new Benchmarks(Path.of(arguments[0]), Path.of(arguments[1])).write(wanted);
    }

    private void write(List<Measurement> wanted) throws IOException, InterruptedException {
        Path page = root.resolve("docs/benchmarks.md");
        String before = Files.readString(page);
        StringBuilder text = new StringBuilder(HEAD);
        for (Measurement measurement : Measurement.values()) {
            text.append('\n').append(wanted.contains(measurement) ? section(measurement) : kept(before, measurement));
        }
        Files.writeString(page, text);
    }

    private static String kept(String page, Measurement measurement) {
        return Stream.of(page.split("\n(?=## )")).filter(it -> it.startsWith("## " + measurement.title() + "\n"))
                .map(it -> it.stripTrailing() + "\n").findFirst()
                .orElse("## " + measurement.title() + "\n\nNot measured yet.\n");
    }

    private String section(Measurement measurement) throws IOException, InterruptedException {
        System.err.println("Measuring: " + measurement.title() + " ...");
        List<String> command = new ArrayList<>(measurement.before());
        command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
                "-Dlog4j2.configurationFile=log4j2-laptop.xml", "-cp", System.getProperty("java.class.path"),
                measurement.program()));
        command.addAll(measurement.arguments(root, deployable));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        int status = process.waitFor();
        if (said.isEmpty()) {
            throw new IllegalStateException(measurement + " ended with status " + status + " and said nothing");
        }
        return "## " + measurement.title() + "\n\n" + measurement.about() + "\n" + machine() + "\n\n" + said + "\n"
                + (status == 0 ? "" : "\nIts aim was not reached in this run.\n");
    }

    private static String machine() throws IOException {
        String processor = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst().orElse("an unnamed processor");
        String load = Files.readString(Path.of("/proc/loadavg")).replaceAll(" .*", "").strip();
        return LocalDate.now(ZoneOffset.UTC) + ", " + Runtime.getRuntime().availableProcessors() + " CPUs (" + processor
                + "), JDK " + Runtime.version() + ", load before it " + load + ".";
    }
}
