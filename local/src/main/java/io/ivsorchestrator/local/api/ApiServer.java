package io.ivsorchestrator.local.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ivsorchestrator.local.routing.LocalFunction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * As much of an API Gateway HTTP API as the query function needs, on the loopback interface: requests in payload format 2.0,
 * the decision who may ask, and beside the API the page for people at {@code /}.
 */
public final class ApiServer implements AutoCloseable {
    /** What API Gateway takes ("Quotas for configuring and running an HTTP API"). */
    private static final int MOST_BYTES = 10 * 1024 * 1024;
    private static final Logger LOG = LogManager.getLogger(ApiServer.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final LocalFunction function;
    private final Gatekeeper gatekeeper;
    private final Page page;

    private ApiServer(HttpServer server, LocalFunction function, Gatekeeper gatekeeper,
            Supplier<Optional<LocalDate>> latestDay) {
        this.server = server;
        this.function = function;
        this.gatekeeper = gatekeeper;
        this.page = new Page(gatekeeper, latestDay);
    }

    /**
     * Starts.
     *
     * @param latestDay on which something was recorded: where the page begins
     * @param port      0 for any that is free
     */
    public static ApiServer start(LocalFunction function, Gatekeeper gatekeeper,
            Supplier<Optional<LocalDate>> latestDay, int port) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            ApiServer api = new ApiServer(server, function, gatekeeper, latestDay);
            server.setExecutor(api.workers);
            server.createContext("/", api::handle);
            server.start();
            return api;
        } catch (IOException taken) {
            throw new UncheckedIOException("cannot listen on port " + port + ": " + taken.getMessage(), taken);
        }
    }

    /** Without a slash at its end. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!page.handle(exchange)) {
                byte[] body = exchange.getRequestBody().readNBytes(MOST_BYTES + 1);
                if (body.length > MOST_BYTES) {
                    message(exchange, 413, "Request Entity Too Large");
                } else {
                    api(exchange, body);
                }
            }
        } catch (RuntimeException failed) {
            LOG.error("{} {} failed", exchange.getRequestMethod(), exchange.getRequestURI(), failed);
            throw failed;
        }
    }

    /** As the gateway: whom it does not know it answers itself, with a message and no problem document. */
    private void api(HttpExchange exchange, byte[] body) throws IOException {
        Optional<ObjectNode> authorizer = gatekeeper.admit(exchange, body);
        if (authorizer.isEmpty()) {
            message(exchange, 403, "Forbidden");
            return;
        }
        JsonNode answer;
        try {
            answer = JSON.readTree(function.invoke(JSON.writeValueAsBytes(payload(exchange, body, authorizer.get()))));
        } catch (RuntimeException failed) {
            LOG.error("the function failed", failed);
            message(exchange, 500, "Internal Server Error");
            return;
        }
        Headers headers = exchange.getResponseHeaders();
        answer.path("headers").properties()
                .forEach(header -> headers.set(header.getKey(), header.getValue().asText()));
        String text = answer.path("body").asText("");
        byte[] bytes = answer.path("isBase64Encoded").asBoolean()
                ? Base64.getDecoder().decode(text)
                : text.getBytes(StandardCharsets.UTF_8);
        send(exchange, answer.path("statusCode").asInt(), bytes);
    }

    private static ObjectNode payload(HttpExchange exchange, byte[] body, ObjectNode authorizer) {
        String path = exchange.getRequestURI().getRawPath();
        ObjectNode payload = JsonNodeFactory.instance.objectNode().put("version", "2.0").put("routeKey", "$default")
                .put("rawPath", path)
                .put("rawQueryString", Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""));
        ObjectNode headers = payload.putObject("headers");
        exchange.getRequestHeaders().forEach((name, values) -> {
            // The page's key is the gateway's business.
            if (!name.equalsIgnoreCase("cookie")) {
                headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values));
            }
        });
        headers.put("x-forwarded-proto", "http");
        ObjectNode context = payload.putObject("requestContext").put("stage", "$default")
                .put("domainName", exchange.getRequestHeaders().getFirst("Host"));
        context.putObject("http").put("method", exchange.getRequestMethod()).put("path", path)
                .put("protocol", exchange.getProtocol()).put("sourceIp", "127.0.0.1");
        if (!authorizer.isEmpty()) {
            context.set("authorizer", authorizer);
        }
        if (body.length > 0) {
            payload.put("body", Base64.getEncoder().encodeToString(body));
        }
        return payload.put("isBase64Encoded", body.length > 0);
    }

    private static void message(HttpExchange exchange, int status, String text) throws IOException {
        exchange.getResponseHeaders().set("content-type", "application/json");
        send(exchange, status, JSON.writeValueAsBytes(Map.of("message", text)));
    }

    static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        boolean silent = body.length == 0 || status == 304 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, silent ? -1 : body.length);
        if (!silent) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        workers.close();
    }
}
