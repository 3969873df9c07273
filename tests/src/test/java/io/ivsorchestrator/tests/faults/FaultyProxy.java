package io.ivsorchestrator.tests.faults;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;

/**
 * A connection to a service that breaks by a seed, request by request: nothing arrives, the answer does not, it comes late or is
 * cut off, or somebody on the way answers instead. Knows as much of HTTP as to tell one request from the next.
 */
final class FaultyProxy implements AutoCloseable {
    private static final int DELAY_MILLIS = 150;

    /** What becomes of one request. */
    enum Fate {
        PASSED,
        /** Reset before the service saw it. */
        LOST,
        /** The service did it; the connection was reset before the answer. */
        ANSWER_LOST,
        /** The service did it; half of the answer came. */
        ANSWER_CUT,
        /** It took its time. */
        DELAYED,
        /** Answered with 500 on the way. */
        ERROR,
        /** Answered with 503 on the way. */
        UNAVAILABLE
    }

    private final ServerSocket server;
    private final URI upstream;
    private final Random random;
    private final Map<Fate, Integer> counts = new EnumMap<>(Fate.class);
    private final ExecutorService connections = Executors.newVirtualThreadPerTaskExecutor();
    private volatile double faults;
    private volatile Predicate<String> never = _ -> false;

    /**
     * A way to a service.
     *
     * @param faults the share of requests that something happens to
     */
    FaultyProxy(URI upstream, long seed, double faults) {
        this.upstream = upstream;
        this.random = new Random(seed);
        this.faults = faults;
        try {
            this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
        connections.execute(this::accept);
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    /** From now on. */
    void faults(double share) {
        faults = share;
    }

    /** From now on requests whose first line fits are always answered with 503. */
    void neverAnswer(Predicate<String> requestLine) {
        never = requestLine;
    }

    synchronized Map<Fate, Integer> counts() {
        return Map.copyOf(counts);
    }

    private synchronized Fate fate(String requestLine) {
        Fate fate = random.nextDouble() < faults
                ? List.of(Fate.values()).get(1 + random.nextInt(Fate.values().length - 1))
                : Fate.PASSED;
        fate = never.test(requestLine) ? Fate.UNAVAILABLE : fate;
        counts.merge(fate, 1, Integer::sum);
        return fate;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                connections.execute(() -> serve(client));
            }
        } catch (IOException closed) {
            // The end of the test.
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(client.getInputStream());
            OutputStream out = client.getOutputStream();
            for (Optional<byte[]> request = request(in, out); request.isPresent(); request = request(in, out)) {
                if (!pass(client, request.get())) {
                    return;
                }
            }
        } catch (IOException | InterruptedException gone) {
            // The client will notice.
        }
    }

    /** Whether the connection can be used further. */
    private boolean pass(Socket client, byte[] request) throws IOException, InterruptedException {
        String line = new String(request, 0, Math.min(request.length, 2000), StandardCharsets.ISO_8859_1).lines()
                .findFirst().orElse("");
        OutputStream out = client.getOutputStream();
        switch (fate(line)) {
            case LOST -> {
                return reset(client);
            }
            case ERROR -> {
                return answer(out, "500 Internal Server Error");
            }
            case UNAVAILABLE -> {
                return answer(out, "503 Service Unavailable");
            }
            case ANSWER_LOST -> {
                ask(request);
                return reset(client);
            }
            case ANSWER_CUT -> {
                byte[] answer = ask(request);
                out.write(answer, 0, answer.length / 2);
                out.flush();
                return false;
            }
            case DELAYED -> {
                Thread.sleep(DELAY_MILLIS);
                out.write(ask(request));
            }
            case PASSED -> out.write(ask(request));
        }
        out.flush();
        return true;
    }

    private static boolean reset(Socket client) throws IOException {
        // Closing at once sends a reset.
        client.setSoLinger(true, 0);
        return false;
    }

    private static boolean answer(OutputStream out, String status) throws IOException {
        out.write(("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        return false;
    }

    private byte[] ask(byte[] request) throws IOException {
        boolean head = new String(request, 0, 5, StandardCharsets.ISO_8859_1).equals("HEAD ");
        try (Socket service = new Socket(upstream.getHost(), upstream.getPort())) {
            service.getOutputStream().write(request);
            service.getOutputStream().flush();
            return answer(new BufferedInputStream(service.getInputStream()), head)
                    .orElseThrow(() -> new IOException("no answer"));
        }
    }

    /** One request; who first asks whether to send its body is told to go on. */
    private static Optional<byte[]> request(InputStream in, OutputStream client) throws IOException {
        return message(in, false, client);
    }

    /** One answer. */
    private static Optional<byte[]> answer(InputStream in, boolean headersOnly) throws IOException {
        return message(in, headersOnly, OutputStream.nullOutputStream());
    }

    /** One request or answer, whole; empty at the end of the stream. */
    private static Optional<byte[]> message(InputStream in, boolean headersOnly, OutputStream back)
            throws IOException {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        int length = 0;
        boolean chunked = false;
        boolean expected = false;
        for (String line = line(in, message); !line.isEmpty(); line = line(in, message)) {
            String header = line.toLowerCase(Locale.ROOT);
            if (header.startsWith("content-length:")) {
                length = Integer.parseInt(header.substring("content-length:".length()).trim());
            }
            chunked |= header.startsWith("transfer-encoding:") && header.contains("chunked");
            expected |= header.startsWith("expect:");
        }
        if (message.size() == 0) {
            return Optional.empty();
        }
        if (expected) {
            back.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            back.flush();
        }
        if (!headersOnly) {
            message.write(in.readNBytes(length));
            int chunk = chunked ? 1 : 0;
            while (chunk > 0) {
                chunk = Integer.parseInt(line(in, message).split(";", -1)[0].trim(), 16);
                message.write(in.readNBytes(chunk + 2));
            }
        }
        return Optional.of(message.toByteArray());
    }

    private static String line(InputStream in, ByteArrayOutputStream copy) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c >= 0; c = in.read()) {
            line.write(c);
            if (c == '\n') {
                break;
            }
        }
        String text = line.toString(StandardCharsets.ISO_8859_1).trim();
        // Answered here, so the service is not asked; no signature covers it.
        if (!text.toLowerCase(Locale.ROOT).startsWith("expect:")) {
            line.writeTo(copy);
        }
        return text;
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException unclosed) {
            throw new UncheckedIOException(unclosed);
        }
        connections.shutdownNow();
    }
}
