package io.ivsorchestrator.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.incident.Cause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages link to pages: those must be there and say what to do. */
class RunbookTest {
    @ParameterizedTest
    @EnumSource
    void everyCause_hasItsPage(Cause cause) throws IOException {
        Path page = Docs.root().resolve("docs/runbook").resolve(cause.page() + ".md");

        assertThat(page).exists();
        assertThat(Files.readString(page)).startsWith("# ").containsIgnoringCase("what it means")
                .containsPattern("(?i)\\*\\*(do|repair|what to do)");
    }
}
