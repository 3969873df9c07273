package io.ivsorchestrator.local.emulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a command is given: values by name, the same from a JSON object, from {@code name=value} on the command line and from a
 * line of a scenario. All values are text until they are asked for. Remembers what was asked for, so that a misspelt
 * name is an error and not ignored.
 */
public final class Arguments {
    private static final Pattern DURATION = Pattern
            .compile("(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?(?:(\\d+)ms)?");

    /** Longer than anything of IVS lasts, and far from where the JDK's times end. */
    private static final int MOST_DAYS = 3_650;
    private static final Duration LONGEST = Duration.ofDays(MOST_DAYS);
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    private final Map<String, String> values;
    private final Set<String> known = new TreeSet<>();

    private Arguments(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Of {@code name=value} each.
     *
     * @throws ControlException if one has no {@code =}, or two have one name
     */
    public static Arguments of(List<String> words) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw ControlException.invalid("expected name=value, not \"" + word + "\"");
            }
            if (values.put(word.substring(0, equals), word.substring(equals + 1)) != null) {
                throw ControlException.invalid(word.substring(0, equals) + " is given twice");
            }
        }
        return new Arguments(values);
    }

    /** @throws ControlException if a member is neither text, number nor truth value */
    public static Arguments of(ObjectNode object) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (!member.getValue().isValueNode() || member.getValue().isNull()) {
                throw ControlException.invalid(member.getKey() + " must be text, a number, true or false");
            }
            values.put(member.getKey(), member.getValue().asText());
        }
        return new Arguments(values);
    }

    /** As a JSON object of texts. */
    public ObjectNode json() {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        values.forEach(object::put);
        return object;
    }

    public Optional<String> text(String name) {
        known.add(name);
        return Optional.ofNullable(values.get(name));
    }

    /** @throws ControlException if it is missing */
    public String required(String name) {
        return text(name).orElseThrow(() -> ControlException.invalid(name + " is missing"));
    }

    public int number(String name, int otherwise) {
        return text(name).map(text -> {
            try {
                return Integer.parseInt(text);
            } catch (NumberFormatException wrong) {
                throw ControlException.invalid(name + " must be a whole number, not \"" + text + "\"");
            }
        }).orElse(otherwise);
    }

    public boolean flag(String name, boolean otherwise) {
        return text(name).map(text -> switch (text) {
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default -> throw ControlException.invalid(name + " must be true or false, not \"" + text + "\"");
        }).orElse(otherwise);
    }

    /** Such as {@code 90s}, {@code 1h30m}, or as ISO 8601 has it; at most {@value #MOST_DAYS} days. */
    public Optional<Duration> duration(String name) {
        return text(name).map(text -> time(text).filter(time -> time.compareTo(LONGEST) <= 0).orElseThrow(
                () -> ControlException.invalid(name + " must be a time such as 90s or 1h30m, at most " + MOST_DAYS
                        + "d, not \"" + text + "\"")));
    }

    private static Optional<Duration> time(String text) {
        Matcher parts = DURATION.matcher(text);
        try {
            if (!text.isEmpty() && parts.matches()) {
                return Optional.of(Duration.ofDays(part(parts, 1)).plusHours(part(parts, 2)).plusMinutes(part(parts, 3))
                        .plusSeconds(part(parts, 4)).plusMillis(part(parts, 5)));
            }
            return Optional.of(Duration.parse(text)).filter(time -> !time.isNegative());
        } catch (DateTimeParseException | ArithmeticException | NumberFormatException wrong) {
            return Optional.empty();
        }
    }

    private static long part(Matcher parts, int group) {
        return parts.group(group) == null ? 0 : Long.parseLong(parts.group(group));
    }

    public Optional<Instant> instant(String name) {
        return text(name).map(text -> instantOf(text).orElseThrow(() -> ControlException.invalid(
                name + " must be like 2026-03-07T19:00:00Z, of the years 1970 to 9999, not \"" + text + "\"")));
    }

    /** Such as {@code 2026-03-07T19:00:00Z}; empty if it is none of the years 1970 to 9999. */
    public static Optional<Instant> instantOf(String text) {
        try {
            return Optional.of(Instant.parse(text)).filter(time -> !time.isBefore(Instant.EPOCH) && time.isBefore(END));
        } catch (DateTimeParseException wrong) {
            return Optional.empty();
        }
    }

    /** A share such as {@code 10%} or {@code 0.1}. */
    public double rate(String name, double otherwise) {
        return text(name).map(text -> {
            try {
                double rate = text.endsWith("%")
                        ? Double.parseDouble(text.substring(0, text.length() - 1)) / 100
                        : Double.parseDouble(text);
                if (rate >= 0 && rate <= 1) {
                    return rate;
                }
            } catch (NumberFormatException wrong) {
                throw ControlException.invalid(name + " must be like 10%, not \"" + text + "\"");
            }
            throw ControlException.invalid(name + " must be between 0% and 100%, not \"" + text + "\"");
        }).orElse(otherwise);
    }

    /** One of the constants of an enumeration, written like {@code bucket-not-found}. */
    public <E extends Enum<E>> Optional<E> choice(String name, Class<E> type) {
        return text(name).map(text -> {
            for (E constant : type.getEnumConstants()) {
                if (written(constant).equals(text)) {
                    return constant;
                }
            }
            throw ControlException.invalid(name + " must be one of " + String.join(", ",
                    Arrays.stream(type.getEnumConstants()).map(Arguments::written).toList()) + ", not \"" + text
                    + "\"");
        });
    }

    /** As {@link #choice} reads it. */
    public static String written(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws ControlException if something was given that nobody asked for */
    public void requireAllKnown() {
        for (String name : values.keySet()) {
            if (!known.contains(name)) {
                throw ControlException.invalid("there is no " + name + " here"
                        + (known.isEmpty() ? "" : "; known are " + String.join(", ", known)));
            }
        }
    }
}
