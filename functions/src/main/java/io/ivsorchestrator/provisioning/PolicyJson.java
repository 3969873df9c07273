package io.ivsorchestrator.provisioning;

import io.ivsorchestrator.events.json.JsonException;
import io.ivsorchestrator.events.json.JsonObject;
import io.ivsorchestrator.events.json.JsonType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * An object of a policy, read as strictly as its JSON Schema says: no unknown member, no number for a text. What is wrong is
 * noted and reading goes on, so that a person sees every mistake at once.
 */
final class PolicyJson {
    private final JsonObject json;
    private final List<PolicyProblem> problems;

    private PolicyJson(JsonObject json, List<PolicyProblem> problems) {
        this.json = json;
        this.problems = problems;
    }

    static PolicyJson of(JsonObject json, List<PolicyProblem> problems, Set<String> members) {
        PolicyJson object = new PolicyJson(json, problems);
        json.names().stream().filter(name -> !members.contains(name)).forEach(name -> object.note(name,
                "is not known here; known are " + String.join(", ", members.stream().sorted().toList())));
        return object;
    }

    void note(String name, String problem) {
        problems.add(new PolicyProblem(json.path(name), problem));
    }

    boolean has(String name) {
        return json.type(name) != JsonType.ABSENT;
    }

    Set<String> names() {
        return json.names();
    }

    /** Notes a missing member. */
    void require(String name) {
        if (!has(name)) {
            note(name, "is missing, must be given");
        }
    }

    /** @param shape what it must look like, for the error */
    Optional<String> text(String name, String regex, String shape) {
        if (!is(name, JsonType.TEXT, "text")) {
            return Optional.empty();
        }
        String text = json.string(name).orElse("");
        if (!text.matches(regex)) {
            note(name, "must be " + shape + ", is \"" + text + '"');
            return Optional.empty();
        }
        return Optional.of(text);
    }

    Optional<String> oneOf(String name, List<String> values) {
        if (!is(name, JsonType.TEXT, "one of " + String.join(", ", values))) {
            return Optional.empty();
        }
        String text = json.string(name).orElse("");
        if (!values.contains(text)) {
            note(name, "must be one of " + String.join(", ", values) + ", is \"" + text + '"');
            return Optional.empty();
        }
        return Optional.of(text);
    }

    OptionalInt integer(String name, int least, int most) {
        String wanted = "a whole number from " + least + " to " + most;
        if (!is(name, JsonType.NUMBER, wanted)) {
            return OptionalInt.empty();
        }
        try {
            long number = json.integer(name).orElseThrow();
            if (number >= least && number <= most) {
                return OptionalInt.of((int) number);
            }
        } catch (JsonException notWhole) {
            // Noted below, in the words of the policy.
        }
        note(name, "must be " + wanted + ", is " + json.string(name).orElse(""));
        return OptionalInt.empty();
    }

    Optional<Boolean> bool(String name) {
        return is(name, JsonType.BOOLEAN, "true or false") ? json.bool(name) : Optional.empty();
    }

    Optional<PolicyJson> object(String name, Set<String> members) {
        return is(name, JsonType.OBJECT, "an object")
                ? json.object(name).map(object -> of(object, problems, members))
                : Optional.empty();
    }

    /** Distinct values out of some; empty also if something is wrong with them. */
    List<String> listOf(String name, List<String> values, int least, int most) {
        String wanted = "an array of " + least + " to " + most + " different of " + String.join(", ", values);
        if (!is(name, JsonType.ARRAY, wanted)) {
            return List.of();
        }
        List<String> texts = texts(name);
        boolean fine = texts.size() >= least && texts.size() <= most && values.containsAll(texts)
                && new HashSet<>(texts).size() == texts.size()
                && texts.size() == json.elementTypes(name).size();
        if (!fine) {
            note(name, "must be " + wanted);
            return List.of();
        }
        return texts;
    }

    /** One pattern, or an array of at least one. */
    List<Glob> globs(String name, String regex, String shape) {
        return switch (json.type(name)) {
            case ABSENT -> List.of();
            case TEXT -> text(name, regex, shape).map(Glob::new).stream().toList();
            case ARRAY -> {
                List<String> texts = texts(name);
                boolean fine = !texts.isEmpty() && texts.size() == json.elementTypes(name).size()
                        && texts.stream().allMatch(text -> text.matches(regex));
                if (!fine) {
                    note(name, "must be " + shape + ", or an array of at least one such text");
                }
                yield fine ? texts.stream().map(Glob::new).toList() : List.of();
            }
            case NULL, NUMBER, BOOLEAN, OBJECT -> {
                note(name, "must be " + shape + ", or an array of at least one such text");
                yield List.of();
            }
        };
    }

    /** The texts among an array's elements. */
    private List<String> texts(String name) {
        return json.elementTypes(name).stream().allMatch(JsonType.TEXT::equals) ? json.strings(name) : List.of();
    }

    /** Patterns by the object's members. */
    Map<String, Glob> globsByName(String name, String keyRegex, int longestValue) {
        Map<String, Glob> globs = new LinkedHashMap<>();
        if (!is(name, JsonType.OBJECT, "an object of tag keys and value patterns")) {
            return globs;
        }
        PolicyJson object = new PolicyJson(json.object(name).orElseThrow(), problems);
        for (String key : object.names()) {
            if (!key.matches(keyRegex)) {
                object.note(key, "is no tag key: 1 to 128 letters, digits, spaces and _.:/=+-@");
            }
            if (object.is(key, JsonType.TEXT, "a pattern for the tag's value")) {
                String value = object.json.string(key).orElse("");
                if (value.length() > longestValue) {
                    object.note(key, "must have at most " + longestValue + " characters");
                }
                globs.put(key, new Glob(value));
            }
        }
        return globs;
    }

    List<PolicyJson> objects(String name, int most, Set<String> members) {
        String wanted = "an array of at most " + most + " objects";
        if (!is(name, JsonType.ARRAY, wanted)) {
            return List.of();
        }
        List<JsonType> types = json.elementTypes(name);
        if (types.size() > most || !types.stream().allMatch(JsonType.OBJECT::equals)) {
            note(name, "must be " + wanted);
            return List.of();
        }
        List<PolicyJson> objects = new ArrayList<>();
        json.objects(name).forEach(object -> objects.add(of(object, problems, members)));
        return objects;
    }

    /** False also if the member is absent, which is then nobody's mistake. */
    private boolean is(String name, JsonType type, String wanted) {
        JsonType found = json.type(name);
        if (found != JsonType.ABSENT && found != type) {
            note(name, "must be " + wanted);
        }
        return found == type;
    }
}
