package io.ivsorchestrator.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** {@code docs/openapi.json}, asked whether a request or an answer is as it says. */
final class Contract {
    private static final Path FILE = Path.of("..", "docs", "openapi.json");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode DOCUMENT = read();
    private static final String IRI = "https://example.com/openapi.json";
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012,
            factory -> factory.schemaLoaders(loaders -> loaders.schemas(Map.of(IRI, DOCUMENT.toString()))));
    private static final Map<String, JsonSchema> SCHEMAS = new ConcurrentHashMap<>();

    private Contract() {
    }

    private static JsonNode read() {
        try {
            return JSON.readTree(Files.readString(FILE));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /** {@code GET /recordings/{id}} and the like, all. */
    static Set<String> operations() {
        Set<String> operations = new TreeSet<>();
        DOCUMENT.path("paths").properties().forEach(path -> path.getValue().properties().stream()
                .filter(operation -> !operation.getKey().equals("parameters"))
                .forEach(operation -> operations.add(operation.getKey().toUpperCase(java.util.Locale.ROOT) + " "
                        + path.getKey())));
        return operations;
    }

    static JsonNode document() {
        return DOCUMENT;
    }

    /** The operation's place in the document. */
    private static String pointer(Route route) {
        int space = route.text().indexOf(' ');
        return "/paths/" + route.text().substring(space + 1).replace("~", "~0").replace("/", "~1") + "/"
                + route.text().substring(0, space).toLowerCase(java.util.Locale.ROOT);
    }

    /** Whether the answer is one that the operation may give. */
    static void check(Route route, HttpAnswer answer) {
        String pointer = pointer(route) + "/responses/" + answer.status();
        JsonNode response = DOCUMENT.at(pointer);
        if (response.has("$ref")) {
            pointer = response.path("$ref").asText().substring(1);
            response = DOCUMENT.at(pointer);
        }
        assertThat(response.isMissingNode()).as("%s may answer %s", route.text(), answer.status()).isFalse();
        if (answer.body().isEmpty()) {
            assertThat(response.has("content")).isFalse();
            return;
        }
        String type = answer.headers().getOrDefault("content-type", "").replaceFirst(";.*", "");
        assertThat(response.path("content").has(type)).as("%s may be %s", pointer, type).isTrue();
        if (type.endsWith("json")) {
            validate(pointer + "/content/" + type.replace("/", "~1") + "/schema", answer.body());
        }
    }

    /** Whether the query string has only parameters that the operation has, with values that they may have. */
    static void checkQuery(Route route, String query) {
        JsonNode parameters = DOCUMENT.at(pointer(route) + "/parameters");
        for (String pair : query.split("&", -1)) {
            if (!pair.isEmpty()) {
                String name = pair.substring(0, pair.indexOf('='));
                String value = URLDecoder.decode(pair.substring(pair.indexOf('=') + 1), StandardCharsets.UTF_8);
                int index = index(parameters, name);
                boolean number = parameters.path(index).at("/schema/type").asText().equals("integer");
                validate(pointer(route) + "/parameters/" + index + "/schema",
                        number ? value : TextNode.valueOf(value).toString());
            }
        }
    }

    private static int index(JsonNode parameters, String name) {
        for (int i = 0; i < parameters.size(); i++) {
            if (parameters.get(i).path("name").asText().equals(name)) {
                return i;
            }
        }
        throw new AssertionError("the contract has no parameter " + name);
    }

    private static void validate(String pointer, String json) {
        JsonSchema schema = SCHEMAS.computeIfAbsent(pointer,
                it -> FACTORY.getSchema(SchemaLocation.of(IRI + "#" + it)));
        List<String> problems = new ArrayList<>();
        try {
            JsonNode node = JSON.readTree(json);
            schema.validate(node, context -> context.getExecutionConfig().setFormatAssertionsEnabled(true)).stream()
                    .map(ValidationMessage::getMessage).forEach(problems::add);
        } catch (IOException broken) {
            throw new UncheckedIOException(json, broken);
        }
        assertThat(problems).as("by %s: %s", pointer, json).isEmpty();
    }
}
