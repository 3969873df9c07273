package io.ivsorchestrator.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentTest {
    @Test
    void of_missingAndEmptyVariables_areAllNamed() {
        assertThatThrownBy(() -> Environment.of(Map.of("A", "a", "B", " "), List.of("A", "B", "C")))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("B, C")
                .hasMessageContaining("deploy");
    }

    @Test
    void get_variableOfTheFunction_isItsValue() {
        assertThat(Environment.of(Map.of("A", "a"), List.of("A")).get("A")).isEqualTo("a");
    }

    @Test
    void get_anotherVariable_isAMistake() {
        assertThatThrownBy(() -> Environment.of(Map.of("A", "a"), List.of("A")).get("B"))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("B");
    }
}
