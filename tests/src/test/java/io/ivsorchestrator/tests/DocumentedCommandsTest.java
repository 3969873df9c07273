package io.ivsorchestrator.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.local.backfill.BackfillCommand;
import io.ivsorchestrator.local.client.RecordingsCommand;
import io.ivsorchestrator.local.emulator.EmulatorCommand;
import io.ivsorchestrator.local.laptop.LaptopCommand;
import io.ivsorchestrator.local.provision.ProvisionCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command line in the documents is one that the program takes: a renamed option breaks this. */
class DocumentedCommandsTest {
    private static final Pattern LINE = Pattern.compile(
            "^local/(provision|backfill|recordings|run|ivs-emulator)( .*)?$",
            Pattern.MULTILINE);
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    /** A program as the shell calls it. */
    private interface Program {
        int run(PrintStream out, PrintStream err, String... arguments);
    }

    private static final Map<String, Program> PROGRAMS = Map.of("provision", ProvisionCommand::run, "backfill",
            BackfillCommand::run, "run",
            (out, err, arguments) -> LaptopCommand.run(InputStream.nullInputStream(), out, err, arguments),
            "recordings",
            (out, err, arguments) -> RecordingsCommand.run(out, err, Map.of(), InstantSource.system(), arguments),
            "ivs-emulator", (out, err, arguments) -> EmulatorCommand.run(out, err, new CountDownLatch(0), arguments));

    record Documented(Path document, String program, List<String> arguments) {
        static Documented of(Path document, MatchResult line) {
            List<String> words = new ArrayList<>();
            String text = line.group(2) == null ? "" : line.group(2).replaceFirst("\\s#.*", "");
            WORD.matcher(text).results()
                    .forEach(word -> words.add(word.group(1) == null ? word.group(2) : word.group(1)));
            return new Documented(document, line.group(1), words);
        }
    }

    static Stream<Documented> documented() throws IOException {
        List<Documented> found = new ArrayList<>();
        for (Path document : Docs.documents()) {
            LINE.matcher(Files.readString(document)).results().map(line -> Documented.of(document, line))
                    .forEach(found::add);
        }
        assertThat(found).extracting(Documented::program).contains(PROGRAMS.keySet().toArray(String[]::new));
        assertThat(found).hasSizeGreaterThan(15);
        return found.stream();
    }

    /** {@code --help} is answered only where all else is understood. */
    @ParameterizedTest
    @MethodSource("documented")
    void commandLine_isOneThatTheProgramTakes(Documented it) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        List<String> arguments = new ArrayList<>(it.arguments());
        arguments.add("--help");

        int exit = Objects.requireNonNull(PROGRAMS.get(it.program())).run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), arguments.toArray(String[]::new));

        assertThat(exit).as(err.toString(StandardCharsets.UTF_8)).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("Usage: local/" + it.program());
    }
}
