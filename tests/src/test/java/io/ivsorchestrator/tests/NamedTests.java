package io.ivsorchestrator.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The tests that a page's tables name: {@code | what | test |}, a test as {@code Class.method}, or as {@code method} of the class
 * that the text before names as "test in".
 */
public final class NamedTests {
    private static final Pattern HOME = Pattern.compile("test in `(\\w+Test)`");
    private static final Pattern NAME = Pattern.compile("`(?:(\\w+(?:Test|Contract))\\.)?([a-z]\\w+)`");
    private static final List<String> MODULES = List.of("events", "functions", "infra", "local", "tests");

    private NamedTests() {
    }

    /** One test and what it is named for. */
    public record Named(String what, String type, String test) {
        public void assertThatItExists() {
            assertThat(sources(type)).as("%s: %s.%s", what, type, test).contains("void " + test + "(");
        }
    }

    /**
     * @param page   below the project's root
     * @param header of the tables that are read, as it is written
     */
    public static List<Named> in(String page, String header) throws IOException {
        List<Named> named = new ArrayList<>();
        String home = "";
        boolean inTable = false;
        for (String line : Files.readAllLines(Docs.root().resolve(page))) {
            Matcher says = HOME.matcher(line);
            if (says.find()) {
                home = says.group(1);
            }
            boolean begins = line.equals(header);
            boolean row = line.startsWith("|") && inTable && !line.startsWith("|---");
            inTable = begins || (line.startsWith("|") && inTable);
            String[] cells = line.split("\\|", -1);
            if (row && cells.length == 4) {
                int before = named.size();
                for (Matcher name = NAME.matcher(cells[2]); name.find();) {
                    named.add(new Named(cells[1].strip(), name.group(1) == null ? home : name.group(1),
                            name.group(2)));
                }
                assertThat(named.size()).as("tests of: %s", cells[1].strip()).isGreaterThan(before);
            }
        }
        return named;
    }

    /** Of all classes of that name. */
    private static String sources(String type) {
        StringBuilder text = new StringBuilder();
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(Docs.root().resolve(module).resolve("src/test/java"))) {
                files.filter(file -> file.getFileName().toString().equals(type + ".java"))
                        .forEach(file -> text.append(read(file)));
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        return text.toString();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
