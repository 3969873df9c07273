package io.ivsorchestrator.local.emulator.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ivsorchestrator.local.emulator.control.Command;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The format of scenarios by example, and every mistake with its line and what to do. */
class ScenarioReaderTest {
    private static final String COMMANDS = "commands are status, bucket, channel, stage, start-stream, end-stream,"
            + " fail-stream, join, publish, unpublish, leave, start-composition, stop-composition, fault, mend, faults,"
            + " recordings, flush, stop";

    private static Scenario read(String... lines) {
        return ScenarioReader.read("my.scenario", String.join("\n", lines));
    }

    private static void assertMistake(String expected, String... lines) {
        assertThatThrownBy(() -> read(lines)).isInstanceOf(ScenarioException.class).hasMessage(expected);
    }

    // Statements

    @Test
    void anEmptyFile_isAScenarioInWhichNothingHappens() {
        Scenario nothing = read("");

        assertThat(nothing).isEqualTo(read("# only", "", "   # comments"));
        assertThat(nothing.name()).isEqualTo("my.scenario");
        assertThat(nothing.begin()).isEmpty();
        assertThat(nothing.seed()).isEmpty();
        assertThat(nothing.setup()).isEmpty();
        assertThat(nothing.steps()).isEmpty();
        assertThat(nothing.length()).isZero();
    }

