package io.ivsorchestrator.local.ivs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.ivsorchestrator.local.ivs.api.IvsApi;
import io.ivsorchestrator.local.ivs.model.ApiException;
import io.ivsorchestrator.local.ivs.model.ErrorType;
import io.ivsorchestrator.local.ivs.model.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jspecify.annotations.Nullable;

/** From HTTP to operations and back, in the protocol rest-json. */
final class HttpFront implements HttpHandler {
    /** Longer requests are refused; the longest valid one is far shorter. */
    static final int MOST_BYTES = 1 << 20;
    /** So much of a refused body is read, lest the caller should be stopped while it sends. */
    private static final long MOST_DISCARDED_BYTES = 1L << 28;
    private static final Logger LOG = LogManager.getLogger(HttpFront.class);
    private static final String TAGS = "/tags/";
    private static final Pattern AMPERSAND = Pattern.compile("&");
    private static final String TAG_KEY = "tagKeys=";
    private static final int NO_BODY = -1;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final IvsApi api;
    private final Supplier<String> requestIds;

    HttpFront(IvsApi api, Supplier<String> requestIds) {
        this.api = api;
        this.requestIds = requestIds;
    }

    private record Call(Operation operation, ObjectNode request) {}

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        String requestId = requestIds.get();
        exchange.getResponseHeaders().set("x-amzn-RequestId", requestId);
        try (exchange) {
            try {
                Call call = call(exchange);
                ObjectNode response = api.call(call.operation(), call.request(), requestId);
                answer(exchange, call.operation().status(), response);
            } catch (ApiException refusal) {
                refuse(exchange, refusal.type(), refusal.explanation());
            } catch (RuntimeException fault) {
                LOG.error("{} {} failed", exchange.getRequestMethod(), exchange.getRequestURI(), fault);
                refuse(exchange, ErrorType.INTERNAL_SERVER, "Internal server error");
            }
        }
    }

    private Call call(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        String path = exchange.getRequestURI().getRawPath();
        if (path.startsWith(TAGS)) {
            return tagging(exchange, method, decoded(path.substring(TAGS.length())));
        }
        Operation operation = api.operation(path.substring(1))
                .filter(known -> known.path().equals(path) && known.method().equals(method))
                .orElseThrow(() -> unknown(method, path));
        return new Call(operation, body(exchange));
    }

    private Call tagging(HttpExchange exchange, String method, String resourceArn) throws IOException {
        String name = switch (method) {
            case "GET" -> "ListTagsForResource";
            case "POST" -> "TagResource";
            case "DELETE" -> "UntagResource";
            default -> throw unknown(method, TAGS);
        };
        Operation operation = api.taggingOperation(name, resourceArn);
        ObjectNode request = name.equals("TagResource") ? body(exchange) : JsonNodeFactory.instance.objectNode();
        request.put("resourceArn", resourceArn);
        if (name.equals("UntagResource")) {
            request.set("tagKeys", tagKeys(exchange.getRequestURI().getRawQuery()));
        }
        return new Call(operation, request);
    }

    private static ArrayNode tagKeys(@Nullable String query) {
        ArrayNode keys = JsonNodeFactory.instance.arrayNode();
        if (query != null) {
            AMPERSAND.splitAsStream(query)
                    .filter(parameter -> parameter.startsWith(TAG_KEY))
                    .forEach(parameter -> keys.add(decoded(parameter.substring(TAG_KEY.length()))));
        }
        return keys;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw new ApiException(ErrorType.VALIDATION, "The address is not readable: " + malformed.getMessage());
        }
    }

    /** An empty body is an empty object. */
    private static ObjectNode body(HttpExchange exchange) throws IOException {
        InputStream in = exchange.getRequestBody();
        byte[] bytes = in.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw new ApiException(ErrorType.REQUEST_ENTITY_TOO_LARGE, "The request is longer than 1 MiB");
        }
        if (bytes.length == 0) {
            return JsonNodeFactory.instance.objectNode();
        }
        try {
            JsonNode body = JSON.readTree(bytes);
            if (body instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException malformed) {
            throw new ApiException(ErrorType.VALIDATION,
                    "The request is not JSON: " + malformed.getOriginalMessage());
        }
        throw new ApiException(ErrorType.VALIDATION, "The request is not a JSON object");
    }

    private static void discard(InputStream in) throws IOException {
        var buffer = new byte[1 << 16];
        long discarded = 0;
        while (discarded < MOST_DISCARDED_BYTES) {
            int read = in.read(buffer);
            if (read < 0) {
                return;
            }
            discarded += read;
        }
    }

    private static ApiException unknown(String method, String path) {
        return new ApiException(ErrorType.UNKNOWN_OPERATION, "There is no operation " + method + " " + path);
    }

    private static void refuse(HttpExchange exchange, ErrorType type, String explanation) throws IOException {
        discard(exchange.getRequestBody());
        exchange.getResponseHeaders().set("x-amzn-ErrorType", type.wireName());
        answer(exchange, type.status(), JsonNodeFactory.instance.objectNode().put("exceptionMessage", explanation));
    }

    private static void answer(HttpExchange exchange, int status, ObjectNode body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        boolean silent = status == 204 || exchange.getRequestMethod().equals("HEAD");
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.sendResponseHeaders(status, silent ? NO_BODY : bytes.length);
        if (!silent) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        }
    }
}
