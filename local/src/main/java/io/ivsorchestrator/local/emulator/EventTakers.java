package io.ivsorchestrator.local.emulator;

import io.ivsorchestrator.local.embedded.LocalClients;
import io.ivsorchestrator.local.emulator.control.ControlException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Where a stand-alone emulator's events can go: as JSON lines into a file, as messages into a queue, or by HTTP POST. */
final class EventTakers implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Duration patience;
    private final List<EventTaker> takers = new ArrayList<>();
    private final List<Runnable> closers = new ArrayList<>();

    EventTakers() {
        this(PATIENCE);
    }

    /** @param patience how long whoever takes an event over the network may take for it */
    EventTakers(Duration patience) {
        this.patience = patience;
    }

    List<EventTaker> takers() {
        return takers;
    }

    void add(String name, Consumer<String> action) {
        takers.add(new EventTaker(name, action));
    }

    /**
     * Appends a line for each event.
     *
     * @throws UncheckedIOException if that cannot be
     */
    void file(Path file) {
        try {
            if (file.toAbsolutePath().getParent() != null) {
                Files.createDirectories(file.toAbsolutePath().getParent());
            }
            Files.writeString(file, "", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException impossible) {
            throw new UncheckedIOException("events cannot be written to " + file, impossible);
        }
        add(file.toString(), event -> {
            try {
                Files.writeString(file, event + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException full) {
                throw new UncheckedIOException("it cannot be written: " + full.getMessage(), full);
            }
        });
    }

    /**
     * Sends each event as a message, as an EventBridge rule with this queue as target would.
     *
     * @throws ControlException if that is no URL of a queue
     */
    void queue(URI queueUrl) {
        requireHttp(queueUrl, "a queue's URL is like http://127.0.0.1:9324/123456789012/events");
        SqsClient sqs = LocalClients.sqs(queueUrl.resolve("/"));
        // No method reference: that would name the type of the SDK that declares it.
        closers.add(() -> sqs.close());
        add(queueUrl.toString(), event -> {
            try {
                sqs.sendMessage(message -> message.queueUrl(queueUrl.toString()).messageBody(event)
                        .overrideConfiguration(call -> call.apiCallTimeout(patience)));
            } catch (SdkException refusal) {
                throw new IllegalStateException("SQS did not take it: " + refusal.getMessage(), refusal);
            }
        });
    }

    /**
     * Posts each event; an answer other than 2xx is a refusal.
     *
     * @throws ControlException if that is no address to post to
     */
    void http(URI endpoint) {
        requireHttp(endpoint, "an address for events is like http://127.0.0.1:8080/events");
        HttpClient client = HttpClient.newBuilder().connectTimeout(patience).build();
        closers.add(client::close);
        add(endpoint.toString(), event -> post(client, endpoint, event));
    }

    private static void requireHttp(URI address, String example) {
        boolean http = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
        if (!http || address.getHost() == null) {
            throw ControlException.invalid(example + ", not \"" + address + "\"");
        }
    }

    private void post(HttpClient client, URI endpoint, String event) {
        HttpRequest request = HttpRequest.newBuilder(endpoint).timeout(patience)
                .header("Content-Type", "application/json").POST(BodyPublishers.ofString(event)).build();
        try {
            HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
            // Not read: an answer whose body never ends must not hold up what follows.
            response.body().close();
            if (response.statusCode() / 100 != 2) {
                throw new IllegalStateException("it answered " + response.statusCode());
            }
        } catch (HttpTimeoutException silent) {
            throw new UncheckedIOException("it did not answer within " + patience.toMillis() + " ms", silent);
        } catch (IOException unreachable) {
            throw new UncheckedIOException("it cannot be reached: " + unreachable, unreachable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while an event was posted", interrupted);
        }
    }

    @Override
    public void close() {
        closers.forEach(Runnable::run);
    }
}
