package io.ivsorchestrator.local.emulator.scenario;

import io.ivsorchestrator.local.emulator.control.Arguments;
import io.ivsorchestrator.local.emulator.control.Command;
import io.ivsorchestrator.local.emulator.control.ControlException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a scenario, line by line. {@code #} begins a comment. {@code begin <instant>} and {@code seed <number>} stand once, if at
 * all. A line is a {@link Command} and its arguments, {@code name=value} or {@code name="a value"}; one that begins with a time
 * of the scenario ({@code h:mm:ss}) is done then, the others before the beginning.
 */
public final class ScenarioReader {
    private static final Pattern TIME = Pattern.compile("(\\d{1,4}):([0-5]\\d):([0-5]\\d)");
    private static final Pattern WORD = Pattern.compile("(?:[^\\s\"#]|\"[^\"]*\")+|#.*|\"");

    private final List<Step> setup = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private Optional<Instant> begin = Optional.empty();
    private OptionalLong seed = OptionalLong.empty();

    private ScenarioReader() {
    }

    /** @throws ScenarioException if the file cannot be read or holds mistakes, naming all of them by file and line */
    public static Scenario read(Path file) {
        try {
            return read(file.toString(), Files.readString(file));
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
        List<String> lines = text.lines().toList();
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
        switch (words.getFirst()) {
            case "begin" -> begin = Optional.of(instant(only(words)));
            case "seed" -> seed = OptionalLong.of(number(only(words)));
            default -> {
                Optional<Duration> time = time(words.getFirst());
                if (time.isPresent() && words.size() > 1) {
                    steps.add(step(place, time.get(), words.subList(1, words.size())));
                } else {
                    setup.add(step(place, Duration.ZERO, words));
                }
            }
        }
    }

    private static String only(List<String> words) {
        if (words.size() != 2) {
            throw ControlException.invalid(words.getFirst() + " takes one value");
        }
        return words.get(1);
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException wrong) {
            throw ControlException.invalid("expected a time like 2026-03-07T19:00:00Z, not \"" + text + "\"");
        }
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
        Command command = Command.named(words.getFirst()).filter(known -> known != Command.PLAY)
                .orElseThrow(() -> ControlException.invalid("expected a time like 0:05:00 or a command, not \""
                        + words.getFirst() + "\"; commands are " + String.join(", ", Command.names())));
        return new Step(place, at, command, Arguments.of(words.subList(1, words.size())));
    }
}
