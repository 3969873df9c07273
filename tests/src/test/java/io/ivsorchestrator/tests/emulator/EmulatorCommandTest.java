package io.ivsorchestrator.tests.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ivsorchestrator.local.embedded.LocalClients;
import io.ivsorchestrator.local.embedded.LocalSqs;
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

        assertThat(err.toString(StandardCharsets.UTF_8)).contains(
                "cannot be used; choose another with --port (Address already in use)");
    }

    @Test
    void port_ofS3ThatIsTaken_isSaid() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThat(run("--port", "0", "--s3-port", String.valueOf(taken.getLocalPort()))).isEqualTo(1);

            assertThat(err.toString(StandardCharsets.UTF_8)).contains("S3 cannot be started on port "
                    + taken.getLocalPort() + "; choose another with --s3-port (Address already in use)");
        }
    }

    @Test
    void folderThatCannotBe_orATargetThatIsNone_isSaidAtOnce(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThat(run("--port", "0", "--s3-port", "0", "--data", file.resolve("data").toString())).isEqualTo(1);
        assertThat(run("--port", "0", "--s3-port", "0", "--events", folder.toString())).isEqualTo(1);
        assertThat(run("--port", "0", "--s3-port", "0", "--events-to", "localhost:8080")).isEqualTo(2);
        assertThat(run("--port", "0", "--s3-port", "0", "--events-to-queue", "events")).isEqualTo(2);

        assertThat(err.toString(StandardCharsets.UTF_8).lines()).hasSize(4).allMatch(line -> line.startsWith(
                "local/ivs-emulator: "))
                .anySatisfy(line -> assertThat(line).contains("the data folder " + file.resolve("data")
                        + " cannot be made"))
                .anySatisfy(line -> assertThat(line).contains("events cannot be written to " + folder))
                .anySatisfy(line -> assertThat(line).contains("an address for events is like", "localhost:8080"))
                .anySatisfy(line -> assertThat(line).contains("a queue's URL is like", "\"events\""));
    }

    @Test
    void rehearsal_doesALittleAndStops() {
        assertThat(run("--rehearse")).isZero();

        assertThat(printed()).contains("\"bucket\" : \"rehearsal\"", "\"created\" : true");
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("Stopping.");
    }

    @Test
    void events_toATarget_areThere_andWhatItPlaysIsTold(@TempDir Path folder) throws Exception {
        Path scenario = Files.writeString(folder.resolve("my.scenario"), """
                begin 2026-03-07T20:00:00Z
                bucket name=acme
                channel name=main bucket=acme
                0:00:10 start-stream channel=main for=20s
                """);
        Path wrong = Files.writeString(folder.resolve("wrong.scenario"), "bucket name=acme\nbucket acme\n");
        Path impossible = Files.writeString(folder.resolve("impossible.scenario"), "end-stream channel=main\n");
        try (LocalSqs sqs = LocalSqs.start(); var queues = LocalClients.sqs(sqs.endpoint())) {
            String queue = queues.createQueue(request -> request.queueName("events")).queueUrl();
            CompletableFuture<Integer> running = started("--port", "0", "--s3-port", "0", "--events-to-queue", queue,
                    "--clock", "2026-03-07T19:00:00Z");
            String port = String.valueOf(endpoint(IVS, printed()).getPort());

            assertThat(run("play", scenario.toString(), "--port", port)).isZero();
            assertThat(run("play", wrong.toString(), "--port", port)).isEqualTo(1);
            assertThat(run("play", impossible.toString(), "--port", port)).isEqualTo(1);
            assertThat(run("play", "--port", port)).isEqualTo(2);
            assertThat(run("play", folder.resolve("absent").toString(), "--port", port)).isEqualTo(2);
            assertThat(run("status", "--port", port)).isZero();
            assertThat(run("status", "now", "--port", port)).isEqualTo(2);
            told.countDown();
            assertThat(running.get(30, TimeUnit.SECONDS)).isZero();

            assertThat(queues.receiveMessage(request -> request.queueUrl(queue).maxNumberOfMessages(10)).messages())
                    .isNotEmpty();
        }
        assertThat(printed()).contains("\"played\" : true", "\"state\" : \"STOPPED\"",
                impossible + ":1: ChannelNotBroadcasting");
        assertThat(err.toString(StandardCharsets.UTF_8)).contains(
                wrong + ":2: expected name=value, not \"acme\"", "play takes one file",
                "there is no scenario " + folder.resolve("absent"), "expected name=value, not \"now\"");
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
