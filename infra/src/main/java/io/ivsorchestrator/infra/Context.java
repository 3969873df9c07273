package io.ivsorchestrator.infra;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The values of context keys, which are JSON in {@code cdk.json} and texts on the command line.
 *
 * @param values by key
 */
record Context(Map<?, ?> values) {
    /** A misspelt key would otherwise be a setting that silently does nothing. */
    void refuseUnknown(String prefix, Set<String> known) {
        values.keySet().stream().map(String::valueOf).filter(key -> key.startsWith(prefix) && !known.contains(key))
                .findFirst()
                .ifPresent(key -> {
                    throw new InvalidSettingException("there is no setting " + key + ". There are: "
                            + String.join(", ", new TreeSet<>(known)));
                });
    }

    Optional<String> text(String key) {
        return Optional.ofNullable(values.get(key)).map(String::valueOf).filter(text -> !text.isBlank())
                .map(String::strip);
    }

    /** @return empty if the key is absent */
    Optional<List<String>> list(String key) {
        @Nullable
        Object value = values.get(key);
        return switch (value) {
            case null -> Optional.empty();
            case Collection<?> list -> Optional.of(list.stream().map(String::valueOf).toList());
            // As on the command line.
            default -> Optional.of(Stream.of(String.valueOf(value).split(",", -1)).map(String::strip)
                    .filter(name -> !name.isEmpty()).toList());
        };
    }

    boolean flag(String key, boolean otherwise) {
        return text(key).map(text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw invalid(key, text, "is neither true nor false");
        }).orElse(otherwise);
    }

    Optional<Integer> number(String key, int least, int most, String unit) {
        return text(key).map(text -> {
            try {
                int number = Integer.parseInt(text);
                if (number >= least && number <= most) {
                    return number;
                }
            } catch (NumberFormatException notOne) {
                throw invalid(key, text, "is no whole number of " + unit + ", " + least + " to " + most, notOne);
            }
            throw invalid(key, text, "is out of range: " + unit + " from " + least + " to " + most);
        });
    }

    /** One of an enum's constants, written in lower case with hyphens. */
    <E extends Enum<E>> E choice(String key, Class<E> type, E otherwise) {
        return text(key).map(text -> Arrays.stream(type.getEnumConstants()).filter(it -> word(it).equals(text))
                .findFirst()
                .orElseThrow(() -> invalid(key, text, "is none of: " + Arrays.stream(type.getEnumConstants())
                        .map(Context::word).collect(Collectors.joining(", ")))))
                .orElse(otherwise);
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static InvalidSettingException invalid(String key, String value, String problem) {
        return new InvalidSettingException(key + ": \"" + value + "\" " + problem + ".");
    }

    private static InvalidSettingException invalid(String key, String value, String problem, Exception cause) {
        InvalidSettingException invalid = invalid(key, value, problem);
        invalid.initCause(cause);
        return invalid;
    }
}
