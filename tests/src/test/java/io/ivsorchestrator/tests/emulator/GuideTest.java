package io.ivsorchestrator.tests.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.local.emulator.fault.FaultReader;
import io.ivsorchestrator.tests.Docs;
import io.ivsorchestrator.tests.NamedTests;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** What docs/emulator.md says of tests and faults. */
class GuideTest {
    @Test
    void everyRule_hasATestThatExists() throws IOException {
        assertThat(NamedTests.in("docs/emulator.md", "| Rule | Test |")).hasSizeGreaterThan(60)
                .allSatisfy(NamedTests.Named::assertThatItExists);
    }

    @Test
    void everyKindOfFault_isExplained() throws IOException {
        String guide = Files.readString(Docs.root().resolve("docs/emulator.md"));

        assertThat(FaultReader.KINDS).allSatisfy(kind -> assertThat(guide).contains("`" + kind + "`"));
    }
}
