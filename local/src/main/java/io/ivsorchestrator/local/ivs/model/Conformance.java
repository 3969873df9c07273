package io.ivsorchestrator.local.ivs.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What follows from an operation's model alone: whether a request is valid, its defaults, what an answer may hold. */
public final class Conformance {

    private Conformance() {
    }

    /**
     * Refuses a request that breaks the model.
     *
     * @throws ApiException {@link ErrorType#VALIDATION}, naming every member that breaks a rule
     */
    public static void requireValid(Operation operation, ObjectNode request) {
        List<String> violations = violations(operation.input(), request);
        if (!violations.isEmpty()) {
            String count = violations.size() == 1 ? "1 validation error" : violations.size() + " validation errors";
            throw new ApiException(ErrorType.VALIDATION, count + " detected: " + String.join("; ", violations));
        }
    }

    /** Which members break which rules; empty = none. */
    public static List<String> violations(Shape.Structure structure, JsonNode value) {
        List<String> violations = new ArrayList<>();
        check("", structure, value, violations);
        return violations;
    }

    /** The request with the defaults of what it leaves out, and as it is for operations that keep what is left out. */
    public static ObjectNode withDefaults(Operation operation, ObjectNode request) {
        return operation.keepsWhatIsLeftOut() ? request : (ObjectNode) filled(operation.input(), request);
    }

    /** The value with the defaults of what it leaves out, at any depth. */
    public static JsonNode filled(Shape shape, JsonNode value) {
        return switch (shape) {
            case Shape.Structure structure -> {
                ObjectNode filled = value.deepCopy();
                for (Member member : structure.members()) {
                    JsonNode given = filled.hasNonNull(member.name())
                            ? filled.get(member.name())
                            : member.fallback().orElse(null);
                    if (given == null) {
                        filled.remove(member.name());
                    } else {
                        filled.set(member.name(), filled(member.shape(), given));
                    }
                }
                yield filled;
            }
            case Shape.Sequence(Shape element, Shape.Range _) -> {
                ArrayNode filled = JsonNodeFactory.instance.arrayNode();
                value.forEach(child -> filled.add(filled(element, child)));
                yield filled;
            }
            case Shape.Text _,Shape.Whole _,Shape.Fraction _,Shape.Truth _,Shape.Timestamp _,Shape.Dictionary _ ->
                    value;
        };
    }

    /** The value without the members that the shape does not know, at any depth, such as those of a resource in a summary. */
    public static JsonNode projected(Shape shape, JsonNode value) {
        return switch (shape) {
            case Shape.Structure structure -> {
                ObjectNode kept = JsonNodeFactory.instance.objectNode();
                for (Member member : structure.members()) {
                    if (value.hasNonNull(member.name())) {
                        kept.set(member.name(), projected(member.shape(), value.get(member.name())));
                    }
                }
                yield kept;
            }
            case Shape.Sequence(Shape element, Shape.Range _) -> {
                ArrayNode kept = JsonNodeFactory.instance.arrayNode();
                value.forEach(child -> kept.add(projected(element, child)));
                yield kept;
            }
            case Shape.Text _,Shape.Whole _,Shape.Fraction _,Shape.Truth _,Shape.Timestamp _,Shape.Dictionary _ ->
                    value;
        };
    }

    private static void check(String path, Shape shape, JsonNode value, List<String> violations) {
        switch (shape) {
            case Shape.Text text -> check(path, text, value, violations);
            case Shape.Whole(Shape.Range range) -> {
                if (!value.isIntegralNumber() || !value.canConvertToLong()) {
                    violations.add(mistyped(path, "a whole number"));
                } else if (!range.holds(value.longValue())) {
                    violations.add(failed(path, value.asText(), "value", range));
                }
            }
            case Shape.Fraction(Shape.Range range) -> {
                if (!value.isNumber()) {
                    violations.add(mistyped(path, "a number"));
                } else if (!range.holds(value.decimalValue())) {
                    violations.add(failed(path, value.asText(), "value", range));
                }
            }
            case Shape.Truth _ -> {
                if (!value.isBoolean()) {
                    violations.add(mistyped(path, "true or false"));
                }
            }
            case Shape.Timestamp _ -> {
                if (!isInstant(value)) {
                    violations.add(mistyped(path, "an ISO 8601 timestamp"));
                }
            }
            case Shape.Sequence(Shape element, Shape.Range size) -> {
                if (!value.isArray()) {
                    violations.add(mistyped(path, "a list"));
                    return;
                }
                if (!size.holds(value.size())) {
                    violations.add(failed(path, value.toString(), "length", size));
                }
                for (int index = 0; index < value.size(); index++) {
                    check(path + "." + (index + 1) + ".member", element, value.get(index), violations);
                }
            }
            case Shape.Dictionary(Shape key, Shape element, Shape.Range size) -> {
                if (!value.isObject()) {
                    violations.add(mistyped(path, "a map"));
                    return;
                }
                if (!size.holds(value.size())) {
                    violations.add(failed(path, value.toString(), "length", size));
                }
                for (Map.Entry<String, JsonNode> entry : value.properties()) {
                    check(path + ".key", key, JsonNodeFactory.instance.textNode(entry.getKey()), violations);
                    check(path + "." + entry.getKey(), element, entry.getValue(), violations);
                }
            }
            case Shape.Structure structure -> check(path, structure, value, violations);
        }
    }

    private static void check(String path, Shape.Text shape, JsonNode value, List<String> violations) {
        if (!value.isTextual()) {
            violations.add(mistyped(path, "a string"));
            return;
        }
        String text = value.textValue();
        if (!shape.length().holds(text.length())) {
            violations.add(failed(path, text, "length", shape.length()));
        }
        shape.pattern().filter(pattern -> !pattern.matcher(text).matches()).ifPresent(pattern -> violations.add(
                failed(path, text, "Member must satisfy regular expression pattern: " + pattern.pattern())));
        if (!shape.values().isEmpty() && !shape.values().contains(text)) {
            violations.add(failed(path, text, "Member must satisfy enum value set: " + shape.values()));
        }
    }

    private static void check(String path, Shape.Structure shape, JsonNode value, List<String> violations) {
        if (!value.isObject()) {
            violations.add(mistyped(path, "an object"));
            return;
        }
        for (Member member : shape.members()) {
            String name = path.isEmpty() ? member.name() : path + "." + member.name();
            if (value.hasNonNull(member.name())) {
                check(name, member.shape(), value.get(member.name()), violations);
            } else if (member.required()) {
                violations.add("Value null at '" + name + "' failed to satisfy constraint: Member must not be null");
            }
        }
    }

    private static boolean isInstant(JsonNode value) {
        try {
            return value.isTextual() && Instant.parse(value.textValue()).isAfter(Instant.MIN);
        } catch (DateTimeException notOne) {
            return false;
        }
    }

    private static String mistyped(String path, String expected) {
        return "Value at '" + path + "' must be " + expected;
    }

    private static String failed(String path, String value, String measure, Shape.Range range) {
        return failed(path, value, range.max() == Long.MAX_VALUE
                ? "Member must have " + measure + " greater than or equal to " + range.min()
                : "Member must have " + measure + " between " + range.min() + " and " + range.max());
    }

    private static String failed(String path, String value, String constraint) {
        String shown = value.length() <= 200 ? value : value.substring(0, 200) + "...";
        return "Value '" + shown + "' at '" + path + "' failed to satisfy constraint: " + constraint;
    }
}
