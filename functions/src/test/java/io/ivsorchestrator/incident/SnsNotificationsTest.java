package io.ivsorchestrator.incident;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SnsNotificationsTest {
    @Test
    void subject_isWhatSnsTakes() {
        assertThat(SnsNotifications.line("Recording fails: \"bücket\"\n")).isEqualTo("Recording fails: \"b?cket\"?");
        assertThat(SnsNotifications.line("x".repeat(200))).hasSize(99).endsWith("x...");
    }
}
