package io.ivsorchestrator.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A sample event to change before it is decoded, for example
 * {@code Payload.of("stream/stream-start").with("detail.channel_name", "").json()}. Immutable.
 *
 * <p>Paths are member names and array indexes, joined by dots: {@code resources.0}, {@code detail.object.key}. Shares
 * no code with what reads events.
 */
public final class Payload {
    private static final JsonFactory FACTORY = new JsonFactory();

    /** A {@code Map} of nodes, a {@code List} of nodes, or the JSON text of anything else. */
    private final Object root;

    private Payload(Object root) {
        this.root = root;
    }

    /** @param name as in {@link Samples#names()} */
    public static Payload of(String name) {
        return parse(Samples.json(name));
    }

    public static Payload parse(String json) {
        try (JsonParser parser = FACTORY.createParser(json)) {
            parser.nextToken();
            return new Payload(read(parser));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** With that text there, whether or not something stood there before. */
    public Payload with(String path, String text) {
        return withJson(path, quoted(text));
    }

    /** With that JSON there, verbatim. */
    public Payload withJson(String path, String json) {
        return new Payload(edit(root, List.of(path.split("\\.")), json));
    }

    public Payload without(String path) {
        return new Payload(edit(root, List.of(path.split("\\.")), ""));
    }

    public String json() {
        return write(root);
    }

    /** Of every member and element at any depth. */
    public List<String> paths() {
        List<String> paths = new ArrayList<>();
        collect(root, "", paths);
        return paths;
    }

    private static Object read(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            Map<String, Object> members = new LinkedHashMap<>();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                parser.nextToken();
                members.put(name, read(parser));
            }
            return members;
        }
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            List<Object> elements = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                elements.add(read(parser));
            }
            return elements;
        }
        return parser.currentToken() == JsonToken.VALUE_STRING ? quoted(parser.getText()) : parser.getText();
    }

    /** A copy of the node with the JSON at the path; no JSON removes what is there. */
    private static Object edit(Object node, List<String> path, String json) {
        if (path.isEmpty()) {
            return json;
        }
        String step = path.getFirst();
        List<String> rest = path.subList(1, path.size());
        boolean remove = rest.isEmpty() && json.isEmpty();
        if (node instanceof List<?> list) {
            List<Object> copy = new ArrayList<>(list);
            int index = Integer.parseInt(step);
            Object old = index < copy.size() ? copy.remove(index) : new LinkedHashMap<>();
            if (!remove) {
                copy.add(index, edit(old, rest, json));
            }
            return copy;
        }
        Map<String, Object> copy = new LinkedHashMap<>();
        if (node instanceof Map<?, ?> map) {
            map.forEach((name, value) -> copy.put((String) name, value));
        }
        if (remove) {
            copy.remove(step);
        } else {
            copy.put(step, edit(copy.getOrDefault(step, Map.of()), rest, json));
        }
        return copy;
    }

    private static void collect(Object node, String prefix, List<String> paths) {
        if (node instanceof Map<?, ?> map) {
            map.forEach((name, value) -> {
                paths.add(prefix + name);
                collect(value, prefix + name + ".", paths);
            });
        } else if (node instanceof List<?> list) {
            for (int index = 0; index < list.size(); index++) {
                paths.add(prefix + index);
                collect(list.get(index), prefix + index + ".", paths);
            }
        }
    }

    private static String write(Object node) {
        return switch (node) {
            case Map<?, ?> map -> map.entrySet()
                    .stream()
                    .map(member -> quoted((String) member.getKey()) + ":" + write(member.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
            case List<?> list -> list.stream().map(Payload::write).collect(Collectors.joining(",", "[", "]"));
            default -> node.toString();
        };
    }

    private static String quoted(String text) {
        return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    @Override
    public String toString() {
        return json();
    }
}
