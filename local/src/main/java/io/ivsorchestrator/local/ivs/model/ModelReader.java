package io.ivsorchestrator.local.ivs.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ivsorchestrator.local.ivs.model.Shape.Range;
import io.ivsorchestrator.local.ivs.model.Shape.Structure;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the notation of {@code ivs.model}; its first lines say how that is meant. */
final class ModelReader {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONTINUATION = "\n       ";
    private static final Pattern COMMA = Pattern.compile(", ");
    private static final Pattern SEMICOLON = Pattern.compile("; ");
    private static final Pattern BAR = Pattern.compile(" \\| ");
    private static final Pattern OPERATION = Pattern.compile("(\\w+)  (POST|GET|DELETE) (\\S+) -> (\\d{3})");
    private static final Pattern STRUCTURE = Pattern.compile("(\\w+) \\{ (.*) }");
    private static final Pattern SCALAR = Pattern.compile("(\\w+): (.*)");
    private static final Pattern MEMBER = Pattern.compile("(\\w+)(\\*?): ([^=]+?)(?: = (.*))?");
    private static final Pattern COLLECTION = Pattern
            .compile("(?:\\[(?<element>\\w+)]|map<(?<key>\\w+),(?<value>\\w+)>)(?: (?<range>\\S+))?");
    private static final Pattern KIND = Pattern
            .compile("(?<kind>\\w+)(?: (?<range>\\d+\\.\\.\\d*))?(?: enum (?<values>.*))?(?: {2}/(?<pattern>.*)/)?");

    private final Service service;
    private final List<String> lines;
    private final Map<String, String> structures = new HashMap<>();
    private final Map<String, String> scalars = new HashMap<>();
    private final Map<String, Shape> shapes = new HashMap<>();

    private ModelReader(Service service, String text) {
        this.service = service;
        this.lines = text.replace(CONTINUATION, " ")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
    }

    /** The operations by name, in the order of the text. */
    static Map<String, Operation> read(Service service, String text) {
        return new ModelReader(service, text).operations();
    }

    private Map<String, Operation> operations() {
        for (String line : lines) {
            Matcher structure = STRUCTURE.matcher(line);
            Matcher scalar = SCALAR.matcher(line);
            if (structure.matches()) {
                structures.put(structure.group(1), structure.group(2));
            } else if (scalar.matches()) {
                scalars.put(scalar.group(1), scalar.group(2));
            }
        }
        Map<String, Operation> operations = new LinkedHashMap<>();
        for (int line = 0; line < lines.size(); line++) {
            Matcher head = OPERATION.matcher(lines.get(line));
            if (head.matches()) {
                String name = head.group(1);
                operations.put(name, new Operation(
                        service,
                        name,
                        head.group(2),
                        head.group(3),
                        Integer.parseInt(head.group(4)),
                        new Structure(name + "Request", members(after("  in : ", lines.get(line + 1)))),
                        new Structure(name + "Response", members(after("  out: ", lines.get(line + 2)))),
                        COMMA.splitAsStream(after("  err: ", lines.get(line + 3)))
                                .map(ErrorType::named)
                                .collect(Collectors.toUnmodifiableSet())));
            }
        }
        return operations;
    }

    private static String after(String label, String line) {
        if (!line.startsWith(label)) {
            throw new IllegalStateException("'" + label + "' is missing: " + line);
        }
        return line.substring(label.length()).strip();
    }

    private List<Member> members(String text) {
        return text.equals("(empty)") ? List.of() : SEMICOLON.splitAsStream(text).map(this::member).toList();
    }

    private Member member(String text) {
        Matcher member = matched(MEMBER, text);
        boolean required = !member.group(2).isEmpty();
        return new Member(member.group(1), required, type(member.group(3)),
                Optional.ofNullable(member.group(4)).map(ModelReader::json));
    }

    private Shape type(String text) {
        Matcher collection = COLLECTION.matcher(text);
        if (!collection.matches()) {
            return named(text);
        }
        Range size = range(collection.group("range"));
        String element = collection.group("element");
        return element == null
                ? new Shape.Dictionary(named(collection.group("key")), named(collection.group("value")), size)
                : new Shape.Sequence(named(element), size);
    }

    private Shape named(String name) {
        Shape known = shapes.get(name);
        if (known != null) {
            return known;
        }
        String structure = structures.get(name);
        Shape shape = structure == null
                ? scalar(scalars.getOrDefault(name, name))
                : new Structure(name, members(structure));
        shapes.put(name, shape);
        return shape;
    }

    private static Shape scalar(String text) {
        Matcher kind = matched(KIND, text.replace("  (sensitive)", ""));
        Range range = range(kind.group("range"));
        return switch (kind.group("kind")) {
            case "string" -> new Shape.Text(range, Optional.ofNullable(kind.group("pattern")).map(Pattern::compile),
                    values(kind.group("values")));
            case "integer", "long" -> new Shape.Whole(range);
            case "float" -> new Shape.Fraction(range);
            case "boolean" -> new Shape.Truth();
            case "timestamp" -> new Shape.Timestamp();
            default -> throw new IllegalStateException("no such type: " + text);
        };
    }

    private static List<String> values(@Nullable String text) {
        return text == null ? List.of() : BAR.splitAsStream(text).toList();
    }

    /** {@code 1..5}, or {@code 1..} for no upper bound. */
    private static Range range(@Nullable String text) {
        if (text == null) {
            return Range.ANY;
        }
        int dots = text.indexOf("..");
        String max = text.substring(dots + 2);
        return new Range(Long.parseLong(text.substring(0, dots)),
                max.isEmpty() ? Long.MAX_VALUE : Long.parseLong(max));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("not JSON: " + text, broken);
        }
    }

    private static Matcher matched(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalStateException("unreadable: " + text);
        }
        return matcher;
    }
}
