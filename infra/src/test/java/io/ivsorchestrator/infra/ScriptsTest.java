package io.ivsorchestrator.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operators' scripts, with a stand-in for the AWS CLI on the PATH. They want {@code jq}, which not every machine has. */
class ScriptsTest {
    private static final Path SCRIPTS = Path.of("..", "infra").toAbsolutePath().normalize();
    private static final String EVENT = """
            {"source": "aws.ivs", "detail": {"channel_name": "quotes \\" and spaces"}}""";

    @TempDir
    private Path stub;

    private record Result(int exit, String out, String err) {}

    @BeforeEach
    void standIn() throws IOException {
        assumeTrue(onPath("jq") && onPath("sh"), "jq and sh are not installed");
        Files.createDirectories(stub.resolve("queues"));
        Files.createDirectories(stub.resolve("lost"));
        Files.writeString(stub.resolve("answer"), "{\"batchItemFailures\":[]}");
        Path bin = Files.createDirectories(stub.resolve("bin"));
        Path aws = Files.copy(Path.of("src", "test", "resources", "stub", "aws"), bin.resolve("aws"));
        assertThat(aws.toFile().setExecutable(true)).isTrue();
    }

    private static boolean onPath(String program) {
        return Pattern.compile(Pattern.quote(File.pathSeparator))
                .splitAsStream(System.getenv().getOrDefault("PATH", ""))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }

    private Result run(String script, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", SCRIPTS.resolve(script).toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(stub.resolve("out").toFile())
                .redirectError(stub.resolve("err").toFile());
        builder.environment().putAll(Map.of("STUB", stub.toString(), "STARTS", "1", "PATH",
                stub.resolve("bin") + File.pathSeparator + System.getenv("PATH")));
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), Files.readString(stub.resolve("out")),
                Files.readString(stub.resolve("err")));
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(stub.resolve("calls"));
    }

    private void queue(String name, int messages) throws IOException {
        Files.writeString(stub.resolve("queues").resolve(name), Integer.toString(messages));
    }

    private void lost(String... ids) throws IOException {
        List<String> messages = new ArrayList<>();
        for (String id : ids) {
            messages.add("{\"MessageId\":\"%s\",\"ReceiptHandle\":\"handle-%s\",\"Body\":\"%s\"}".formatted(id, id,
                    EVENT.replace("\\", "\\\\").replace("\"", "\\\"")));
        }
        Files.writeString(stub.resolve("lost").resolve(ids[0]), "{\"Messages\":[" + String.join(",", messages) + "]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"redrive", "tune", "smoke"})
    void withoutArguments_aScriptSaysWhatItIsFor(String script) throws Exception {
        Result result = run(script);

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).startsWith("infra/" + script + " DEPLOYMENT").doesNotContain("# ");
        assertThat(Files.isExecutable(SCRIPTS.resolve(script))).isTrue();
    }

    @Test
    void redrive_movesDeadLettersBySqs_andUndeliveredEventsItself() throws Exception {
        queue("ivs-recording-main-indexing", 0);
        queue("ivs-recording-main-indexing-dead-letters", 3);
        queue("ivs-recording-main-indexing-undelivered", 3);
        lost("a", "b");
        lost("c");

        Result result = run("redrive", "main", "indexing");

        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.out()).contains("dead letters: about 3 on their way", "undelivered: 3 moved");
        assertThat(calls()).contains("sqs start-message-move-task --source-arn"
                + " arn:aws:sqs:eu-west-1:123456789012:ivs-recording-main-indexing-dead-letters");
        assertThat(Files.readString(stub.resolve("sent")))
                .contains("\"MessageBody\":\"" + EVENT.replace("\\", "\\\\").replace("\"", "\\\""));
        assertThat(calls().stream().filter(call -> call.startsWith("sqs delete-message-batch"))).hasSize(2)
                .anyMatch(call -> call.contains("handle-a") && call.contains("handle-b"))
                .allMatch(call -> call.contains("https://sqs/ivs-recording-main-indexing-undelivered"));
    }

    @Test
    void redrive_whatTheQueueRefuses_isKept() throws Exception {
        queue("ivs-recording-main-indexing", 0);
        queue("ivs-recording-main-indexing-dead-letters", 0);
        queue("ivs-recording-main-indexing-undelivered", 2);
        lost("a", "b");
        Files.writeString(stub.resolve("refused"), "b");

        Result result = run("redrive", "main", "indexing");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("1 moved", "InternalError: try later", "run this again");
        assertThat(calls()).noneMatch(call -> call.startsWith("sqs start-message-move-task"));
        assertThat(calls().stream().filter(call -> call.startsWith("sqs delete-message-batch"))).singleElement()
                .asString().contains("handle-a").doesNotContain("handle-b");
    }

    /** Backfilling is fed by no rule. */
    @Test
    void redrive_ofAFunctionWithoutRules_movesDeadLettersOnly() throws Exception {
        queue("ivs-recording-main-backfill", 0);
        queue("ivs-recording-main-backfill-dead-letters", 0);

        Result result = run("redrive", "main", "backfill");

        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.out()).contains("undelivered: 0 moved");
    }

    @Test
    void redrive_ofWhatDoesNotExist_saysSo() throws Exception {
        Result result = run("redrive", "staging", "indexing");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("there is no queue ivs-recording-staging-indexing");
    }

    @Test
    void tune_measuresEachSize_andLeavesNothingBehind() throws Exception {
        Result result = run("tune", "main", "indexing", "512", "1024");

        assertThat(result.exit()).as(result.err()).isZero();
        assertThat(result.out().lines().map(line -> line.strip().replaceAll(" +", " "))).containsExactly(
                "snapStart memory start (ms) first (ms) next (ms) USD/million next",
                "off 512 900.2 40.5 2.0 0.01", "off 1024 900.2 40.5 2.0 0.03",
                "on 512 900.2 40.5 2.0 0.01", "on 1024 900.2 40.5 2.0 0.03");
        assertThat(calls().stream().filter(call -> call.startsWith("lambda delete-function"))).hasSize(4)
                .allMatch(call -> call.matches(".*--qualifier [1-4]$"));
        assertThat(calls().stream().filter(call -> call.startsWith("lambda update-function-configuration")).toList()
                .getLast()).contains("--memory-size 1024", "ApplyOn=PublishedVersions", "{\"TABLE_NAME\":\"a b\"}");
        assertThat(calls()).filteredOn(call -> call.startsWith("lambda invoke"))
                .allMatch(call -> call.contains("{\"Records\":[]}") && !call.contains("live"));
    }

    @Test
    void tune_ofAFunctionThatFails_restoresIt() throws Exception {
        Files.writeString(stub.resolve("answer"), "{\"errorMessage\":\"no\"}");

        Result result = run("tune", "main", "indexing", "512");

        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.err()).contains("fails at version 1", "restoring ivs-recording-main-indexing");
        assertThat(calls()).anyMatch(call -> call.startsWith("lambda delete-function") && call.endsWith(" 1"));
    }

    @Test
    void tune_ofWhatDoesNotExist_changesNothing() throws Exception {
        assertThat(run("tune", "staging", "indexing").exit()).isNotZero();
        assertThat(calls()).allMatch(call -> call.startsWith("lambda get-function-configuration"));
    }
}
