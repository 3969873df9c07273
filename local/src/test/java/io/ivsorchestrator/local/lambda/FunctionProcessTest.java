package io.ivsorchestrator.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a function that does not start or does not answer; that others do, the deployable jar's tests show. */
@Timeout(60)
class FunctionProcessTest {
    @TempDir
    private Path folder;

    private FunctionProcess start(String... java) {
        return FunctionProcess.start(List.of(java), List.of(), "none.jar", "io.example.Handler", Map.of("PATH", "/bin"),
                folder.resolve("log"));
    }

    @Test
    void whatIsNoProgram_isNamed() {
        assertThatThrownBy(() -> start(folder.resolve("no-java").toString())).isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("the function's JVM does not start: [" + folder.resolve("no-java"));
    }

    @Test
    void processThatEnds_isToldWithItsLastWords() {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "there is no /bin/sh");
        try (FunctionProcess function = start("/bin/sh", "-c", "echo no such class; exit 1", "sh")) {
            assertThat(function.processId()).isPositive();
            assertThatThrownBy(() -> function.invoke("{}", Duration.ofSeconds(2)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("and its JVM has ended; it said:\nno such class\n");
        }
    }

    @Test
    void processThatNeverAsks_isToldToo_andEndsWhenItIsClosed() {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "there is no /bin/sh");
        FunctionProcess function = start("/bin/sh", "-c", "echo busy; exec sleep 50", "sh");

        assertThatThrownBy(() -> function.invoke("{}", Duration.ofMillis(500)))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("it said:\nbusy\n")
                .hasMessageNotContaining("has ended");
        function.close();
        assertThat(ProcessHandle.of(function.processId()).filter(ProcessHandle::isAlive)).isEmpty();
    }
}
