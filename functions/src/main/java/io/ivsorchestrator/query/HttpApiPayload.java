package io.ivsorchestrator.query;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.ivsorchestrator.events.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The input and output of a function behind an API Gateway HTTP API in payload format 2.0 (API Gateway Developer Guide,
 * "Create AWS Lambda proxy integrations for HTTP APIs in API Gateway").
 */
final class HttpApiPayload {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final Pattern DOMAIN = Pattern.compile("[A-Za-z0-9.-]{1,253}(:\\d{1,5})?");
    private static final Pattern STAGE = Pattern.compile("[A-Za-z0-9_-]{1,128}");
    private static final String DEFAULT_STAGE = "$default";

    private HttpApiPayload() {
    }

    /**
     * Reads a request.
     *
     * @throws io.ivsorchestrator.events.json.JsonException if the input is no such payload
     */
    static HttpRequest read(InputStream input, Authorization authorization) throws IOException {
        JsonObject payload = JsonObject.parse(input.readAllBytes());
        JsonObject context = payload.requireObject("requestContext");
        JsonObject http = context.requireObject("http");
        Map<String, String> headers = new HashMap<>();
        payload.stringMap("headers").forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        String path = payload.string("rawPath").orElse("/");
        return new HttpRequest(http.requireString("method").toUpperCase(Locale.ROOT),
                elements(withoutStage(path, context.string("stage").orElse(DEFAULT_STAGE))),
                payload.string("rawQueryString").orElse(""), headers, body(payload),
                context.object("authorizer").flatMap(authorization::caller), base(context, headers));
    }

    /** The gateway says in a header which protocol it was asked by. */
    private static String base(JsonObject context, Map<String, String> headers) {
        String stage = context.string("stage").orElse(DEFAULT_STAGE);
        String domain = context.string("domainName").filter(it -> DOMAIN.matcher(it).matches()).orElse("localhost");
        return ("http".equals(headers.get("x-forwarded-proto")) ? "http://" : "https://") + domain
                + (stage.equals(DEFAULT_STAGE) || !STAGE.matcher(stage).matches() ? "" : "/" + stage);
    }

    /** Any stage but the default one is the first element of the path. */
    private static String withoutStage(String path, String stage) {
        String prefix = "/" + stage;
        boolean named = !stage.equals(DEFAULT_STAGE) && (path.equals(prefix) || path.startsWith(prefix + "/"));
        return named ? path.substring(prefix.length()) : path;
    }

    private static List<String> elements(String path) {
        return Arrays.stream(path.split("/", -1)).skip(1).map(HttpApiPayload::decoded).toList();
    }

    /** What is not encoded properly stays as it is: it will be the name of nothing. */
    private static String decoded(String element) {
        try {
            return URLDecoder.decode(element.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return element;
        }
    }

    private static String body(JsonObject payload) {
        String body = payload.string("body").orElse("");
        if (!payload.bool("isBase64Encoded").orElse(false)) {
            return body;
        }
        try {
            return new String(Base64.getDecoder().decode(body), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw payload.error("body", "must be Base64 as isBase64Encoded says");
        }
    }

    static void write(OutputStream output, HttpAnswer answer) throws IOException {
        try (JsonGenerator json = FACTORY.createGenerator(output)) {
            json.writeStartObject();
            json.writeNumberField("statusCode", answer.status());
            json.writeObjectFieldStart("headers");
            for (Map.Entry<String, String> header : answer.headers().entrySet()) {
                json.writeStringField(header.getKey(), header.getValue());
            }
            json.writeEndObject();
            Optional<String> body = Optional.of(answer.body()).filter(text -> !text.isEmpty());
            if (body.isPresent()) {
                json.writeStringField("body", body.get());
                json.writeBooleanField("isBase64Encoded", answer.packed());
            }
            json.writeEndObject();
        }
    }
}
