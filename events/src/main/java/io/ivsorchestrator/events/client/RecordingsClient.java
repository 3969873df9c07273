package io.ivsorchestrator.events.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.ivsorchestrator.events.json.JsonException;
import io.ivsorchestrator.events.json.JsonObject;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Asks the query API. Every method throws {@link ApiException} if the API refuses or does not answer; nothing is tried again
 * here, since only the caller knows how long it may take. Safe for use by several threads.
 */
public final class RecordingsClient {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int OK = 200;
    private static final int MULTIPLE_CHOICES = 300;
    private static final int NOT_FOUND = 404;
    private static final int MAX_LIMIT = 200;
    /** Java's HTTP client sets these itself. */
    private static final Set<String> RESTRICTED = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    static {
        RESTRICTED.addAll(List.of("Host", "Content-Length"));
    }

    private final String endpoint;
    private final RequestSigner signer;
    private final HttpClient http;

    /**
     * Connects to nothing yet.
     *
     * @param endpoint the API's URL, as the deployment printed it
     */
    public RecordingsClient(URI endpoint, RequestSigner signer, HttpClient http) {
        this.endpoint = endpoint.toString().replaceFirst("/+$", "");
        this.signer = signer;
        this.http = http;
    }

    /** Some recordings, newest first. */
    public record Page(List<RecordingView> recordings, Optional<String> next) {
        public Page {
            recordings = List.copyOf(recordings);
        }
    }

    /**
     * A page of the recordings that a query finds.
     *
     * @param cursor {@link Page#next()} of the previous page
     * @param limit  1 to 200
     */
    public Page list(RecordingsQuery query, Optional<String> cursor, int limit) {
        JsonObject json = JsonObject.parse(listAsJson(query, cursor, limit));
        return new Page(json.objects("recordings").stream().map(RecordingView::read).toList(), json.string("next"));
    }

    /** The same as the API's own JSON, on one line. */
    public String listAsJson(RecordingsQuery query, Optional<String> cursor, int limit) {
        RecordingsQuery page = query.with("limit", Integer.toString(limit));
        return ask("GET", "/recordings?" + cursor.map(it -> page.with("cursor", it)).orElse(page), "").body();
    }

    /** All recordings that a query finds, newest first; a page is asked for when it is needed. */
    public Stream<RecordingView> all(RecordingsQuery query) {
        return Stream.iterate(Optional.of(list(query, Optional.empty(), MAX_LIMIT)), Optional::isPresent,
                page -> page.flatMap(Page::next).map(next -> list(query, Optional.of(next), MAX_LIMIT)))
                .flatMap(page -> page.stream().flatMap(it -> it.recordings().stream()));
    }

    /** One recording; empty if the index does not know it. */
    public Optional<RecordingView> find(String id) {
        HttpResponse<String> response = send("GET", recording(id), "", "application/json");
        if (response.statusCode() == NOT_FOUND) {
            return Optional.empty();
        }
        return Optional.of(RecordingView.read(JsonObject.parse(checked(response).body())));
    }

    /** Why a recording is what it is, as text for people. */
    public String why(String id) {
        return checked(send("GET", recording(id) + "/why", "", "text/plain")).body();
    }

    /** A stage session on one timeline, as docs/openapi.json describes it ({@code Session}). */
    public JsonObject session(String stageId, String sessionId) {
        return JsonObject.parse(ask("GET", "/sessions/" + RecordingsQuery.encoded(stageId) + "/"
                + RecordingsQuery.encoded(sessionId), "").body());
    }

    /** Asks for the deletion of a recording's media; asking again does no harm. */
    public RecordingView delete(String id) {
        return RecordingView.read(JsonObject.parse(ask("DELETE", recording(id), "").body()));
    }

    /**
     * Keeps a recording from being deleted.
     *
     * @param name letters, digits, hyphens and underscores; several holds may be set
     */
    public RecordingView hold(String id, String name, String note) {
        StringWriter body = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(body)) {
            json.writeStartObject();
            json.writeStringField("note", note);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("a StringWriter failed", impossible);
        }
        return RecordingView.read(JsonObject.parse(ask("PUT", hold(id, name), body.toString()).body()));
    }

    /** Takes a hold back. */
    public RecordingView release(String id, String name) {
        return RecordingView.read(JsonObject.parse(ask("DELETE", hold(id, name), "").body()));
    }

    private static String recording(String id) {
        return "/recordings/" + RecordingsQuery.encoded(id);
    }

    private static String hold(String id, String name) {
        return recording(id) + "/holds/" + RecordingsQuery.encoded(name);
    }

    private HttpResponse<String> ask(String method, String target, String body) {
        return checked(send(method, target, body, "application/json"));
    }

    private HttpResponse<String> send(String method, String target, String body, String accept) {
        URI uri = URI.create(endpoint + target);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(PATIENCE).header("Accept", accept).method(
                method, bytes.length == 0
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofByteArray(bytes));
        for (Iterator<Map.Entry<String, String>> it = signer.headers(method, uri, bytes).entrySet().iterator(); it
                .hasNext();) {
            Map.Entry<String, String> header = it.next();
            if (!RESTRICTED.contains(header.getKey())) {
                request.header(header.getKey(), header.getValue());
            }
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException broken) {
            throw new ApiException(method + " " + uri + " was not answered: " + broken, broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new ApiException(method + " " + uri + " was interrupted", stopped);
        }
    }

    private static HttpResponse<String> checked(HttpResponse<String> response) {
        if (response.statusCode() >= OK && response.statusCode() < MULTIPLE_CHOICES) {
            return response;
        }
        throw refusal(response);
    }

    private static ApiException refusal(HttpResponse<String> response) {
        try {
            JsonObject problem = JsonObject.parse(response.body());
            Optional<String> type = problem.string("type");
            if (type.isPresent()) {
                return new ApiException(response.statusCode(), type.get().substring(type.get().lastIndexOf(':') + 1),
                        problem.string("detail").orElse("") + combinations(problem));
            }
            return new ApiException(response.statusCode(), "gateway", problem.string("message").orElse(""));
        } catch (JsonException noJson) {
            return new ApiException(response.statusCode(), "gateway", "the answer is no JSON");
        }
    }

    private static String combinations(JsonObject problem) {
        List<String> combinations = problem.strings("combinations");
        return combinations.isEmpty() ? "" : ": " + String.join("; ", combinations);
    }
}
