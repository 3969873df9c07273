package io.ivsorchestrator.local.emulator;

import io.ivsorchestrator.local.embedded.LocalClients;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Where a stand-alone emulator's events can go: as JSON lines into a file, as messages into a queue, or by HTTP POST. */
final class EventTakers implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final List<Consumer<String>> takers = new ArrayList<>();
    private final List<Runnable> closers = new ArrayList<>();

    List<Consumer<String>> takers() {
        return takers;
    }

    void add(Consumer<String> taker) {
        takers.add(taker);
    }

    /** Appends a line for each event. */
    void file(Path file) throws IOException {
        if (file.toAbsolutePath().getParent() != null) {
            Files.createDirectories(file.toAbsolutePath().getParent());
        }
        Files.writeString(file, "", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        takers.add(event -> {
            try {
                Files.writeString(file, event + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException full) {
                throw new UncheckedIOException(full);
            }
        });
    }

    /** Sends each event as a message, as an EventBridge rule with this queue as target would. */
    void queue(URI queueUrl) {
        SqsClient sqs = LocalClients.sqs(queueUrl.resolve("/"));
        // No method reference: that would name the type of the SDK that declares it.
        closers.add(() -> sqs.close());
        takers.add(event -> sqs.sendMessage(message -> message.queueUrl(queueUrl.toString()).messageBody(event)));
    }

    /** Posts each event; an answer other than 2xx is a refusal. */
    void http(URI endpoint) {
        HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
        closers.add(client::close);
        takers.add(event -> post(client, endpoint, event));
    }

    private static void post(HttpClient client, URI endpoint, String event) {
        HttpRequest request = HttpRequest.newBuilder(endpoint).timeout(PATIENCE)
                .header("Content-Type", "application/json").POST(BodyPublishers.ofString(event)).build();
        try {
            HttpResponse<Void> response = client.send(request, BodyHandlers.discarding());
            if (response.statusCode() / 100 != 2) {
                throw new IllegalStateException(endpoint + " answered " + response.statusCode());
            }
        } catch (IOException unreachable) {
            throw new UncheckedIOException(endpoint + " cannot be reached", unreachable);
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
