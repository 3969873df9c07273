package io.ivsorchestrator.tests;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A page of its own origin that plays one URL with hls.js in headless Chromium, sixteen times as fast, and tells what
 * happened.
 */
final class ChromiumPlayer implements AutoCloseable {
    private static final String PAGE = """
            <!doctype html><video muted></video><script src="/hls.js"></script><script>
            const video = document.querySelector('video');
            const tell = text => fetch('/result', {method: 'POST', body: text});
            const hls = new Hls({enableWorker: false});
            let discontinuities = 0, segments = 0;
            hls.on(Hls.Events.LEVEL_LOADED, (_, data) => {
              segments = data.details.fragments.length; });
            hls.on(Hls.Events.ERROR, (_, data) => {
              if (data.fatal) tell('error ' + data.type + ' ' + data.details + ' ' + (data.response ? data.response.code : ''));
            });
            video.addEventListener('ended', () => tell(
              'ended at ' + video.currentTime.toFixed(1) + ' of ' + segments + ' segments, '
              + (video.getVideoPlaybackQuality().totalVideoFrames > 0 ? 'with pictures' : 'without pictures')));
            video.addEventListener('error', () => tell('error video ' + video.error.message));
            hls.on(Hls.Events.MANIFEST_PARSED, () => { video.playbackRate = 16; video.play(); });
            hls.loadSource(new URL(location).searchParams.get('url'));
            hls.attachMedia(video);
            </script>""";

    private final Path chromium;
    private final Path profile;
    private final HttpServer server;
    private volatile CompletableFuture<String> result = new CompletableFuture<>();

    ChromiumPlayer(Path chromium, Path hls, Path profile) throws IOException {
        this.chromium = chromium;
        this.profile = profile;
        byte[] script = Files.readAllBytes(hls);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            try (exchange) {
                switch (exchange.getRequestURI().getPath()) {
                    case "/hls.js" -> {
                        exchange.sendResponseHeaders(200, script.length);
                        exchange.getResponseBody().write(script);
                    }
                    case "/result" -> {
                        result.complete(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                        exchange.sendResponseHeaders(204, -1);
                    }
                    default -> {
                        byte[] page = PAGE.getBytes(StandardCharsets.UTF_8);
                        exchange.getResponseHeaders().set("Content-Type", "text/html");
                        exchange.sendResponseHeaders(200, page.length);
                        exchange.getResponseBody().write(page);
                    }
                }
            }
        });
        server.start();
    }

    /** Where hls.js is: {@code HLS_JS}, or where {@code npm install hls.js} in the project's directory puts it. */
    static Optional<Path> hls() {
        Path installed = Path.of(System.getProperty("project.root", "."), "node_modules/hls.js/dist/hls.min.js");
        return Optional.of(Optional.ofNullable(System.getenv("HLS_JS")).map(Path::of).orElse(installed))
                .filter(Files::isRegularFile);
    }

    String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What the page tells at the end. */
    String play(URI playlist) throws Exception {
        result = new CompletableFuture<>();
        ProcessBuilder starting = new ProcessBuilder(chromium.toString(), "--headless=new", "--no-sandbox",
                "--disable-gpu",
                "--mute-audio", "--autoplay-policy=no-user-gesture-required", "--no-first-run",
                "--disable-dev-shm-usage", "--user-data-dir=" + profile, "--remote-debugging-port=0",
                origin() + "/?url=" + playlist)
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        // Killed, it would leave its files elsewhere.
        starting.environment().put("TMPDIR", profile.toString());
        Process browser = starting.start();
        try {
            return result.get(60, TimeUnit.SECONDS);
        } catch (TimeoutException nothing) {
            return "nothing within a minute";
        } finally {
            browser.descendants().forEach(ProcessHandle::destroyForcibly);
            browser.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
