package io.ivsorchestrator.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ivsorchestrator.recording.RecordingKind;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetentionTest {
    @Test
    void parse_kindsWithDays_keepsTheOthersForEver() {
        assertThat(Retention.parse("channel=365, participant=30").days())
                .isEqualTo(Map.of(RecordingKind.CHANNEL, 365, RecordingKind.PARTICIPANT, 30));
        assertThat(Retention.parse("keep")).isEqualTo(Retention.FOR_EVER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "channel", "channel=", "channel=0", "channel=-1", "channel=1.5", "stage=3",
        "channel=1,channel=2", "channel=99999", "CHANNEL=1", "keep,channel=1"})
    void parse_anythingElse_isRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Retention.parse(text))
                .withMessageContaining("channel=365,participant=30");
    }
}
