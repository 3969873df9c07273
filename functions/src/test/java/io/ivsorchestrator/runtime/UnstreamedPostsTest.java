package io.ivsorchestrator.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

class UnstreamedPostsTest {
    private static final String BODY = "{\"TableName\": \"recordings\"}";
    private static final int CALLS = 200;

    private final SdkHttpClient http = new UnstreamedPosts(UrlConnectionHttpClient.create());

    @AfterEach
    void close() {
        http.close();
    }

    @Test
    void post_arrivesWholeWithItsLengthAndTypeOnce() throws Exception {
        try (Server server = new Server(Integer.MAX_VALUE)) {
            assertThat(send(SdkHttpMethod.POST, server)).isEqualTo("OK");
            assertThat(send(SdkHttpMethod.PUT, server)).isEqualTo("OK");

            assertThat(server.requests).hasSize(2).allSatisfy(request -> assertThat(request)
                    .containsOnlyOnce("content-length: " + BODY.length())
                    .containsOnlyOnce("content-type: application/x-amz-json-1.0").endsWith("\n\n" + BODY));
            assertThat(server.connections).hasValue(1);
        }
    }

    @Test
    void post_whoseConnectionHasEndedMeanwhile_isSentByAnother() throws Exception {
        try (Server server = new Server(1)) {
            for (int call = 0; call < 3; call++) {
                assertThat(send(SdkHttpMethod.POST, server)).isEqualTo("OK");
            }

            assertThat(server.requests).hasSize(3);
            assertThat(server.connections).hasValue(3);
        }
    }

    /** A streamed one takes more than a millisecond, however fast the machine is, so the fastest of many shows it on a slow one. */
    @Test
    void post_onAKeptConnection_waitsForNothing() throws Exception {
        try (Server server = new Server(Integer.MAX_VALUE)) {
            List<Duration> took = new ArrayList<>();
            for (int call = 0; call < CALLS; call++) {
                long began = System.nanoTime();
                send(SdkHttpMethod.POST, server);
                took.add(Duration.ofNanos(System.nanoTime() - began));
            }

            assertThat(server.connections).hasValue(1);
            assertThat(Collections.min(took)).isLessThan(Duration.ofMillis(1));
        }
    }

    private String send(SdkHttpMethod method, Server server) throws IOException {
        byte[] body = BODY.getBytes(StandardCharsets.UTF_8);
        HttpExecuteRequest request = HttpExecuteRequest.builder()
                .request(SdkHttpFullRequest.builder().method(method).uri(server.address())
                        .putHeader("Content-Length", Integer.toString(body.length))
                        .putHeader("Content-Type", "application/x-amz-json-1.0").build())
                .contentStreamProvider(() -> new ByteArrayInputStream(body)).build();
        try (var answer = http.prepareRequest(request).call().responseBody().orElseThrow()) {
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Answers one connection after the other, each for so many requests. */
    private static final class Server implements AutoCloseable {
        private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
        private final int perConnection;
        private final Thread thread;
        private final AtomicInteger connections = new AtomicInteger();

        Server(int perConnection) throws IOException {
            this.perConnection = perConnection;
            this.thread = Thread.ofVirtual().start(this::serve);
        }

        URI address() {
            return URI.create("http://localhost:" + socket.getLocalPort() + "/");
        }

        private void serve() {
            while (!socket.isClosed()) {
                try (Socket connection = socket.accept()) {
                    connections.incrementAndGet();
                    answer(connection);
                } catch (IOException closed) {
                    // By the test's end, or by the client, which opens another.
                }
            }
        }

        private void answer(Socket connection) throws IOException {
            var reader = new BufferedReader(new InputStreamReader(connection.getInputStream(),
                    StandardCharsets.US_ASCII));
            for (int request = 0; request < perConnection; request++) {
                StringBuilder text = new StringBuilder();
                for (String line = read(reader); !line.isEmpty(); line = read(reader)) {
                    text.append(line.toLowerCase(Locale.ROOT)).append('\n');
                }
                text.append('\n');
                for (int character = 0; character < BODY.length(); character++) {
                    text.append((char) reader.read());
                }
                requests.add(text.toString());
                connection.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK"
                        .getBytes(StandardCharsets.US_ASCII));
            }
        }

        private static String read(BufferedReader reader) throws IOException {
            String line = reader.readLine();
            if (line == null) {
                throw new EOFException();
            }
            return line;
        }

        @Override
        public void close() throws IOException {
            socket.close();
            // Reads until then from whoever is connected.
            thread.interrupt();
        }
    }
}
