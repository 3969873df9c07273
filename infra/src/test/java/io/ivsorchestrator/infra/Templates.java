package io.ivsorchestrator.infra;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awscdk.assertions.Template;

/** What tests ask of templates as a whole. */
final class Templates {
    private Templates() {
    }

    /** Resources of one type by logical id. */
    static Map<String, JsonNode> resources(Template template, String type) {
        Map<String, JsonNode> found = new TreeMap<>();
        Synthesized.json(template).path("Resources").properties().forEach(resource -> {
            if (resource.getValue().path("Type").asText().equals(type)) {
                found.put(resource.getKey(), resource.getValue());
            }
        });
        return found;
    }

    /** Functions by service, the last part of their name. */
    static Map<String, JsonNode> functions(Template template) {
        Map<String, JsonNode> functions = new TreeMap<>();
        resources(template, "AWS::Lambda::Function").values().forEach(function -> functions.put(
                service(function.at("/Properties/FunctionName").asText()), function.path("Properties")));
        return functions;
    }

    static JsonNode function(Template template, String service) {
        return known(functions(template), service);
    }

    /** @throws AssertionError if it is not among them */
    static <T> T known(Map<String, T> resources, String id) {
        T found = resources.get(id);
        if (found == null) {
            throw new AssertionError("no " + id + " among " + resources.keySet());
        }
        return found;
    }

    static String service(String functionName) {
        return functionName.replaceFirst("^ivs-recording-[a-z0-9]+-", "");
    }

    /** The logical id that a property refers to, by Ref or Fn::GetAtt, inside functions if need be; else empty. */
    static String target(JsonNode reference) {
        if (reference.has("Fn::GetAtt")) {
            return reference.at("/Fn::GetAtt/0").asText();
        }
        JsonNode ref = reference.findValue("Ref");
        return ref == null ? "" : ref.asText();
    }

    /** The resources of what a role may do, by action: texts as they are, references as JSON. */
    static Map<String, List<String>> allowed(Template template, JsonNode function) {
        String role = target(function.path("Role"));
        Map<String, List<String>> allowed = new TreeMap<>();
        for (JsonNode policy : Synthesized.properties(template, "AWS::IAM::Policy")) {
            if (target(policy.at("/Roles/0")).equals(role)) {
                policy.at("/PolicyDocument/Statement").forEach(statement -> {
                    if (!statement.path("Effect").asText().equals("Allow")) {
                        throw new AssertionError("not written for denials: " + statement);
                    }
                    for (String action : new TreeSet<>(texts(statement.path("Action")))) {
                        allowed.computeIfAbsent(action, _ -> new ArrayList<>())
                                .addAll(texts(statement.path("Resource")));
                    }
                });
            }
        }
        return allowed;
    }

    static List<String> texts(JsonNode oneOrMore) {
        List<String> texts = new ArrayList<>();
        Iterable<JsonNode> all = oneOrMore.isArray() ? oneOrMore : List.of(oneOrMore);
        all.forEach(node -> texts.add(node.isTextual() ? node.asText() : node.toString()));
        return texts;
    }
}
