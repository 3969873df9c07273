package io.ivsorchestrator.infra;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awscdk.services.events.EventPattern;

/** Event patterns as {@link io.ivsorchestrator.events.EventPatterns} writes them, for CDK. */
final class PatternText {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> MEMBERS = Set.of("source", "detail-type", "account", "detail");

    private PatternText() {
    }

    /** @throws IllegalArgumentException if the text holds anything that would be lost on the way */
    static EventPattern parse(String text) {
        JsonNode pattern = read(text);
        Set<String> lost = new TreeSet<>();
        pattern.fieldNames().forEachRemaining(lost::add);
        lost.removeAll(MEMBERS);
        if (!lost.isEmpty()) {
            throw new IllegalArgumentException(
                    "deploying an event pattern by " + lost + " is not written yet: " + text);
        }
        EventPattern.Builder built = EventPattern.builder()
                .source(texts(pattern.path("source")))
                .detailType(texts(pattern.path("detail-type")))
                .account(texts(pattern.path("account")));
        if (pattern.has("detail")) {
            built.detail(JSON.convertValue(pattern.path("detail"), new TypeReference<Map<String, Object>>() {
            }));
        }
        return built.build();
    }

    private static List<String> texts(JsonNode list) {
        return JSON.convertValue(list, new TypeReference<List<String>>() {
        });
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException("no event pattern: " + text, broken);
        }
    }
}
