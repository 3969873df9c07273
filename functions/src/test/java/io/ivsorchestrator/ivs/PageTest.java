package io.ivsorchestrator.ivs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PageTest {
    private final List<Optional<String>> asked = new ArrayList<>();

    /** Three pages, the middle one empty. */
    private Page<String> page(Optional<String> token) {
        asked.add(token);
        return switch (token.orElse("")) {
            case "" -> new Page<>(List.of("a", "b"), Optional.of("second"));
            case "second" -> new Page<>(List.of(), Optional.of("third"));
            default -> new Page<>(List.of("c"), Optional.empty());
        };
    }

    @Test
    void all_isEveryItemOfEveryPage() {
        assertThat(Page.all(this::page)).containsExactly("a", "b", "c");
        assertThat(asked).containsExactly(Optional.empty(), Optional.of("second"), Optional.of("third"));
    }

    @Test
    void all_asksForNoMore_onceItIsFound() {
        assertThat(Page.all(this::page).filter("b"::equals).findFirst()).contains("b");
        assertThat(asked).containsExactly(Optional.empty());
    }
}
