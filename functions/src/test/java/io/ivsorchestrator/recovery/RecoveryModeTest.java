package io.ivsorchestrator.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ivsorchestrator.recovery.RecoveryMode.Permission;
import org.junit.jupiter.api.Test;

class RecoveryModeTest {
    @Test
    void observe_allowsNothing() {
        assertThat(RecoveryMode.parse("observe").allowed()).isEmpty();
    }

    @Test
    void list_allowsWhatItNames() {
        assertThat(RecoveryMode.parse("repair, restart-stream").allowed()).containsExactlyInAnyOrder(Permission.REPAIR,
                Permission.RESTART_STREAM);
    }

    @Test
    void unknownWord_isNamed_withThoseThatExist() {
        assertThatIllegalArgumentException().isThrownBy(() -> RecoveryMode.parse("repair,heal"))
                .withMessageContaining("\"heal\"").withMessageContaining("compose");
    }
}
