package io.ivsorchestrator.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
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

    @Test
    void waiting_inPlace_endsAtTheTime_andAtOnceIfItHasPassed() {
        assertThat(Delays.waited(Instant.now().plusMillis(20), InstantSource.system())).isTrue();
        assertThat(Delays.waited(NOW.minusSeconds(3600), InstantSource.fixed(NOW))).isTrue();
    }

    @Test
    void waiting_interrupted_saysSoAndLeavesTheThreadInterrupted() {
        Thread.currentThread().interrupt();

        assertThat(Delays.waited(NOW.plusSeconds(3600), InstantSource.fixed(NOW))).isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }
}
