package io.ivsorchestrator.media;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * As much of Amazon S3 as {@code GetObject} by path needs, over real HTTP: its headers, statuses and error documents
 * (Amazon S3 API Reference, "Error responses").
 */
final class S3Stub implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, HttpHandler> answers = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);

    S3Stub() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    int requests() {
        return requests.get();
    }

    /** From now on the key answers like this. */
    void answer(String bucket, String key, HttpHandler answer) {
        answers.put("/" + bucket + "/" + key, answer);
    }

    void remove(String bucket, String key) {
        answers.remove("/" + bucket + "/" + key);
    }

    static HttpHandler object(byte[] body, Instant lastModified, Optional<String> versionId) {
        return exchange -> {
            objectHeaders(exchange, lastModified);
            exchange.getResponseHeaders().set("ETag", '"' + InMemoryRecordingFiles.md5(body) + '"');
            versionId.ifPresent(version -> exchange.getResponseHeaders().set("x-amz-version-id", version));
            exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        };
    }

    static void objectHeaders(HttpExchange exchange, Instant lastModified) {
        exchange.getResponseHeaders()
                .set("Last-Modified",
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(lastModified.atOffset(ZoneOffset.UTC)));
    }

    static HttpHandler error(int status, String code, String message) {
        return exchange -> {
            byte[] xml = """
                    <?xml version="1.0" encoding="UTF-8"?>
                    <Error><Code>%s</Code><Message>%s</Message><RequestId>4442587FB7D0A2F9</RequestId></Error>"""
                    .formatted(code, message)
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/xml");
            exchange.sendResponseHeaders(status, xml.length);
            exchange.getResponseBody().write(xml);
        };
    }

    /** Answers nothing more until the stub is closed. */
    void hang() {
        try {
            closed.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            HttpHandler answer = answers.get(path);
            if (answer == null) {
                String bucket = path.substring(0, Math.max(path.indexOf('/', 1), 1));
                answer = answers.keySet().stream().anyMatch(known -> known.startsWith(bucket + "/"))
                        ? error(404, "NoSuchKey", "The specified key does not exist.")
                        : error(404, "NoSuchBucket", "The specified bucket does not exist");
            }
            answer.handle(exchange);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
