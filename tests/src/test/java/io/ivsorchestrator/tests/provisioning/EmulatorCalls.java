package io.ivsorchestrator.tests.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ivsorchestrator.events.Arn;
import io.ivsorchestrator.ivs.IvsCalls;
import io.ivsorchestrator.ivs.IvsOperation;
import io.ivsorchestrator.ivs.IvsRefusedException;
import io.ivsorchestrator.ivs.Page;
import io.ivsorchestrator.local.ivs.api.IvsApi;
import io.ivsorchestrator.local.ivs.model.ApiException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Calls of the emulator's API in this process: 20,000 of them take seconds, not minutes. */
final class EmulatorCalls {
    private final IvsApi api;
    private final IvsCalls through;

    EmulatorCalls(IvsApi api, IvsCalls through) {
        this.api = api;
        this.through = through;
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    ObjectNode call(IvsOperation operation, ObjectNode request) {
        return through.call(operation, () -> {
            try {
                return api.call(api.operation(name(operation)).orElseThrow(), request, "request");
            } catch (ApiException refusal) {
                throw refused(operation, refusal);
            }
        });
    }

    /** {@code UPDATE_CHANNEL} is {@code UpdateChannel}. */
    static String name(IvsOperation operation) {
        return Arrays.stream(operation.name().split("_"))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(java.util.Locale.ROOT))
                .collect(Collectors.joining());
    }

    private static IvsRefusedException refused(IvsOperation operation, ApiException refusal) {
        String error = refusal.type().wireName();
        String text = refusal.explanation();
        return switch (refusal.type()) {
            case CONFLICT -> new IvsRefusedException.Conflict(operation, error, text);
            case RESOURCE_NOT_FOUND -> new IvsRefusedException.NotFound(operation, error, text);
            case VALIDATION -> new IvsRefusedException.Invalid(operation, error, text);
            case SERVICE_QUOTA_EXCEEDED -> new IvsRefusedException.QuotaExceeded(operation, error, text);
            case PENDING_VERIFICATION -> new IvsRefusedException.PendingVerification(operation, error, text);
            case ACCESS_DENIED -> new IvsRefusedException.AccessDenied(operation, error, text);
            case THROTTLING -> new IvsRefusedException.Throttled(operation, error, text);
            default -> new IvsRefusedException.Unavailable(operation, error, text);
        };
    }

    <T> Page<T> page(IvsOperation operation, ObjectNode request, Optional<String> token, String list,
            Function<JsonNode, T> read) {
        token.ifPresent(it -> request.put("nextToken", it));
        ObjectNode answer = call(operation, request.put("maxResults", 100));
        return new Page<>(StreamSupport.stream(answer.path(list).spliterator(), false).map(read).toList(),
                text(answer, "nextToken"));
    }

    static Optional<String> text(JsonNode node, String name) {
        return Optional.ofNullable(node.path(name).textValue()).filter(text -> !text.isEmpty());
    }

    static Optional<Arn> arn(JsonNode node, String name) {
        return text(node, name).map(Arn::new);
    }

    static OptionalInt number(JsonNode node, String name) {
        return node.path(name).isNumber() ? OptionalInt.of(node.path(name).intValue()) : OptionalInt.empty();
    }

    static List<String> texts(JsonNode node, String name) {
        return StreamSupport.stream(node.path(name).spliterator(), false).map(JsonNode::textValue).toList();
    }

    static Map<String, String> tags(JsonNode node) {
        Map<String, String> tags = new HashMap<>();
        node.path("tags").properties().forEach(tag -> tags.put(tag.getKey(), tag.getValue().textValue()));
        return tags;
    }

    static void put(ObjectNode node, String name, Map<String, String> tags) {
        ObjectNode object = node.putObject(name);
        tags.forEach(object::put);
    }
}
