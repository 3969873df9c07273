package io.ivsorchestrator.local.lambda;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Lambda's Runtime API for one function process, of which one event is handled at a time (AWS Lambda Developer Guide, "Using
 * the Lambda runtime API for custom runtimes").
 */
public final class RuntimeApi implements AutoCloseable {
    private static final String VERSION = "/2018-06-01/runtime/";
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final CountDownLatch initialized = new CountDownLatch(1);
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();

    private RuntimeApi(HttpServer server) {
        this.server = server;
    }

    /** Serves on a free port. */
    public static RuntimeApi start() {
        try {
            var api = new RuntimeApi(
                    HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
            api.server.setExecutor(api.threads);
            api.server.createContext(VERSION, api::answer);
            api.server.start();
            return api;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Host and port, as the environment variable {@code AWS_LAMBDA_RUNTIME_API} has it. */
    String address() {
        return server.getAddress().getAddress().getHostAddress() + ":" + server.getAddress().getPort();
    }

    /**
     * Has the function handle an event, or be ready to as soon as it has started.
     *
     * @throws IllegalStateException if it does not answer in time
     */
    public Answer invoke(String event, Duration timeout) throws InterruptedException {
        events.add(event);
        Answer answer = answers.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
        if (answer == null) {
            throw new IllegalStateException("the function did not answer within " + timeout);
        }
        return answer;
    }

    /**
     * Waits until the function has been constructed and asks for its first event.
     *
     * @throws IllegalStateException if it does not in time
     */
    void awaitInitialization(Duration timeout) throws InterruptedException {
        if (!initialized.await(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new IllegalStateException("the function was not ready within " + timeout);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath().substring(VERSION.length());
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (path.equals("restore/next")) {
                // Asked once by what SnapStart initializes; here the process that was the snapshot goes on at once.
                exchange.sendResponseHeaders(200, -1);
            } else if (path.equals("invocation/next")) {
                next(exchange);
            } else if (path.endsWith("/response")) {
                answers.add(new Answer.Response(new String(body, StandardCharsets.UTF_8), System.nanoTime()));
                exchange.sendResponseHeaders(202, -1);
            } else if (path.endsWith("/error")) {
                answers.add(new Answer.Failure(new String(body, StandardCharsets.UTF_8), System.nanoTime()));
                exchange.sendResponseHeaders(202, -1);
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private void next(HttpExchange exchange) throws IOException, InterruptedException {
        initialized.countDown();
        byte[] event = events.take().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Lambda-Runtime-Aws-Request-Id", UUID.randomUUID().toString());
        exchange.getResponseHeaders().set("Lambda-Runtime-Deadline-Ms",
                Long.toString(System.currentTimeMillis() + DEADLINE.toMillis()));
        exchange.getResponseHeaders().set("Lambda-Runtime-Invoked-Function-Arn",
                "arn:aws:lambda:us-west-2:123456789012:function:local");
        // Without it the interface client's native part crashes.
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, event.length);
        exchange.getResponseBody().write(event);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
