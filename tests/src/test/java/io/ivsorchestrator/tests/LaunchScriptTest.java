package io.ivsorchestrator.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the commands of {@code local} build, with a stand-in for Maven that takes its time. */
class LaunchScriptTest {
    private static final String BUILDS = """
            #!/bin/sh
            echo once >>builds
            while [ ! -e go ]; do sleep 0.1; done
            mkdir -p local/target/run
            echo %s >local/target/run/java-home
            echo none >local/target/run/class-path
            """.formatted(System.getProperty("java.home"));
    private static final String FAILS = """
            #!/bin/sh
            echo once >>builds
            exit 1
            """;

    @TempDir
    private Path root;

    private record Result(int exit, String told) {}

    @BeforeEach
    void checkout() throws IOException {
        assumeTrue(Programs.find("sh").isPresent(), "sh is not installed");
        for (String folder : List.of("events", "functions", "local")) {
            Files.createDirectory(root.resolve(folder));
        }
        Files.createFile(root.resolve("pom.xml"));
        Files.copy(Docs.root().resolve("local/launch.sh"), root.resolve("local/launch.sh"));
        maven(BUILDS);
        Files.createFile(root.resolve("go"));
    }

    private void maven(String script) throws IOException {
        assertThat(Files.writeString(root.resolve("mvnw"), script).toFile().setExecutable(true)).isTrue();
    }

    private Process start() throws IOException {
        return new ProcessBuilder("sh", "-euc",
                "root=$1; . \"$root/local/launch.sh\"; build_if_changed; echo built >&2", "sh",
                root.toString()).redirectErrorStream(true).start();
    }

    private Process startBuilding() throws IOException, InterruptedException {
        Process process = start();
        while (!Files.exists(root.resolve("builds"))) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        return process;
    }

    private static Result result(Process process) throws IOException, InterruptedException {
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), told);
    }

    private List<String> builds() throws IOException {
        return Files.readAllLines(root.resolve("builds"));
    }

    @Test
    void command_buildsOnce_andAgainWhereSomethingChanged() throws Exception {
        Result first = result(start());
        assertThat(first.exit()).as(first.told()).isZero();
        assertThat(first.told()).startsWith("Building (the first time").endsWith("built\n");
        assertThat(result(start()).told()).isEqualTo("built\n");
        assertThat(builds()).hasSize(1);

        Files.setLastModifiedTime(Files.createFile(root.resolve("events/New.java")),
                FileTime.fromMillis(System.currentTimeMillis() + 5000));
        assertThat(result(start()).told()).startsWith("Building");
        assertThat(builds()).hasSize(2);
    }

    @Test
    void commands_thatBeginAtTheSameTime_buildOnce() throws Exception {
        Files.delete(root.resolve("go"));
        Process first = startBuilding();
        Process second = start();
        assertThat(second.inputReader().readLine())
                .isEqualTo("Another command builds; waiting (if there is none, remove "
                        + root.resolve("local/target/building") + ") ...");
        Files.createFile(root.resolve("go"));

        assertThat(result(first).exit()).isZero();
        assertThat(second.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue()).isZero();
        assertThat(builds()).hasSize(1);
        assertThat(root.resolve("local/target/building")).doesNotExist();
    }

    @Test
    void build_thatFails_isSaid_andTheNextCommandTriesAgain() throws Exception {
        maven(FAILS);

        assertThat(result(start())).isEqualTo(new Result(1,
                "Building (the first time also downloads the libraries, which"
                        + " takes a few minutes) ...\nThe build failed. If no JDK 25 was found: install one where JDKs usually are,"
                        + " or let JAVA_HOME name it.\n"));
        maven(BUILDS);
        assertThat(result(start()).exit()).isZero();
    }

    @Test
    void build_thatIsInterrupted_leavesNothingThatOthersWaitFor() throws Exception {
        Files.delete(root.resolve("go"));
        Process interrupted = startBuilding();
        interrupted.destroy();
        Files.createFile(root.resolve("go"));

        assertThat(interrupted.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(interrupted.exitValue()).isNotZero();
        assertThat(root.resolve("local/target/building")).doesNotExist();
    }
}
