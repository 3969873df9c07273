package io.ivsorchestrator.local.emulator.scenario;

import io.ivsorchestrator.local.emulator.control.Arguments;
import io.ivsorchestrator.local.emulator.control.Command;
import io.ivsorchestrator.local.emulator.control.ControlException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads a scenario, line by line. {@code #} begins a comment. {@code begin <instant>} and {@code seed <number>} stand once, if at
 * all. A line is a {@link Command} and its arguments, {@code name=value} or {@code name="a value"}; one that begins with a time
 * of the scenario ({@code h:mm:ss}) is done then, the others before the beginning. Time passes by itself and a scenario stands
 * alone, so that neither {@code clock} nor {@code play} is among its commands.
 */
public final class ScenarioReader {
    private static final Pattern TIME = Pattern.compile("(\\d{1,4}):([0-5]\\d):([0-5]\\d)");
    /** Possessive, so that neither a long word nor a long line needs a deep stack. */
    private static final Pattern WORD = Pattern.compile("(?s)(?:[^\\s\"#]++|\"[^\"]*+\")++|#.*|\"");
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final Set<Command> NONE_OF_A_SCENARIO = EnumSet.of(Command.CLOCK, Command.PLAY);

    private final List<Step> setup = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final Map<String, String> places = new HashMap<>();
    private Optional<Instant> begin = Optional.empty();
    private OptionalLong seed = OptionalLong.empty();

    private ScenarioReader() {
    }

    /** @throws ScenarioException if the file cannot be read or holds mistakes, naming all of them by file and line */
    public static Scenario read(Path file) {
        return read(file.toString(), text(file));
    }

    /** @throws ScenarioException if the file cannot be read */
    public static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException absent) {
            throw new ScenarioException(List.of("there is no scenario " + file));
        } catch (CharacterCodingException binary) {
            throw new ScenarioException(List.of(file + " is no text in UTF-8"));
        } catch (IOException unreadable) {
            throw new ScenarioException(List.of(file + " cannot be read: " + unreadable.getMessage()));
        }
    }

    /** The story that is told where no other is. */
    public static Scenario story() {
        try (InputStream resource = ScenarioReader.class.getResourceAsStream("story.scenario")) {
            if (resource == null) {
                throw new IllegalStateException("story.scenario is missing from the class path");
            }
            return read("story.scenario", new String(resource.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * Reads a text.
     *
     * @param name of the file, for messages
     * @throws ScenarioException as the other one
     */
    public static Scenario read(String name, String text) {
        ScenarioReader reader = new ScenarioReader();
        // Some editors begin a file with a mark that nobody sees.
        List<String> lines = (text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text).lines().toList();
        for (int number = 0; number < lines.size(); number++) {
            String place = name + ":" + (number + 1);
            try {
                reader.line(place, words(lines.get(number)));
            } catch (ControlException wrong) {
                reader.problems.add(place + ": " + wrong.getMessage());
            }
        }
        if (!reader.problems.isEmpty()) {
            throw new ScenarioException(reader.problems);
        }
        return new Scenario(name, reader.begin, reader.seed, reader.setup, reader.steps);
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        for (Matcher word = WORD.matcher(line); word.find();) {
            if (word.group().equals("\"")) {
                throw ControlException.invalid("a quotation mark is not closed");
            }
            if (!word.group().startsWith("#")) {
                words.add(word.group().replace("\"", ""));
            }
        }
        return words;
    }

    private void line(String place, List<String> words) {
        if (words.isEmpty()) {
            return;
        }
        String first = words.getFirst();
        switch (first) {
            case "begin" -> begin = Optional.of(instant(only(place, words, "2026-03-07T19:00:00Z")));
            case "seed" -> seed = OptionalLong.of(number(only(place, words, "7")));
            default -> {
                Optional<Duration> time = time(first);
                if (time.isEmpty()) {
                    setup.add(step(place, Duration.ZERO, words));
                } else if (words.size() > 1 && time(words.get(1)).isPresent()) {
                    throw ControlException.invalid(
                            "a line begins with one time; leave " + first + " or " + words.get(1));
                } else if (words.size() > 1) {
                    steps.add(step(place, time.get(), words.subList(1, words.size())));
                } else {
                    throw ControlException.invalid("expected a command after " + first + "; " + commands());
                }
            }
        }
    }

    private String only(String place, List<String> words, String example) {
        String name = words.getFirst();
        if (words.size() != 2) {
            throw ControlException.invalid(name + " takes one value, such as " + name + " " + example);
        }
        String before = places.putIfAbsent(name, place);
        if (before != null) {
            throw ControlException.invalid(name + " stands at " + before + " already; leave one of them");
        }
        return words.get(1);
    }

    private static Instant instant(String text) {
        return Arguments.instantOf(text).orElseThrow(() -> ControlException.invalid(
                "expected a time like 2026-03-07T19:00:00Z, of the years 1970 to 9999, not \"" + text + "\""));
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException wrong) {
            throw ControlException.invalid("expected a whole number, not \"" + text + "\"");
        }
    }

    private static Optional<Duration> time(String text) {
        Matcher time = TIME.matcher(text);
        return time.matches()
                ? Optional.of(Duration.ofHours(Long.parseLong(time.group(1))).plusMinutes(Long.parseLong(time.group(2)))
                        .plusSeconds(Long.parseLong(time.group(3))))
                : Optional.empty();
    }

    private static Step step(String place, Duration at, List<String> words) {
        String name = words.getFirst();
        Command command = Command.named(name).orElseThrow(() -> unknown(name));
        if (NONE_OF_A_SCENARIO.contains(command)) {
            throw ControlException.invalid(command == Command.CLOCK
                    ? "time passes by itself in a scenario; begin a line with the time at which it is to be done"
                    : "a scenario plays no other one; put the lines of the other one here");
        }
        return new Step(place, at, command, Arguments.of(words.subList(1, words.size())));
    }

    private static ControlException unknown(String word) {
        if (word.equals("begin") || word.equals("seed")) {
            return ControlException.invalid(word + " stands in a line without a time");
        }
        return ControlException.invalid(!word.isEmpty() && Character.isDigit(word.charAt(0))
                ? "expected a time like 0:05:00 (h:mm:ss), not \"" + word + "\""
                : "expected a time like 0:05:00 or a command, not \"" + word + "\"; " + commands());
    }

    private static String commands() {
        return Arrays.stream(Command.values()).filter(command -> !NONE_OF_A_SCENARIO.contains(command))
                .map(Command::written).collect(Collectors.joining(", ", "commands are ", ""));
    }
}
