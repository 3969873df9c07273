package io.ivsorchestrator.tests.provisioning;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What an operator's command asks of S3 and Systems Manager, answered over HTTP as these services do: the settings of buckets, which
 * no S3 that can be embedded keeps, and parameters.
 */
final class StubbedAccount implements AutoCloseable {
    private final HttpServer server;
    /** By bucket and subresource, for example {@code acme?policy}; XML, but a policy is JSON. */
    final Map<String, String> settings = new ConcurrentHashMap<>();
    /** By name. */
    final Map<String, String> parameters = new ConcurrentHashMap<>();
    /** Method and path of all that was asked. */
    final List<String> requests = new CopyOnWriteArrayList<>();
    /** Done before a policy is written, by somebody else who is quicker or slower. */
    volatile Runnable meanwhile = () -> {};

    StubbedAccount() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    void bucket(String name, String region) {
        settings.put(name + "?location",
                "<LocationConstraint xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">" + region
                        + "</LocationConstraint>");
        encryption(name, "AES256");
        ownership(name, "BucketOwnerEnforced");
        notifications(name, "<EventBridgeConfiguration/>");
    }

    void encryption(String name, String algorithm) {
        settings.put(name + "?encryption",
                "<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>"
                        + algorithm
                        + "</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>");
    }

    void ownership(String name, String ownership) {
        settings.put(name + "?ownershipControls", "<OwnershipControls><Rule><ObjectOwnership>" + ownership
                + "</ObjectOwnership></Rule></OwnershipControls>");
    }

    void notifications(String name, String configuration) {
        settings.put(name + "?notification",
                "<NotificationConfiguration>" + configuration + "</NotificationConfiguration>");
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            if (exchange.getRequestHeaders().containsKey("X-Amz-Target")) {
                parameter(exchange, body);
                return;
            }
            String setting = exchange.getRequestURI().toString().substring(1);
            if (exchange.getRequestMethod().equals("PUT")) {
                settings.put(setting, body);
                meanwhile.run();
                send(exchange, 204, "");
                return;
            }
            boolean exists = settings.keySet().stream()
                    .anyMatch(it -> it.startsWith(setting.substring(0, setting.indexOf('?') + 1)));
            Optional<String> known = Optional.ofNullable(settings.get(setting));
            send(exchange, known.isPresent() ? 200 : 404, known.orElse("<Error><Code>"
                    + (exists ? "NoSuchBucketPolicy" : "NoSuchBucket") + "</Code><Message>none</Message></Error>"));
        }
    }

    private void parameter(HttpExchange exchange, String body) throws IOException {
        Optional<String> named = parameters.keySet().stream().filter(name -> body.contains('"' + name + '"'))
                .findFirst();
        exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
        send(exchange, named.isPresent() ? 200 : 400, named.map(name -> """
                {"Parameter":{"Name":"%s","Type":"String","Version":1,"Value":"%s"}}""".formatted(name,
                parameters.getOrDefault(name, "").replace("\"", "\\\"").replace("\n", " ")))
                .orElse("{\"__type\":\"ParameterNotFound\",\"message\":\"none\"}"));
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
