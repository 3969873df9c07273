package io.ivsorchestrator.tests.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ivsorchestrator.local.embedded.LocalClients;
import io.ivsorchestrator.local.emulator.EmulatorCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The stand-alone emulator from its command line: starts, is told, tells, stops. */
@Timeout(120)
class EmulatorCommandTest {
    private static final Pattern IVS = Pattern.compile("IVS (http://127\\.0\\.0\\.1:\\d+)");
    private static final Pattern S3 = Pattern.compile("S3  (http://127\\.0\\.0\\.1:\\d+)");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final CountDownLatch told = new CountDownLatch(1);

    private int run(String... arguments) {
        return EmulatorCommand.run(new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), told, arguments);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private CompletableFuture<Integer> started(String... options) throws InterruptedException {
        CompletableFuture<Integer> running = CompletableFuture.supplyAsync(() -> run(options));
        while (!printed().contains("ready ") && !running.isDone()) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return running;
    }

    private static URI endpoint(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        assertThat(found.find()).as(text).isTrue();
        return URI.create(found.group(1));
    }

    @Test
    void emulator_servesIsToldAndStopsWithNothingLeft(@TempDir Path folder) throws Exception {
        Path events = folder.resolve("events.jsonl");
        CompletableFuture<Integer> running = started("--port", "0", "--s3-port", "0", "--bucket", "acme", "--data",
                folder.resolve("data").toString(), "--events", events.toString(), "--clock", "2026-03-07T19:00:00Z");
        URI ivs = endpoint(IVS, printed());
        String port = String.valueOf(ivs.getPort());

        assertThat(run("channel", "name=main", "bucket=acme", "--port", port)).isZero();
        assertThat(run("clock", "by=10s", "--port", port)).isZero();
        assertThat(run("start-stream", "channel=main", "for=20s", "--port", port)).isZero();
        assertThat(run("clock", "by=10m", "--port", port)).isZero();
        assertThat(run("start-stream", "channel=nobody", "--port", port)).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("there is no channel named nobody");
        try (var s3 = LocalClients.s3(endpoint(S3, printed()))) {
            assertThat(s3.listObjectsV2(request -> request.bucket("acme")).contents())
                    .anyMatch(object -> object.key().endsWith("events/recording-ended.json"));
        }
        assertThat(run("stop", "--port", port)).isZero();

        assertThat(running.get(30, TimeUnit.SECONDS)).isZero();
        List<String> lines = Files.readAllLines(events);
        assertThat(lines).anyMatch(line -> line.contains("Recording End"));
        for (String line : lines) {
            assertThat(new ObjectMapper().readTree(line).isObject()).isTrue();
        }
        try (var files = Files.walk(folder.resolve("data/acme"))) {
            assertThat(files).anyMatch(file -> file.endsWith("events/recording-ended.json"));
        }
        assertThat(connects(ivs)).isFalse();
    }

    private static boolean connects(URI endpoint) throws IOException {
        try (Socket socket = new Socket(endpoint.getHost(), endpoint.getPort())) {
            return socket.isConnected();
        } catch (ConnectException refused) {
            return false;
        }
    }

    @Test
    void signal_stopsIt() throws Exception {
        CompletableFuture<Integer> running = started("--port", "0", "--s3-port", "0");
        told.countDown();

        assertThat(running.get(30, TimeUnit.SECONDS)).isZero();
    }

    @Test
    void eventsOnStandardOutput_areAloneThere() throws Exception {
        CompletableFuture<Integer> running = CompletableFuture.supplyAsync(
                () -> run("--port", "0", "--s3-port", "0", "--events", "-", "--bucket", "acme"));
        while (!err.toString(StandardCharsets.UTF_8).contains("ready ")) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        try (var ivs = LocalClients.ivs(endpoint(IVS, err.toString(StandardCharsets.UTF_8)))) {
            ivs.createChannel(request -> request.name("main"));
        }
        told.countDown();

        assertThat(running.get(30, TimeUnit.SECONDS)).isZero();
        assertThat(printed().lines()).hasSize(1).allMatch(line -> line.contains("\"CreateChannel\""));
    }

    @Test
    void port_thatIsTaken_isSaid() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThat(run("--port", String.valueOf(taken.getLocalPort()), "--s3-port", "0")).isEqualTo(1);
        }

        assertThat(err.toString(StandardCharsets.UTF_8)).contains("cannot be used; choose another with --port");
    }

    @Test
    void command_withoutAnEmulator_saysHowToStartOne() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }

        assertThat(run("status", "--port", String.valueOf(free))).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("start it with local/ivs-emulator");
    }

    @Test
    void command_thatDoesNotExist_isSaid() {
        assertThat(run("dance")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("there is no command dance; help lists them");
        assertThat(run("help")).isZero();
        assertThat(printed()).contains("start-stream channel=", "lose-events");
    }
}
