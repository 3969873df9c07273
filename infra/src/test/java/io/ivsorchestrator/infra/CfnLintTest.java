package io.ivsorchestrator.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awscdk.assertions.Template;

/** The templates by CloudFormation's own schemas, where {@code cfn-lint} is installed. */
class CfnLintTest {
    /** CDK names dependencies that CloudFormation would see by itself; that does no harm. */
    private static final String NEEDLESS_DEPENDENCY = "W3005";

    @TempDir
    private Path directory;

    @Test
    void templates_areWhatCloudFormationTakes() throws Exception {
        List<String> command = new ArrayList<>(List.of("cfn-lint", "--regions", Synthesized.REGION, "--ignore-checks",
                NEEDLESS_DEPENDENCY, "--"));
        Synthesized everything = Synthesized.with(Map.of(Settings.TRAIL, "create", Settings.READERS, "111122223333",
                Settings.RECOVERY, "repair,compose,restart-stream", Settings.SIMULATED_EVENTS, "true"));
        for (Template template : everything.all().toList()) {
            command.add(Files.writeString(Files.createTempFile(directory, "stack", ".template.json"),
                    Synthesized.json(template).toString()).toString());
        }
        Path found = directory.resolve("found");
        Process lint = start(new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(found.toFile()));

        int status = lint.waitFor();

        assertThat(Files.readString(found, StandardCharsets.UTF_8)).isEmpty();
        assertThat(status).isZero();
    }

    private static Process start(ProcessBuilder command) {
        try {
            return command.start();
        } catch (IOException absent) {
            return abort("cfn-lint is not installed: " + absent.getMessage());
        }
    }
}
