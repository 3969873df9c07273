package io.ivsorchestrator.events.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that was read whole. Members are read by name and type; unknown members are simply never asked for.
 *
 * <p>Reading is lenient where services are (an absent, {@code null} or empty text is absent; a number may come as text)
 * and precise where something is broken: every {@link JsonException} names the path. A repeated member's last value counts.
 */
public final class JsonObject {
    /** Deeper nesting than any AWS event has; guards the recursive descent. */
    private static final int MAX_DEPTH = 100;
    /** Longer than any EventBridge event (1 MB) or IVS metadata object. */
    private static final long MAX_CHARACTERS = 4L * 1024 * 1024;

    private static final JsonFactory FACTORY = JsonFactory.builder()
        .streamReadConstraints(StreamReadConstraints.builder()
            .maxNestingDepth(MAX_DEPTH)
            .maxDocumentLength(MAX_CHARACTERS)
            .build())
        .build();

    private final String path;
    private final Map<String, @Nullable Object> members;

    private JsonObject(String path, Map<String, @Nullable Object> members) {
        this.path = path;
        this.members = members;
    }

    /** @throws JsonException if the text is not exactly one JSON object */
    public static JsonObject parse(String json) {
        try (JsonParser parser = FACTORY.createParser(json)) {
            return parse(parser);
        } catch (IOException broken) {
            throw new JsonException("$", "is no JSON: " + firstLine(broken));
        }
    }

    /** @throws JsonException if the bytes are not exactly one JSON object */
    public static JsonObject parse(byte[] json) {
        return parse(new String(json, StandardCharsets.UTF_8));
    }

    private static JsonObject parse(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new JsonException("$", "must be a JSON object");
        }
        JsonObject object = readObject(parser, "$");
        if (parser.nextToken() != null) {
            throw new JsonException("$", "is followed by more text after the JSON object");
        }
        return object;
    }

    private static JsonObject readObject(JsonParser parser, String path) throws IOException {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            members.put(name, readValue(parser, path, name));
        }
        return new JsonObject(path, members);
    }

    private static @Nullable Object readValue(JsonParser parser, String parent, String name) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> readObject(parser, parent + "." + name);
            case START_ARRAY -> readArray(parser, parent + "." + name);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Numeral(parser.getText());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                throw new JsonException(parent + "." + name, "has no value");
        };
    }

    private static List<@Nullable Object> readArray(JsonParser parser, String path) throws IOException {
        List<@Nullable Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(readValue(parser, path, "[" + elements.size() + "]"));
        }
        return elements;
    }

    private static String firstLine(Exception broken) {
        String message = broken.getMessage() == null ? broken.getClass().getSimpleName() : broken.getMessage();
        return message.lines().findFirst().orElse(message);
    }

    /** Where this object stands in the document, {@code $} for the root. */
    public String path() {
        return path;
    }

    /** The path of one of its members. */
    public String path(String name) {
        return path + "." + name;
    }

    public Set<String> names() {
        return members.keySet();
    }

    /** The error to throw for a member whose value is well-formed but makes no sense. */
    public JsonException error(String name, String problem) {
        return new JsonException(path(name), problem);
    }

    /** Text, or a number or boolean as text; absent if missing, {@code null} or empty. */
    public Optional<String> string(String name) {
        Object value = members.get(name);
        return switch (value) {
            case null -> Optional.empty();
            case String text when text.isEmpty() -> Optional.empty();
            case JsonObject _,List<?> _ -> throw error(name, "must be text");
            default -> Optional.of(value.toString());
        };
    }

    /** @throws JsonException if the member is missing, {@code null} or empty, or is an object or array */
    public String requireString(String name) {
        return string(name).orElseThrow(() -> missing(name));
    }

    /** A whole number, also as text or with a zero fraction. */
    public OptionalLong integer(String name) {
        Optional<String> text = string(name);
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(wholeNumber(text.get()));
        } catch (ArithmeticException | NumberFormatException notWhole) {
            throw error(name, "must be a whole number, is " + abbreviate(text.get()));
        }
    }

    /** Most numbers are plain digits; only what is not goes the slow way, which also takes {@code 12.0} and {@code 1e3}. */
    private static long wholeNumber(String text) {
        boolean plain = text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (plain) {
            return Long.parseLong(text);
        }
        if (text.length() > 40) {
            throw new NumberFormatException("too long");
        }
        return new java.math.BigDecimal(text).longValueExact();
    }

    public Optional<Boolean> bool(String name) {
        return string(name).map(text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw error(name, "must be true or false, is " + abbreviate(text));
        });
    }

    /** RFC 3339 in UTC, with 0 to 9 digits of a second's fraction. */
    public Optional<Instant> instant(String name) {
        return string(name).map(text -> toInstant(name, text));
    }

    /** @throws JsonException if the member is missing or no RFC 3339 time */
    public Instant requireInstant(String name) {
        return toInstant(name, requireString(name));
    }

    private Instant toInstant(String name, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException broken) {
            throw error(name, "must be a time such as 2026-03-07T09:04:36Z, is " + abbreviate(text));
        }
    }

    public Optional<JsonObject> object(String name) {
        Object value = members.get(name);
        return switch (value) {
            case null -> Optional.empty();
            case JsonObject object -> Optional.of(object);
            default -> throw error(name, "must be an object");
        };
    }

    /** @throws JsonException if the member is missing, {@code null} or no object */
    public JsonObject requireObject(String name) {
        return object(name).orElseThrow(() -> missing(name));
    }

    /** The texts of an array; empty if the member is missing or {@code null}. */
    public List<String> strings(String name) {
        return elements(name, element -> switch (element) {
            case JsonObject _,List<?> _ -> throw error(name, "must be an array of texts");
            default -> element.toString();
        });
    }

    /** The objects of an array; empty if the member is missing or {@code null}. */
    public List<JsonObject> objects(String name) {
        return elements(name, element -> {
            if (element instanceof JsonObject object) {
                return object;
            }
            throw error(name, "must be an array of objects");
        });
    }

    /** The members of an object whose values are all texts; empty if the member is missing or {@code null}. */
    public Map<String, String> stringMap(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        object(name).ifPresent(object -> object.names()
            .forEach(member -> texts.put(member, object.string(member).orElse(""))));
        return texts;
    }

    private <T> List<T> elements(String name, Function<Object, T> read) {
        Object value = members.get(name);
        return switch (value) {
            case null -> List.of();
            case List<?> list -> {
                List<T> elements = new ArrayList<>(list.size());
                for (Object element : list) {
                    if (element == null) {
                        throw error(name, "must not hold null");
                    }
                    elements.add(read.apply(element));
                }
                yield List.copyOf(elements);
            }
            default -> throw error(name, "must be an array");
        };
    }

    private JsonException missing(String name) {
        return error(name, "is missing or empty");
    }

    private static String abbreviate(String text) {
        return '"' + (text.length() <= 60 ? text : text.substring(0, 60) + "…") + '"';
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof JsonObject object && members.equals(object.members);
    }

    @Override
    public int hashCode() {
        return members.hashCode();
    }

    /** The member names only: values may be somebody's data and do not belong in a log. */
    @Override
    public String toString() {
        return path + members.keySet();
    }

    /** A number as it was written, so that no precision is lost before somebody asks. */
    private record Numeral(String text) {
        @Override
        public String toString() {
            return text;
        }
    }
}