    @Test
    void begin_isTheTimeOfTheBeginning() {
        assertThat(read("begin 2026-03-07T19:00:00Z").begin()).contains(Instant.parse("2026-03-07T19:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "-7", "0", "9223372036854775807", "-9223372036854775808"})
    void seed_isAnyWholeNumber(String seed) {
        assertThat(read("seed " + seed).seed()).hasValue(Long.parseLong(seed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "bucket", "channel", "stage", "start-stream", "end-stream", "fail-stream", "join",
        "publish", "unpublish", "leave", "start-composition", "stop-composition", "fault", "mend", "faults",
        "recordings", "flush", "stop"})
    void command_withoutATime_isDoneBefore_withATimeThen(String command) {
        Scenario scenario = read("# first", command + " a=1 b=x", "0:00:05 " + command);

        Step before = scenario.setup().getFirst();
        assertThat(scenario.setup()).hasSize(1);
        assertThat(before.place()).isEqualTo("my.scenario:2");
        assertThat(before.at()).isZero();
        assertThat(before.command().written()).isEqualTo(command);
        assertThat(before.arguments().text("a")).contains("1");
        assertThat(before.arguments().text("b")).contains("x");
        Step then = scenario.steps().getFirst();
        assertThat(scenario.steps()).hasSize(1);
        assertThat(then.place()).isEqualTo("my.scenario:3");
        assertThat(then.at()).isEqualTo(Duration.ofSeconds(5));
        assertThat(then.command().written()).isEqualTo(command);
        assertThat(then.arguments().json()).isEmpty();
    }

    @Test
    void commands_areAllButThoseThatMakeNoSenseInAScenario() {
        assertThat(COMMANDS.substring("commands are ".length()).split(", ", -1)).containsExactlyElementsOf(
                Arrays.stream(Command.values()).filter(it -> it != Command.CLOCK && it != Command.PLAY)
                        .map(Command::written).toList());
    }

    @Test
    void times_areHoursMinutesAndSecondsFromTheBeginning() {
        Scenario scenario = read("0:00:00 flush", "0:59:59 flush", "1:00:00 flush", "01:02:03 flush",
                "9999:00:00 flush");

        assertThat(scenario.steps()).extracting(Step::at).containsExactly(Duration.ZERO,
                Duration.ofMinutes(59).plusSeconds(59), Duration.ofHours(1),
                Duration.ofHours(1).plusMinutes(2).plusSeconds(3), Duration.ofHours(9999));
    }

    @Test
    void steps_areInTheOrderOfTheFile_andTheLastByTimeIsTheEnd() {
        Scenario scenario = read("0:02:00 end-stream channel=b", "0:01:00 start-stream channel=b",
                "bucket name=afterwards");

        assertThat(scenario.steps()).extracting(step -> step.command()).containsExactly(Command.END_STREAM,
                Command.START_STREAM);
        assertThat(scenario.length()).isEqualTo(Duration.ofMinutes(2));
        assertThat(scenario.setup()).hasSize(1);
    }

    @Test
    void values_mayBeQuoted_andHoldSpacesAndHashes() {
        var arguments = read(
                "0:00:01 fault kind=lose-events name=\"Recording End\" about=\"# 7\" type=a\" b \"c of=\"\"")
                .steps().getFirst().arguments();

        assertThat(arguments.text("kind")).contains("lose-events");
        assertThat(arguments.text("name")).contains("Recording End");
        assertThat(arguments.text("about")).contains("# 7");
        assertThat(arguments.text("type")).contains("a b c");
        assertThat(arguments.text("of")).contains("");
    }

    @Test
    void value_mayHoldEqualsSigns() {
        assertThat(read("fault kind=lose-events about=a=b").setup().getFirst().arguments().text("about"))
                .contains("a=b");
    }

    @Test
    void hash_beginsAComment_evenBehindAWord() {
        Scenario scenario = read("bucket name=a # and so on \"", "bucket name=b#c", "bucket name=d #\u2028e");

        assertThat(scenario.setup()).extracting(step -> step.arguments().required("name")).containsExactly("a", "b",
                "d");
    }

    @Test
    void spacesAndTabs_separate_andLineEndsOfAnySystemEndALine() {
        Scenario scenario = ScenarioReader.read("my.scenario",
                "\uFEFF  seed\t 7 \r\n\r\nbucket   name=a\rbucket name=b");

        assertThat(scenario.seed()).hasValue(7);
        assertThat(scenario.setup()).extracting(Step::place).containsExactly("my.scenario:3", "my.scenario:4");
    }

    @Test
    void aLineOfAMillionCharacters_isRead() {
        String name = "x".repeat(1_000_000);

        assertThat(read("bucket name=" + name).setup().getFirst().arguments().required("name")).isEqualTo(name);
        assertThat(read("bucket name=" + "\"a\"".repeat(300_000)).setup()).hasSize(1);
        assertThat(read("bucket name=a" + " #".repeat(500_000)).setup()).hasSize(1);
    }

    @Test
    void theStory_andTheExampleOfTheGuide_areScenarios() throws IOException {
        assertThat(ScenarioReader.story().steps()).hasSizeGreaterThan(10);
        String guide = Files.readString(guide());
        String example = guide.substring(guide.indexOf("```\n# A broadcast") + 4);

        Scenario documented = ScenarioReader.read("docs/emulator.md", example.substring(0, example.indexOf("```")));

        assertThat(documented.begin()).isPresent();
        assertThat(documented.seed()).isPresent();
        assertThat(documented.setup()).hasSize(2);
        assertThat(documented.steps()).hasSize(3);
    }

    private static Path guide() {
        return Stream.of("docs/emulator.md", "../docs/emulator.md").map(Path::of).filter(Files::exists).findFirst()
                .orElseThrow();
    }

    // Mistakes

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake("begin", "begin takes one value, such as begin 2026-03-07T19:00:00Z"),
                mistake("begin 2026-03-07 19:00", "begin takes one value, such as begin 2026-03-07T19:00:00Z"),
                mistake("begin today", "expected a time like 2026-03-07T19:00:00Z, of the years 1970 to 9999, not"
                        + " \"today\""),
                mistake("begin 2026-02-30T00:00:00Z", "expected a time like 2026-03-07T19:00:00Z, of the years 1970 to"
                        + " 9999, not \"2026-02-30T00:00:00Z\""),
                mistake("begin +999999999-12-31T23:59:59Z", "expected a time like 2026-03-07T19:00:00Z, of the years"
                        + " 1970 to 9999, not \"+999999999-12-31T23:59:59Z\""),
                mistake("begin 1969-12-31T23:59:59Z", "expected a time like 2026-03-07T19:00:00Z, of the years 1970 to"
                        + " 9999, not \"1969-12-31T23:59:59Z\""),
                mistake("seed", "seed takes one value, such as seed 7"),
                mistake("seed 1 2", "seed takes one value, such as seed 7"),
                mistake("seed 1.5", "expected a whole number, not \"1.5\""),
                mistake("seed 9223372036854775808", "expected a whole number, not \"9223372036854775808\""),
                mistake("0:00:05 begin 2026-03-07T19:00:00Z", "begin stands in a line without a time"),
                mistake("0:00:05 seed 7", "seed stands in a line without a time"),
                mistake("dance channel=a", "expected a time like 0:05:00 or a command, not \"dance\"; " + COMMANDS),
                mistake("Start-Stream channel=a",
                        "expected a time like 0:05:00 or a command, not \"Start-Stream\"; " + COMMANDS),
                mistake("\"\"", "expected a time like 0:05:00 or a command, not \"\"; " + COMMANDS),
                mistake("0:00:05 dance", "expected a time like 0:05:00 or a command, not \"dance\"; " + COMMANDS),
                mistake("0:00:05", "expected a command after 0:00:05; " + COMMANDS),
                mistake("0:00:05 # flush", "expected a command after 0:00:05; " + COMMANDS),
                mistake("0:00:05 0:00:06 flush", "a line begins with one time; leave 0:00:05 or 0:00:06"),
                mistake("5:00 flush", "expected a time like 0:05:00 (h:mm:ss), not \"5:00\""),
                mistake("0:5:00 flush", "expected a time like 0:05:00 (h:mm:ss), not \"0:5:00\""),
                mistake("0:60:00 flush", "expected a time like 0:05:00 (h:mm:ss), not \"0:60:00\""),
                mistake("10000:00:00 flush", "expected a time like 0:05:00 (h:mm:ss), not \"10000:00:00\""),
                mistake("clock by=5m", "time passes by itself in a scenario; begin a line with the time at which it is"
                        + " to be done"),
                mistake("0:00:05 play scenario=x", "a scenario plays no other one; put the lines of the other one"
                        + " here"),
                mistake("bucket acme", "expected name=value, not \"acme\""),
                mistake("bucket =acme", "expected name=value, not \"=acme\""),
                mistake("bucket name = acme", "expected name=value, not \"name\""),
                mistake("bucket name=a name=b", "name is given twice"),
                mistake("fault name=\"Recording End", "a quotation mark is not closed"),
                mistake("fault name=a\" b=\"c\"", "a quotation mark is not closed"));
    }

    private static Arguments mistake(String line, String message) {
        return Arguments.of(line, message);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistake_isNamedWithItsLineAndWhatToDo(String line, String message) {
        assertMistake("my.scenario:3: " + message, "# a comment", "bucket name=fine", line, "bucket name=fine-too");
    }

    @ParameterizedTest
    @ValueSource(strings = {"begin 2026-03-07T19:00:00Z", "seed 7"})
    void whatStandsOnce_isRefusedTheSecondTime(String line) {
        String name = line.substring(0, line.indexOf(' '));

        assertMistake("my.scenario:4: " + name + " stands at my.scenario:2 already; leave one of them",
                "bucket name=a", line, "bucket name=b", line);
    }

    @Test
    void mistakes_areAllNamed_notOnlyTheFirst() {
        assertMistake(String.join("\n", List.of("my.scenario:1: seed takes one value, such as seed 7",
                "my.scenario:3: expected name=value, not \"acme\"",
                "my.scenario:4: expected a time like 0:05:00 (h:mm:ss), not \"0:5:00\"")), "seed", "bucket name=a",
                "bucket acme", "0:5:00 flush");
    }

    @Test
    void file_isReadWithItsNameInMessages(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("evening.scenario"), "seed 7\nseed x\n");

        assertThat(ScenarioReader.text(file)).isEqualTo("seed 7\nseed x\n");
        assertThatThrownBy(() -> ScenarioReader.read(file)).isInstanceOf(ScenarioException.class)
                .hasMessage(file + ":2: seed stands at " + file + ":1 already; leave one of them");
    }

    @Test
    void whatIsNoReadableText_isSaid(@TempDir Path folder) throws IOException {
        Path absent = folder.resolve("absent.scenario");
        Path latin = Files.write(folder.resolve("latin.scenario"),
                "# M\u00fcller".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> ScenarioReader.read(absent)).isInstanceOf(ScenarioException.class)
                .hasMessage("there is no scenario " + absent);
        assertThatThrownBy(() -> ScenarioReader.read(latin)).isInstanceOf(ScenarioException.class)
                .hasMessage(latin + " is no text in UTF-8");
        assertThatThrownBy(() -> ScenarioReader.read(folder)).isInstanceOf(ScenarioException.class)
                .hasMessageStartingWith(folder + " cannot be read: ");
    }
}
