package io.ivsorchestrator.tests.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.local.emulator.fault.FaultReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/emulator.md says of tests and faults. */
class GuideTest {
    private static final Path ROOT = Path.of(System.getProperty("project.root", ".."));
    private static final Pattern HOME = Pattern.compile("test in `(\\w+Test)`");
    private static final Pattern NAME = Pattern.compile("`(?:(\\w+Test)\\.)?([a-z]\\w+)`");

    private record Named(String rule, String type, String test) {}

    /** The tests named in the tables of rules; one without a class is in the class that the text before names. */
    private static List<Named> named() throws IOException {
        List<Named> named = new ArrayList<>();
        String home = "";
        boolean rules = false;
        for (String line : Files.readAllLines(ROOT.resolve("docs/emulator.md"))) {
            Matcher says = HOME.matcher(line);
            if (says.find()) {
                home = says.group(1);
            }
            rules = line.startsWith("|") && (rules || line.equals("| Rule | Test |"));
            String[] cells = line.split("\\|", -1);
            if (rules && cells.length == 4) {
                for (Matcher name = NAME.matcher(cells[2]); name.find();) {
                    named.add(new Named(cells[1].strip(), name.group(1) == null ? home : name.group(1), name.group(2)));
                }
            }
        }
        return named;
    }

    @Test
    void everyRule_hasATestThatExists() throws IOException {
        Map<String, String> sources = Stream.of("local", "tests")
                .map(module -> ROOT.resolve(module).resolve("src/test/java"))
                .flatMap(folder -> tests(folder).stream())
                .collect(Collectors.toMap(file -> file.getFileName().toString().replace(".java", ""), GuideTest::text,
                        String::concat));

        assertThat(named()).hasSizeGreaterThan(60).allSatisfy(it -> assertThat(sources.getOrDefault(it.type(), ""))
                .as("%s: %s.%s", it.rule(), it.type(), it.test()).contains("void " + it.test() + "("));
    }

    private static List<Path> tests(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith("Test.java")).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Test
    void everyKindOfFault_isExplained() throws IOException {
        String guide = Files.readString(ROOT.resolve("docs/emulator.md"));

        assertThat(FaultReader.KINDS).allSatisfy(kind -> assertThat(guide).contains("`" + kind + "`"));
    }
}
