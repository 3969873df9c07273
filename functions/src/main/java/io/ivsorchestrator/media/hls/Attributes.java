package io.ivsorchestrator.media.hls;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The attribute list of a tag (RFC 8216, 4.2), in its order. Values are kept as written, quotes included, so that what is
 * not understood is written again unchanged.
 */
public record Attributes(Map<String, String> values) {
    public static final Attributes NONE = new Attributes(Map.of());

    public Attributes {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** {@code NAME=value,NAME="quoted, value",...}: lenient about white space, strict about the rest. */
    static Attributes parse(String text, int line) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String attribute : split(text, line)) {
            int equals = attribute.indexOf('=');
            if (equals < 1) {
                throw new PlaylistException(line, "an attribute is NAME=value, but here is \"" + shortened(attribute)
                        + '"');
            }
            values.putIfAbsent(attribute.substring(0, equals).strip(), attribute.substring(equals + 1).strip());
        }
        return new Attributes(values);
    }

    private static List<String> split(String text, int line) {
        List<String> attributes = new ArrayList<>();
        int start = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                attributes.add(text.substring(start, i));
                start = i + 1;
            }
        }
        if (quoted) {
            throw new PlaylistException(line, "a quoted value does not end");
        }
        attributes.add(text.substring(start));
        // A comma at the end is a slip that every player forgives.
        return attributes.stream().map(String::strip).filter(attribute -> !attribute.isEmpty()).toList();
    }

    static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }

    /** As written. */
    public Optional<String> raw(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** Without quotes; empty if the value has none. */
    public Optional<String> quoted(String name) {
        return raw(name).filter(value -> value.length() >= 2 && value.startsWith("\"") && value.endsWith("\""))
                .map(value -> value.substring(1, value.length() - 1));
    }

    /** A decimal integer; empty if the value is none. */
    public Optional<Long> integer(String name) {
        return raw(name).filter(value -> value.matches("\\d{1,18}")).map(Long::valueOf);
    }

    /** With a further attribute, or another value of one. */
    public Attributes with(String name, String rawValue) {
        Map<String, String> changed = new LinkedHashMap<>(values);
        changed.put(name, rawValue);
        return new Attributes(changed);
    }

    /** @param value without quotes and line breaks, which a quoted value cannot hold */
    public Attributes withQuoted(String name, String value) {
        return with(name, '"' + value + '"');
    }

    /** As in a playlist. */
    @Override
    public String toString() {
        return values.entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(","));
    }
}
