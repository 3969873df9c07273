package io.ivsorchestrator.local.laptop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One page in a headless Chromium, by the Chrome DevTools Protocol. */
final class Browser implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern LISTENING = Pattern.compile("DevTools listening on ws://([^/]+)/");
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** Roles of WAI-ARIA. */
    private static final Set<String> OPERATED = Set.of("button", "link", "textbox", "combobox", "Date", "checkbox",
            "dialog",
            "table", "navigation", "search", "img", "image");

    private final Process process;
    private final Path profile;
    private final HttpClient http = HttpClient.newHttpClient();
    private final WebSocket socket;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    private Browser(Process process, Path profile, String address) throws IOException, InterruptedException {
        this.process = process;
        this.profile = profile;
        String tab = http.send(HttpRequest.newBuilder(URI.create("http://" + address + "/json/new?about:blank"))
                .PUT(HttpRequest.BodyPublishers.noBody()).build(), HttpResponse.BodyHandlers.ofString()).body();
        this.socket = http.newWebSocketBuilder().buildAsync(
                URI.create(JSON.readTree(tab).path("webSocketDebuggerUrl").asText()), new Listening()).join();
        call("Page.enable", Map.of());
        call("Runtime.enable", Map.of());
        call("Log.enable", Map.of());
    }

    /** Where it is installed; empty if it is not. */
    static Optional<Path> installed() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable).findFirst();
    }

    static Browser start(Path chromium) throws IOException, InterruptedException {
        Path profile = Files.createTempDirectory("browser");
        Process process = new ProcessBuilder(chromium.toString(), "--headless=new", "--no-sandbox", "--disable-gpu",
                "--no-first-run", "--disable-background-networking", "--autoplay-policy=no-user-gesture-required",
                "--window-size=1280,900", "--remote-debugging-port=0", "--user-data-dir=" + profile, "about:blank")
                .redirectErrorStream(true).start();
        BufferedReader out = process.inputReader();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            Matcher listening = LISTENING.matcher(line);
            if (listening.find()) {
                Thread.ofVirtual().start(() -> out.lines().forEach(_ -> {
                    // Lest it should wait for somebody to read.
                }));
                return new Browser(process, profile, listening.group(1));
            }
        }
        throw new IOException("Chromium ended before it listened");
    }

    private final class Listening implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                message(text.toString());
                text.setLength(0);
            }
            webSocket.request(1);
            return CompletableFuture.completedFuture(null);
        }
    }

    private void message(String text) {
        try {
            JsonNode message = JSON.readTree(text);
            CompletableFuture<JsonNode> waiting = answers.remove(message.path("id").asInt());
            if (waiting != null) {
                waiting.complete(message);
            }
            boolean thrown = message.path("method").asText().equals("Runtime.exceptionThrown");
            boolean logged = message.path("method").asText().equals("Log.entryAdded")
                    && message.at("/params/entry/level").asText().equals("error");
            if (thrown || logged) {
                complaints.add(text);
            }
        } catch (IOException broken) {
            complaints.add(text);
        }
    }

    private JsonNode call(String method, Map<String, Object> parameters) {
        int id = ids.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        try {
            socket.sendText(JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters)), true)
                    .join();
            return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception failed) {
            throw new IllegalStateException(method + " " + parameters, failed);
        }
    }

    /** Opens an address and waits until a condition in JavaScript holds. */
    void open(String address, String until) {
        call("Page.navigate", Map.of("url", "about:blank"));
        call("Page.navigate", Map.of("url", address));
        await(until);
    }

    /** Waits until a condition in JavaScript holds. */
    void await(String condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!ask("Boolean(" + condition + ")").equals("true")) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("never: " + condition + "; the page: " + ask("document.body.innerText"));
            }
            try {
                Thread.sleep(50);
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
        }
    }

    /** What an expression in JavaScript comes to, as text. */
    String ask(String expression) {
        JsonNode result = call("Runtime.evaluate", Map.of("expression", expression, "awaitPromise", true,
                "returnByValue", true, "userGesture", true));
        return result.at("/result/result/value").asText();
    }

    /** What somebody who does not see the page could not tell: what can be operated, but has no name. */
    List<String> nameless() {
        List<String> nameless = new ArrayList<>();
        for (JsonNode node : call("Accessibility.getFullAXTree", Map.of()).at("/result/nodes")) {
            String role = node.at("/role/value").asText();
            if (OPERATED.contains(role) && node.at("/name/value").asText().isBlank()) {
                nameless.add(role + " " + node.path("properties"));
            }
        }
        return nameless;
    }

    void press(String key, int code) {
        call("Input.dispatchKeyEvent", Map.of("type", "keyDown", "key", key, "windowsVirtualKeyCode", code, "text",
                key.equals("Enter") ? "\r" : ""));
        call("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key, "windowsVirtualKeyCode", code));
    }

    void picture(Path file) throws IOException {
        Files.write(file, Base64.getDecoder().decode(call("Page.captureScreenshot", Map.of("captureBeyondViewport",
                true)).at("/result/data").asText()));
    }

    /** Exceptions and errors since the last time, such as what the content security policy refused. */
    List<String> takeComplaints() {
        List<String> taken = new ArrayList<>(complaints);
        complaints.clear();
        return taken;
    }

    @Override
    public void close() {
        socket.abort();
        process.destroy();
        http.close();
        try (Stream<Path> files = Files.walk(profile)) {
            process.waitFor(5, TimeUnit.SECONDS);
            files.sorted(java.util.Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException | InterruptedException left) {
            // A temporary folder of the system; it goes with the machine's next cleaning.
            process.destroyForcibly();
        }
    }
}
