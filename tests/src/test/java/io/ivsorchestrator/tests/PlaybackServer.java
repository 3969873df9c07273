package io.ivsorchestrator.tests;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.ivsorchestrator.playback.Playback;
import io.ivsorchestrator.playback.PlaybackAnswer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;

/** {@link Playback} over HTTP with CORS for named origins, as the API serves it. */
final class PlaybackServer implements AutoCloseable {
    private final HttpServer server;
    private final Playback playback;
    private final List<String> origins;
    private final ConcurrentLinkedQueue<String> refusals = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> requests = new ConcurrentLinkedQueue<>();

    PlaybackServer(Playback playback, List<String> origins) throws IOException {
        this.playback = playback;
        this.origins = origins;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/playback/", this::serve);
        server.start();
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    List<String> refusals() {
        return List.copyOf(refusals);
    }

    /** The paths behind the token. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String origin = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Origin")).orElse("");
            if (origins.contains(origin)) {
                exchange.getResponseHeaders().set("Access-Control-Allow-Origin", origin);
                exchange.getResponseHeaders().set("Access-Control-Allow-Headers", "range");
                exchange.getResponseHeaders().set("Vary", "Origin");
            }
            if (exchange.getRequestMethod().equals("OPTIONS")) {
                exchange.sendResponseHeaders(204, -1);
                return;
            }
            List<String> path = Arrays.asList(exchange.getRequestURI().getPath().substring("/playback/".length())
                    .split("/", -1));
            requests.add(String.join("/", path.subList(1, path.size())));
            boolean gzip = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Accept-Encoding")).orElse("")
                    .contains("gzip");
            switch (playback.serve(path.getFirst(), path.subList(1, path.size()), Optional.empty(), gzip)) {
                case PlaybackAnswer.Content content -> send(exchange, 200, content.headers(), content.body());
                case PlaybackAnswer.Redirect redirect -> {
                    exchange.getResponseHeaders().set("Location", redirect.location().toString());
                    send(exchange, 302, redirect.headers(), new byte[0]);
                }
                case PlaybackAnswer.Refused refused -> {
                    refusals.add(path + ": " + refused);
                    send(exchange, refused.reason().status(), Map.of(),
                            refused.detail().getBytes(StandardCharsets.UTF_8));
                }
            }
        }
    }

    private static void send(HttpExchange exchange, int status, Map<String, String> headers, byte[] body)
            throws IOException {
        headers.forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
