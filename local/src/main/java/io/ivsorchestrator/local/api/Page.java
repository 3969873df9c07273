package io.ivsorchestrator.local.api;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The page for people: a few static files, and hls.js where it is installed. */
final class Page {
    private static final Map<String, String> FILES = Map.of("/", "index.html", "/page.css", "page.css", "/page.js",
            "page.js", "/timeline.js", "timeline.js", "/player.js", "player.js");
    private static final Map<String, String> TYPES = Map.of("html", "text/html; charset=utf-8", "css",
            "text/css; charset=utf-8", "js", "text/javascript; charset=utf-8");
    private static final String HLS = "/hls.js";
    /** Nothing from elsewhere; media comes from S3, which listens on another port of this machine. */
    private static final String POLICY = "default-src 'self'; media-src 'self' blob: http://127.0.0.1:*;"
            + " img-src 'self' data: http://127.0.0.1:*; connect-src 'self' http://127.0.0.1:*; worker-src blob:;"
            + " frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    private static final String LATEST_DAY = "name=\"latest-day\" content=\"";

    private final Gatekeeper gatekeeper;
    private final Supplier<Optional<LocalDate>> latestDay;

    /** @param latestDay on which something was recorded, to begin with */
    Page(Gatekeeper gatekeeper, Supplier<Optional<LocalDate>> latestDay) {
        this.gatekeeper = gatekeeper;
        this.latestDay = latestDay;
    }

    /** False if the request is for something else. */
    boolean handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String file = FILES.get(path);
        boolean reads = exchange.getRequestMethod().equals("GET") || exchange.getRequestMethod().equals("HEAD");
        if (!reads || (file == null && !path.equals(HLS))) {
            return false;
        }
        Optional<byte[]> content = file == null ? hls() : read(file);
        if (path.equals("/") && Gatekeeper.isOwnSite(exchange)) {
            gatekeeper.welcome(exchange);
            content = content.map(this::withLatestDay);
        }
        String name = file == null ? path : file;
        exchange.getResponseHeaders().set("Content-Type",
                TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream"));
        exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
        exchange.getResponseHeaders().set("Cache-Control", "no-cache");
        ApiServer.send(exchange, content.isPresent() ? 200 : 404, content.orElse(new byte[0]));
        return true;
    }

    private byte[] withLatestDay(byte[] html) {
        String day = latestDay.get().map(LocalDate::toString).orElse("");
        return new String(html, StandardCharsets.UTF_8).replace(LATEST_DAY, LATEST_DAY + day)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static Optional<byte[]> read(String file) throws IOException {
        try (InputStream in = Page.class.getResourceAsStream("/page/" + file)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        }
    }

    /** Not ours to ship: where {@code npm install hls.js} put it, or where {@code HLS_JS} says. */
    private static Optional<byte[]> hls() throws IOException {
        Path file = Path.of(System.getenv().getOrDefault("HLS_JS", "node_modules/hls.js/dist/hls.min.js"));
        return Files.isRegularFile(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }
}
