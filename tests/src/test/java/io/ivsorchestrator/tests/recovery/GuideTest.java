package io.ivsorchestrator.tests.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.ivsorchestrator.incident.Cause;
import io.ivsorchestrator.tests.Docs;
import io.ivsorchestrator.tests.NamedTests;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** What docs/recovery.md says of failures and promises. */
class GuideTest {
    @Test
    void everyFailureAndPromise_hasATestThatExists() throws IOException {
        assertThat(NamedTests.in("docs/recovery.md", "| Failure | Test |")).hasSizeGreaterThan(25)
                .allSatisfy(NamedTests.Named::assertThatItExists);
        assertThat(NamedTests.in("docs/recovery.md", "| Promise | Test |")).hasSizeGreaterThan(8)
                .allSatisfy(NamedTests.Named::assertThatItExists);
    }

    /** Causes that the recovery of recordings can find; the others are those of setting up. */
    @Test
    void everyCauseOfFailures_isExplained() throws IOException {
        String guide = Files.readString(Docs.root().resolve("docs/recovery.md"));

        for (Cause cause : Cause.values()) {
            switch (cause) {
                case BUCKET_MISSING, BUCKET_IN_OTHER_REGION, POLICY_GRANT_LOST, OBJECT_OWNERSHIP, SSE_KMS,
                        CONFIGURATION_MISSING, CONFIGURATION_CREATE_FAILED, UNSUPPORTED_CODEC, SERVICE_ERROR,
                        QUOTA_EXCEEDED, UNKNOWN ->
                        assertThat(guide).contains("runbook/" + cause.page() + ".md");
                case ACCOUNT_NOT_VERIFIED, ACCESS_DENIED, POLICY_REFUSED -> {
                    // Found by provisioning.
                }
            }
        }
    }
}
