package io.ivsorchestrator.events.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiFunction;
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
    /** Longer than a Lambda payload (6 MB), and so than a batch of events or any IVS metadata object. */
    private static final int MAX_LENGTH = 8 * 1024 * 1024;
    /** More digits than any {@code long} has, with room for a fraction and an exponent. */
    private static final int MAX_NUMERAL = 40;

    private static final String WHOLE_SECONDS = "2026-03-07T09:04:36Z";

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .build())
            .build();

    private final Place place;
    private final Map<String, @Nullable Object> members;

    private JsonObject(Place place, Map<String, @Nullable Object> members) {
        this.place = place;
        this.members = Collections.unmodifiableMap(members);
    }

    /** @throws JsonException if the text is not exactly one JSON object */
    public static JsonObject parse(String json) {
        checkLength(json.length());
        try (JsonParser parser = FACTORY.createParser(json)) {
            return parse(parser);
        } catch (IOException broken) {
            throw noJson(broken);
        }
    }

    /**
     * The bytes are UTF-8; what is not is refused rather than replaced, since a changed object key would name another
     * object.
     *
     * @throws JsonException if the bytes are not exactly one JSON object
     */
    public static JsonObject parse(byte[] json) {
        checkLength(json.length);
        try (JsonParser parser = FACTORY.createParser(json)) {
            return parse(parser);
        } catch (IOException broken) {
            throw noJson(broken);
        }
    }

    private static void checkLength(int length) {
        if (length > MAX_LENGTH) {
            throw new JsonException("$",
                    "is too long: " + length + " characters or bytes, " + MAX_LENGTH + " are read at most");
        }
    }

    private static JsonObject parse(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new JsonException("$", "must be a JSON object");
        }
        JsonObject object = readObject(parser, new Place(null, "$"));
        if (parser.nextToken() != null) {
            throw new JsonException("$", "is followed by more text after the JSON object");
        }
        return object;
    }

    private static JsonObject readObject(JsonParser parser, Place place) throws IOException {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            members.put(name, readValue(parser, place, name));
        }
        return new JsonObject(place, members);
    }

    /** @param step a member's name, or an element's number in brackets */
    private static @Nullable Object readValue(JsonParser parser, Place parent, String step) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> readObject(parser, new Place(parent, step));
            case START_ARRAY -> readArray(parser, new Place(parent, step));
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Numeral(parser.getText());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                    throw new JsonException(new Place(parent, step).path(), "has no value");
        };
    }

    private static List<@Nullable Object> readArray(JsonParser parser, Place place) throws IOException {
        List<@Nullable Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(readValue(parser, place, "[" + elements.size() + "]"));
        }
        return elements;
    }

    private static JsonException noJson(IOException broken) {
        if (broken instanceof JsonProcessingException syntax && syntax.getLocation() != null) {
            return new JsonException("$", "is no JSON at line " + syntax.getLocation().getLineNr() + ", column "
                    + syntax.getLocation().getColumnNr() + ": " + firstLine(syntax.getOriginalMessage()));
        }
        return new JsonException("$", "is no JSON: " + firstLine(broken.getMessage()));
    }

    private static String firstLine(@Nullable String message) {
        String line = message == null ? "unreadable" : message.lines().findFirst().orElse("unreadable");
        // The parser quotes what it stumbled over, which may be somebody's secret.
        return line.replaceAll("'[^']*'", "'…'");
    }

    /** Where this object stands in the document, {@code $} for the root. */
    public String path() {
        return place.path();
    }

    /** The path of one of its members. */
    public String path(String name) {
        return path() + "." + name;
    }

    public Set<String> names() {
        return members.keySet();
    }

    /** What stands at a member; the other methods are lenient about it. */
    public JsonType type(String name) {
        return members.containsKey(name) ? type(members.get(name)) : JsonType.ABSENT;
    }

    /** What the elements of an array are, one by one; empty if the member is no array. */
    public List<JsonType> elementTypes(String name) {
        return members.get(name) instanceof List<?> elements
                ? elements.stream().map(JsonObject::type).toList()
                : List.of();
    }

    private static JsonType type(@Nullable Object value) {
        return switch (value) {
            case null -> JsonType.NULL;
            case String _ -> JsonType.TEXT;
            case Numeral _ -> JsonType.NUMBER;
            case Boolean _ -> JsonType.BOOLEAN;
            case JsonObject _ -> JsonType.OBJECT;
            case List<?> _ -> JsonType.ARRAY;
            default -> throw new IllegalStateException("no JSON value: " + value.getClass());
        };
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

    /** A whole number of 32 bits, for what is counted or measured and never larger; see {@link #integer}. */
    public OptionalInt smallInteger(String name) {
        OptionalLong number = integer(name);
        if (number.isEmpty()) {
            return OptionalInt.empty();
        }
        long value = number.getAsLong();
        if (value < Integer.MIN_VALUE || value > Integer.MAX_VALUE) {
            throw error(name, "must be a number of 32 bits, is " + value);
        }
        return OptionalInt.of((int) value);
    }

    /** Most numbers are plain digits; only what is not goes the slow way, which also takes {@code 12.0} and {@code 1e3}. */
    private static long wholeNumber(String text) {
        boolean plain = text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (plain) {
            return Long.parseLong(text);
        }
        if (text.length() > MAX_NUMERAL) {
            throw new NumberFormatException("too long");
        }
        return new BigDecimal(text).longValueExact();
    }

    public Optional<Boolean> bool(String name) {
        return string(name).map(text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw error(name, "must be true or false, is " + abbreviate(text));
        });
    }

    /** RFC 3339, with 0 to 9 digits of a second's fraction. */
    public Optional<Instant> instant(String name) {
        return string(name).map(text -> toInstant(name, text));
    }

    /** @throws JsonException if the member is missing or no RFC 3339 time */
    public Instant requireInstant(String name) {
        return toInstant(name, requireString(name));
    }

    private Instant toInstant(String name, String text) {
        // Instant also reads signed years, which RFC 3339 has not and which epoch milliseconds may not hold.
        if (!Character.isDigit(text.charAt(0))) {
            throw noTime(name, text);
        }
        try {
            return text.length() == WHOLE_SECONDS.length() && text.endsWith("Z")
                    ? wholeSeconds(text)
                    : Instant.parse(text);
        } catch (DateTimeException | NumberFormatException broken) {
            throw noTime(name, text);
        }
    }

    /** Most times of events are of this form, and {@link Instant#parse} takes longer than the rest of a small event. */
    private static Instant wholeSeconds(String text) {
        boolean separated = text.charAt(4) == '-' && text.charAt(7) == '-' && text.charAt(10) == 'T'
                && text.charAt(13) == ':' && text.charAt(16) == ':';
        if (!separated) {
            return Instant.parse(text);
        }
        return LocalDateTime.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10), number(text, 11, 13),
                number(text, 14, 16), number(text, 17, 19)).toInstant(ZoneOffset.UTC);
    }

    private static int number(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                throw new NumberFormatException(text);
            }
        }
        return Integer.parseInt(text, from, to, 10);
    }

    private JsonException noTime(String name, String text) {
        return error(name, "must be a time such as 2026-03-07T09:04:36Z, is " + abbreviate(text));
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

    /**
     * The texts of an array, without those that are {@code null} or empty; empty if the member is missing or
     * {@code null}.
     */
    public List<String> strings(String name) {
        return elements(name, (element, index) -> switch (element) {
            case JsonObject _,List<?> _ -> throw error(name + "[" + index + "]", "must be text");
            default -> element.toString();
        }).stream().filter(text -> !text.isEmpty()).toList();
    }

    /** The objects of an array, without {@code null}; empty if the member is missing or {@code null}. */
    public List<JsonObject> objects(String name) {
        return elements(name, (element, index) -> {
            if (element instanceof JsonObject object) {
                return object;
            }
            throw error(name + "[" + index + "]", "must be an object");
        });
    }

    /** The members of an object whose values are all texts; empty if the member is missing or {@code null}. */
    public Map<String, String> stringMap(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        object(name).ifPresent(object -> object.names()
                .forEach(member -> texts.put(member, object.string(member).orElse(""))));
        return texts;
    }

    private <T> List<T> elements(String name, BiFunction<Object, Integer, T> read) {
        Object value = members.get(name);
        return switch (value) {
            case null -> List.of();
            case List<?> list -> {
                List<T> elements = new ArrayList<>(list.size());
                for (int index = 0; index < list.size(); index++) {
                    Object element = list.get(index);
                    if (element != null) {
                        elements.add(read.apply(element, index));
                    }
                }
                yield List.copyOf(elements);
            }
            default -> throw error(name, "must be an array");
        };
    }

    private JsonException missing(String name) {
        return error(name, "is missing or empty, must be given");
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
        return path() + members.keySet();
    }

    /** Where a value stands; becomes text only for an error, since most documents have none. */
    private record Place(@Nullable Place parent, String step) {
        String path() {
            if (parent == null) {
                return step;
            }
            return parent.path() + (step.startsWith("[") ? step : "." + step);
        }
    }

    /** A number as it was written, so that no precision is lost before somebody asks. */
    private record Numeral(String text) {
        @Override
        public String toString() {
            return text;
        }
    }
}
