package io.ivsorchestrator.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DelaysTest {
    private static final Instant NOW = Instant.parse("2026-03-07T09:00:00Z");

    /** What the function then waits is at most half a second. */
    @ParameterizedTest
    @CsvSource({"-5000, 0", "0, 0", "500, 0", "501, 1", "1050, 1", "1500, 1", "1501, 2", "60000, 60"})
    void theQueueWaitsWholeSeconds(long millis, long seconds) {
        assertThat(Delays.until(NOW, NOW.plusMillis(millis))).isEqualTo(Duration.ofSeconds(seconds));
    }
}
