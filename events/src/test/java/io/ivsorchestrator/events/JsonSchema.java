package io.ivsorchestrator.events;

import io.ivsorchestrator.events.json.JsonException;
import io.ivsorchestrator.events.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** As much of JSON Schema as our own schemas use: type, required, properties, items, enum, $ref to $defs. */
public final class JsonSchema {
    private final JsonObject root;

    private JsonSchema(JsonObject root) {
        this.root = root;
    }

    /** From the class path. */
    public static JsonSchema at(String resource) {
        try (InputStream schema = JsonSchema.class.getResourceAsStream(resource)) {
            if (schema == null) {
                throw new IllegalArgumentException("no such resource: " + resource);
            }
            return new JsonSchema(JsonObject.parse(schema.readAllBytes()));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public static JsonSchema of(String text) {
        return new JsonSchema(JsonObject.parse(text));
    }

    /** What is wrong with a document; nothing if it is valid. */
    public List<String> problems(JsonObject document) {
        List<String> problems = new ArrayList<>();
        check(root, document, problems);
        return problems;
    }

    /** Members of a document that the schema does not name; open as it is, a reader would not learn what they mean. */
    public List<String> unnamed(JsonObject document) {
        List<String> unnamed = new ArrayList<>();
        unnamed(root, document, unnamed);
        return unnamed;
    }

    private void unnamed(JsonObject unresolved, JsonObject document, List<String> unnamed) {
        JsonObject properties = resolved(unresolved).object("properties").orElse(JsonObject.parse("{}"));
        for (String name : document.names()) {
            if (!properties.names().contains(name)) {
                unnamed.add(document.path(name));
                continue;
            }
            JsonObject schema = resolved(properties.requireObject(name));
            if (schema.requireString("type").equals("object")) {
                unnamed(schema, document.requireObject(name), unnamed);
            } else if (schema.requireString("type").equals("array")) {
                JsonObject items = resolved(schema.requireObject("items"));
                if (items.requireString("type").equals("object")) {
                    document.objects(name).forEach(item -> unnamed(items, item, unnamed));
                }
            }
        }
    }

    private JsonObject resolved(JsonObject schema) {
        Optional<String> reference = schema.string("$ref");
        return reference.isEmpty()
                ? schema
                : root.requireObject("$defs").requireObject(reference.get().substring("#/$defs/".length()));
    }

    private void check(JsonObject unresolved, JsonObject document, List<String> problems) {
        JsonObject schema = resolved(unresolved);
        schema.strings("required").stream().filter(name -> !document.names().contains(name))
                .forEach(name -> problems.add(document.path(name) + " is missing"));
        JsonObject properties = schema.object("properties").orElse(JsonObject.parse("{}"));
        properties.names().stream().filter(document.names()::contains)
                .forEach(name -> member(resolved(properties.requireObject(name)), document, name, problems));
    }

    private void member(JsonObject schema, JsonObject document, String name, List<String> problems) {
        try {
            switch (schema.requireString("type")) {
                case "object" -> check(schema, document.requireObject(name), problems);
                case "string" -> value(schema, document.path(name), document.string(name).orElse(""), problems);
                case "integer" -> document.integer(name).orElseThrow(() -> document.error(name, "must be a number"));
                case "array" -> array(schema, document, name, problems);
                default -> throw new IllegalArgumentException("unused so far: " + schema.requireString("type"));
            }
        } catch (JsonException wrong) {
            problems.add(wrong.getMessage());
        }
    }

    private void array(JsonObject schema, JsonObject document, String name, List<String> problems) {
        JsonObject items = resolved(schema.requireObject("items"));
        if (items.requireString("type").equals("object")) {
            document.objects(name).forEach(item -> check(items, item, problems));
        } else {
            document.strings(name).forEach(item -> value(items, document.path(name), item, problems));
        }
    }

    private static void value(JsonObject schema, String path, String value, List<String> problems) {
        List<String> allowed = schema.strings("enum");
        if (!allowed.isEmpty() && !allowed.contains(value)) {
            problems.add(path + " is " + value + ", which is none of " + allowed);
        }
    }

    /** What in this schema would break a reader of the published one; nothing if it may take its place. */
    public List<String> breaks(JsonSchema published) {
        Map<String, JsonObject> before = published.members();
        Map<String, JsonObject> now = members();
        List<String> breaks = new ArrayList<>();
        before.forEach((path, schema) -> {
            JsonObject same = now.get(path);
            if (same == null) {
                breaks.add(path + " is gone");
                return;
            }
            if (!same.string("type").equals(schema.string("type"))) {
                breaks.add(path + " was " + schema.string("type") + ", is " + same.string("type"));
            }
            schema.strings("required").stream().filter(name -> !same.strings("required").contains(name))
                    .forEach(name -> breaks.add(path + "." + name + " was always there, need not be"));
            List<String> values = schema.strings("enum");
            if (!values.isEmpty() && !same.strings("enum").containsAll(values)) {
                breaks.add(path + " no longer takes all of " + values);
            }
        });
        return breaks;
    }

    /** Every schema of the document by the path of what it describes. */
    private Map<String, JsonObject> members() {
        Map<String, JsonObject> members = new LinkedHashMap<>();
        collect("$", root, members);
        return members;
    }

    private void collect(String path, JsonObject unresolved, Map<String, JsonObject> members) {
        JsonObject schema = resolved(unresolved);
        members.put(path, schema);
        schema.object("items").ifPresent(items -> collect(path + "[]", items, members));
        schema.object("properties").ifPresent(properties -> properties.names()
                .forEach(name -> collect(path + "." + name, properties.requireObject(name), members)));
    }
}
